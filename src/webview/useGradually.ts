import { useEffect, useState } from 'preact/hooks';
import type { Turn } from '../core/chat/conversation.ts';
import { recall } from './vscode.ts';

/** How many of the last turns are there at once, and how many more come with each frame. */
const first = 40;
const perFrame = 100;

/** The turns from the last ones back: at first those that are seen, then more with each frame until all are there. */
export function useGradually(chat: string, turns: readonly Turn[]): readonly Turn[] {
  const [from, setFrom] = useState(() => startOf(chat, turns));
  useEffect(() => {
    if (from === 0) return undefined;
    const frame = requestAnimationFrame(() => setFrom(Math.max(0, from - perFrame)));
    return () => cancelAnimationFrame(frame);
  }, [from]);
  return from === 0 ? turns : turns.slice(from);
}

/** The place the user comes back to must be among the first. */
function startOf(chat: string, turns: readonly Turn[]): number {
  const start = Math.max(0, turns.length - first);
  const place = turns.findIndex(({ id }) => id === recall().places[chat]?.turnId);
  return place < 0 ? start : Math.min(start, place);
}
