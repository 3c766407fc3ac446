import type { Guard } from './guardedFile.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import type { TextHunk } from '../text/hunks.ts';
import { isProse } from '../text/languages.ts';

const TOKEN = /<\|(?:start|end|return|call|message|channel|constrain)\|>/;
const FENCE = /^\s*(?:`{3,}|~{3,})[\w+#-]*\s*$/;

function isFence(line: string): boolean {
  return FENCE.test(line);
}

function isToken(line: string): boolean {
  return TOKEN.test(line);
}

/** Marks that belong to the reply and not to the file: a fence, the signs of a diff, control tokens of the model. */
export const strayMarks: Guard = {
  reason: 'malformed',
  objects: (file, { hunks }) => hunks.some((hunk) => {
    const lines = hunk.text.split(/\r?\n/);
    if (lines.some(isToken) && !file.has(isToken)) return true;
    if (isProse(file.path)) return false;
    const isLoneFence = lines.filter(isFence).length % 2 === 1 && !file.has(isFence);
    return isLoneFence || hasDiffMarks(file.index, hunk, lines);
  }),
};

/** Whether new text repeats a line that it replaces with a minus in front, and has lines with a plus. */
function hasDiffMarks({ split: { text } }: FileIndex, { start, end }: TextHunk, lines: readonly string[]): boolean {
  if (!lines.some((line) => line.startsWith('+')) || !lines.some((line) => line.startsWith('-'))) return false;
  const removed = new Set(text.slice(start, end).split(/\r?\n/).filter((line) => line.trim() !== '').map((line) => keyOf(line, 'loose')));
  return lines.some((line) => line.startsWith('-') && removed.has(keyOf(line.slice(1), 'loose')));
}
