import { keyOf, type FileIndex, type Level } from '../text/fileIndex.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import { fold, keepOwnCharacters, plainText, substitutions, type Manners } from '../text/lookalikes.ts';
import type { Reading } from '../formats/proposal.ts';
import { rebaseBy, type LinePair, type Rebase } from './rebase.ts';
import { diffSequences, Interner, type Difference } from '../text/sequenceDiff.ts';

/** How new lines are written into a file: its own indentation and characters instead of the reply's. */
export interface Writer {
  readonly rebase: Rebase;
  readonly manners: Manners;
}

export function differences(old: readonly string[], now: readonly string[]): Difference[] {
  const interner = new Interner();
  return diffSequences(interner.idsOf(old), interner.idsOf(now));
}

/**
 * What a reading changes: as its marks say, less what they take out and put back, or as comparing shows. White space at
 * line ends counts only where it does in the place.
 */
export function changesOf(reading: Reading, level: 'exact' | 'folded'): Difference[] {
  const { changes } = reading;
  const keys = (lines: readonly string[]): readonly string[] => {
    return level === 'exact' ? lines : lines.map((line) => line.trimEnd());
  };
  const [old, now] = [keys(reading.old), keys(reading.new)];
  if (!changes) return differences(old, now);
  return changes.flatMap(({ a0, a1, b0, b1 }) => differences(old.slice(a0, a1), now.slice(b0, b1)).map((inner) => {
    return { a0: a0 + inner.a0, a1: a0 + inner.a1, b0: b0 + inner.b0, b1: b0 + inner.b1 };
  }));
}

/** Learns from lines that stand in reply and file how the one has to be written in the other. */
export function writerFor(
  index: FileIndex, path: string, pairs: readonly LinePair[], replyLines: readonly string[],
): Writer {
  const substituted = new Set<string>();
  for (const [reply, file] of pairs) substitutions(reply, file, substituted);
  const folded = pairs.map(([reply, file]): LinePair => [fold(reply), fold(file)]);
  const rebase = rebaseBy(folded, replyLines.map(fold), index);
  return { rebase, manners: { file: index.split.text, path, substituted } };
}

/** Writes one new line; `pair` is the old line it takes the place of. */
function writeLine(writer: Writer, line: string, pair: LinePair | undefined): string | undefined {
  const isSame = pair !== undefined && fold(pair[0]).trimEnd() === fold(pair[1]).trimEnd();
  const plain = isSame
    ? keepOwnCharacters(pair[0].trimEnd(), pair[1].trimEnd(), line, writer.manners)
    : plainText(line, writer.manners);
  return writer.rebase(plain);
}

/** An edit that replaces `pairs` (old lines, in order) by new lines; undefined where the indentation cannot be told. */
export function writeEdit(
  writer: Writer, start: number, pairs: readonly LinePair[], now: readonly string[],
): LineEdit | undefined {
  const lines: string[] = [];
  for (const [i, line] of now.entries()) {
    const written = writeLine(writer, line, pairs[i]);
    if (written === undefined) return undefined;
    lines.push(written);
  }
  return { start, end: start + pairs.length, lines };
}

/**
 * Leaves out of an edit what the file already has: as it stands, or but for white space at line ends and look-alikes.
 */
export function minimal(index: FileIndex, edit: LineEdit, level: 'exact' | 'folded'): LineEdit[] {
  const own = index.lines.slice(edit.start, edit.end).map((line) => keyOf(line, level));
  return differences(own, edit.lines.map((line) => keyOf(line, level))).map(({ a0, a1, b0, b1 }) => {
    return { start: edit.start + a0, end: edit.start + a1, lines: edit.lines.slice(b0, b1) };
  });
}

/** The edits of a reading placed at line `at`; undefined where the indentation cannot be told. */
export function editsAt(
  { index, path }: { readonly index: FileIndex; readonly path: string }, reading: Reading, at: number, level: Level,
): LineEdit[] | undefined {
  const pairs = reading.old.map((line, i): LinePair => [line, index.lines[at + i] ?? '']);
  const writer = writerFor(index, path, pairs, [...reading.old, ...reading.new]);
  const edits: LineEdit[] = [];
  for (const { a0, a1, b0, b1 } of changesOf(reading, level === 'exact' ? 'exact' : 'folded')) {
    const edit = writeEdit(writer, at + a0, pairs.slice(a0, a1), reading.new.slice(b0, b1));
    if (!edit) return undefined;
    for (const inner of minimal(index, edit, level === 'exact' ? 'exact' : 'folded')) edits.push(inner);
  }
  return edits;
}
