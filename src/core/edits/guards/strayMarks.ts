import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import type { TextHunk } from '../text/hunks.ts';
import { isProse } from '../text/languages.ts';

const TOKEN = /<\|(?:start|end|return|call|message|channel|constrain)\|>/;
const FENCE = /^\s*(?:`{3,}|~{3,})[\w+#-]*\s*$/;

/** The changes that would write marks into a file which belong to the reply: of a fence, of a diff, of the model's own format. */
export function withStrayMarks<T extends { readonly hunks: readonly TextHunk[] }>(index: FileIndex, path: string, changes: readonly T[]): T[] {
  return changes.filter(({ hunks }) => hunks.some((hunk) => {
    const lines = hunk.text.split(/\r?\n/);
    const isNew = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line)) && !index.lines.some((line) => pattern.test(line));
    return isNew(TOKEN) || (!isProse(path) && lines.filter((line) => FENCE.test(line)).length % 2 === 1 && isNew(FENCE)) || (!isProse(path) && hasDiffMarks(index, hunk, lines));
  }));
}

/** Whether new text repeats a line that it replaces with a minus in front, and has lines with a plus. */
function hasDiffMarks({ split: { text } }: FileIndex, { start, end }: TextHunk, lines: readonly string[]): boolean {
  if (!lines.some((line) => line.startsWith('+')) || !lines.some((line) => line.startsWith('-'))) return false;
  const removed = new Set(text.slice(start, end).split(/\r?\n/).filter((line) => line.trim() !== '').map((line) => keyOf(line, 'loose')));
  return lines.some((line) => line.startsWith('-') && removed.has(keyOf(line.slice(1), 'loose')));
}
