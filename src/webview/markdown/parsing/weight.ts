/**
 * How much of a reply is lexed at once. The time marked takes for a text can grow with its square or worse, so no text
 * is handed to it that is long, has many marks, or nests deeply beyond the bounds here. They are far above what replies
 * hold in earnest, and were chosen so that each piece takes a few milliseconds. All lengths are in UTF-16 code units.
 */

/** Most that is lexed as blocks at once. One list item or quote that is longer goes on as another block. */
export const maxBlocksLength = 16_384;

/** Most weight that is lexed as blocks at once; prose weighs one per code unit and `lineWeight` per line. */
const maxBlocksWeight = 100_000;

/** What each line weighs beside its text: every line of a block is tried against a dozen expressions. */
const lineWeight = 60;

/** Longest piece of a run of text whose inline markup is lexed at once. */
const maxInlineLength = 4000;

/** Most that length times marks may come to in one piece of a run of text. */
const maxInlineProduct = 200_000;

/** A line whose length times its marks is above this opens no block: only its inline markup is lexed. */
const maxLineProduct = 500_000;

/** Length times marks that weighs as much as one code unit of prose. */
const productPerWeight = 25;

const markCharacters = '*_~`[]()<&!\\@|';
const isMark = new Uint8Array(128);
for (const mark of markCharacters) isMark[mark.charCodeAt(0)] = 1;

/** How many signs of `text` may begin or end inline markup. */
function countMarks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) count += isMark[text.charCodeAt(at)] ?? 0;
  return count;
}

/** Where a source is to be cut before it is lexed. */
export interface Cut {
  /** Length of the first part. */
  readonly end: number;
  /** What the first part is: whole lines, or the beginning of a line that is too long or has too many marks. */
  readonly kind: 'lines' | 'longLine' | 'denseLine';
}

interface Weighed {
  readonly weight: number;
  /** Absent where all of the source can be lexed at once. */
  readonly cut?: Cut;
}

/** Weighs `source` line by line, up to where it has to be cut. */
export function weigh(source: string): Weighed {
  let weight = 0;
  let good = 0;
  let inFence = false;
  for (let start = 0; start < source.length; ) {
    const end = endOfLine(source, start);
    const line = source.slice(start, end);
    const own = weighLine(line);
    if (own === undefined || end > maxBlocksLength || weight + own > maxBlocksWeight) {
      if (start === 0 && own === undefined) return { weight, cut: { end: 0, kind: 'denseLine' } };
      if (start === 0) return { weight, cut: { end: endOfPiece(line), kind: 'longLine' } };
      // A block is best cut at an empty line outside of code, unless that is far back.
      const best = own === undefined || good < start / 2 ? start : good;
      return { weight, cut: { end: best, kind: 'lines' } };
    }
    weight += own;
    if (/^[\s>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(?:`{3}|~{3})/.test(line)) inFence = !inFence;
    if (!inFence && line.trim() === '') good = end;
    start = end;
  }
  return { weight };
}

/** The weight of a line; `undefined` where it has too many marks to be lexed as a block. */
function weighLine(line: string): number | undefined {
  const product = line.length * countMarks(line);
  if (product > maxLineProduct) return undefined;
  return (line.length + lineWeight) * (1 + depthOf(line)) + product / productPerWeight;
}

/** The weight of text whose inline markup alone is lexed. */
export function weighInline(text: string): number {
  return text.length + (text.length * countMarks(text)) / productPerWeight;
}

/** What a line begins with that opens blocks inside one another, however long; the marks alternate with blanks. */
const openers = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/;

/** How many blocks a line may open or go on with inside one another: every one of them lexes it again. */
export function depthOf(line: string): number {
  const [opened] = openers.exec(line) ?? [];
  if (opened === undefined) return 0;
  const blanks = opened.search(/[^ \t]/);
  const marks = opened.match(/[>*+.)-]/g) ?? [];
  return marks.length + Math.floor(blanks / 2);
}

function endOfLine(source: string, from: number): number {
  const lineBreak = source.indexOf('\n', from);
  return lineBreak < 0 ? source.length : lineBreak + 1;
}

/** Cuts a run of text into pieces whose inline markup can be lexed at once, where no markup is open if possible. */
export function inlinePieces(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest !== '') {
    const end = endOfPiece(rest);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return pieces;
}

/** Where the first piece of `text` ends: after a blank outside of markup, or after any, or anywhere. */
export function endOfPiece(text: string): number {
  const open = new OpenMarkup();
  let marks = 0;
  let blank = 0;
  let good = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    marks += isMark[code] ?? 0;
    if (at >= maxInlineLength || marks * (at + 1) > maxInlineProduct) break;
    open.read(code);
    if (!isBlank(code)) continue;
    blank = at + 1;
    if (open.none) good = at + 1;
  }
  if (at >= text.length) return text.length;
  if (good > at / 2) return good;
  return blank > at / 2 ? blank : wholeCharacter(text, Math.max(at, 1));
}

/** Not between the two halves of a character, and not between a backslash and what it escapes. */
function wholeCharacter(text: string, at: number): number {
  const halved = /[\uD800-\uDBFF\\]/.test(text.charAt(at - 1));
  return halved && at > 1 ? at - 1 : at;
}

const [star, backtick, space, newline] = [42, 96, 32, 10];
const opening = new Set(Array.from('[(', (sign) => sign.charCodeAt(0)));
const closing = new Set(Array.from('])', (sign) => sign.charCodeAt(0)));
const isBlank = (code: number): boolean => code === space || code === newline;

/** A rough account of the markup that is open, to find places where none is. */
class OpenMarkup {
  #inCode = false;
  #brackets = 0;
  /** The lengths of the runs of stars so far, combined by "exclusive or": 0 where all are closed, as in `***a** b*`. */
  #stars = 0;
  /** Length of the run of stars right before, and whether a blank stands before that. */
  #run = 0;
  #afterBlank = true;

  get none(): boolean {
    return !this.#inCode && this.#stars === 0 && this.#brackets === 0;
  }

  read(code: number): void {
    if (code === backtick) this.#inCode = !this.#inCode;
    if (this.#inCode) return;
    if (code === star) {
      this.#run++;
      return;
    }
    // Stars between blanks are a product or a list item, not emphasis.
    if (!(this.#afterBlank && isBlank(code))) this.#stars ^= this.#run;
    this.#run = 0;
    this.#afterBlank = isBlank(code);
    if (opening.has(code)) this.#brackets++;
    else if (closing.has(code) && this.#brackets > 0) this.#brackets--;
  }
}
