import { differences, minimal, writeEdit, writerFor } from '../writing/editsAt.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import type { RefusalReason } from '../refusals.ts';
import type { LinePair } from '../writing/rebase.ts';
import type { Difference } from '../text/sequenceDiff.ts';

export type BlockVerdict =
  | { readonly kind: 'edits'; readonly edits: readonly LineEdit[]; readonly how: 'whole' | 'snippet' }
  | {
    readonly kind: 'refused';
    readonly reason: RefusalReason;
    /** The edits the block would have made as a new state of the file: a guard may tell what is wrong with them. */
    readonly tried?: readonly LineEdit[];
  };

export function no(reason: RefusalReason, tried?: readonly LineEdit[]): BlockVerdict {
  return { kind: 'refused', reason, ...(tried === undefined ? {} : { tried }) };
}

/** How sure the reply is that a block stands for a file as a whole. */
export interface BlockClaim {
  readonly path: string;
  /** The block's title is the file's path. */
  readonly isNamed: boolean;
  /** The block was closed; one that was not may lack its end. */
  readonly closed: boolean;
}

/** Lines that say something: brackets alone are in every file. */
export function telling(lines: readonly string[]): number {
  return lines.filter((line) => /[\p{L}\p{N}]/u.test(line)).length;
}

export function foldedDifferences(own: readonly string[], lines: readonly string[]): Difference[] {
  return differences(own.map((line) => keyOf(line, 'folded')), lines.map((line) => keyOf(line, 'folded')));
}

/** The edits that make the changes, in the manners of the file; those that are not made only say which lines pair up. */
export function editsOf(
  index: FileIndex, path: string, lines: readonly string[], changes: { all: readonly Difference[]; made: readonly Difference[] },
  offset: number, how: 'whole' | 'snippet',
): BlockVerdict {
  const pairs = keptPairs(index, lines, changes.all, offset);
  const writer = writerFor(index, path, pairs, lines);
  const result: LineEdit[] = [];
  for (const { a0, a1, b0, b1 } of changes.made) {
    const replaced = index.lines.slice(offset + a0, offset + a1).map((line): LinePair => [line, line]);
    const edit = writeEdit(writer, offset + a0, replaced, lines.slice(b0, b1));
    if (!edit) return no('indentation');
    for (const inner of minimal(index, edit, 'folded')) result.push(inner);
  }
  return { kind: 'edits', edits: result, how };
}

/** The lines that stand in block and file alike. */
function keptPairs(index: FileIndex, lines: readonly string[], changes: readonly Difference[], offset: number): LinePair[] {
  const pairs: LinePair[] = [];
  let a = 0;
  let b = 0;
  for (const change of [...changes, { a0: Infinity, a1: 0, b0: lines.length, b1: 0 }]) {
    for (; b < change.b0; b++, a++) pairs.push([lines[b] ?? '', index.lines[offset + a] ?? '']);
    a = change.a1;
    b = change.b1;
  }
  return pairs;
}
