import { bracketBalance } from '../outline/brackets.ts';
import { writeEdit, writerFor } from '../writing/editsAt.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import { isTelling } from '../placing/findHunk.ts';
import { indentOf, isAside } from '../text/indent.ts';
import { attachedFrom, headName, isAttached, isNewHead } from './snippetHeads.ts';
import { declared, looksMoved } from './snippetInserts.ts';
import { baseColumns, blockEnd, columnsAt, isCloser, type Part, type PartVerdict, type Range, type Scope } from './snippetParts.ts';
import type { Field } from './snippetRegions.ts';
import { isBlank } from '../text/textLines.ts';

/** New members at the end of a block, behind a placeholder for all that it has. */
export function insertAtEnd(index: FileIndex, path: string, part: Part, range: Range, scope: Scope): PartVerdict | undefined {
  const { lines } = part;
  if (part.above === undefined || part.below !== undefined || range.start > scope.end) return undefined;
  let at = scope.end;
  const depth = columnsAt(index.lines[scope.head] ?? '');
  if (isCloser(index.lines[at - 1] ?? '') && columnsAt(index.lines[at - 1] ?? '') === depth) at--;
  while (at > scope.head + 1 && isBlank(index.lines[at - 1] ?? '')) at--;
  const body = index.lines.slice(scope.head + 1, at);
  const members = body.filter((line) => !isBlank(line) && columnsAt(line) === baseColumns(body));
  const names = new Set(members.map(nameOf));
  const base = baseColumns(lines);
  if (columnsAt(lines[0] ?? '') > base) return undefined;
  const own = lines.filter((line) => !isBlank(line) && columnsAt(line) === base && !isCloser(line));
  if (body.length === 0 || bracketBalance(lines) !== 0 || own.some((line) => isTelling([line]) && index.placesOf(line, 'loose').length > 0)) return undefined;
  if (own.some((line) => !isItem(line) && (nameOf(line) === undefined || names.has(nameOf(line))))) return undefined;
  if (!mayFollow(index.lines[scope.head] ?? '', body, lines) || leaves(members.at(-1) ?? '')) return undefined;
  if (looksMoved(index, lines)) return undefined;
  const sibling = indentOf(members[0] ?? '');
  const writer = writerFor(index, path, [[own[0] ?? '', sibling + (own[0] ?? '').trimStart()]], lines);
  const edit = writeEdit(writer, at, [], part.isSetOff ? ['', ...lines] : lines);
  return edit && { kind: 'edits', edits: [edit], region: { start: scope.head, end: at } };
}

/** What a member is told apart by: a call such as `test('adds', ...` by its first text, all else by what it declares. */
function nameOf(line: string): string | undefined {
  const call = /^\s*(?:await\s+)?([\w$.]+\(\s{0,3}(?:"[^"]{1,200}"|'[^']{1,200}'|`[^`]{1,200}`))/.exec(line.slice(0, 300))?.[1];
  return call === undefined ? declared(line) : call.replace(/["'`]/g, '"').replace(/\s+/g, ' ');
}

/** An item of a list that has no name. */
function isItem(line: string): boolean {
  return /^\s*(?:[[({]+\s*$|["'`].*,?\s*$)/.test(line);
}

/** Nothing is done behind a line that leaves its block. */
function leaves(line: string): boolean {
  return /^\s*(?:return|throw|raise|break|continue|exit|sys\.exit|process\.exit)\b/.test(line);
}

/** Whether new members can stand behind the last one: without a sign between them, or with the one it has already. */
function mayFollow(head: string, body: readonly string[], lines: readonly string[]): boolean {
  if (/:\s*(?:#.*)?$/.test(head)) return !lines.some(isItem);
  const isLiteral = !/\)\s*=>\s*\{\s*$/.test(head) && /(?:[=:(,[?]|\breturn|=>)\s*[{[(]\s*$|^\s*[{[(]\s*$|[[(]\s*$/.test(head);
  const last = (text: readonly string[]): string => text.findLast((line) => !isBlank(line))?.trim() ?? '';
  if (isLiteral) return last(body).endsWith(',') && !/[;]$/.test(last(lines));
  return /\{\s*$/.test(head) && [last(body), last(lines)].every((line) => /[;}]$/.test(line)) && !lines.some(isItem);
}

/**
 * New definitions below a placeholder for all that the file has, where nothing else is shown: they go to its end, if
 * that is a definition too and of the same kind as others there.
 */
export function insertAtFileEnd(index: FileIndex, path: string, part: Part, range: Range): PartVerdict | undefined {
  const { lines } = part;
  if (part.above !== 0 || part.below !== undefined || columnsAt(lines[0] ?? '') !== 0 || !isNewThings(index, path, lines)) return undefined;
  const own = index.lines.flatMap((line, i) => (isBlank(line) || columnsAt(line) > 0 || isCloser(line) || isAside(line) ? [] : [i]));
  const last = own.at(-1) ?? 0;
  const lastName = headName(index.lines[last] ?? '', path);
  const end = index.lines.findLastIndex((line) => !isBlank(line)) + 1;
  const kindOf = (line: string | undefined): string | undefined => headName(line ?? '', path)?.split(' ')[0];
  const kinds = new Set(own.map((i) => kindOf(index.lines[i])));
  if (lastName === undefined || last < range.start || blockEnd(index.lines, last) !== end || !headsOf(lines).every((line) => kinds.has(kindOf(line)))) return undefined;
  const writer = writerFor(index, path, [], lines);
  const gap = gapAbove(index, last);
  const edit = writeEdit(writer, end, [], [...gap, ...lines]);
  return edit && { kind: 'edits', edits: [edit], region: { start: end, end: index.lines.length } };
}

/** New definitions directly below the end of the block before. */
export function insertBehind({ index, path, range }: Field, part: Part): PartVerdict | undefined {
  const { lines } = part;
  const above = index.lines[range.start - 1];
  if (!part.follows || above === undefined || !isNewThings(index, path, lines)) return undefined;
  const writer = writerFor(index, path, [[lines[0] ?? '', indentOf(above) + (lines[0] ?? '').trimStart()]], lines);
  const edit = columnsAt(lines[0] ?? '') === columnsAt(above) ? writeEdit(writer, range.start, [], part.isSetOff ? ['', ...lines] : lines) : undefined;
  return edit && { kind: 'edits', edits: [edit], region: { start: range.start, end: range.start } };
}

/** The lines of the first one's depth that are neither comments nor brackets. */
function headsOf(lines: readonly string[]): string[] {
  return lines.filter((line) => !isBlank(line) && columnsAt(line) === columnsAt(lines[0] ?? '') && !isCloser(line) && !isAttached(line));
}

/** Whether lines are nothing but definitions that the file does not have, all at the depth of the first. */
function isNewThings(index: FileIndex, path: string, lines: readonly string[]): boolean {
  const base = columnsAt(lines[0] ?? '');
  if (baseColumns(lines) !== base || bracketBalance(lines) !== 0 || looksMoved(index, lines)) return false;
  const heads = lines.flatMap((line, i) => (isBlank(line) || columnsAt(line) > base || isCloser(line) || isAttached(line) ? [] : [i]));
  return heads.length > 0 && heads.every((i) => isNewHead(index, lines, i, path));
}

/** As many blank lines as stand above a definition of the file. */
function gapAbove(index: FileIndex, head: number): string[] {
  const from = attachedFrom(index.lines, head);
  let at = from;
  while (at > 0 && isBlank(index.lines[at - 1] ?? '')) at--;
  return Array<string>(Math.min(2, Math.max(1, from - at))).fill('');
}
