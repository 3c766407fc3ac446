import type { TextHunk } from '../text/hunks.ts';
import { indentOf, indentUnit, reindent } from '../text/indent.ts';
import { detectEol, isBlank, linesOf, withEol } from '../text/textLines.ts';

/** What placing needs to know of a document: its text and what one level of new indentation is made of. */
export interface PlaceInto {
  readonly text: string;
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

/** New code at an offset: into a blank line, inside a line where it is one line itself, else as lines of its own. */
export function insertAtCursor(into: PlaceInto, offset: number, code: string): TextHunk {
  const { text } = into;
  const eol = detectEol(text);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = endOfLine(text, offset);
  const line = text.slice(lineStart, lineEnd);
  const body = trimBlankLines(code);
  const block = (indent: string): string => withEol(reindent(body, indent, unitOf(into, text)), eol);
  if (isBlank(line))
    return { start: lineStart, end: lineEnd, text: block(line === '' ? indentAbove(text, lineStart) : line) };
  if (isBlank(text.slice(lineStart, offset)))
    return { start: lineStart, end: lineStart, text: block(indentOf(line)) + eol };
  if (isBlank(text.slice(offset, lineEnd)))
    return { start: lineEnd, end: lineEnd, text: eol + block(indentBelow(into, lineEnd, line)) };
  return { start: offset, end: offset, text: withEol(inline(body, indentOf(line)), eol) };
}

/**
 * Code that begins in the middle of a line: its first line stays where it is, the others get the line's indentation.
 */
function inline(code: string, indent: string): string {
  const [first = '', ...rest] = linesOf(code);
  if (rest.length === 0) return first.trim();
  return [first.trimStart(), ...linesOf(reindent(rest.join('\n'), indent))].join('\n');
}

function trimBlankLines(code: string): string {
  const lines = linesOf(code);
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  return first < 0 ? '' : lines.slice(first, last + 1).join('\n');
}

/** One level of indentation: as the code around has it, else as the editor is set. */
function unitOf({ text, tabSize, insertSpaces }: PlaceInto, nearby: string): string {
  return indentUnit(linesOf(nearby)) ?? indentUnit(linesOf(text)) ?? (insertSpaces ? ' '.repeat(tabSize) : '\t');
}

function endOfLine(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  if (found < 0) return text.length;
  return text[found - 1] === '\r' && found > offset ? found - 1 : found;
}

/** Indentation of the nearest line above that has any text. */
function indentAbove(text: string, lineStart: number): string {
  const above = text.slice(0, lineStart).trimEnd();
  return indentOf(above.slice(above.lastIndexOf('\n') + 1));
}

/** For lines put below one: the deeper indentation of what already follows, or a level more behind an opener. */
function indentBelow(into: PlaceInto, lineEnd: number, line: string): string {
  const own = indentOf(line);
  const next = linesOf(into.text.slice(lineEnd)).find((one) => !isBlank(one));
  const following = next === undefined ? '' : indentOf(next);
  if (following.length > own.length) return following;
  return /[{([:]\s*$/.test(line) ? own + unitOf(into, into.text) : own;
}
