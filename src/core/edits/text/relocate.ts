import { diffLines } from './diffLines.ts';
import type { TextHunk } from './hunks.ts';

/**
 * Hunks planned on `before`, placed on `now`, the same document some edits later.
 * They move with the text around them; `undefined` when one of them meets lines that changed,
 * since then it cannot be known whether it still means the same.
 */
export function relocate(hunks: readonly TextHunk[], before: string, now: string): TextHunk[] | undefined {
  const changes = diffLines(before, now);
  const moved: TextHunk[] = [];
  for (const hunk of hunks) {
    if (changes.some((change) => meets(hunk, change))) return undefined;
    const shift = shiftBefore(hunk.start, changes);
    moved.push({ start: hunk.start + shift, end: hunk.end + shift, text: hunk.text });
  }
  return moved;
}

/** Whether two stretches overlap, or a mere insertion of either lies at the edge of the other. */
function meets(a: TextHunk, b: TextHunk): boolean {
  const inserts = a.start === a.end || b.start === b.end;
  return inserts ? a.start <= b.end && b.start <= a.end : a.start < b.end && b.start < a.end;
}

function shiftBefore(offset: number, changes: readonly TextHunk[]): number {
  let shift = 0;
  for (const { start, end, text } of changes) {
    if (end > offset) break;
    shift += text.length - (end - start);
  }
  return shift;
}
