import type { FileIndex, Level } from '../text/fileIndex.ts';
import { withoutNumbers } from '../guards/lineNumbers.ts';
import type { ProposedHunk, Reading } from '../formats/proposal.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';

/** More equal places than this are never told apart. */
const MAX_PLACES = 1_000;
/** Places kept for all hunks of a plan together. */
const MAX_KEPT = 1_000_000;
/** Places named where there are too many. */
const SHOWN = 10;

/** Where a hunk may go: all places of the strictest level at which it is found at all. */
export interface Found {
  readonly reading: Reading;
  readonly level: Level;
  /** First lines, rising, from 0; only the first few where they are crowded. */
  readonly places: readonly number[];
  /** There are more places than are told apart. */
  readonly isCrowded?: boolean;
}

const LEVELS: readonly Level[] = ['exact', 'folded', 'loose'];

/** Blank lines at the edges that old and new text share say nothing about the place. */
function withoutBlankEdges(reading: Reading): Reading | undefined {
  const { old, new: now } = reading;
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && isBlank(old[head] ?? '') && isBlank(now[head] ?? '')) head++;
  let tail = 0;
  while (tail < most - head && isBlank(old.at(-1 - tail) ?? '') && isBlank(now.at(-1 - tail) ?? '')) tail++;
  if (head + tail === 0) return undefined;
  const cut = { old: old.slice(head, old.length - tail), new: now.slice(head, now.length - tail) };
  const changes = reading.changes?.map(({ a0, a1, b0, b1 }) => ({
    a0: a0 - head,
    a1: a1 - head,
    b0: b0 - head,
    b1: b1 - head,
  }));
  const fits = changes?.every(
    ({ a0, a1, b0, b1 }) => a0 >= 0 && b0 >= 0 && a1 <= cut.old.length && b1 <= cut.new.length,
  );
  return changes && fits ? { ...cut, changes } : cut;
}

/**
 * Looks for the old lines of a hunk, strictest level first. Lines of mere punctuation must be found exactly, and once.
 */
export function findHunk(index: FileIndex, hunk: ProposedHunk, hunks = 1): Found | undefined {
  const written: Reading[] = [hunk, ...(hunk.alternatives ?? [])];
  const full = [...written, ...written.map(withoutNumbers).filter((reading) => reading !== undefined)];
  const trimmed = full.map(withoutBlankEdges).filter((reading) => reading !== undefined);
  const limit = Math.max(SHOWN, Math.min(MAX_PLACES, Math.floor(MAX_KEPT / hunks)));
  return findAny(index, full, limit) ?? findAny(index, trimmed, limit);
}

function findAny(index: FileIndex, readings: readonly Reading[], limit: number): Found | undefined {
  for (const level of LEVELS) {
    for (const reading of readings) {
      if (reading.old.every(isBlank)) continue;
      const found = index.findRuns(reading.old, level, limit + 1);
      if (found.length === 0 || (level === 'loose' && !isTelling(reading.old))) continue;
      const places = sure(index, reading, found, limit);
      return places.length > limit
        ? { reading, level, places: places.slice(0, SHOWN), isCrowded: true }
        : { reading, level, places };
    }
  }
  return undefined;
}

/** Brackets that agree but for their indentation are all equally good. */
function sure(index: FileIndex, reading: Reading, places: readonly number[], limit: number): readonly number[] {
  return isTelling(reading.old) ? places : index.findRuns(reading.old, 'loose', limit + 1);
}
