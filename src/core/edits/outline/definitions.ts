import type { FileIndex } from '../text/fileIndex.ts';
import { columnsAt } from '../text/indent.ts';
import { isBlank } from '../text/textLines.ts';
import { opensBlock } from './blockAt.ts';
import { declared, headName, isAttached, wordOf } from './declarations.ts';

/** Lines [start, end), counted from 0. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The lines within a range that open a block and define what a line defines. */
function definitionsOf(index: FileIndex, line: string, path: string, range: Range): number[] {
  const name = headName(line, path);
  if (name === undefined) return [];
  return index.placesWith(wordOf(name)).filter((at) => {
    const isSame = at >= range.start && at < range.end && headName(index.lines[at] ?? '', path) === name;
    return isSame && opensBlock(index.lines, at);
  });
}

/** The only line within a range that defines what a line defines. */
export function definitionAt(index: FileIndex, line: string, path: string, range: Range): number | undefined {
  const [only, ...others] = definitionsOf(index, line, path, range);
  return others.length === 0 ? only : undefined;
}

/** Whether a line opens the definition of something that the file does not define. */
export function isNewHead(index: FileIndex, lines: readonly string[], at: number, path: string): boolean {
  const line = lines[at] ?? '';
  if (headName(line, path) === undefined || !opensBlock(lines, at) || !index.canSearch) return false;
  const all = { start: 0, end: index.lines.length };
  return index.placesOf(line, 'loose').length === 0 && definitionsOf(index, line, path, all).length === 0;
}

/** Whether the file declares what a line declares, at any place. A call declares nothing. */
export function isDeclared(index: FileIndex, path: string, line: string): boolean {
  const isCall = /^[^=:]*\(/.test(line) && headName(line, path) === undefined;
  const name = isCall ? undefined : declared(line);
  if (name === undefined) return false;
  return !index.canSearch || index.placesWith(name).some((at) => declared(index.lines[at] ?? '') === name);
}

/** The first of the lines directly above that belong to a definition: its comments and decorators. */
export function attachedFrom(lines: readonly string[], head: number): number {
  const depth = columnsAt(lines[head] ?? '');
  const isOwn = (line: string): boolean => !isBlank(line) && isAttached(line) && columnsAt(line) >= depth;
  let at = head;
  while (at > 0 && isOwn(lines[at - 1] ?? '')) at--;
  return at;
}
