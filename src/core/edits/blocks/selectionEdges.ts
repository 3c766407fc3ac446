import { opensBlock } from '../outline/blockAt.ts';
import { bracketBalance } from '../outline/bracketBalance.ts';
import { hasDefiningWord } from '../outline/declarations.ts';
import type { Range } from '../outline/definitions.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { baseColumns, columnsAt } from '../text/indent.ts';
import { keptLines } from '../text/keptLines.ts';
import { isProse } from '../text/languages.ts';
import { countTelling, isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { differences } from '../writing/editsAt.ts';

/** Lines above or below a selection that are compared with the ends of the code. */
const MAX_EDGE = 20;

function keysOf(lines: readonly string[]): string[] {
  return lines.map((line) => keyOf(line, 'loose'));
}

function saidIn(lines: readonly string[]): string[] {
  return keysOf(lines.filter((line) => !isBlank(line)));
}

/**
 * Whether the code begins with the very lines above the selection, or ends with those below, unless what was selected
 * does so too. Brackets tell that only where the code has more of them than the selection.
 */
function repeatsEdge(index: FileIndex, range: Range, code: readonly string[]): boolean {
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
  const above = saidIn(index.lines.slice(Math.max(0, range.start - 2 * MAX_EDGE), range.start)).reverse();
  const below = saidIn(index.lines.slice(range.end, range.end + 2 * MAX_EDGE));
  const [own, shown] = [saidIn(selected), saidIn(code)];
  return repeats(above, own, shown) || repeats(below, own.toReversed(), shown.toReversed());
}

/** Whether the code repeats the lines around the selection. */
export function goesBeyond(index: FileIndex, range: Range, code: readonly string[]): boolean {
  if (repeatsEdge(index, range, code)) return true;
  const shown = new Set(keysOf(code));
  const selected = new Set(keysOf(index.lines.slice(range.start, range.end)));
  const repeats = (lines: readonly string[]): boolean => {
    const near = keysOf(lines.filter((line) => isTelling(line)).slice(0, 2));
    return near.length > 0 && near.every((key) => shown.has(key) && !selected.has(key));
  };
  const above = index.lines.slice(Math.max(0, range.start - MAX_EDGE), range.start).reverse();
  return repeats(above) || repeats(index.lines.slice(range.end, range.end + MAX_EDGE));
}

/**
 * Whether the code is only a part of what was selected: lines at its ends go without a word, or it opens more brackets
 * than it closes where the selection did not.
 */
export function fallsShort(path: string, selected: readonly string[], code: readonly string[]): boolean {
  const [before, after] = [bracketBalance(selected), bracketBalance(code)];
  if (!isProse(path) && after !== before && after !== 0) return true;
  if (lacksHead(selected, code)) return true;
  const common = keptLines(differences(keysOf(selected), keysOf(code)), selected.length)
    .filter(({ a }) => isTelling(selected[a] ?? ''));
  const [first, last] = [common[0], common.at(-1)];
  if (!first || !last) return false;
  const head = lost(selected.slice(0, first.a), code.slice(0, first.b));
  const tail = lost(selected.slice(last.a + 1), code.slice(last.b + 1));
  return head + tail > 1 || (head > 0 && losesHead(selected, code));
}

/**
 * Whether the first line is the head of what is shown at its own depth, or defines it; a condition may be taken away.
 */
function losesHead(selected: readonly string[], code: readonly string[]): boolean {
  const at = selected.findIndex((line) => isTelling(line));
  const isDefinition = hasDefiningWord(selected[at] ?? '');
  return opensBlock(selected, at) && (isDefinition || baseColumns(code) > baseColumns(selected));
}

/**
 * Whether of several things that the selection defines the first or the last is missing, and nothing has come for it.
 */
function lacksHead(selected: readonly string[], code: readonly string[]): boolean {
  const headsOf = (lines: readonly string[]): string[] => {
    const base = baseColumns(lines);
    return keysOf(lines.filter((line, i) => columnsAt(line) === base && isTelling(line) && opensBlock(lines, i)));
  };
  const [own, heads] = [headsOf(selected), headsOf(code)];
  const isMissing = (head: string | undefined): boolean => head !== undefined && !heads.includes(head);
  return own.length > 1 && heads.length < own.length && (isMissing(own[0]) || isMissing(own.at(-1)));
}

/** How many telling lines go where none come. */
function lost(own: readonly string[], lines: readonly string[]): number {
  return isTelling(lines) ? 0 : countTelling(own);
}
