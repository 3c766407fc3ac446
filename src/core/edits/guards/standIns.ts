import { isElision } from './elisions.ts';
import type { Guard, LineChange } from './guardedFile.ts';
import { isProse } from '../text/languages.ts';
import { isBlank } from '../text/textLines.ts';

const COMMENT = /^\s*(?:\/\/|#|--|;|%|\/\*|\*|<!--|\{\/\*|"""|\.{3}\s)/;
const MARKS = /^[\s/#;%*<!{."-]+|[\s*/>}."-]+$/g;
/** Words of comments that stand for code: some say so, others name what they stand for. */
const SAYING = new RegExp(
  [
    String.raw`^(?:existing|rest|un(?:changed|modified|touched)|remain\w*|previous\w*|same|others?|original|omit\w*|`,
    String.raw`brevity|keep|above|below|before|more|additional|snip\w*|etc|here|truncated|skip\w*|elided|similar\w*|`,
    String.raw`repeat\w*|continue[sd]?|shown?)$`,
  ].join(''),
  'i',
);
const NAMES = new RegExp(
  [
    '^(?:lines?|body|implementations?|handlers?|imports?|helpers?|functions?|methods?|routes?|cases|fields|',
    'properties|styles?|tests?|components?|class(?:es)?|module|members?|code|logic|content|file)$',
  ].join(''),
  'i',
);
const SMALL = new RegExp(
  [
    '^(?:the|an?|of|your|this|that|these|all|in|as|for|and|so|on|is|are|it|its|see|stays?|goes|go|no|not|',
    String.raw`changes?|changed|to|from|with|todo|\d+)$`,
  ].join(''),
  'i',
);
const PHRASES = /^(?:[[(].*[\])]|and so on|as is|no changes?|not changed)$/i;

/** What a change takes away and brings. */
interface Sides {
  /** Lines that are not blank. */
  readonly removed: number;
  /** Those of them that are code. */
  readonly gone: number;
  readonly comments: readonly string[];
  /** Those of them that are a comment by themselves. */
  readonly whole: readonly string[];
  /** New lines that are more than comments. */
  readonly code: number;
}

function sidesOf(path: string, change: LineChange): Sides {
  const isComment = (line: string): boolean => (isProse(path) ? /^\s*<!--/.test(line) : COMMENT.test(line));
  const added = change.added.filter((line) => !isBlank(line));
  const removed = change.removed.filter((line) => !isBlank(line));
  const comments = added.filter(isComment);
  const gone = removed.filter((line) => /[\p{L}\p{N}]/u.test(line) && !isComment(line)).length;
  const whole = comments.filter((line) => !/^\s*(?:\*|"""|\/\*\*?$)/.test(line));
  return { removed: removed.length, gone, comments, whole, code: added.length - comments.length };
}

function wordsOf(comment: string): { text: string; words: string[] } {
  const text = comment.slice(0, 300).replace(MARKS, '');
  return { text, words: text.match(/[\p{L}\p{N}]+/gu) ?? [] };
}

/** Whether a short comment, which alone comes for code, says or names something of the kind, or has no words at all. */
function mayStand(comment: string): boolean {
  const { text, words } = wordsOf(comment);
  return words.length === 0 || (text.length < 100 && words.some((word) => SAYING.test(word) || NAMES.test(word)));
}

/** Whether a comment has no words but of the kind, and says so. */
function doesStand(comment: string): boolean {
  const { text, words } = wordsOf(comment);
  if (isElision(comment) || PHRASES.test(text)) return true;
  return (
    words.some((word) => SAYING.test(word)) &&
    words.every((word) => SAYING.test(word) || NAMES.test(word) || SMALL.test(word))
  );
}

/** Whether a comment stands where code was that is still wanted: `// validation as before` for the validation. */
function isStandIn({ removed, gone, comments, whole, code }: Sides): boolean {
  if (removed > code && whole.some(doesStand) && (code > 0 || gone > 0 || removed > comments.length)) return true;
  return code === 0 && gone > 0 && whole.some(mayStand);
}

/**
 * Whether changes leave out code that is still wanted. Compared line by line, the comment may come out as one change
 * and the code it stands for as another.
 */
function hasStandIn(sides: readonly Sides[]): boolean {
  if (sides.some(isStandIn)) return true;
  return sides.some(({ whole }) => whole.some(doesStand)) && sides.some(({ removed, code }) => removed > code + 1);
}

/**
 * In a block of code, which shows the file as it is to be, comments alone that come for more lines of code are words in
 * their place rather than a new state of them.
 */
function isRetold({ gone, comments, code }: Sides): boolean {
  return code === 0 && comments.length > 0 && gone > comments.length;
}

/** Comments in the place of code that the change does not mean to take away: `// validation as before`. */
export const standIns: Guard = {
  reason: 'elision',
  objects: (file, { hunks, isBlock }) => {
    const sides = hunks.map((hunk) => sidesOf(file.path, file.linesOf(hunk)));
    return (isBlock && sides.some(isRetold)) || hasStandIn(sides);
  },
};
