import { markerAt } from '../../harmony/markers.ts';

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** What a scan of almost-JSON found. */
interface Scan {
  /** The first value, without commas in front of a closing bracket, raw line breaks in strings escaped. */
  readonly text: string;
  /** Whether the first value came to its end. */
  readonly whole: boolean;
  /** What follows the first value. */
  readonly rest: string;
}

/**
 * Mends the usual faults of JSON a model writes: surplus closing brackets or commas behind it, a
 * comma before a closing bracket, raw line breaks in strings, a control token behind it.
 * Never closes what was left open: a text cut short is not what the model meant.
 */
export function mendJson(raw: string): string | undefined {
  const scan = scanValue(raw);
  return scan.whole && isLitter(scan.rest) ? scan.text : undefined;
}

/** Whether the text begins as an object or list and ends before it is closed. */
export function isCutOffJson(raw: string): boolean {
  const text = raw.trimStart();
  return (text.startsWith('{') || text.startsWith('[')) && !scanValue(text).whole;
}

/** Brackets too many, and behind them nothing, a control token, or a few stray words and the head of the next call. */
function isLitter(rest: string): boolean {
  const text = rest.replace(/^[\s\]},;"]+/, '');
  return text === '' || markerAt(text, 0) !== undefined || nextHead.test(text);
}

const role = String.raw`assistant(?:final|commentary|analysis|<\||\s+to=)`;
const recipient = String.raw`\bto=(?:functions\.\w|assistant\b)`;
const nextHead = new RegExp(String.raw`^[^\n{}[\]"]{0,24}?(?:${role}|${recipient})`);

function scanValue(raw: string): Scan {
  const parts: string[] = [];
  const significant = /["{}[\],\n\r\t\\]/g;
  let copied = 0;
  let depth = 0;
  let inString = false;
  for (let found = significant.exec(raw); found !== null; found = significant.exec(raw)) {
    const char = found[0];
    if (char === '\\') significant.lastIndex++;
    else if (char === '"') inString = !inString;
    else if (inString) copied = escapeBreak(raw, found.index, copied, parts);
    else if (char === ',') copied = dropComma(raw, found.index, copied, parts);
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth <= 0) {
      const end = found.index + 1;
      return { text: parts.join('') + raw.slice(copied, end), whole: depth === 0, rest: raw.slice(end) };
    }
  }
  return { text: raw, whole: false, rest: '' };
}

/** Both return up to where `raw` is now copied. */
function escapeBreak(raw: string, at: number, copied: number, parts: string[]): number {
  const escape = escapes[raw.charAt(at)];
  if (escape === undefined) return copied;
  parts.push(raw.slice(copied, at), escape);
  return at + 1;
}

function dropComma(raw: string, at: number, copied: number, parts: string[]): number {
  let next = at + 1;
  while (next < raw.length && isBlank(raw.charCodeAt(next))) next++;
  const closes = raw[next] === '}' || raw[next] === ']';
  if (!closes) return copied;
  parts.push(raw.slice(copied, at));
  return at + 1;
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
