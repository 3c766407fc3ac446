import type { FileIndex } from '../text/fileIndex.ts';
import { indentOf } from '../text/indent.ts';
import type { ProposedHunk } from '../formats/proposal.ts';
import { isBlank } from '../text/textLines.ts';

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

/**
 * Whether the lines taken out are in the file without the space, or as they are; undefined where none are taken out.
 */
function showsSpace(index: FileIndex, hunk: ProposedHunk): boolean | undefined {
  const { spaced } = hunk;
  if (!spaced || spaced.old.every((line, i) => line.trimEnd() === hunk.old[i]?.trimEnd())) return undefined;
  if (index.findRuns(hunk.old, 'exact', 1).length > 0) return false;
  return index.findRuns(spaced.old, 'exact', 1).length > 0 ? true : undefined;
}

/** Whether all new lines stand one column off the file's steps, and would stand as those around them but for that. */
function isOdd(index: FileIndex, hunks: readonly ProposedHunk[]): boolean {
  const unit = index.unit;
  if (unit === undefined || unit.length % 2 === 1 && unit !== '\t') return false;
  const isStep = (indent: string): boolean =>
    unit === '\t' ? /^\t*$/.test(indent) : indent.length % unit.length === 0 && !indent.includes('\t');
  const changes = hunks.flatMap((hunk) => (hunk.changes ?? []).map((change) => ({ hunk, change })));
  const added = changes
    .flatMap(({ hunk, change }) => hunk.new.slice(change.b0, change.b1))
    .filter((line) => !isBlank(line));
  return (
    added.length > 0 &&
    added.every((line) => isStep(indentOf(line).slice(1))) &&
    changes.every(({ hunk, change: { b0, b1 } }) => {
      const first = hunk.new.slice(b0, b1).find((line) => !isBlank(line));
      const around = [
        hunk.new.slice(0, b0).findLast((line) => !isBlank(line)),
        hunk.new.slice(b1).find((line) => !isBlank(line)),
      ];
      const indents = around.flatMap((line) => (line === undefined ? [] : [indentOf(line)]));
      const wanted = indentOf(first ?? '').slice(1);
      return (
        first === undefined ||
        (indents.every(isStep) && indents.some((indent) => wanted === indent || wanted === indent + unit))
      );
    })
  );
}
