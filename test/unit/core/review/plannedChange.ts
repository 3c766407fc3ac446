import { changedFile, type ChangedFile } from '../../../../src/core/edits/planFile.ts';
import { diffLines } from '../../../../src/core/edits/text/diffLines.ts';

/** The change of `a.ts` from one text to another, planned as one edit of a reply. */
export function plannedChange(before: string, after: string, renameTo?: string): ChangedFile {
  const hunks = diffLines(before, after).map((hunk) => ({ ...hunk, how: 'exact', edit: 0 }) as const);
  return changedFile('a.ts', before, hunks, renameTo);
}
