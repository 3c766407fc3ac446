import type { FileIndex, Level } from './fileIndex.ts';
import type { ProposedHunk, Reading } from './proposal.ts';
import { isBlank } from './textLines.ts';

/** More equal places than this are never told apart. */
export const MAX_PLACES = 1_000;

/** Where a hunk may go: all places of the strictest level at which it is found at all. */
export interface Found {
  readonly reading: Reading;
  readonly level: Level;
  /** First lines, rising, from 0. */
  readonly places: readonly number[];
}

const LEVELS: readonly Level[] = ['exact', 'folded', 'loose'];

/** Whether lines say anything beyond punctuation. */
export function isTelling(lines: readonly string[]): boolean {
  return lines.some((line) => /[\p{L}\p{N}]/u.test(line));
}

/** Blank lines at the edges that old and new text share say nothing about the place. */
function withoutBlankEdges(reading: Reading): Reading | undefined {
  const { old, new: now } = reading;
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && isBlank(old[head] ?? '') && isBlank(now[head] ?? '')) head++;
  let tail = 0;
  while (tail < most - head && isBlank(old.at(-1 - tail) ?? '') && isBlank(now.at(-1 - tail) ?? '')) tail++;
  if (head + tail === 0) return undefined;
  return { old: old.slice(head, old.length - tail), new: now.slice(head, now.length - tail) };
}

function readings(hunk: ProposedHunk): Reading[] {
  const full: Reading[] = [hunk, ...(hunk.alternative ? [hunk.alternative] : [])];
  const trimmed = full.map(withoutBlankEdges).filter((reading) => reading !== undefined);
  return [...full, ...trimmed].filter(({ old }) => !old.every(isBlank));
}

/** Looks for the old lines of a hunk, strictest level first. Lines of mere punctuation must be found exactly. */
export function findHunk(index: FileIndex, hunk: ProposedHunk): Found | undefined {
  const all = readings(hunk);
  for (const level of LEVELS) {
    for (const reading of all) {
      if (level === 'loose' && !isTelling(reading.old)) continue;
      const places = index.findRuns(reading.old, level, MAX_PLACES + 1);
      if (places.length > 0) return { reading, level, places };
    }
  }
  return undefined;
}
