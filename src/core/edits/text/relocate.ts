import { diffLines } from './diffLines.ts';
import { overlaps, type TextHunk } from './hunks.ts';
import { Shifts } from './shifts.ts';

/**
 * Hunks planned on `before`, placed on `now`, the same document some edits later.
 * They move with the text around them; `undefined` when one of them meets lines that changed,
 * since then it cannot be known whether it still means the same.
 */
export function relocate(hunks: readonly TextHunk[], before: string, now: string): TextHunk[] | undefined {
  const shifts = new Shifts(diffLines(before, now));
  const moved: TextHunk[] = [];
  for (const hunk of hunks) {
    if (shifts.near(hunk.start, hunk.end).some((change) => meets(hunk, change))) return undefined;
    const shift = shifts.before(hunk.start);
    moved.push({ start: hunk.start + shift, end: hunk.end + shift, text: hunk.text });
  }
  return moved;
}

/**
 * Whether a hunk and a change overlap, or one of them is an insertion at an edge of the other: then their order is
 * open.
 */
function meets(hunk: TextHunk, change: TextHunk): boolean {
  const isInsertion = hunk.start === hunk.end || change.start === change.end;
  return overlaps(hunk, change) || (isInsertion && hunk.start <= change.end && change.start <= hunk.end);
}
