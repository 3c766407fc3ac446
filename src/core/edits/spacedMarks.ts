import type { FileIndex } from './fileIndex.ts';
import { indentOf } from './indent.ts';
import type { ProposedHunk } from './proposal.ts';
import { isBlank } from './textLines.ts';

/**
 * The hunks of one patch, read as the file shows they are meant: some models put a space between mark and text, all
 * through a patch. Lines that are only added do not show it by themselves, so the patch is judged as a whole.
 */
export function withoutSpaces(index: FileIndex, hunks: readonly ProposedHunk[]): readonly ProposedHunk[] {
  if (hunks.length === 0 || !hunks.every((hunk) => hunk.spaced)) return hunks;
  const shows = hunks.map((hunk) => showsSpace(index, hunk));
  const isMeant = shows.includes(true) || (!shows.includes(false) && isOdd(index, hunks));
  if (!isMeant) return hunks;
  return hunks.map((hunk) => ({ ...hunk, ...hunk.spaced, alternatives: [hunk, ...(hunk.alternatives ?? [])] }));
}

/** Whether the lines taken out are in the file without the space, or as they are; undefined where none are taken out. */
function showsSpace(index: FileIndex, hunk: ProposedHunk): boolean | undefined {
  const { spaced } = hunk;
  if (!spaced || spaced.old.every((line, i) => line === hunk.old[i])) return undefined;
  if (index.findRuns(hunk.old, 'exact', 1).length > 0) return false;
  return index.findRuns(spaced.old, 'exact', 1).length > 0 ? true : undefined;
}

/** Whether all new lines stand one column off the file's steps, which comments in a block may do. */
function isOdd(index: FileIndex, hunks: readonly ProposedHunk[]): boolean {
  const unit = index.unit;
  if (unit === undefined || unit.length % 2 === 1 && unit !== '\t') return false;
  const added = hunks.flatMap((hunk) => (hunk.changes ?? []).flatMap(({ b0, b1 }) => hunk.new.slice(b0, b1))).filter((line) => !isBlank(line));
  return added.length > 0 && added.every((line) => {
    const indent = indentOf(line);
    const rest = indent.slice(1);
    return line[indent.length] !== '*' && (unit === '\t' ? /^\t*$/.test(rest) : rest.length % unit.length === 0 && !rest.includes('\t'));
  });
}
