import { useEffect, useState } from 'preact/hooks';

/** The time in milliseconds since 1970, brought up to date each second until `until`; without it, for ever. */
export function useSeconds(until = Infinity): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (Date.now() >= until) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= until) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [until]);
  return now;
}
