import { blockEnd, isCloser, isOpeningBrace, isPartOfBlock } from '../outline/blockAt.ts';
import { bracketBalance } from '../outline/bracketBalance.ts';
import { declared, firstWord, headName, isAttached } from '../outline/declarations.ts';
import { attachedFrom, isNewHead } from '../outline/definitions.ts';
import { isAside } from '../text/comments.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import { baseColumns, columnsAt, indentOf } from '../text/indent.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { writeEdit, writerFor } from '../writing/editsAt.ts';
import { looksMoved } from './snippetInserts.ts';
import type { Field, Part, PartVerdict, Scope } from './snippetParts.ts';

/** What a block of the file holds: its lines [start, end) without brackets and blank lines at the end. */
interface Body {
  /** The line that opens the block, together with a bracket that stands below it. */
  readonly head: string;
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
  /** The lines that begin a member, and those that close one: all at the depth of the first. */
  readonly members: readonly string[];
}

function bodyOf({ lines }: FileIndex, scope: Scope): Body {
  const own = lines[scope.head] ?? '';
  const foot = lines[scope.end - 1] ?? '';
  const hasBrace = isOpeningBrace(lines[scope.head + 1] ?? '');
  const start = scope.head + (hasBrace ? 2 : 1);
  let end = isCloser(foot) && columnsAt(foot) === columnsAt(own) ? scope.end - 1 : scope.end;
  while (end > start && isBlank(lines[end - 1] ?? '')) end--;
  const body = lines.slice(start, end);
  const members = body.filter((line) => !isBlank(line) && columnsAt(line) === baseColumns(body));
  return { head: hasBrace ? `${own} {` : own, start, end, lines: body, members };
}

/** New members at the end of a block. A placeholder above them stands for all that the block has. */
export function insertAtEnd({ index, path, range }: Field, part: Part, scope: Scope): PartVerdict | undefined {
  const { lines } = part;
  if (part.above === undefined || part.below !== undefined || range.start > scope.end) return undefined;
  const body = bodyOf(index, scope);
  if (body.lines.length === 0 || !areNewMembers(index, path, lines, body)) return undefined;
  if (!mayFollow(body, lines) || leaves(body.members.at(-1) ?? '')) return undefined;
  const [first = ''] = lines;
  const sibling = indentOf(body.members[0] ?? '');
  const writer = writerFor(index, path, [[first, sibling + first.trimStart()]], lines);
  const edit = writeEdit(writer, body.end, [], part.isSetOff ? ['', ...lines] : lines);
  return edit && { kind: 'edits', edits: [edit], region: { start: scope.head, end: body.end } };
}

/** Whether lines are complete members, none of which the block has under the same name or the file as it stands. */
function areNewMembers(index: FileIndex, path: string, lines: readonly string[], { members }: Body): boolean {
  const base = baseColumns(lines);
  if (columnsAt(lines[0] ?? '') > base || bracketBalance(lines) !== 0 || looksMoved(index, lines)) return false;
  const names = new Set(members.map((line) => memberName(line, path)));
  const heads = lines.filter((line) => !isBlank(line) && columnsAt(line) === base && !isCloser(line));
  return heads.every((line) => {
    if (isTelling(line) && index.placesOf(line, 'loose').length > 0) return false;
    const name = memberName(line, path);
    return isItem(line) || (name !== undefined && !names.has(name));
  });
}

/** `test('adds', () => {`: a call with a text as its first argument. */
const NAMED_CALL = /^\s*(?:await\s+)?([\w$.]+\(\s{0,3}(?:"[^"]{1,200}"|'[^']{1,200}'|`[^`]{1,200}`))/;

/**
 * What tells a member of a block from others: a call such as `test('adds'` by its text, all else by what it declares.
 */
function memberName(line: string, path: string): string | undefined {
  const call = NAMED_CALL.exec(line.slice(0, 300))?.[1];
  if (call !== undefined) return call.replace(/["'`]/g, '"').replace(/\s+/g, ' ');
  return declared(line) ?? headName(line, path);
}

/** An item of a list that has no name. */
function isItem(line: string): boolean {
  return /^\s*(?:[[({]+\s*$|["'`].*,?\s*$)/.test(line);
}

/** Nothing is done behind a line that leaves its block. */
function leaves(line: string): boolean {
  return /^\s*(?:return|throw|raise|break|continue|exit|sys\.exit|process\.exit)\b/.test(line);
}

/** `x = {`, `f([`, `return {`: the bracket opens a literal or a list of arguments, whose items need commas. */
const OPENS_LITERAL = /(?:[=:(,[?]|\breturn|=>)\s*[{[(]\s*$|^\s*[{[(]\s*$|[[(]\s*$/;
const OPENS_FUNCTION = /\)\s*=>\s*\{\s*$/;

/** Whether new members can stand behind the last one without a comma that it does not have yet. */
function mayFollow({ head, lines: body }: Body, lines: readonly string[]): boolean {
  const last = (text: readonly string[]): string => text.findLast((line) => !isBlank(line))?.trim() ?? '';
  const isLiteral = OPENS_LITERAL.test(head) && !OPENS_FUNCTION.test(head);
  if (isLiteral) return last(body).endsWith(',') && !last(lines).endsWith(';');
  // A bracket alone on its line belongs to the head above it, but for the first line.
  if (lines.some((line, i) => isItem(line) && !(i > 0 && isOpeningBrace(line)))) return false;
  if (/:\s*(?:#.*)?$/.test(head)) return true;
  const ends = [last(body), last(lines)];
  return ends.every((line) => line === 'end') || (/\{\s*$/.test(head) && ends.every((line) => /[;}]$/.test(line)));
}

/**
 * New definitions at the end of the file. A placeholder above them stands for all that the file has, nothing else is
 * shown, the file ends with a definition, and it has others of the same kind.
 */
export function insertAtFileEnd({ index, path, range }: Field, part: Part): PartVerdict | undefined {
  const { lines } = part;
  const isAlone = part.above === 0 && part.below === undefined && columnsAt(lines[0] ?? '') === 0;
  if (!isAlone || !isNewThings(index, path, lines)) return undefined;
  const heads = headsOf(index.lines, 0, isAside);
  const last = heads.at(-1) ?? 0;
  const end = index.lines.findLastIndex((line) => !isBlank(line)) + 1;
  const isDefinition = headName(index.lines[last] ?? '', path) !== undefined;
  if (!isDefinition || last < range.start || blockEnd(index.lines, last) !== end) return undefined;
  const kindOf = (line: string): string | undefined => firstWord(headName(line, path) ?? '');
  const kinds = new Set(heads.map((at) => kindOf(index.lines[at] ?? '')));
  if (!headsOf(lines, 0, isAttached).every((at) => kinds.has(kindOf(lines[at] ?? '')))) return undefined;
  const edit = writeEdit(writerFor(index, path, [], lines), end, [], [...gapAbove(index, last), ...lines]);
  return edit && { kind: 'edits', edits: [edit], region: { start: end, end: index.lines.length } };
}

/** New definitions directly below the end of the block before. */
export function insertBehind({ index, path, range }: Field, part: Part): PartVerdict | undefined {
  const { lines } = part;
  const [first = ''] = lines;
  const above = index.lines[range.start - 1];
  const isBeside = part.follows && above !== undefined && columnsAt(first) === columnsAt(above);
  if (!isBeside || !isNewThings(index, path, lines)) return undefined;
  const writer = writerFor(index, path, [[first, indentOf(above) + first.trimStart()]], lines);
  const edit = writeEdit(writer, range.start, [], part.isSetOff ? ['', ...lines] : lines);
  return edit && { kind: 'edits', edits: [edit], region: { start: range.start, end: range.start } };
}

/** The lines, no deeper than `depth`, that begin something of their own; `isOther` says what does not count. */
function headsOf(lines: readonly string[], depth: number, isOther: (line: string) => boolean): number[] {
  return lines.flatMap((line, i) => {
    return isBlank(line) || columnsAt(line) > depth || isPartOfBlock(line) || isOther(line) ? [] : [i];
  });
}

/** Whether lines are nothing but definitions that the file does not have, all at the depth of the first. */
export function isNewThings(index: FileIndex, path: string, lines: readonly string[]): boolean {
  const base = columnsAt(lines[0] ?? '');
  if (baseColumns(lines) !== base || bracketBalance(lines) !== 0 || looksMoved(index, lines)) return false;
  const heads = headsOf(lines, base, isAttached);
  return heads.length > 0 && heads.every((i) => isNewHead(index, lines, i, path));
}

/** As many blank lines as stand above a definition of the file, one or two. */
function gapAbove(index: FileIndex, head: number): string[] {
  const from = attachedFrom(index.lines, head);
  let at = from;
  while (at > 0 && isBlank(index.lines[at - 1] ?? '')) at--;
  return Array<string>(Math.min(2, Math.max(1, from - at))).fill('');
}
