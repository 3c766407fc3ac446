import { blockEnd, isCloser, isPartOfBlock, opensBlock } from '../outline/blockAt.ts';
import { bracketBalance } from '../outline/bracketBalance.ts';
import { firstWord, headName, isAttached, isImport } from '../outline/declarations.ts';
import { attachedFrom } from '../outline/definitions.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import { baseColumns, columnsAt } from '../text/indent.ts';
import { extensionOf } from '../text/languages.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { writeEdit, writerFor } from '../writing/editsAt.ts';
import { refused, type BlockClaim, type BlockVerdict } from './blockChanges.ts';
import { insertAtEnd, isNewThings } from './snippetEnds.ts';
import type { Scope } from './snippetParts.ts';

/** What stays the last statement of a file: exports of what it defines, and the call of its main function. */
const LAST_STATEMENTS = [
  /^export\s+(?:default\b(?!\s+(?:async\s+)?(?:function|class)\b)|\{|\*)/,
  /^(?:module\.)?exports\b.*=/,
  /^if\s+__name__\s*==/,
];

/** Blank lines between definitions where the file has no two of them to show it: two in Python, one elsewhere. */
const GAP_IN_PYTHON = 2;

/**
 * Adds definitions that a file does not have, and that do not say where they belong, to its end. There they stand above
 * `export default`, `if __name__ == '__main__'` and the bracket of a namespace. Undefined where the lines are anything
 * else. Refused with both places where statements follow the last definition, since they may belong above or below
 * these, unless `appendAt` says which.
 */
export function appendDefinitions(
  index: FileIndex,
  { path, appendAt }: Pick<BlockClaim, 'path' | 'appendAt'>,
  lines: readonly string[],
): BlockVerdict | undefined {
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  const fresh = lines.slice(first, last + 1);
  if (first < 0 || columnsAt(fresh[0] ?? '') !== 0 || !isNewThings(index, path, fresh)) return undefined;
  const heads = topHeads(index.lines);
  const around = namespaceAround(index, path, heads);
  if (around) return inNamespace(index, path, fresh, around);
  const [place, other] = mayStandAlone(index, path, fresh, heads) ? placesFor(index, path, heads) : [];
  if (place === undefined) return undefined;
  if (other !== undefined && appendAt !== place && appendAt !== other) {
    const candidates = [place, other].map((at) => ({ line: at + 1, similarity: 1 }));
    return { ...refused('several-places'), candidates };
  }
  return insertionAt(index, path, fresh, other === undefined ? place : (appendAt ?? place));
}

/** The lines at the margin that begin something of their own. */
function topHeads(lines: readonly string[]): number[] {
  return lines.flatMap((line, i) => {
    const isHead = isTelling(line) && columnsAt(line) === 0 && !isPartOfBlock(line) && !isAttached(line);
    return isHead ? [i] : [];
  });
}

/** The namespace, with an indented body, that is all that a file defines. */
function namespaceAround({ lines }: FileIndex, path: string, heads: readonly number[]): Scope | undefined {
  const definitions = heads.filter((at) => headName(lines[at] ?? '', path) !== undefined);
  const [head] = definitions;
  if (head === undefined || definitions.length > 1 || !opensBlock(lines, head)) return undefined;
  const isNamespace = /^(?:namespace|module) /.test(headName(lines[head] ?? '', path) ?? '');
  const end = blockEnd(lines, head);
  return isNamespace && end === endOf(lines) ? { columns: 0, head, end } : undefined;
}

/** New definitions above the bracket of a namespace that has others of their kind. */
function inNamespace(index: FileIndex, path: string, fresh: readonly string[], scope: Scope): BlockVerdict | undefined {
  const body = index.lines.slice(scope.head + 1, scope.end);
  const base = baseColumns(body.slice(0, -1).filter((line) => !isPartOfBlock(line)));
  const kinds = new Set(body.filter((line) => columnsAt(line) === base).map((line) => kindOf(line, path)));
  if (!topHeads(fresh).every((at) => kinds.has(kindOf(fresh[at] ?? '', path)))) return undefined;
  const field = { index, path, range: { start: 0, end: index.lines.length } };
  const part = { lines: fresh, above: 0, below: undefined, isSetOff: true, isSetOffBelow: false };
  const verdict = insertAtEnd(field, part, scope);
  return verdict?.kind === 'edits' ? { kind: 'edits', edits: verdict.edits, how: 'appended' } : undefined;
}

function kindOf(line: string, path: string): string | undefined {
  return firstWord(headName(line, path) ?? '');
}

/** Kinds that belong into a class as often as not: they stand at the margin only where others of the file do. */
const MEMBERS = new Set<string | undefined>(['method', 'def', 'sub', undefined]);
/** A value that may stand last: `const twice = (a) => 2 * a`, or a type. Constants are wanted above what uses them. */
const IS_FUNCTION = /=>|\bfunction\b|^(?:export\s+|declare\s+)*type\b/;
/** A function of Python that is a method by its first parameter. */
const OF_INSTANCE = /\(\s*(?:self|cls)\b/;

/** Whether new definitions can stand at the margin of a file, by their kind and the kinds of those that do. */
function mayStandAlone(
  { lines }: FileIndex, path: string, fresh: readonly string[], heads: readonly number[],
): boolean {
  const kinds = new Set(heads.map((at) => kindOf(lines[at] ?? '', path)));
  const isPython = /^pyi?$/.test(extensionOf(path));
  return topHeads(fresh).every((at) => {
    const line = fresh[at] ?? '';
    const kind = kindOf(line, path);
    // In a style sheet the order of the rules decides which one holds.
    if (kind === 'rule') return false;
    if (kind === 'value' && !IS_FUNCTION.test(line)) return false;
    if (isPython && kind === 'def') return !OF_INSTANCE.test(line);
    return kinds.has(kind) || !MEMBERS.has(kind);
  });
}

/** The lines of the file that new definitions can go above: none, one, or two that are equally good. */
function placesFor({ lines }: FileIndex, path: string, top: readonly number[]): number[] {
  const heads = [...top];
  const isDefinition = (at: number): boolean => headName(lines[at] ?? '', path) !== undefined && opensBlock(lines, at);
  const statements: number[] = [];
  while (heads.length > 0 && isLastStatement(lines[heads.at(-1) ?? 0] ?? '')) statements.push(heads.pop() ?? 0);
  const last = heads.at(-1);
  if (last === undefined) return [];
  const bottom = statements.at(-1) === undefined ? endOf(lines) : attachedFrom(lines, statements.at(-1) ?? 0);
  const isOnlyHead = heads.every((at) => isImport(lines[at] ?? '') || headName(lines[at] ?? '', path) !== undefined);
  if (isOnlyHead) return [aboveClosers(lines, last, bottom)];
  const definition = heads.findLast(isDefinition);
  if (definition === undefined) return [];
  return definition === last ? [aboveClosers(lines, last, bottom)] : [blockEnd(lines, definition), bottom];
}

function isLastStatement(line: string): boolean {
  return LAST_STATEMENTS.some((pattern) => pattern.test(line));
}

function endOf(lines: readonly string[]): number {
  return lines.findLastIndex((line) => !isBlank(line)) + 1;
}

/** A place above the brackets that close what was opened further up, such as a namespace whose body is not indented. */
function aboveClosers(lines: readonly string[], head: number, bottom: number): number {
  let at = bottom;
  while (at > head + 1 && bracketBalance(lines.slice(head, at)) < 0) {
    at--;
    if (!isBlank(lines[at] ?? '') && !isCloser(lines[at] ?? '')) return bottom;
  }
  return at;
}

function insertionAt(index: FileIndex, path: string, fresh: readonly string[], place: number): BlockVerdict {
  let at = place;
  while (at > 0 && isBlank(index.lines[at - 1] ?? '')) at--;
  const gap = Array<string>(gapOf(index, path)).fill('');
  const isAtEnd = index.lines.slice(at).every(isBlank);
  const edit = writeEdit(writerFor(index, path, [], fresh), at, [], [...gap, ...fresh]);
  if (!edit || edit.lines.some(index.isForeign)) return refused('indentation');
  // Where other lines follow, those above them get the blank lines that stood there.
  const isTight = !isAtEnd && !isBlank(index.lines[at] ?? '') && !isCloser(index.lines[at] ?? '');
  return { kind: 'edits', edits: [isTight ? { ...edit, lines: [...edit.lines, ...gap] } : edit], how: 'appended' };
}

/** As many blank lines as stand between definitions of the file. */
function gapOf({ lines }: FileIndex, path: string): number {
  const isHead = (line: string): boolean => columnsAt(line) === 0 && headName(line, path) !== undefined;
  for (let at = lines.length - 1; at > 0; at--) {
    if (!isHead(lines[at] ?? '') || !opensBlock(lines, at)) continue;
    const from = attachedFrom(lines, at);
    let gap = 0;
    while (gap < from && isBlank(lines[from - 1 - gap] ?? '')) gap++;
    if (from > gap && gap > 0) return Math.min(GAP_IN_PYTHON, gap);
  }
  return /^pyi?$/.test(extensionOf(path)) ? GAP_IN_PYTHON : 1;
}
