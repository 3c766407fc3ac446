import { telling } from './blockChanges.ts';
import { bracketBalance } from '../outline/brackets.ts';
import { differences } from '../writing/editsAt.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { isTelling } from '../placing/findHunk.ts';
import { isProse } from '../text/languages.ts';
import { baseColumns, columnsAt, opens, type Range } from './snippetParts.ts';
import { isBlank } from '../text/textLines.ts';

/** Lines above or below a selection that are compared with the ends of the code. */
const MAX_EDGE = 20;

/**
 * Whether the code begins with the very lines above the selection, or ends with those below, unless what was selected
 * does so too. Brackets tell that only where the code has more of them than the selection.
 */
function repeatsEdge(index: FileIndex, range: Range, code: readonly string[]): boolean {
  const keysOf = (lines: readonly string[]): string[] => lines.filter((line) => !isBlank(line)).map((line) => keyOf(line, 'loose'));
  const selected = index.lines.slice(range.start, range.end);
  const isUneven = bracketBalance(code) !== bracketBalance(selected);
  const repeats = (outside: readonly string[], own: readonly string[], shown: readonly string[]): boolean => {
    for (let count = 1; count <= Math.min(outside.length, shown.length, MAX_EDGE); count++) {
      const run = outside.slice(0, count).reverse();
      const saysNothing = !isTelling(run) && run.some((key) => /[()[\]{}]/.test(key));
      if (!run.every((key, i) => shown[i] === key) || (saysNothing && !isUneven)) continue;
      if (!run.every((key, i) => own[i] === key)) return true;
    }
    return false;
  };
  const above = keysOf(index.lines.slice(Math.max(0, range.start - 2 * MAX_EDGE), range.start)).reverse();
  const below = keysOf(index.lines.slice(range.end, range.end + 2 * MAX_EDGE));
  return repeats(above, keysOf(selected), keysOf(code)) || repeats(below, keysOf(selected).reverse(), keysOf(code).reverse());
}

/** Whether the code repeats the lines around the selection. */
export function goesBeyond(index: FileIndex, range: Range, code: readonly string[]): boolean {
  if (repeatsEdge(index, range, code)) return true;
  const keys = new Set(code.map((line) => keyOf(line, 'loose')));
  const selected = new Set(index.lines.slice(range.start, range.end).map((line) => keyOf(line, 'loose')));
  const repeats = (lines: readonly string[]): boolean => {
    const near = lines.filter((line) => isTelling([line])).slice(0, 2).map((line) => keyOf(line, 'loose'));
    return near.length > 0 && near.every((key) => keys.has(key) && !selected.has(key));
  };
  const above = index.lines.slice(Math.max(0, range.start - 20), range.start).reverse();
  return repeats(above) || repeats(index.lines.slice(range.end, range.end + 20));
}

/**
 * Whether the code is only a part of what was selected: lines at its ends go without a word, or it opens more brackets
 * than it closes where the selection did not.
 */
export function fallsShort(path: string, selected: readonly string[], code: readonly string[]): boolean {
  const [before, after] = [bracketBalance(selected), bracketBalance(code)];
  if (!isProse(path) && after !== before && after !== 0) return true;
  if (lacksHead(selected, code)) return true;
  const common = commonLines(selected, code);
  const [first, last] = [common[0], common.at(-1)];
  if (!first || !last) return false;
  const head = lost(selected.slice(0, first.a), code.slice(0, first.b));
  const tail = lost(selected.slice(last.a + 1), code.slice(last.b + 1));
  return head + tail > 1 || (head > 0 && losesHead(selected, code));
}

/** Whether the first line is the head of what is shown at its own depth, or defines it; a condition may be taken away. */
function losesHead(selected: readonly string[], code: readonly string[]): boolean {
  const at = selected.findIndex((line) => isTelling([line]));
  const isDefinition = /\b(?:def|function|class|fn|func|interface|struct|enum|trait|impl|module|namespace)\b/.test(selected[at] ?? '');
  return opens(selected, at) && (isDefinition || baseColumns(code) > baseColumns(selected));
}

/** Whether of several things that the selection defines the first or the last is missing, and nothing has come for it. */
function lacksHead(selected: readonly string[], code: readonly string[]): boolean {
  const headsOf = (lines: readonly string[]): string[] => {
    const base = baseColumns(lines);
    return lines.filter((line, i) => columnsAt(line) === base && isTelling([line]) && opens(lines, i)).map((line) => keyOf(line, 'loose'));
  };
  const [own, heads] = [headsOf(selected), headsOf(code)];
  return own.length > 1 && heads.length < own.length && [own[0], own.at(-1)].some((head) => head !== undefined && !heads.includes(head));
}

/** How many lines that say something go where none come. */
function lost(own: readonly string[], lines: readonly string[]): number {
  return telling(lines) > 0 ? 0 : telling(own);
}

/** Where lines that say something stand in both, in order. */
function commonLines(selected: readonly string[], code: readonly string[]): { a: number; b: number }[] {
  const found: { a: number; b: number }[] = [];
  let [a, b] = [0, 0];
  const changes = differences(selected.map((line) => keyOf(line, 'loose')), code.map((line) => keyOf(line, 'loose')));
  for (const change of [...changes, { a0: selected.length, a1: 0, b0: 0, b1: 0 }]) {
    for (; a < change.a0; a++, b++) if (isTelling(selected.slice(a, a + 1))) found.push({ a, b });
    [a, b] = [change.a1, change.b1];
  }
  return found;
}
