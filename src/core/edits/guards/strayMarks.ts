import type { Guard, GuardedFile } from './guardedFile.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import type { TextHunk } from '../text/hunks.ts';
import { isProse } from '../text/languages.ts';

const TOKEN = /<\|(?:start|end|return|call|message|channel|constrain)\|>/;
const FENCE = /^\s*(?:`{3,}|~{3,})[\w+#-]*\s*$/;

/** The marks of a V4A patch, as they are glued onto a line or end up in it. */
const MARK = /\*{3} ?(?:(?:Begin|End) Patch|End of File|(?:Update|Add|Delete) File: ?\S|Move to: ?\S)/.source;
/** Directly behind a word or a bracket; in quotes or behind `\\n` it is text that speaks of patches. */
const GLUED = new RegExp(`(?:[\\p{L}\\p{N}_.;:,!?)}\\]]|[^\\s\\\\]["'\`>])${MARK}`, 'u');
const SPOKEN = new RegExp(`\\\\n${MARK}`);
/** Behind the end of a sentence or a statement, at the end of the line. */
const TRAILING = /[.;:,!?)}\]]\s{1,8}\*{3} ?End (?:Patch|of File)\s*$/;
/** With the beginning of another call behind it. */
const FOLLOWED = new RegExp(`${MARK}["'}\\])\\s]{0,20}(?:assistant\\b|to=|<\\||functions\\.)`);
/** A line of its own. */
const ALONE = new RegExp(`^\\s*${MARK}`);

function isGlued(line: string): boolean {
  if (!line.includes('***')) return false;
  return (GLUED.test(line) && !SPOKEN.test(line)) || TRAILING.test(line) || FOLLOWED.test(line);
}

function isMarkLine(line: string): boolean {
  return line.includes('***') && ALONE.test(line);
}

/** A text may show a patch from its beginning to its end; a part of one belongs to the reply. */
function hasMarks(file: GuardedFile, lines: readonly string[]): boolean {
  if (lines.some(isGlued) && !file.has(isGlued)) return true;
  const isShown =
    lines.some((line) => /\*{3} ?Begin Patch/i.test(line)) && lines.some((line) => /\*{3} ?End Patch/i.test(line));
  return !isShown && lines.some(isMarkLine) && !file.has(isMarkLine);
}

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
    if (hasMarks(file, lines)) return true;
    if (isProse(file.path)) return false;
    const isLoneFence = lines.filter(isFence).length % 2 === 1 && !file.has(isFence);
    return isLoneFence || hasDiffMarks(file.index, hunk, lines);
  }),
};

/** Whether new text repeats a line that it replaces with a minus in front, and has lines with a plus. */
function hasDiffMarks({ split: { text } }: FileIndex, { start, end }: TextHunk, lines: readonly string[]): boolean {
  if (!lines.some((line) => line.startsWith('+')) || !lines.some((line) => line.startsWith('-'))) return false;
  const removed = new Set(
    text
      .slice(start, end)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => keyOf(line, 'loose')),
  );
  return lines.some((line) => line.startsWith('-') && removed.has(keyOf(line.slice(1), 'loose')));
}
