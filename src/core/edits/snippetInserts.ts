import { bracketBalance } from './brackets.ts';
import { writeEdit, writerFor } from './editsAt.ts';
import type { FileIndex } from './fileIndex.ts';
import { isTelling } from './findHunk.ts';
import { indentOf } from './indent.ts';
import type { LineEdit } from './lineEdits.ts';
import { baseColumns, columnsAt, isAlike, isCloser, opens, type Part, type PartVerdict, type Range, type Scope } from './snippetParts.ts';
import { isBlank } from './textLines.ts';

/** What a line gives a value to: all up to the first equals sign or colon; undefined for other lines. */
function nameOf(line: string): string | undefined {
  const match = /^\s*((?:[\w$."'@-]+\s+){0,4}[\w$."'@[\]-]+\s*(?::[^=]{1,60})?[=:])(?![=:>])/.exec(line.slice(0, 300));
  return match?.[1]?.replace(/\s+/g, ' ');
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

/** A part that is new: at the end of the block it is shown in, or next to a line that is shown with it. */
export function insertPart(index: FileIndex, path: string, part: Part, range: Range, scope: Scope | undefined): PartVerdict | undefined {
  return insertNextTo(index, path, part, range) ?? (scope && insertAtEnd(index, path, part, range, scope));
}

function isNew(index: FileIndex, lines: readonly string[]): boolean {
  return lines.every((line) => !isTelling([line]) || line.trim().length < 3 || index.placesOf(line, 'loose').length === 0);
}

/** The word a line declares, as far as it can be told: the one before a bracket, an equals sign or a colon. */
function declared(line: string): string | undefined {
  const word = /([\w$]+)\s*(?:<[^<>]*>)?\s*[({=:]/.exec(line.slice(0, 300))?.[1];
  return word !== undefined && /^(?:import|export|from|use|using|include|require|if|for|while|switch|return|default)$/.test(word) ? undefined : word;
}

/** Whether the file declares what a line declares, at any place. */
function isDeclared(index: FileIndex, line: string): boolean {
  const name = declared(line);
  return name !== undefined && index.placesWith(name).some((at) => declared(index.lines[at] ?? '') === name);
}

/** New members at the end of a block, behind a placeholder for all that it has. */
function insertAtEnd(index: FileIndex, path: string, part: Part, range: Range, scope: Scope): PartVerdict | undefined {
  const { lines } = part;
  if (part.above === undefined || part.below !== undefined || range.start > scope.end) return undefined;
  let at = scope.end;
  const depth = columnsAt(index.lines[scope.head] ?? '');
  if (isCloser(index.lines[at - 1] ?? '') && columnsAt(index.lines[at - 1] ?? '') === depth) at--;
  while (at > scope.head + 1 && isBlank(index.lines[at - 1] ?? '')) at--;
  const body = index.lines.slice(scope.head + 1, at);
  const members = body.filter((line) => !isBlank(line) && columnsAt(line) === baseColumns(body));
  const names = new Set(members.map(declared));
  const base = baseColumns(lines);
  if (columnsAt(lines[0] ?? '') > base) return undefined;
  const own = lines.filter((line) => !isBlank(line) && columnsAt(line) === base && !isCloser(line));
  if (body.length === 0 || bracketBalance(lines) !== 0 || own.some((line) => index.placesOf(line, 'loose').length > 0)) return undefined;
  if (own.some((line) => declared(line) === undefined || names.has(declared(line)))) return undefined;
  if (!mayFollow(index.lines[scope.head] ?? '', body, lines)) return undefined;
  const sibling = indentOf(members[0] ?? '');
  const writer = writerFor(index, path, [[own[0] ?? '', sibling + (own[0] ?? '').trimStart()]], lines);
  const edit = writeEdit(writer, at, [], part.isSetOff ? ['', ...lines] : lines);
  return edit && { kind: 'edits', edits: [edit], region: { start: scope.head, end: at } };
}

/** Whether new members can stand behind the last one without a sign between them, as in a class, not in a list. */
function mayFollow(head: string, body: readonly string[], lines: readonly string[]): boolean {
  if (/:\s*(?:#.*)?$/.test(head)) return true;
  const isLiteral = /(?:[=:(,[?]|\breturn|=>)\s*[{[(]\s*$|^\s*[{[(]\s*$|[[(]\s*$/.test(head);
  const last = (text: readonly string[]): string => text.findLast((line) => !isBlank(line))?.trim() ?? '';
  return !isLiteral && /\{\s*$/.test(head) && [last(body), last(lines)].every((line) => /[;}]$/.test(line));
}

/** New lines next to a placeholder, set directly below or above a line of the file. */
function insertNextTo(index: FileIndex, path: string, part: Part, range: Range): PartVerdict | undefined {
  const { lines } = part;
  if (part.below !== undefined) {
    const known = lines.findLastIndex((line) => isTelling([line]) && index.placesOf(line, 'loose').length > 0);
    const at = runAt(index, lines.slice(0, known + 1), range);
    if (at !== undefined) return insertion(index, path, lines, known + 1, at + known + 1, { start: at, end: at + known + 1 });
  }
  if (part.above === undefined) return undefined;
  const first = lines.findIndex((line) => isTelling([line]) && index.placesOf(line, 'loose').length > 0);
  const at = first < 0 ? undefined : runAt(index, lines.slice(first), range);
  if (at === undefined) return undefined;
  return insertion(index, path, lines, -first, at, { start: at, end: at + lines.length - first });
}

function runAt(index: FileIndex, run: readonly string[], range: Range): number | undefined {
  if (run.length === 0 || !isTelling(run)) return undefined;
  const found = index.findRuns(run, 'folded', 3);
  const [only] = found;
  return found.length === 1 && only !== undefined && only >= range.start && only < range.end ? only : undefined;
}

/** Inserts the lines from `from` on, or those before `-from`; refused where a line near by could be what they replace. */
function insertion(
  index: FileIndex, path: string, lines: readonly string[], from: number, at: number, region: Range,
): PartVerdict | undefined {
  const fresh = from > 0 ? lines.slice(from) : lines.slice(0, -from);
  const shown = from > 0 ? lines.slice(0, from) : lines.slice(-from);
  const reach = fresh.length + 2;
  const near = from > 0 ? index.lines.slice(at, at + reach) : index.lines.slice(Math.max(0, at - reach), at);
  if (!isTelling(fresh) || !isNew(index, fresh) || fresh.some((line) => isDeclared(index, line)) || fresh.some((line) => near.some((own) => isAlike(line, own)))) return undefined;
  // What begins with a bracket, or opens one that it does not close, holds more of the file than it says.
  if (!isTelling(fresh.filter((line) => !isBlank(line)).slice(0, 1)) || bracketBalance(fresh) !== 0) return undefined;
  // Many lines next to one that happens to be in the file are more likely another file's.
  const count = (some: readonly string[]): number => some.filter((line) => isTelling([line])).length;
  if (count(fresh) > 3 * count(shown) + 3) return undefined;
  const edge = from > 0 ? lines[from - 1] : lines[-from];
  const isInside = fresh.every((line) => isBlank(line) || columnsAt(line) === columnsAt(edge ?? ''));
  if (!isInside || opens(index.lines, from > 0 ? at - 1 : at)) return undefined;
  const pairs = shown.map((line, i): [string, string] => [line, index.lines[region.start + i] ?? '']);
  const edit = writeEdit(writerFor(index, path, pairs, lines), at, [], fresh);
  return edit && { kind: 'edits', edits: [edit], region };
}
