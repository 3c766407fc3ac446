import { bracketBalance } from '../outline/brackets.ts';
import { writeEdit, writerFor } from '../writing/editsAt.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import { isTelling } from '../placing/findHunk.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import { headName } from './snippetHeads.ts';
import { baseColumns, columnsAt, firstWord, isAlike, opens, type Part, type PartVerdict, type Range } from './snippetParts.ts';
import { isBlank } from '../text/textLines.ts';

/** What a line gives a value to: all up to the first equals sign or colon; undefined for other lines. */
export function nameOf(line: string): string | undefined {
  const match = /^\s*((?:[\w$."'@-]+\s+){0,4}[\w$."'@[\]-]+\s*(?::[^=]{1,60})?[=:])(?![=:>])/.exec(line.slice(0, 300));
  return match?.[1]?.replace(/\s+/g, ' ');
}

/** Whether most of what new lines say stands in the file already: then they may be something there under a new name. */
export function looksMoved(index: FileIndex, lines: readonly string[]): boolean {
  const said = lines.filter((line) => line.trim().length >= 10 && isTelling([line]));
  const known = said.filter((line) => index.placesOf(line, 'loose').length > 0);
  return known.length >= 2 && known.length * 5 >= said.length * 3;
}

/** A line that is all of its statement: nothing opened, nothing to go on below. */
function isWhole(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  return !/[([{,\\=:|>-]\s*$/.test(line) && !opens(lines, at);
}

/**
 * A part of lines that each give a new value to a name which the file gives a value once, on one line, at the same
 * depth as the others: those lines are replaced.
 */
export function redefine(index: FileIndex, path: string, part: Part, range: Range): PartVerdict | undefined {
  const edits: LineEdit[] = [];
  let from = range.start;
  for (const [i, line] of part.lines.entries()) {
    if (isBlank(line)) continue;
    const name = nameOf(line);
    if (name === undefined || !isWhole(part.lines, i)) return undefined;
    const at = onlyNamed(index, name, { start: from, end: range.end });
    if (at === undefined || !isWhole(index.lines, at)) return undefined;
    const own = index.lines[at] ?? '';
    const writer = writerFor(index, path, [[line, own]], part.lines);
    const edit = writeEdit(writer, at, [[own, own]], [line]);
    if (!edit) return undefined;
    if (edit.lines[0] !== own) edits.push(edit);
    from = at + 1;
  }
  return { kind: 'edits', edits, region: { start: range.start, end: from } };
}

/** The only line of the whole file that gives a value to the name, if it lies in the range. */
function onlyNamed(index: FileIndex, name: string, range: Range): number | undefined {
  const found: number[] = [];
  const word = name.replace(/[=:]$/, '').trim();
  for (const at of index.placesWith(word)) if (nameOf(index.lines[at] ?? '') === name) found.push(at);
  const [only] = found;
  return found.length === 1 && only !== undefined && only >= range.start && only < range.end ? only : undefined;
}

function isNew(index: FileIndex, lines: readonly string[]): boolean {
  return lines.every((line) => !isTelling([line]) || line.trim().length < 3 || index.placesOf(line, 'loose').length === 0);
}

/** The word a line declares, as far as it can be told: the one before a bracket, an equals sign or a colon. */
export function declared(line: string): string | undefined {
  const word = /([\w$]+)\s*(?:<[^<>]*>)?\s*[({=:]/.exec(line.slice(0, 300))?.[1];
  return word !== undefined && /^(?:import|export|from|use|using|include|require|if|for|while|switch|return|default)$/.test(word) ? undefined : word;
}

/** Whether the file declares what a line declares, at any place. A call declares nothing. */
function isDeclared(index: FileIndex, path: string, line: string): boolean {
  const name = /^[^=:]*\(/.test(line) && headName(line, path) === undefined ? undefined : declared(line);
  return name !== undefined && (!index.canSearch || index.placesWith(name).some((at) => declared(index.lines[at] ?? '') === name));
}

/** New lines next to a placeholder, set directly below or above a line of the file. */
export function insertNextTo(index: FileIndex, path: string, part: Part, range: Range): PartVerdict | undefined {
  const { lines } = part;
  if (part.below !== undefined) {
    const known = lines.findLastIndex((line) => isTelling([line]) && index.placesOf(line, 'loose').length > 0);
    const at = runAt(index, lines.slice(0, known + 1), range);
    if (at !== undefined) return insertion(index, path, part, known + 1, at + known + 1, { start: at, end: at + known + 1 });
  }
  if (part.above === undefined) return undefined;
  const first = lines.findIndex((line) => isTelling([line]) && index.placesOf(line, 'loose').length > 0);
  const at = first < 0 ? undefined : runAt(index, lines.slice(first), range);
  if (at === undefined) return undefined;
  return insertion(index, path, part, -first, at, { start: at, end: at + lines.length - first });
}

function runAt(index: FileIndex, run: readonly string[], range: Range): number | undefined {
  if (run.length === 0 || !isTelling(run)) return undefined;
  const found = index.findRuns(run, 'folded', 3);
  const [only] = found;
  return found.length === 1 && only !== undefined && only >= range.start && only < range.end ? only : undefined;
}

/** Whether new lines stand at the depth of the line they are next to, with all that they open closed. */
function isOneStep(fresh: readonly string[], edge: string): boolean {
  const first = fresh.find((line) => !isBlank(line)) ?? '';
  return columnsAt(first) === columnsAt(edge) && baseColumns(fresh) === columnsAt(edge) && bracketBalance(fresh) === 0;
}

/** What a block may begin with that comes before all else in it: words on what it does, a call of what it extends. */
const OPENING = /^\s*(?:["'`]|[rbf]?"{3}|super\b|#|\/[/*]|\*)/;

/** Whether new lines are the first of a block whose head is shown, a placeholder at their depth standing for the rest of it. */
function isBelowHead(index: FileIndex, path: string, fresh: readonly string[], edge: string, at: number, below: number | undefined): boolean {
  const base = baseColumns(fresh);
  const next = index.lines.slice(at).find((line) => !isBlank(line)) ?? '';
  // A line that begins alike could be what they replace.
  const isRival = fresh.some((line) => firstWord(line) === firstWord(next) || (nameOf(line) !== undefined && nameOf(next) !== undefined));
  const isFunction = /^(?:def|fn|fun|function|func|sub|method|value)\b/.test(headName(edge, path) ?? '');
  return isFunction && /[:{]\s*$/.test(edge) && below === base && base > columnsAt(edge) && bracketBalance(fresh) === 0 && !isRival && !OPENING.test(next);
}

/** Inserts the lines from `from` on, or those before `-from`; refused where a line near by could be what they replace. */
function insertion(
  index: FileIndex, path: string, { lines, below, isSetOffBelow }: Part, from: number, at: number, region: Range,
): PartVerdict | undefined {
  const fresh = from > 0 ? lines.slice(from) : lines.slice(0, -from);
  const shown = from > 0 ? lines.slice(0, from) : lines.slice(-from);
  const reach = fresh.length + 2;
  const near = from > 0 ? index.lines.slice(at, at + reach) : index.lines.slice(Math.max(0, at - reach), at);
  if (!isTelling(fresh) || !isNew(index, fresh) || fresh.some((line) => columnsAt(line) === baseColumns(fresh) && isDeclared(index, path, line)) || fresh.some((line) => near.some((own) => isAlike(line, own)))) return undefined;
  // What begins with a bracket, or opens one that it does not close, holds more of the file than it says.
  if (!isTelling(fresh.filter((line) => !isBlank(line)).slice(0, 1)) || bracketBalance(fresh) !== 0) return undefined;
  // Many lines next to one that happens to be in the file are more likely another file's.
  const count = (some: readonly string[]): number => some.filter((line) => isTelling([line])).length;
  if (count(fresh) > 3 * count(shown) + 3) return undefined;
  // So is a sign alone that the file has next.
  const [last, next] = [fresh.findLast((line) => !isBlank(line)) ?? '', near.find((line) => !isBlank(line)) ?? ''];
  if (from > 0 && !isTelling([last]) && bracketBalance([last]) === 0 && last.trim() === next.trim()) return undefined;
  const edge = (from > 0 ? lines[from - 1] : lines[-from]) ?? '';
  // A placeholder set off and less deep says that nothing follows in the block they are in.
  if (from > 0 && isSetOffBelow && below !== undefined && below < baseColumns(fresh)) return undefined;
  const isOpen = opens(index.lines, from > 0 ? at - 1 : at);
  const isHere = isOpen ? from > 0 && isBelowHead(index, path, fresh, edge, at, below) : isOneStep(fresh, edge);
  if (!isHere) return undefined;
  const pairs = shown.map((line, i): [string, string] => [line, index.lines[region.start + i] ?? '']);
  const edit = writeEdit(writerFor(index, path, pairs, lines), at, [], fresh);
  return edit && { kind: 'edits', edits: [edit], region };
}
