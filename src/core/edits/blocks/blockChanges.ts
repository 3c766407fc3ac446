import type { NearPlace, RefusalReason } from '../refusals.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { keptLines } from '../text/keptLines.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import type { Difference } from '../text/sequenceDiff.ts';
import { differences, minimal, writeEdit, writerFor } from '../writing/editsAt.ts';
import type { LinePair } from '../writing/rebase.ts';

export type BlockVerdict =
  | { readonly kind: 'edits'; readonly edits: readonly LineEdit[]; readonly how: 'whole' | 'snippet' | 'appended' }
  | RefusedBlock;

export interface RefusedBlock {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  /** The edits the block would have made as a new state of the file: a guard may tell what is wrong with them. */
  readonly tried?: readonly LineEdit[];
  /** Where it may go, if there are several such places. */
  readonly candidates?: readonly NearPlace[];
}

export function refused(reason: RefusalReason, tried?: readonly LineEdit[]): RefusedBlock {
  return { kind: 'refused', reason, ...(tried === undefined ? {} : { tried }) };
}

/** How sure the reply is that a block stands for a file as a whole. */
export interface BlockClaim {
  readonly path: string;
  /** The block's title is the file's path. */
  readonly isNamed: boolean;
  /** The reply names the file for this block, be it in passing: what is new in it may go to the file's end. */
  readonly mayAppend?: boolean;
  /** The line that the user wants new definitions above, counted from 0, where two places are equally good. */
  readonly appendAt?: number;
  /** The block was closed; one that was not may lack its end. */
  readonly closed: boolean;
}

/** Differences of lines, look-alikes and white space at line ends left out. */
export function foldedDifferences(own: readonly string[], lines: readonly string[]): Difference[] {
  return differences(own.map((line) => keyOf(line, 'folded')), lines.map((line) => keyOf(line, 'folded')));
}

/** New lines for a stretch of a file. Differences count from the first line of each. */
interface BlockChange {
  readonly lines: readonly string[];
  /** All differences, which say what lines stand in both. */
  readonly all: readonly Difference[];
  /** Those of them that become edits. */
  readonly made: readonly Difference[];
  /** The first line of the stretch. */
  readonly offset: number;
  readonly how: 'whole' | 'snippet';
}

/** The edits that make a change, written in the manners of the file. */
export function editsOf(index: FileIndex, path: string, { lines, all, made, offset, how }: BlockChange): BlockVerdict {
  const count = index.lines.length - offset;
  const kept = keptLines(all, count).filter(({ b }) => b < lines.length);
  const pairs = kept.map(({ a, b }): LinePair => [lines[b] ?? '', index.lines[offset + a] ?? '']);
  const writer = writerFor(index, path, pairs, lines);
  const result: LineEdit[] = [];
  for (const { a0, a1, b0, b1 } of made) {
    const replaced = index.lines.slice(offset + a0, offset + a1).map((line): LinePair => [line, line]);
    const edit = writeEdit(writer, offset + a0, replaced, lines.slice(b0, b1));
    if (!edit) return refused('indentation');
    for (const inner of minimal(index, edit, 'folded')) result.push(inner);
  }
  return { kind: 'edits', edits: result, how };
}
