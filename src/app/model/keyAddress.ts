/** Whether a key may go to an address unasked. */
export type Trust = 'documented' | 'loopback' | 'other';

/** The address of an endpoint, as far as it matters for the key. */
export interface KeyAddress {
  /** The whole address in one spelling, without what is never sent. */
  readonly url: string;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly trust: Trust;
  /** Whether others on the way could read what is sent. */
  readonly isReadable: boolean;
}

/** Undefined for what is no address of the web: nothing can be sent there. */
export function keyAddress(endpoint: string, documented: string): KeyAddress | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const url = new URL(endpoint);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.hash = '';
  const trust = trustOf(url, documented);
  const isReadable = url.protocol === 'http:' && trust !== 'loopback';
  return { url: url.href.replace(/\/$/, ''), origin: url.origin, trust, isReadable };
}

function trustOf({ origin, hostname }: URL, documented: string): Trust {
  if (origin === new URL(documented).origin) return 'documented';
  return isLoopback(hostname) ? 'loopback' : 'other';
}

/** RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3. `URL` has brought other spellings of an address to these. */
function isLoopback(hostname: string): boolean {
  return /^(?:.+\.)?localhost$/.test(hostname) || /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === '[::1]';
}
