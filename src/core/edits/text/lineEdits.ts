import type { TextHunk } from './hunks.ts';
import { detectEol, type TextLines } from './textLines.ts';

/** Lines [start, end) of a file, counted from 0, give way to `lines` (contents without endings). */
export interface LineEdit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

function neighbourEol(split: TextLines, edit: LineEdit, fallback: string): string {
  const { eols } = split;
  const last = edit.end > edit.start ? eols[edit.end - 1] : '';
  return [last, eols[edit.start - 1], eols[edit.end]].find((eol) => eol !== undefined && eol !== '') ?? fallback;
}

/** New lines take over the endings of the lines they replace; more of them take the ending of their neighbour. */
function withEndings(split: TextLines, edit: LineEdit, fallback: string): string[] {
  const neighbour = neighbourEol(split, edit, fallback);
  return edit.lines.map((line, i) => {
    const own = edit.start + i < edit.end ? split.eols[edit.start + i] : undefined;
    return line + (own === undefined || own === '' ? neighbour : own);
  });
}

function dropEnding(line: string): string {
  return line.replace(/\r\n$|[\r\n]$/, '');
}

/** Writes a line edit as a text hunk. A file without a final line ending stays without. */
export function toTextHunk(split: TextLines, edit: LineEdit, eol = detectEol(split.text)): TextHunk {
  const count = split.lines.length;
  const whole = withEndings(split, edit, eol);
  const start = split.starts[edit.start] ?? split.text.length;
  const end = split.starts[edit.end] ?? split.text.length;
  const isUnended = edit.end >= count && count > 0 && split.eols[count - 1] === '';
  if (!isUnended) return { start: firstOffset(split, start), end, text: whole.join('') };
  const text = dropEnding(whole.join(''));
  if (edit.start === count) return { start: end, end, text: neighbourEol(split, edit, eol) + text };
  if (edit.lines.length > 0 || edit.start === 0) return { start, end, text };
  return { start: start - (split.eols[edit.start - 1]?.length ?? 0), end, text: '' };
}

/** In a text that holds nothing but a byte order mark, lines go behind the mark. */
function firstOffset(split: TextLines, start: number): number {
  return split.lines.length === 0 ? split.text.length : start;
}
