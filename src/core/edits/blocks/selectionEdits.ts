import { isSentence } from '../formats/extractCode.ts';
import { isPlaceholder } from '../guards/elisions.ts';
import { bracketBalance } from '../outline/bracketBalance.ts';
import type { Range } from '../outline/definitions.ts';
import { FileIndex, keyOf } from '../text/fileIndex.ts';
import type { TextHunk } from '../text/hunks.ts';
import { columnsOf, indentOf, indentUnit, reindent } from '../text/indent.ts';
import { isProse } from '../text/languages.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import { plainText } from '../text/lookalikes.ts';
import { keptLines } from '../text/keptLines.ts';
import { isTelling } from '../text/telling.ts';
import { BOM, isBlank } from '../text/textLines.ts';
import { differences, minimal, writeEdit, writerFor } from '../writing/editsAt.ts';
import type { LinePair } from '../writing/rebase.ts';
import { foldedDifferences, refused, type BlockVerdict, type RefusedBlock } from './blockChanges.ts';
import { blockEdits } from './blockEdits.ts';
import { fallsShort, goesBeyond } from './selectionEdges.ts';

/** A selection in a file; UTF-16 offsets, start before end. */
export interface SelectionTarget {
  readonly index: FileIndex;
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export type SelectionVerdict =
  | { readonly kind: 'lines'; readonly edits: readonly LineEdit[]; readonly how: 'selection' | 'whole' }
  | { readonly kind: 'text'; readonly hunk: TextHunk }
  | RefusedBlock;

/** Line that holds an offset. */
export function lineAt(index: FileIndex, offset: number): number {
  const { starts } = index.split;
  let low = 0;
  let high = Math.max(0, index.lines.length - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The lines a selection covers when nothing but white space is left over on both sides; undefined otherwise. */
function wholeLines(target: SelectionTarget): Range | undefined {
  const { index } = target;
  const first = lineAt(index, target.start);
  const last = lineAt(index, Math.max(target.start, target.end - 1));
  const before = index.split.text.slice(index.split.starts[first], target.start);
  const after = index.split.text.slice(target.end, index.split.starts[last + 1]);
  return isBlank(before.replace(BOM, '')) && isBlank(after) ? withoutBlankEdges(index, first, last + 1) : undefined;
}

/** Blank lines at the ends of a selection stay: replies leave them out. */
function withoutBlankEdges(index: FileIndex, start: number, end: number): Range {
  let [from, to] = [start, end];
  while (from < to && isBlank(index.lines[from] ?? '')) from++;
  while (to > from && isBlank(index.lines[to - 1] ?? '')) to--;
  return from < to ? { start: from, end: to } : { start, end };
}

/** Puts a block of code in the place of what was selected. */
export function selectionEdits(target: SelectionTarget, code: readonly string[], closed: boolean): SelectionVerdict {
  const { index, path } = target;
  const range = wholeLines(target);
  if (!range) return inlineEdit(target, code, closed);
  const selected = index.lines.slice(range.start, range.end);
  if (isProseFor(path, selected, code)) return refused('unclear-end');
  if (code.some((line) => isPlaceholder(index, path, line))) return elided(target, range, code, closed);
  if (!closed && !endsAlike(selected, code)) return refused('cut-off');
  if (goesBeyond(index, range, code)) {
    const whole = blockEdits(index, code, { path, isNamed: false, closed });
    const isWhole = whole.kind === 'edits' && whole.how === 'whole';
    return isWhole ? { ...whole, kind: 'lines', how: 'whole' } : refused('more-than-selection');
  }
  if (fallsShort(path, selected, code)) return refused('looks-like-snippet');
  return linesEdit(target, range, selected, code);
}

/** Sentences where code was: an explanation in a fence, or one behind the code. */
function isProseFor(path: string, selected: readonly string[], code: readonly string[]): boolean {
  const last = code.findLast((line) => !isBlank(line)) ?? '';
  const isSaid = (line: string): boolean => isSentence(line.slice(0, 500));
  return !isProse(path) && isSaid(last) && !selected.some((line) => isSaid(line.trim()));
}

/** Whether code that broke off is all there: it ends as what it stands for, brackets being as even. */
function endsAlike(selected: readonly string[], code: readonly string[]): boolean {
  const last = (lines: readonly string[]): string => lines.findLast((line) => !isBlank(line)) ?? '';
  const level = isTelling(last(selected)) ? 'loose' : 'folded';
  return keyOf(last(selected), level) === keyOf(last(code), level) && bracketBalance(code) === bracketBalance(selected);
}

/** A selection shown in parts is read like a file shown in parts. */
function elided(target: SelectionTarget, range: Range, code: readonly string[], closed: boolean): SelectionVerdict {
  const { starts, text } = target.index.split;
  const own = new FileIndex(text.slice(starts[range.start], starts[range.end]));
  const verdict: BlockVerdict = blockEdits(own, code, { path: target.path, isNamed: false, closed });
  if (verdict.kind === 'refused') return refused(verdict.reason === 'looks-like-snippet' ? 'elision' : verdict.reason);
  const edits = verdict.edits.map(({ start, end, lines }) => {
    return { start: start + range.start, end: end + range.start, lines };
  });
  return { kind: 'lines', edits, how: 'selection' };
}

function baseIndent(lines: readonly string[]): string {
  const indents = lines.filter((line) => !isBlank(line)).map((line) => indentOf(line));
  return indents.reduce((least, indent) => (columnsOf(indent) < columnsOf(least) ? indent : least), indents[0] ?? '');
}

/**
 * The code at the indentation of what it replaces, by the least indented line of each. Lines both have say nothing
 * about it: wrapping them in a condition moves them too.
 */
function atHome(
  index: FileIndex, selected: readonly string[], code: readonly string[], startsBehind: boolean,
): readonly string[] | undefined {
  const unit = index.unit;
  const base = baseIndent(selected);
  const lost = lostFirstIndent(selected, code, base, startsBehind);
  if (lost === undefined) return undefined;
  if (lost) return [base + (code[0] ?? ''), ...code.slice(1)];
  const own = indentUnit(code);
  const sameUnit = own === undefined || unit === undefined || (own === '\t') === (unit === '\t');
  const first = indentOf(selected[0] ?? '');
  const isHome = baseIndent(code) === base || (first !== '' && indentOf(code[0] ?? '') === first);
  const lines = isHome && sameUnit ? code : reindent(code.join('\n'), base, unit).split('\n');
  // Of a selection that begins deeper than it goes on, the first line says how deep the code is meant to be.
  return first === base || indentOf(lines[0] ?? '') === first ? lines : undefined;
}

/**
 * Whether the first line begins where the selection did, behind the indentation, while lines below stand as they stood;
 * undefined where that cannot be told from code that was moved to the left as a whole.
 */
function lostFirstIndent(
  selected: readonly string[], code: readonly string[], base: string, startsBehind: boolean,
): boolean | undefined {
  const [first = '', ...rest] = code;
  if (base === '' || indentOf(first) !== '') return false;
  const own = new Set(selected.slice(1).filter((line) => isTelling(line)));
  const looksSo = rest.every((line) => isBlank(line) || line.startsWith(base)) && rest.some((line) => own.has(line));
  if (!looksSo) return false;
  const word = (line: string): string => /^\s*(\S[\w$]*)/.exec(line)?.[1] ?? '';
  const isWrapped = rest.some((line) => keyOf(line, 'loose') === keyOf(selected[0] ?? '', 'loose'));
  if (word(first) === word(selected[0] ?? '') && !isWrapped) return true;
  return startsBehind ? undefined : false;
}

/** Lines that say something and stand in both, white space left out. */
function commonLines(selected: readonly string[], code: readonly string[]): LinePair[] {
  const keysOf = (lines: readonly string[]): string[] => lines.map((line) => keyOf(line, 'loose'));
  const kept = keptLines(differences(keysOf(selected), keysOf(code)), selected.length);
  return kept.map(({ a, b }): LinePair => [code[b] ?? '', selected[a] ?? '']).filter(([line]) => !isBlank(line));
}

/** A selection of so many lines is not replaced by a quarter of them that has none of them. */
const LARGE = 10;

function linesEdit(
  target: SelectionTarget, range: Range, selected: readonly string[], code: readonly string[],
): SelectionVerdict {
  const { index, path } = target;
  const kept = commonLines(selected, code).length;
  const size = selected.filter((line) => !isBlank(line)).length;
  if (kept === 0 && size >= LARGE && code.length * 4 < size) return refused('looks-like-snippet');
  const startsBehind = (index.split.starts[range.start] ?? 0) < target.start;
  const lines = atHome(index, selected, code, startsBehind);
  if (!lines) return refused('indentation');
  const edits: LineEdit[] = [];
  const writer = writerFor(index, path, commonLines(selected, lines), lines);
  const same = { rebase: (line: string) => line, manners: writer.manners };
  for (const { a0, a1, b0, b1 } of foldedDifferences(selected, lines)) {
    const replaced = selected.slice(a0, a1).map((line): LinePair => [line, line]);
    const edit = writeEdit(same, range.start + a0, replaced, lines.slice(b0, b1));
    for (const inner of edit ? minimal(index, edit, 'folded') : []) edits.push(inner);
  }
  return { kind: 'lines', edits, how: 'selection' };
}

/** A selection within a line takes the code as text: its first line goes where the selection begins. */
function inlineEdit(target: SelectionTarget, code: readonly string[], closed: boolean): SelectionVerdict {
  const { index, path, start, end } = target;
  if (!closed) return refused('cut-off');
  const { text } = index.split;
  const before = text.slice(index.split.starts[lineAt(index, start)], start);
  const own = text.slice(start, end);
  const indent = indentOf(index.lines[lineAt(index, start)] ?? '');
  // The code holds more of the line than was selected: where it begins cannot be told.
  if (!isBlank(before) && (code[0] ?? '').trim().startsWith(before.trim())) return refused('more-than-selection');
  const eol = index.split.eols[lineAt(index, start)];
  const home = reindent(code.join('\n'), indent, index.unit).trim();
  const manners = { file: text, path, substituted: new Set<string>() };
  const lines = home.split('\n').map((line) => plainText(line, manners));
  const tail = /\s*$/.exec(own.slice(-200))?.[0] ?? '';
  const replacement = lines.join(eol === undefined || eol === '' ? '\n' : eol) + tail;
  return replacement === own ? refused('nothing-to-change') : { kind: 'text', hunk: { start, end, text: replacement } };
}
