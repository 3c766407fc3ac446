import type { TextHunk } from './hunks.ts';
import { diffSequences, Interner } from './sequenceDiff.ts';

/** Contents with their endings, so that a changed line ending is a changed line. */
function wholeLines(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf('\n', at);
    const next = found < 0 ? text.length : found + 1;
    lines.push(text.slice(at, next));
    at = next;
  }
  return lines;
}

function offsetsOf(lines: readonly string[]): number[] {
  const offsets = [0];
  let at = 0;
  for (const line of lines) offsets.push((at += line.length));
  return offsets;
}

/** Lines added behind a last line without ending touch only the end of it, not the line. */
function trimLastLine(before: string, hunk: TextHunk): TextHunk {
  const old = before.slice(hunk.start, hunk.end);
  const rest = hunk.text.slice(old.length);
  const isAppended = old !== '' && hunk.text.startsWith(old) && /^\r?\n/.test(rest);
  return isAppended ? { start: hunk.end, end: hunk.end, text: rest } : hunk;
}

/**
 * The line hunks that turn `before` into `after`: `applyHunks(before, diffLines(before, after)) === after`.
 * As few changed lines as possible for ordinary texts; time is bounded for any, at the price of larger hunks.
 */
export function diffLines(before: string, after: string): TextHunk[] {
  if (before === after) return [];
  const a = wholeLines(before);
  const b = wholeLines(after);
  const interner = new Interner();
  const fromA = offsetsOf(a);
  const fromB = offsetsOf(b);
  return diffSequences(interner.idsOf(a), interner.idsOf(b)).map(({ a0, a1, b0, b1 }) => {
    const text = after.slice(fromB[b0], fromB[b1]);
    return trimLastLine(before, { start: fromA[a0] ?? 0, end: fromA[a1] ?? before.length, text });
  });
}
