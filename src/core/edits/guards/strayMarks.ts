import type { Guard, GuardedFile } from './guardedFile.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import type { TextHunk } from '../text/hunks.ts';
import { isProse } from '../text/languages.ts';

const TOKEN = /<\|(?:start|end|return|call|message|channel|constrain)\|>/;
const FENCE = /^\s*(?:`{3,}|~{3,})[\w+#-]*\s*$/;

/** The marks of a V4A patch, as they are glued onto a line or end up in it. */
const MARK = /\*{3}\s?(?:(?:Begin|End)\sPatch|End\sof\sFile|(?:Update|Add|Delete)\sFile:\s?\S|Move\sto:\s?\S)/.source;
/** Directly behind a word or a bracket; in quotes or behind `\\n` it is text that speaks of patches. */
const GLUED = new RegExp(`(?:[\\p{L}\\p{N}_.;:,!?)}\\]]|[^\\s\\\\]["'\`>])${MARK}`, 'u');
const SPOKEN = new RegExp(`\\\\n${MARK}`);
/** Behind the end of a sentence or a statement, at the end of the line. */
const TRAILING = /[.;:,!?)}\]]\s{1,8}\*{3}\s?End\s(?:Patch|of\sFile)\s*$/;
/** With the beginning of another call behind it. */
const FOLLOWED = new RegExp(`${MARK}["'}\\])\\s]{0,20}(?:assistant\\b|to=|<\\||functions\\.)`);
/** The marks around a search and replace block, which are those of a merge conflict as well. */
const BLOCK_MARK = /^\s*(?:<{7}|>{7})(?:\s|$)/;
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
    lines.some((line) => /\*{3}\s?Begin\sPatch/i.test(line)) && lines.some((line) => /\*{3}\s?End\sPatch/i.test(line));
  return !isShown && lines.some(isMarkLine) && !file.has(isMarkLine);
}

function isBlockMark(line: string): boolean {
  return BLOCK_MARK.test(line);
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
  objects: (file, { hunks, isBlock }) => hunks.some((hunk) => {
    const lines = hunk.text.split(/\r?\n/);
    if (lines.some(isToken) && !file.has(isToken)) return true;
    if (hasMarks(file, lines)) return true;
    if (isProse(file.path)) return false;
    // Changes with marks of their own, and new files, may well be about merge conflicts.
    if (isBlock && !file.isNew && lines.some(isBlockMark) && !file.has(isBlockMark)) return true;
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
