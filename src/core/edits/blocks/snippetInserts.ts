import { opensBlock } from '../outline/blockAt.ts';
import { bracketBalance } from '../outline/bracketBalance.ts';
import { assigned, firstWord, headName } from '../outline/declarations.ts';
import { isDeclared, type Range } from '../outline/definitions.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import { baseColumns, columnsAt } from '../text/indent.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import { countTelling, isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { writeEdit, writerFor } from '../writing/editsAt.ts';
import type { LinePair } from '../writing/rebase.ts';
import { isAlike, outweighs, type Field, type Part, type PartVerdict } from './snippetParts.ts';

/** A shorter line is in a file by chance more often than because it was moved. UTF-16 code units. */
const MIN_DISTINCT = 10;

/** Whether most of what new lines say stands in the file already: then they may be something there under a new name. */
export function looksMoved(index: FileIndex, lines: readonly string[]): boolean {
  const said = lines.filter((line) => line.trim().length >= MIN_DISTINCT && isTelling(line));
  const known = said.filter((line) => index.placesOf(line, 'loose').length > 0);
  return known.length >= 2 && known.length * 5 >= said.length * 3;
}

/** Whether a line is all of its statement: it opens nothing, and nothing goes on below. */
function isWhole(lines: readonly string[], at: number): boolean {
  return !/[([{,\\=:|>-]\s*$/.test(lines[at] ?? '') && !opensBlock(lines, at);
}

/**
 * Replaces single lines by their names. Each line of the part gives a new value to a name, and the file gives that name
 * a value once, on one line: `timeout = 5` takes the place of `timeout = 3`.
 */
export function redefine({ index, path, range }: Field, part: Part): PartVerdict | undefined {
  const edits: LineEdit[] = [];
  let from = range.start;
  for (const [i, line] of part.lines.entries()) {
    if (isBlank(line)) continue;
    const name = assigned(line);
    if (name === undefined || !isWhole(part.lines, i)) return undefined;
    const at = onlyAssignment(index, name, { start: from, end: range.end });
    if (at === undefined || !isWhole(index.lines, at)) return undefined;
    const own = index.lines[at] ?? '';
    const edit = writeEdit(writerFor(index, path, [[line, own]], part.lines), at, [[own, own]], [line]);
    if (!edit) return undefined;
    if (edit.lines[0] !== own) edits.push(edit);
    from = at + 1;
  }
  return { kind: 'edits', edits, region: { start: range.start, end: from } };
}

/** The only line of the whole file that gives a value to the name, if it lies in the range. */
function onlyAssignment(index: FileIndex, name: string, range: Range): number | undefined {
  const word = name.replace(/[=:]$/, '').trim();
  return onlyWithin(index.placesWith(word).filter((at) => assigned(index.lines[at] ?? '') === name), range);
}

/** The only one of the places, if it lies in the range. */
function onlyWithin(places: readonly number[], { start, end }: Range): number | undefined {
  const [only, ...others] = places;
  return only !== undefined && others.length === 0 && only >= start && only < end ? only : undefined;
}

/** New lines of a part, and the shown lines that they stand directly below or above. */
interface Seam {
  readonly isBelow: boolean;
  /** Lines the file does not have. */
  readonly fresh: readonly string[];
  /** Lines next to them that it has, and where. */
  readonly shown: readonly string[];
  readonly region: Range;
  /** The line of the file that the new ones go above. */
  readonly at: number;
}

/** New lines next to a placeholder, set directly below or above lines of the file that the part shows. */
export function insertNextTo(field: Field, part: Part): PartVerdict | undefined {
  const below = part.below === undefined ? undefined : seamBelow(field, part.lines);
  if (below) return insertAtSeam(field, part, below);
  const above = part.above === undefined ? undefined : seamAbove(field, part.lines);
  return above && insertAtSeam(field, part, above);
}

function seamBelow(field: Field, lines: readonly string[]): Seam | undefined {
  const last = lines.findLastIndex((line) => isKnown(field.index, line));
  const shown = lines.slice(0, last + 1);
  const region = regionOfRun(field, shown);
  return region && { isBelow: true, fresh: lines.slice(last + 1), shown, region, at: region.end };
}

function seamAbove(field: Field, lines: readonly string[]): Seam | undefined {
  const first = lines.findIndex((line) => isKnown(field.index, line));
  const shown = first < 0 ? [] : lines.slice(first);
  const region = regionOfRun(field, shown);
  return region && { isBelow: false, fresh: lines.slice(0, first), shown, region, at: region.start };
}

function isKnown(index: FileIndex, line: string): boolean {
  return isTelling(line) && index.placesOf(line, 'loose').length > 0;
}

/** Where a run of lines stands, if it stands in the file once. */
function regionOfRun({ index, range }: Field, run: readonly string[]): Range | undefined {
  if (!isTelling(run)) return undefined;
  const start = onlyWithin(index.findRuns(run, 'folded', 2), range);
  return start === undefined ? undefined : { start, end: start + run.length };
}

/** Inserts new lines at a seam, unless they may not be new, or may not belong there. */
function insertAtSeam(field: Field, part: Part, seam: Seam): PartVerdict | undefined {
  const { index, path } = field;
  if (!isNew(field, seam.fresh) || mayReplace(index, seam)) return undefined;
  if (!isComplete(index, seam) || !fitsDepth(field, part, seam)) return undefined;
  const pairs = seam.shown.map((line, i): LinePair => [line, index.lines[seam.region.start + i] ?? '']);
  const edit = writeEdit(writerFor(index, path, pairs, part.lines), seam.at, [], seam.fresh);
  return edit && { kind: 'edits', edits: [edit], region: seam.region };
}

/** Whether the file has none of the lines, and declares nothing of what those of least depth declare. */
function isNew({ index, path }: Field, fresh: readonly string[]): boolean {
  const base = baseColumns(fresh);
  return isTelling(fresh) && fresh.every((line) => {
    const isThere = line.trim().length >= 3 && isKnown(index, line);
    return !isThere && (columnsAt(line) !== base || !isDeclared(index, path, line));
  });
}

/** The lines of the file on the side of the seam where nothing is shown. */
function linesBeyond(index: FileIndex, { isBelow, fresh, at }: Seam): readonly string[] {
  const reach = fresh.length + 2;
  return isBelow ? index.lines.slice(at, at + reach) : index.lines.slice(Math.max(0, at - reach), at);
}

/**
 * Whether one of the new lines is much like a line near by that is not shown: then it may be a new state of that one.
 */
function mayReplace(index: FileIndex, seam: Seam): boolean {
  const near = linesBeyond(index, seam);
  return seam.fresh.some((line) => near.some((own) => isAlike(line, own)));
}

/**
 * Whether the new lines begin with words, close what they open, and are not far more than what is shown of the file.
 */
function isComplete(index: FileIndex, seam: Seam): boolean {
  const { fresh, shown, isBelow } = seam;
  const first = fresh.find((line) => !isBlank(line)) ?? '';
  if (!isTelling(first) || bracketBalance(fresh) !== 0) return false;
  if (outweighs(countTelling(fresh), countTelling(shown))) return false;
  if (!isBelow) return true;
  // A rule such as `---` as the last new line, with the same rule next in the file: the reply shows the file's own.
  const last = fresh.findLast((line) => !isBlank(line)) ?? '';
  const next = linesBeyond(index, seam).find((line) => !isBlank(line)) ?? '';
  return isTelling(last) || bracketBalance([last]) !== 0 || last.trim() !== next.trim();
}

/** Whether the new lines stand as deep as what they are next to, or begin the block that the line above them opens. */
function fitsDepth(field: Field, part: Part, { isBelow, fresh, shown, at }: Seam): boolean {
  const { index } = field;
  const { below, isSetOffBelow } = part;
  // A placeholder set off and less deep says that nothing follows in the block they are in.
  if (isBelow && isSetOffBelow && below !== undefined && below < baseColumns(fresh)) return false;
  const edge = (isBelow ? shown.at(-1) : shown[0]) ?? '';
  if (!opensBlock(index.lines, isBelow ? at - 1 : at)) return isBeside(fresh, edge);
  return isBelow && below === baseColumns(fresh) && beginsBlock(field, fresh, edge, at);
}

/** Whether all of the lines stand as deep as the line that they are next to, or deeper, the first one just as deep. */
function isBeside(fresh: readonly string[], edge: string): boolean {
  const first = fresh.find((line) => !isBlank(line)) ?? '';
  return columnsAt(first) === columnsAt(edge) && baseColumns(fresh) === columnsAt(edge);
}

/** What a block may begin with that comes before all else in it: words on what it does, a call of what it extends. */
const OPENING = /^\s*(?:["'`]|[rbf]?"{3}|super\b|#|\/[/*]|\*)/;
const FUNCTION = /^(?:def|fn|fun|function|func|sub|method|value)\b/;

/** Whether new lines may be the first ones of the function whose head `edge` is. */
function beginsBlock({ index, path }: Field, fresh: readonly string[], edge: string, at: number): boolean {
  const isHead = FUNCTION.test(headName(edge, path) ?? '') && /[:{]\s*$/.test(edge);
  const next = index.lines.slice(at).find((line) => !isBlank(line)) ?? '';
  // A line that begins alike could be what they replace.
  const isRival = fresh.some((line) => {
    return firstWord(line) === firstWord(next) || (assigned(line) !== undefined && assigned(next) !== undefined);
  });
  return isHead && baseColumns(fresh) > columnsAt(edge) && !isRival && !OPENING.test(next);
}
