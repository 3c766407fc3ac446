import type { Wanted } from './choosePlaces.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';

/**
 * Whether the file already has what a hunk would do at `place`, there or at another place with the same lines: the
 * reply was applied before. To add the same lines a second time beside the first is left to the user.
 */
export function isAlreadyMade(index: FileIndex, wanted: Wanted, place: number, edits: readonly LineEdit[]): boolean {
  return standsAround(index, wanted, place, edits) || edits.some((edit) => standsBeside(index, edit)) ||
    standsNearer(index, wanted, place) || standsAtTwin(index, wanted, place, edits);
}

/** Whether the old lines are found only as a part of the new ones. */
function standsAround(index: FileIndex, { found }: Wanted, place: number, edits: readonly LineEdit[]): boolean {
  const { old, new: now } = found.reading;
  if (now.length <= old.length || !isTelling(edits.flatMap(({ lines }) => lines))) return false;
  return index.findRuns(now, 'loose', 100).some((at) => at <= place && place + old.length <= at + now.length);
}

/** Whether several new lines are put next to the very same ones. */
function standsBeside(index: FileIndex, { start, end, lines }: LineEdit): boolean {
  if (end > start || lines.filter((line) => isTelling([line])).length < 2) return false;
  const isAt = (at: number): boolean =>
    lines.every((line, i) => keyOf(line, 'loose') === keyOf(index.lines[at + i] ?? '', 'loose'));
  return isAt(start) || isAt(start - lines.length);
}

/**
 * Whether the new lines stand nearer to where the hunk's number points than the place does: then that one is a twin.
 */
function standsNearer(index: FileIndex, { hunk, found }: Wanted, place: number): boolean {
  const { oldStart } = hunk;
  const { old, new: now } = found.reading;
  if (oldStart === undefined || now.length < 2 || !isTelling(now) || old.join('\n') === now.join('\n')) return false;
  const far = Math.abs(place - (oldStart - 1));
  return far > 0 && index.findRuns(now, 'exact', 50).some((at) => Math.abs(at - (oldStart - 1)) < far);
}

/** Lines that a hunk must show unchanged for the same lines elsewhere to be its own work. */
const MIN_CONTEXT = 2;

/** Whether all that the hunk would leave, its context included, stands elsewhere, and no number points here. */
function standsAtTwin(index: FileIndex, { hunk, found }: Wanted, place: number, edits: readonly LineEdit[]): boolean {
  const { old, new: now } = found.reading;
  if (hunk.oldStart === place + 1) return false;
  const changed = edits.flatMap(({ start, end, lines }) => [...index.lines.slice(start, end), ...lines]);
  const kept = old.filter(
    (line, i) =>
      !isBlank(line) && isTelling([line]) && !edits.some(({ start, end }) => place + i >= start && place + i < end),
  );
  return kept.length >= MIN_CONTEXT && isTelling(changed) && index.findRuns(now, 'folded', 1).length > 0;
}
