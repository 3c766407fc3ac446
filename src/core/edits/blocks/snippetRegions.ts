import { bracketBalance } from '../outline/brackets.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { isTelling } from '../placing/findHunk.ts';
import { attachedFrom, definitionAt, headName, isAttached, isNewHead } from './snippetHeads.ts';
import { nameOf } from './snippetInserts.ts';
import { baseColumns, blockEnd, columnsAt, firstWord, isAlike, isCloser, opens, type Part, type Range } from './snippetParts.ts';
import { isBlank } from '../text/textLines.ts';

/** Where a part is looked for. */
export interface Field {
  readonly index: FileIndex;
  readonly path: string;
  readonly range: Range;
  /** Where the block around the part ends, if the part is shown to be the last of it. */
  readonly last?: number | undefined;
}

/** Where a part begins, and its first line that the file has, in the part and in the file. */
export interface Start {
  readonly start: number;
  readonly head: number;
  readonly at: number;
}

/** The stretch a part stands for; undefined where it may be new, or next to what the file has. */
export function regionOf(field: Field, part: Part): Range | 'unclear' | undefined {
  const found = startOf(field, part);
  if (!found) return undefined;
  const { start, head, at } = found;
  if (head === part.lines.length - 1 && field.last === undefined) return { start, end: at + 1 };
  const closed = closedEnd(field, part, found);
  if (closed?.end === -1) return 'unclear';
  if (field.last !== undefined) return { start, end: closed?.end ?? field.last };
  // A placeholder right below a line may go on with what the line is in; set off, it stands beside that.
  const isBeside = part.below === undefined || part.isSetOffBelow || (closed?.isMore ?? false);
  const shown = (): number | undefined => shownEnd(field, part.lines, found);
  const end = isBeside ? (closed?.end ?? shown()) : (shown() ?? closed?.end);
  return end === undefined ? undefined : { start, end };
}

/** Where the last thing that a part shows to its end and the file has ends; new things may follow it. -1 where it has twins. */
function closedEnd({ index, path, range }: Field, { lines, below }: Part, { head, at }: Start): { end: number; isMore: boolean } | undefined {
  const base = baseColumns(lines);
  // What is as deep as the placeholder, or deeper, is shown to its end.
  const level = Math.max(base, below ?? base);
  if (columnsAt(lines[0] ?? '') !== base || (below !== undefined && below < base)) return undefined;
  let isMore = false;
  for (let i = lines.length - 1; i >= head; i--) {
    const line = lines[i] ?? '';
    if (isBlank(line) || columnsAt(line) > level || isCloser(line) || (i !== head && isAttached(line))) continue;
    if (columnsAt(line) < level || !opens(lines, i)) return undefined;
    const behind = { start: at + 1, end: range.end };
    const place = i === head ? at : (onlyPlace(index, line, behind) ?? definitionAt(index, line, path, behind));
    if (place !== undefined) {
      const isWhole = opens(index.lines, place) && bracketBalance(lines.slice(i)) === 0;
      return isWhole ? { end: blockEnd(index.lines, place), isMore } : undefined;
    }
    if (!isNewHead(index, lines, i, path)) return { end: -1, isMore };
    isMore = true;
  }
  return undefined;
}

/** Where the last line of a part stands: within the block that the first one opens, if it shows nothing beside that. */
function shownEnd(field: Field, lines: readonly string[], { head, at }: Start): number | undefined {
  const { index, path, range } = field;
  const last = lines.at(-1) ?? '';
  const first = lines[head] ?? '';
  const isOne = lines.slice(head + 1).every((line) => isBlank(line) || columnsAt(line) > columnsAt(first) || isCloser(line));
  const isInside = isOne && opens(lines, head) && opens(index.lines, at) && baseColumns(lines) >= columnsAt(first);
  const end = isInside ? Math.min(range.end, blockEnd(index.lines, at)) : range.end;
  if (isTelling([last])) {
    const place = onlyPlace(index, last, { start: at + 1, end }) ?? changedLast(field, lines, at, end);
    return place === undefined ? undefined : place + 1;
  }
  const opener = lines.findLastIndex((line, i) => i < lines.length - 1 && !isBlank(line) && !isCloser(line) && columnsAt(line) <= columnsAt(last));
  const line = lines[opener] ?? '';
  if (opener < head || columnsAt(line) !== columnsAt(last)) return undefined;
  const behind = { start: at + 1, end };
  const place = opener === head ? at : (onlyPlace(index, line, behind) ?? definitionAt(index, line, path, behind));
  const closed = place === undefined || !opens(index.lines, place) ? undefined : blockEnd(index.lines, place);
  return closed === undefined || closed > end ? undefined : closed;
}

/** The line below that of the last but one, if the last one is plainly a new state of it. */
function changedLast(field: Field, lines: readonly string[], start: number, end: number): number | undefined {
  const { index } = field;
  const [before = '', last = ''] = lines.slice(-2);
  const at = lines.length === 2 ? start : onlyPlace(index, before, { start: start + 1, end });
  if (at === undefined || !isTelling([before]) || at + 1 >= end) return undefined;
  return isNewState(field, last, at + 1, columnsAt(before) - columnsAt(index.lines[at] ?? '')) ? at + 1 : undefined;
}

/** Whether a line that the file does not have is plainly what becomes of line `at`, `shift` columns aside. */
function isNewState({ index, path }: Field, line: string, at: number, shift: number): boolean {
  const own = index.lines[at] ?? '';
  if (index.placesOf(line, 'loose').length > 0 || columnsAt(line) - columnsAt(own) !== shift) return false;
  return isAlike(line, own) && firstWord(line) === firstWord(own) && isOneThing(line, own, path);
}

/** Whether of two lines there can be but one: they give a value to the same name, define the same, or leave. A call may follow another. */
function isOneThing(line: string, own: string, path: string): boolean {
  const given = nameOf(line);
  if (given !== undefined) return given === nameOf(own);
  const head = headName(line, path);
  if (head !== undefined) return head === headName(own, path);
  const source = sourceOf(line);
  const hasAll = (): boolean => wordsOf(own).every((word) => wordsOf(line).includes(word));
  if (source !== undefined) return source === sourceOf(own) && hasAll();
  if (/^\s*<\w/.test(line)) return new Set(wordsOf(own)).size > 1 && hasAll();
  return /^\s*(?:return|throw|raise|break|continue)\b/.test(line);
}

/** What a line imports from. */
function sourceOf(line: string): string | undefined {
  const text = line.slice(0, 500);
  return (/^\s*(?:import|export)\b.*\bfrom\s*["']([^"']+)["']/.exec(text) ?? /^\s*from\s+([\w.]+)\s+import\b/.exec(text))?.[1];
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

/**
 * The only place of a run of lines, told by as few of them as that takes. The head of a block that has twins takes three:
 * what is changed in one may be what another has.
 */
function runAt({ index, range }: Field, lines: readonly string[]): number | undefined {
  const isHead = opens(lines, 0);
  for (const level of ['folded', 'loose'] as const) {
    for (let length = 1; length <= Math.min(4, lines.length); length++) {
      const runs = index.findRuns(lines.slice(0, length), level, 1_000).filter((line) => line >= range.start && line < range.end);
      if (runs.length === 1 && (length !== 2 || !isHead)) return runs[0];
      if (runs.length === 0) break;
    }
  }
  return undefined;
}

/** Where a part begins, as far as that is certain. */
export function startOf(field: Field, part: Part): Start | undefined {
  const { lines } = part;
  const at = isTelling(lines.slice(0, 1)) ? runAt(field, lines) : undefined;
  if (at !== undefined) return { start: at, head: 0, at };
  return belowComments(field, lines) ?? changedFirst(field, lines) ?? belowNewThings(field, lines);
}

/** The place of a line in a part: where its lines stand, or where the file defines the same. */
function placeOf(field: Field, lines: readonly string[], head: number): number | undefined {
  const line = lines[head] ?? '';
  if (!isTelling([line])) return undefined;
  const at = runAt(field, lines.slice(head));
  if (at !== undefined || field.index.placesOf(line, 'loose').length > 0 || !opens(lines, head)) return at;
  return definitionAt(field.index, line, field.path, field.range);
}

/** A part that begins with comments on what it shows: they are new, or a new state of those the file has. */
function belowComments(field: Field, lines: readonly string[]): Start | undefined {
  const head = lines.findIndex((line) => !isBlank(line) && !isAttached(line));
  const at = head < 0 ? undefined : placeOf(field, lines, head);
  const count = (some: readonly string[]): number => some.filter((line) => isTelling([line])).length;
  // Many words above one line that happens to be in the file are more likely another file's.
  if (count(lines.slice(0, head)) > 3 * count(lines.slice(head)) + 3) return undefined;
  return at === undefined ? undefined : withComments(field, lines.slice(0, head), head, at);
}

function withComments({ index, range }: Field, lead: readonly string[], head: number, at: number): Start | undefined {
  const own = Math.max(range.start, attachedFrom(index.lines, at));
  if (own === at || lead.length === 0) return { start: at, head, at };
  const said = (lines: readonly string[]): string[] => lines.filter((line) => isTelling([line])).map((line) => keyOf(line, 'loose'));
  const [shown, had] = [said(lead), said(index.lines.slice(own, at))];
  const isKept = had.every((line) => shown.includes(line)) || (had.length > 0 && isAlike(shown[0] ?? '', had[0] ?? ''));
  return isKept ? { start: own, head, at } : undefined;
}

/** A part whose first line, or first two, are plainly new states of those above the line that follows them. */
function changedFirst(field: Field, lines: readonly string[]): Start | undefined {
  const { index, range } = field;
  for (let count = 1; count <= 2 && count < lines.length; count++) {
    const at = isTelling(lines.slice(count, count + 1)) ? runAt(field, lines.slice(count)) : undefined;
    if (at === undefined) continue;
    const start = at - count;
    const shift = columnsAt(lines[count] ?? '') - columnsAt(index.lines[at] ?? '');
    const isSo = lines.slice(0, count).every((line, i) => isTelling([line]) && isNewState(field, line, start + i, shift));
    return isSo && start >= range.start ? { start, head: count, at } : undefined;
  }
  return undefined;
}

/** A part that begins with definitions the file does not have: they go above the first that it has. */
function belowNewThings(field: Field, lines: readonly string[]): Start | undefined {
  const { index, path } = field;
  const base = baseColumns(lines);
  let lead = 0;
  let isBehind = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (isBlank(line) || columnsAt(line) !== base || isCloser(line) || isAttached(line)) continue;
    const at = placeOf(field, lines, i);
    if (at !== undefined) {
      for (lead = i; lead > 0 && isAttached(lines[lead - 1] ?? '') && !isBlank(lines[lead - 1] ?? ''); ) lead--;
      return isBehind ? withComments(field, lines.slice(lead, i), i, at) : undefined;
    }
    if (!isNewHead(index, lines, i, path)) return undefined;
    isBehind = true;
  }
  return undefined;
}
