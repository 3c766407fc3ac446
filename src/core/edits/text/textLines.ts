export type Eol = '\n' | '\r\n' | '\r';

export const BOM = '\uFEFF';

/** A text cut into lines. Offsets are UTF-16 offsets into `text`. */
export interface TextLines {
  readonly text: string;
  /** Contents without line ending and without byte order mark. */
  readonly lines: readonly string[];
  /** The ending of each line; '' for a last line that has none. */
  readonly eols: readonly string[];
  /** Where each line begins; one entry more than there are lines, the last being the text's length. */
  readonly starts: readonly number[];
}

/** A lone carriage return ends a line only in a text that knows no line feed: elsewhere it is just a character. */
function separatorOf(text: string): '\n' | '\r' {
  return !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
}

/** Cuts a text into lines, in linear time; a final line ending does not open another, empty line. */
export function splitText(text: string): TextLines {
  const separator = separatorOf(text);
  const lines: string[] = [];
  const eols: string[] = [];
  const starts: number[] = [];
  let at = text.startsWith(BOM) ? 1 : 0;
  while (at < text.length) {
    const found = text.indexOf(separator, at);
    const next = found < 0 ? text.length : found + 1;
    let end = found < 0 ? text.length : found;
    if (found > at && separator === '\n' && text.charCodeAt(found - 1) === 13) end--;
    starts.push(at);
    lines.push(text.slice(at, end));
    eols.push(text.slice(end, next));
    at = next;
  }
  starts.push(text.length);
  return { text, lines, eols, starts };
}

/** The line contents of a text whose endings do not matter, such as a model's reply. */
export function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

/** The line ending most lines have; a line feed when there is none or a tie. */
export function detectEol(text: string): Eol {
  if (separatorOf(text) === '\r') return '\r';
  let crlf = 0;
  let lf = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (text.charCodeAt(at - 1) === 13) crlf++;
    else lf++;
  }
  return crlf > lf ? '\r\n' : '\n';
}

/** Gives every line of `text` the same ending. */
export function withEol(text: string, eol: Eol): string {
  return text.replace(/\r\n|\n/g, eol);
}

export function isBlank(line: string): boolean {
  return line.trim() === '';
}
