import { isAside } from '../text/comments.ts';
import { columnsAt } from '../text/indent.ts';
import { isBlank } from '../text/textLines.ts';

/** The block that a line opens, as indentation shows it. */
export interface Block {
  /** The line behind its last one, closing brackets included; the line behind its head where it has no other. */
  readonly end: number;
  /**
   * The first line that is surely outside. Blank lines, comments and outer brackets between the two belong to neither.
   */
  readonly next: number;
}

/** Lines below a head within which its block must begin. */
const MAX_GAP = 50;

/** Words that close a block; the same word may be a name: `end = 5`, `done()`, `end: 1`. */
const CLOSING_WORD = /^\s*(?:end(?:if|for(?:each)?|while|switch)?|fi|done|esac)\b(?!\s*(?:[-+*/|&?]*=|[:(]))/;
const CLOSING_SIGN = /^\s*(?:[)\]}>]|\/>|<\/)/;

/** Whether a line closes a block: a bracket, a closing tag, or a word such as `end`. */
export function isCloser(line: string): boolean {
  return CLOSING_SIGN.test(line) || CLOSING_WORD.test(line);
}

/**
 * `else:`, `except KeyError:`, `rescue => e`: the block of the line above goes on, as with `} else {` in other
 * languages. A method may have such a name: `catch(handler) {`, `then(next) {`.
 */
const CONTINUATIONS = [
  /^\s*(?:else|elif|elsif|elseif)\b(?!\s*[-+*/|&?]*=[^>])/,
  /^\s*except\b.*:\s*(?:#.*)?$/,
  /^\s*finally\s*(?:[:{]|$)/,
  /^\s*rescue(?:\s*$|\s+(?:[A-Z]|=>))/,
  /^\s*catch(?:\s+\(|\s*\{|\s*$)/,
  /^\s*(?:ensure|then)\s*$/,
];

function goesOn(line: string): boolean {
  return CONTINUATIONS.some((pattern) => pattern.test(line));
}

/**
 * The parts of a `case` in Ruby and of a `switch` in C, and the parts of a class in C++, may stand as deep as its head.
 */
const WHEN = /^\s*when\b/;
const LABEL = /^\s*(?:case\b.*|default|public|private|protected|signals)\s*:\s*(?:\/\/.*)?$/;
const RUBY_CASE = /(?:^|=)\s*case\b/;
const LABELLED = /\b(?:switch|class|struct)\b/;

const BRACE = /^\s*\{\s*(?:\/[/*].*)?$/;
/** Whether a line is nothing but the bracket that opens the block of the line above it, as in Allman style. */
export function isOpeningBrace(line: string): boolean {
  return BRACE.test(line);
}

/** Behind these, or a tag, a bracket alone on its line begins something else. */
const FINISHED = /[;{},]\s*$|^\s*</;

const POINT = /^\s*-(?:\s|$)/;
/** A key of YAML with nothing but an anchor, a tag or a comment behind it. */
const KEY = /:\s*(?:[&!]\S*\s*)?(?:#.*)?$/;

/** Points of a list in YAML may stand as deep as the key that they belong to. */
function isPointOf(head: string, line: string): boolean {
  return POINT.test(line) && KEY.test(head) && !POINT.test(head);
}

function isLabelOf(head: string, line: string): boolean {
  return WHEN.test(line) ? RUBY_CASE.test(head) : LABEL.test(line) && LABELLED.test(head);
}

/** Whether a line closes a block, goes on with it, or is its bracket alone: then it is no statement of its own. */
export function isPartOfBlock(line: string): boolean {
  return isCloser(line) || goesOn(line) || BRACE.test(line);
}

/** Whether a line as deep as a head still belongs to the head's block; `above` is the line of code above it. */
function belongs(head: string, above: string, line: string): boolean {
  if (BRACE.test(line)) return !FINISHED.test(above);
  return isCloser(line) || goesOn(line) || isPointOf(head, line) || isLabelOf(head, line);
}

/** Whether the next line of code is deeper than a line, or stands for the block of it: then the line opens a block. */
export function opensBlock(lines: readonly string[], at: number): boolean {
  const head = lines[at] ?? '';
  const depth = columnsAt(head);
  const limit = Math.min(lines.length, at + MAX_GAP);
  for (let i = at + 1; i < limit; i++) {
    const line = lines[i] ?? '';
    if (isBlank(line) || isCloser(line)) continue;
    const columns = columnsAt(line);
    if (columns > depth) return true;
    if (columns < depth) return false;
    if (!BRACE.test(line) || FINISHED.test(head)) return isPointOf(head, line) || isLabelOf(head, line);
  }
  return false;
}

/** The last line of a text in triple quotes that begins on line `at`; the line itself where it begins none. */
function endOfText(lines: readonly string[], at: number): number {
  const line = lines[at] ?? '';
  for (const quotes of ['"""', "'''"]) {
    if (line.split(quotes).length % 2 === 1) continue;
    for (let end = at + 1; end < lines.length; end++) if (lines[end]?.includes(quotes)) return end;
  }
  return at;
}

/** The block that line `at` opens, followed for at most `limit` lines. */
export function blockAt(lines: readonly string[], at: number, limit = Infinity): Block {
  const head = lines[at] ?? '';
  const depth = columnsAt(head);
  const last = Math.min(lines.length, at + limit);
  let [end, above] = [at + 1, head];
  for (let i = at + 1; i < last; i++) {
    const line = lines[i] ?? '';
    if (isBlank(line)) continue;
    const columns = columnsAt(line);
    if (columns <= depth && isAside(line)) continue;
    const isInside = columns > depth || (columns === depth && belongs(head, above, line));
    if (!isInside) return { end, next: behindClosers(lines, i) };
    i = endOfText(lines, i);
    [end, above] = [i + 1, line];
  }
  return { end, next: last };
}

/** Brackets of outer blocks do not say that something else has begun. */
function behindClosers(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && (isBlank(lines[at] ?? '') || isAside(lines[at] ?? '') || isCloser(lines[at] ?? ''))) at++;
  return at;
}

/** The line behind the block that line `at` opens, its closing brackets included. */
export function blockEnd(lines: readonly string[], at: number): number {
  return blockAt(lines, at).end;
}
