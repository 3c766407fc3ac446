import { blockEnd, isCloser, isOpeningBrace, isPartOfBlock, opensBlock } from '../outline/blockAt.ts';
import { bracketBalance } from '../outline/bracketBalance.ts';
import { assigned, firstWord, headName, importedFrom, isAttached } from '../outline/declarations.ts';
import { attachedFrom, definitionAt, isNewHead, type Range } from '../outline/definitions.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { baseColumns, columnsAt } from '../text/indent.ts';
import { countTelling, isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { isAlike, outweighs, type Field, type Part } from './snippetParts.ts';

/** Where a part begins. */
interface Start {
  /** The line of the file at which the part's first line belongs. */
  readonly start: number;
  /** The part's first line that the file has: its place in the part, and in the file. */
  readonly head: number;
  readonly at: number;
}

/**
 * The lines of the file that a part is to take the place of: from where its first line stands to where its last one
 * does, or to the end of the block that it shows. Undefined where no line of the part tells that; 'unclear' where the
 * part may be new, or a new state of something the file has.
 */
export function regionOf(field: Field, part: Part): Range | 'unclear' | undefined {
  const found = startOf(field, part);
  if (!found) return undefined;
  const { start, head, at } = found;
  if (head === part.lines.length - 1 && field.last === undefined) return { start, end: at + 1 };
  const closed = closedEnd(field, part, found);
  if (closed?.end === -1) return 'unclear';
  if (field.last !== undefined) return { start, end: closed?.end ?? field.last };
  // A placeholder right below a line may go on with the block of that line; set off by a blank line, it stands beside
  // it.
  const isBeside = part.below === undefined || part.isSetOffBelow || (closed?.isMore ?? false);
  const shown = (): number | undefined => shownEnd(field, part.lines, found);
  const end = isBeside ? (closed?.end ?? shown()) : (shown() ?? closed?.end);
  return end === undefined ? undefined : { start, end };
}

/**
 * The end, in the file, of the last block that a part shows from its head to its end. `isMore` says that new blocks
 * follow it in the part. The end is -1 where the block may be any of several.
 */
function closedEnd(field: Field, part: Part, { head, at }: Start): { end: number; isMore: boolean } | undefined {
  const { index, path, range } = field;
  const { lines, below } = part;
  const base = baseColumns(lines);
  // What is as deep as the placeholder, or deeper, is shown to its end.
  const level = Math.max(base, below ?? base);
  if (columnsAt(lines[0] ?? '') !== base || (below !== undefined && below < base)) return undefined;
  let isMore = false;
  for (let i = lines.length - 1; i >= head; i--) {
    const line = lines[i] ?? '';
    if (isBlank(line) || columnsAt(line) > level || isCloser(line)) continue;
    if (i !== head && (isAttached(line) || isPartOfBlock(line))) continue;
    if (columnsAt(line) < level || !opensBlock(lines, i)) return undefined;
    const place = i === head ? at : placeBehind(field, line, { start: at + 1, end: range.end });
    if (place !== undefined) {
      const isWhole = opensBlock(index.lines, place) && bracketBalance(lines.slice(i)) === 0;
      return isWhole ? { end: blockEnd(index.lines, place), isMore } : undefined;
    }
    if (!isNewHead(index, lines, i, path)) return { end: -1, isMore };
    isMore = true;
  }
  return undefined;
}

/** Where a line stands within a range, or else where the same is defined there. */
function placeBehind({ index, path }: Field, line: string, range: Range): number | undefined {
  return onlyPlace(index, line, range) ?? definitionAt(index, line, path, range);
}

/** The line behind the one where the last line of a part stands. */
function shownEnd(field: Field, lines: readonly string[], found: Start): number | undefined {
  const { index } = field;
  const last = lines.at(-1) ?? '';
  const end = limitOf(field, lines, found);
  if (!isTelling(last)) return endByBracket(field, lines, found, end);
  const place = onlyPlace(index, last, { start: found.at + 1, end }) ?? changedLast(field, lines, found.at, end);
  return place === undefined ? undefined : place + 1;
}

/**
 * How far the last line is looked for: within the block that the first line opens, if the part shows nothing beside it.
 */
function limitOf({ index, range }: Field, lines: readonly string[], { head, at }: Start): number {
  const depth = columnsAt(lines[head] ?? '');
  const isOneBlock = lines.slice(head + 1).every((line) => {
    return isBlank(line) || columnsAt(line) > depth || isPartOfBlock(line);
  });
  const isInside = isOneBlock && opensBlock(lines, head) && opensBlock(index.lines, at) && baseColumns(lines) >= depth;
  return isInside ? Math.min(range.end, blockEnd(index.lines, at)) : range.end;
}

/** The end of a part whose last line is a bracket: that of the block which the part shows the head of. */
function endByBracket(field: Field, lines: readonly string[], { head, at }: Start, end: number): number | undefined {
  const { index } = field;
  const last = lines.at(-1) ?? '';
  const opener = lines.findLastIndex((line, i) => {
    return i < lines.length - 1 && !isBlank(line) && !isPartOfBlock(line) && columnsAt(line) <= columnsAt(last);
  });
  const line = lines[opener] ?? '';
  if (opener < head || columnsAt(line) !== columnsAt(last)) return undefined;
  const place = opener === head ? at : placeBehind(field, line, { start: at + 1, end });
  if (place === undefined || !opensBlock(index.lines, place)) return undefined;
  if (isOpeningBrace(last)) {
    const isBelow = opener === lines.length - 2 && isOpeningBrace(index.lines[place + 1] ?? '');
    return isBelow ? place + 2 : undefined;
  }
  const closed = blockEnd(index.lines, place);
  return closed > end ? undefined : closed;
}

/**
 * Where the last line of a part belongs, if it is plainly a new state of a line of the file: the part's last line but
 * one is in the file, and what follows it there gives a value to the same name, say.
 */
function changedLast(field: Field, lines: readonly string[], start: number, end: number): number | undefined {
  const { index } = field;
  const [before = '', last = ''] = lines.slice(-2);
  const at = lines.length === 2 ? start : onlyPlace(index, before, { start: start + 1, end });
  if (at === undefined || !isTelling(before) || at + 1 >= end) return undefined;
  const shift = columnsAt(before) - columnsAt(index.lines[at] ?? '');
  return isNewState(field, last, at + 1, shift) ? at + 1 : undefined;
}

/** Whether a line that the file does not have is plainly what becomes of line `at`, `shift` columns aside. */
function isNewState({ index, path }: Field, line: string, at: number, shift: number): boolean {
  const own = index.lines[at] ?? '';
  if (index.placesOf(line, 'loose').length > 0 || columnsAt(line) - columnsAt(own) !== shift) return false;
  if (!isAlike(line, own) || firstWord(line) !== firstWord(own)) return false;
  return replaces(line, own, path) || isOnlyElement(index, line, own);
}

/** Whether both lines are one element with text in it, of which the file has no other: `<title>…</title>`. */
function isOnlyElement(index: FileIndex, line: string, own: string): boolean {
  const element = /^\s*<([\w-]+)(?:\s[^<>]*)?>[^<>]*<\/\1>\s*$/;
  const tagOf = (text: string): string | undefined => element.exec(text.slice(0, 500))?.[1];
  const tag = tagOf(line);
  if (tag === undefined || tag !== tagOf(own)) return false;
  return index.placesWith(tag).filter((at) => index.lines[at]?.includes(`<${tag}`)).length === 1;
}

/**
 * Whether a line can only stand instead of another: both give a value to the same name, define the same, import from
 * the same file, or leave the function. A call may well stand beside a call like it.
 */
function replaces(line: string, own: string, path: string): boolean {
  const name = assigned(line);
  if (name !== undefined) return name === assigned(own);
  const head = headName(line, path);
  if (head !== undefined) return head === headName(own, path);
  const source = importedFrom(line);
  const hasAll = (): boolean => wordsOf(own).every((word) => wordsOf(line).includes(word));
  if (source !== undefined) return source === importedFrom(own) && hasAll();
  if (/^\s*<\w/.test(line)) return new Set(wordsOf(own)).size > 1 && hasAll();
  return /^\s*(?:return|throw|raise|break|continue)\b/.test(line);
}

/** Words outside of quotes. */
function wordsOf(line: string): string[] {
  return line.slice(0, 500).replace(/(["'])[^"']*\1/g, '').match(/[\w$]+/g) ?? [];
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

/** So many lines are enough to tell a place; the next ones may be changed. */
const MAX_RUN = 4;
/** More places than this are not told apart. */
const MAX_PLACES = 1_000;

/**
 * The only place of the first lines of a run, by as few of them as that takes. Two lines are too few where the first is
 * the head of a block and others begin with the same line: the second may be changed in one and be in another.
 */
function runAt({ index, range }: Field, lines: readonly string[]): number | undefined {
  const isHead = opensBlock(lines, 0);
  for (const level of ['folded', 'loose'] as const) {
    for (let length = 1; length <= Math.min(MAX_RUN, lines.length); length++) {
      const runs = index.findRuns(lines.slice(0, length), level, MAX_PLACES);
      const within = runs.filter((line) => line >= range.start && line < range.end);
      if (within.length === 1 && (length !== 2 || !isHead)) return within[0];
      if (within.length === 0) break;
    }
  }
  return undefined;
}

/** Where a part begins, as far as that is certain. */
function startOf(field: Field, part: Part): Start | undefined {
  const { lines } = part;
  const at = isTelling(lines[0] ?? '') ? runAt(field, lines) : undefined;
  if (at !== undefined) return { start: at, head: 0, at };
  return belowComments(field, lines) ?? changedFirst(field, lines) ?? belowNewThings(field, lines);
}

/** The place of a line in a part: where its lines stand, or where the file defines the same. */
function placeOf(field: Field, lines: readonly string[], head: number): number | undefined {
  const line = lines[head] ?? '';
  if (!isTelling(line)) return undefined;
  const at = runAt(field, lines.slice(head));
  if (at !== undefined || field.index.placesOf(line, 'loose').length > 0 || !opensBlock(lines, head)) return at;
  return definitionAt(field.index, line, field.path, field.range);
}

/** The start of a part that begins with comments on what it shows: new ones, or a new state of those the file has. */
function belowComments(field: Field, lines: readonly string[]): Start | undefined {
  const head = lines.findIndex((line) => !isBlank(line) && !isAttached(line));
  const at = head < 0 ? undefined : placeOf(field, lines, head);
  if (outweighs(countTelling(lines.slice(0, head)), countTelling(lines.slice(head)))) return undefined;
  return at === undefined ? undefined : withComments(field, lines.slice(0, head), head, at);
}

/**
 * The start of a part that shows comments above line `at`: above those of the file, which must be among them or like
 * them.
 */
function withComments({ index, range }: Field, lead: readonly string[], head: number, at: number): Start | undefined {
  const own = Math.max(range.start, attachedFrom(index.lines, at));
  if (own === at || lead.length === 0) return { start: at, head, at };
  const keysOf = (lines: readonly string[]): string[] => {
    return lines.filter((line) => isTelling(line)).map((line) => keyOf(line, 'loose'));
  };
  const [shown, had] = [keysOf(lead), keysOf(index.lines.slice(own, at))];
  const isKept = had.every((line) => shown.includes(line)) || (had.length > 0 && isAlike(shown[0] ?? '', had[0] ?? ''));
  return isKept ? { start: own, head, at } : undefined;
}

/**
 * The start of a part whose first line, or first two, are plainly new states of those above the line that follows them.
 */
function changedFirst(field: Field, lines: readonly string[]): Start | undefined {
  const { index, range } = field;
  for (let count = 1; count <= 2 && count < lines.length; count++) {
    const line = lines[count] ?? '';
    const at = isTelling(line) ? runAt(field, lines.slice(count)) : undefined;
    if (at === undefined) continue;
    const start = at - count;
    const shift = columnsAt(line) - columnsAt(index.lines[at] ?? '');
    const areNewStates = lines.slice(0, count).every((one, i) => {
      return isTelling(one) && isNewState(field, one, start + i, shift);
    });
    return areNewStates && start >= range.start ? { start, head: count, at } : undefined;
  }
  return undefined;
}

/** The start of a part that begins with definitions the file does not have: they go above the first one that it has. */
function belowNewThings(field: Field, lines: readonly string[]): Start | undefined {
  const { index, path } = field;
  const base = baseColumns(lines);
  let isBehindNew = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (isBlank(line) || columnsAt(line) !== base || isPartOfBlock(line) || isAttached(line)) continue;
    const at = placeOf(field, lines, i);
    if (at !== undefined) {
      const lead = attachedFrom(lines, i);
      return isBehindNew ? withComments(field, lines.slice(lead, i), i, at) : undefined;
    }
    if (!isNewHead(index, lines, i, path)) return undefined;
    isBehindNew = true;
  }
  return undefined;
}
