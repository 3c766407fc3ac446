import { isBlank, linesOf } from './textLines.ts';

/** Columns of a tab where nothing says otherwise; most editors begin with it. */
const TAB_WIDTH = 4;
/** A wider step than this is an alignment, not a level. */
const MAX_STEP = 8;

/** The white space a line begins with. */
export function indentOf(line: string): string {
  let at = 0;
  while (at < line.length && isIndentChar(line.charCodeAt(at))) at++;
  return line.slice(0, at);
}

function isIndentChar(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 0x202f;
}

/** Columns an indentation takes, a tab counting up to the next multiple of `tabWidth`. */
export function columnsOf(indent: string, tabWidth = TAB_WIDTH): number {
  let columns = 0;
  for (const char of indent) columns = char === '\t' ? columns + tabWidth - (columns % tabWidth) : columns + 1;
  return columns;
}

/** Columns that a line is indented by. */
export function columnsAt(line: string): number {
  return columnsOf(indentOf(line));
}

/** The least columns that one of the lines is indented by, blank ones left out; Infinity where all are blank. */
export function baseColumns(lines: readonly string[]): number {
  return lines.reduce((least, line) => (isBlank(line) ? least : Math.min(least, columnsAt(line))), Infinity);
}

/**
 * One level of indentation as these lines have it: a tab, or 1 to 8 spaces. Undefined when nothing is indented.
 * Read from the steps between neighbours, since those survive when a whole block is shifted.
 */
export function indentUnit(lines: readonly string[]): string | undefined {
  const steps = new Map<number, number>();
  let tabs = 0;
  let spaces = 0;
  let previous = 0;
  for (const line of lines) {
    if (isBlank(line)) continue;
    const indent = indentOf(line);
    if (indent.startsWith('\t')) tabs++;
    else if (indent.length > 1) spaces++;
    const step = Math.abs(indent.length - previous);
    previous = indent.length;
    if (step > 1 && step <= MAX_STEP) steps.set(step, (steps.get(step) ?? 0) + 1);
  }
  if (tabs > spaces) return '\t';
  if (spaces === 0) return undefined;
  const [best] = [...steps].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  return ' '.repeat(best?.[0] ?? TAB_WIDTH);
}

function commonIndent(lines: readonly string[]): string {
  let common: string | undefined;
  for (const line of lines) {
    if (isBlank(line)) continue;
    const indent = indentOf(line);
    common ??= indent;
    let same = 0;
    while (same < common.length && common[same] === indent[same]) same++;
    common = common.slice(0, same);
  }
  return common ?? '';
}

/** Writes leading spaces as tabs, `width` columns each; what is left over stays spaces. */
function toTabs(indent: string, width: number): string {
  const columns = columnsOf(indent, width);
  return '\t'.repeat(Math.floor(columns / width)) + ' '.repeat(columns % width);
}

function toSpaces(indent: string, unit: string): string {
  return indent.replaceAll('\t', unit);
}

/** Rewrites the indentation of lines in the given unit; lines that already use it stay as they are. */
export function convertIndent(lines: readonly string[], unit: string): string[] {
  const own = indentUnit(lines);
  if (own === undefined || (own === '\t') === (unit === '\t')) return [...lines];
  return lines.map((line) => {
    const indent = indentOf(line);
    const converted = unit === '\t' ? toTabs(indent, own.length) : toSpaces(indent, unit);
    return converted + line.slice(indent.length);
  });
}

/** A first line cut out behind its indentation: `foo() {`, then a body, then `    }`. */
function firstLineLostIndent(lines: readonly string[]): boolean {
  const [first, ...rest] = lines.filter((line) => !isBlank(line));
  const last = rest.at(-1);
  if (first === undefined || last === undefined || !/^[)}\]]|^end\b/.test(last.trimStart())) return false;
  return indentOf(first) === '' && indentOf(last) !== '' && commonIndent(rest) === indentOf(last);
}

/**
 * Moves a block of code to the indentation `target` (a string of spaces and tabs), keeping the steps inside it.
 * Where `target`, or else `unit`, says tabs and the code has spaces, or the other way round, the steps are rewritten.
 * Blank lines become empty; line endings are written as line feeds.
 */
export function reindent(code: string, target: string, unit?: string): string {
  const lines = linesOf(code);
  const cut = firstLineLostIndent(lines);
  const common = commonIndent(cut ? lines.filter((line) => indentOf(line) !== '') : lines);
  const bare = lines.map((line) => (line.startsWith(common) ? line.slice(common.length) : line));
  const wanted = target.includes('\t') ? '\t' : (unit ?? (target === '' ? undefined : ' '.repeat(TAB_WIDTH)));
  const stepped = wanted === undefined ? bare : convertIndent(bare, wanted);
  return stepped.map((line) => (isBlank(line) ? '' : target + line)).join('\n');
}
