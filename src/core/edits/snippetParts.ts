import { bracketBalance } from './brackets.ts';
import { keyOf, type FileIndex } from './fileIndex.ts';
import { columnsOf, indentOf, isAside, isPointOf } from './indent.ts';
import type { LineEdit } from './lineEdits.ts';
import type { RefusalReason } from './refusals.ts';
import { isTelling } from './findHunk.ts';
import { isBlank } from './textLines.ts';
import { trimBlankLines } from './wrappers.ts';

/** Lines of a snippet that stand together in the file, between two placeholders. */
export interface Part {
  readonly lines: readonly string[];
  /** Columns of the placeholder above and below; undefined at the ends of the snippet. */
  readonly above: number | undefined;
  readonly below: number | undefined;
  /** A blank line sets it off from the placeholder above. */
  readonly isSetOff: boolean;
}

/** Lines [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A block that an earlier part opened and did not close: later, deeper parts stand in it. */
export interface Scope {
  /** Columns of the line that opens it, in the reply. */
  readonly columns: number;
  readonly head: number;
  readonly end: number;
}

export type PartVerdict =
  | { readonly kind: 'edits'; readonly edits: readonly LineEdit[]; readonly region: Range }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

export function columnsAt(line: string): number {
  return columnsOf(indentOf(line));
}

/** Brackets and the words that close a block in languages without. */
export function isCloser(line: string): boolean {
  return /^\s*(?:[)\]}>]|<\/|end\b|fi\b|done\b|esac\b)/.test(line);
}

/** Cuts a snippet at its placeholders. */
export function partsOf(lines: readonly string[], isMark: (line: string) => boolean): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let above: number | undefined;
  for (let at = 0; at <= lines.length; at++) {
    const line = lines[at];
    if (line !== undefined && !isMark(line)) continue;
    const own = lines.slice(from, at);
    const below = line === undefined ? undefined : columnsAt(line);
    parts.push({ lines: trimBlankLines(own), above, below, isSetOff: isBlank(own[0] ?? 'x') });
    from = at + 1;
    above = below;
  }
  return parts.filter((part) => part.lines.length > 0);
}

/** The part without the brackets at its end that close what was opened above it. */
export function withoutOuterClosers(part: Part): Part {
  const first = columnsAt(part.lines[0] ?? '');
  let count = part.lines.length;
  for (; count > 1; count--) {
    const line = part.lines[count - 1] ?? '';
    if (!isBlank(line) && !(isCloser(line) && columnsAt(line) < first)) break;
  }
  return count === part.lines.length ? part : { ...part, lines: part.lines.slice(0, count), below: undefined };
}

/** Whether the line is followed by deeper ones. */
export function opens(lines: readonly string[], at: number): boolean {
  const limit = Math.min(lines.length, at + 50);
  for (let i = at + 1; i < limit; i++) {
    const line = lines[i] ?? '';
    if (!isBlank(line) && !isCloser(line)) return columnsAt(line) > columnsAt(lines[at] ?? '');
  }
  return false;
}

/** The line behind the block that a line opens, its closing brackets included, as indentation shows it. */
export function blockEnd(lines: readonly string[], at: number): number {
  const depth = columnsAt(lines[at] ?? '');
  let end = at + 1;
  for (let i = at + 1; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (isBlank(line)) continue;
    const columns = columnsAt(line);
    if (columns <= depth && isAside(line)) continue;
    if (columns < depth || (columns === depth && !isCloser(line) && !isPointOf(lines[at] ?? '', line))) break;
    end = i + 1;
  }
  return end;
}

export function baseColumns(lines: readonly string[]): number {
  return Math.min(...lines.filter((line) => !isBlank(line)).map(columnsAt));
}

/** Whether every block the part opens is shown to its end. */
function isClosed(part: Part): boolean {
  const base = baseColumns(part.lines);
  const opensMore = /[:{([,]\s*$/.test(part.lines.at(-1) ?? '');
  return columnsAt(part.lines[0] ?? '') === base && bracketBalance(part.lines) === 0 && !opensMore && (part.below ?? base) <= base;
}

/** The stretch a part stands for, within `range`; undefined where that is not certain. */
export function regionOf(index: FileIndex, part: Part, range: Range): Range | undefined {
  const { lines } = part;
  const start = startOf(index, lines, range);
  if (start === undefined || !isTelling(lines.slice(0, 1))) return undefined;
  if (lines.length === 1) return { start, end: start + 1 };
  const shown = shownEnd(index, lines, start, range);
  if (part.below === undefined && endsInNew(index, lines)) return undefined;
  const closed = isClosed(part) ? closedEnd(index, lines, start, range) : undefined;
  // What stands behind the last line shown stays where a placeholder says so; else the part claims all of its block.
  const end = part.below === undefined ? (closed ?? shown) : (shown ?? closed);
  return end === undefined ? undefined : { start, end };
}

/** Whether brackets at the end close a block that the file does not have: they tell nothing of where the part ends in it. */
function endsInNew(index: FileIndex, lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? '';
  if (isTelling([last]) || !isCloser(last)) return false;
  const head = lines.findLast((line, i) => i < lines.length - 1 && columnsAt(line) === columnsAt(last) && !isBlank(line) && !isCloser(line));
  return head !== undefined && index.placesOf(head, 'loose').length === 0 && /[{([]\s*$/.test(head) && head !== lines[0];
}

/** Where the last thing that a closed part shows ends. */
function closedEnd(index: FileIndex, lines: readonly string[], start: number, range: Range): number | undefined {
  const base = baseColumns(lines);
  const head = lines.findLastIndex((line) => !isBlank(line) && columnsAt(line) === base && !isCloser(line));
  if (!opens(lines, head)) return undefined;
  const at = head === 0 ? start : onlyPlace(index, lines[head] ?? '', { start: start + 1, end: range.end });
  return at === undefined || !opens(index.lines, at) ? undefined : blockEnd(index.lines, at);
}

/** Where the last line of a part stands: within the block that the first one opens, if it opens one. */
function shownEnd(index: FileIndex, lines: readonly string[], start: number, range: Range): number | undefined {
  const last = lines.at(-1) ?? '';
  const isInside = opens(lines, 0) && opens(index.lines, start) && baseColumns(lines) >= columnsAt(lines[0] ?? '');
  const end = isInside ? Math.min(range.end, blockEnd(index.lines, start)) : range.end;
  if (isTelling([last])) {
    const at = onlyPlace(index, last, { start: start + 1, end }) ?? changedLast(index, lines, start, end);
    return at === undefined ? undefined : at + 1;
  }
  if (index.lines[start] !== lines[0]) return undefined;
  const places = index.placesOf(last, 'folded');
  const before = lines.slice(1, -1).filter((line) => keyOf(line, 'folded') === keyOf(last, 'folded')).length;
  const found = places[firstAtOrBehind(places, start + 1) + before];
  return found === undefined || found >= end ? undefined : found + 1;
}

/** The line below that of the last but one, if the last one is plainly a new state of it. */
function changedLast(index: FileIndex, lines: readonly string[], start: number, end: number): number | undefined {
  const [before = '', last = ''] = lines.slice(-2);
  const at = lines.length === 2 ? start : onlyPlace(index, before, { start: start + 1, end });
  if (at === undefined || !isTelling([before]) || at + 1 >= end || index.placesOf(last, 'loose').length > 0) return undefined;
  const own = index.lines[at + 1] ?? '';
  const isMoved = columnsAt(last) - columnsAt(before) !== columnsAt(own) - columnsAt(index.lines[at] ?? '');
  return !isMoved && isAlike(last, own) && firstWord(last) === firstWord(own) ? at + 1 : undefined;
}

export function firstWord(line: string): string | undefined {
  return /[\w$]+/.exec(line)?.[0];
}

/** Whether half of the words of two lines are the same. */
export function isAlike(a: string, b: string): boolean {
  const words = (line: string): Set<string> => new Set(line.slice(0, 300).match(/[\p{L}\p{N}_$]+/gu) ?? []);
  const [one, two] = [words(a), words(b)];
  const both = [...one].filter((word) => two.has(word)).length;
  return both > 0 && both * 2 >= Math.min(one.size, two.size);
}

function onlyPlace(index: FileIndex, line: string, range: Range): number | undefined {
  const places = index.placesOf(line, 'loose');
  const first = firstAtOrBehind(places, range.start);
  const [only, next] = [places[first], places[first + 1]];
  return only !== undefined && only < range.end && (next === undefined || next >= range.end) ? only : undefined;
}

/** Index of the first of rising numbers that is not below a limit. */
function firstAtOrBehind(places: readonly number[], limit: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function startOf(index: FileIndex, lines: readonly string[], range: Range): number | undefined {
  for (const level of ['folded', 'loose'] as const) {
    for (let length = 1; length <= Math.min(4, lines.length); length++) {
      const runs = index.findRuns(lines.slice(0, length), level, 1_000).filter((line) => line >= range.start && line < range.end);
      if (runs.length === 1) return runs[0];
      if (runs.length === 0) break;
    }
  }
  return undefined;
}
