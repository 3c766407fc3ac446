import { differences, minimal, writeEdit, writerFor } from './editsAt.ts';
import { isElisionIn, splitAtElisions } from './elisions.ts';
import { keyOf, type FileIndex } from './fileIndex.ts';
import { isSentence } from './extractCode.ts';
import { isTelling } from './findHunk.ts';
import { isProse } from './languages.ts';
import type { LineEdit } from './lineEdits.ts';
import type { RefusalReason } from './refusals.ts';
import type { LinePair } from './rebase.ts';
import type { Difference } from './sequenceDiff.ts';
import { isBlank } from './textLines.ts';
import { trimBlankLines } from './wrappers.ts';

export type BlockVerdict =
  | { readonly kind: 'edits'; readonly edits: readonly LineEdit[]; readonly how: 'whole' | 'snippet' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

function no(reason: RefusalReason): BlockVerdict {
  return { kind: 'refused', reason };
}

/** How sure the reply is that a block stands for a file as a whole. */
export interface BlockClaim {
  readonly path: string;
  /** The block's title is the file's path. */
  readonly isNamed: boolean;
  /** The block was closed; one that was not may lack its end. */
  readonly closed: boolean;
}

/** Reads a block of code as new content of a file: whole, or parts of it that say where they belong. */
export function blockEdits(index: FileIndex, lines: readonly string[], claim: BlockClaim): BlockVerdict {
  if (isEscaped(index, lines)) return no('escaped');
  if (endsInProse(index, lines, claim.path)) return no('unclear-end');
  const isMark = (line: string): boolean => isElisionIn(line, claim.path) && index.placesOf(line, 'loose').length === 0;
  if (lines.some(isMark)) return snippetEdits(index, claim, splitAtElisions(lines, isMark));
  const whole = wholeEdits(index, lines, claim);
  if (whole.kind === 'edits' || whole.reason !== 'looks-like-snippet') return whole;
  if (!isFarSmaller(index, lines)) return whole;
  const part = snippetEdits(index, claim, [[...lines]]);
  return part.kind === 'edits' ? part : whole;
}

/** Without placeholders, only a block that cannot be a whole state of the file is read as a part of it. */
function isFarSmaller(index: FileIndex, lines: readonly string[]): boolean {
  const count = telling(index.lines);
  return count >= 12 && telling(lines) * 2.5 <= count;
}

/** A sentence behind the code: the fence was closed too late. */
function endsInProse(index: FileIndex, lines: readonly string[], path: string): boolean {
  const last = lines.findLast((line) => !isBlank(line)) ?? '';
  return !isProse(path) && isSentence(last.slice(0, 500)) && index.placesOf(last, 'loose').length === 0;
}

/** HTML escapes in new code where the file has the plain signs: the reply went through a renderer. */
function isEscaped(index: FileIndex, lines: readonly string[]): boolean {
  const hasEscapes = lines.some((line) => /&(?:lt|gt|amp|quot|#39);/.test(line));
  return hasEscapes && !/&(?:lt|gt|amp|quot|#39);/.test(index.split.text) && /[<>&"']/.test(index.split.text);
}

/** Lines that say something: brackets alone are in every file. */
function telling(lines: readonly string[]): number {
  return lines.filter((line) => /[\p{L}\p{N}]/u.test(line)).length;
}

function foldedDifferences(own: readonly string[], lines: readonly string[]): Difference[] {
  return differences(own.map((line) => keyOf(line, 'folded')), lines.map((line) => keyOf(line, 'folded')));
}

/** Lines dropped without others in their place, beyond what a change of that size explains. */
function dropsTooMuch(index: FileIndex, lines: readonly string[], change: Difference, allowed: number): boolean {
  const dropped = telling(index.lines.slice(change.a0, change.a1));
  const added = telling(lines.slice(change.b0, change.b1));
  return dropped > 2 * added + allowed;
}

/** Blank lines at either end of a file come and go with how a block is written. */
function isBlankEdge(index: FileIndex, lines: readonly string[], { a0, a1, b0, b1 }: Difference): boolean {
  const isEdge = a0 === 0 || a1 === index.lines.length;
  return isEdge && index.lines.slice(a0, a1).every(isBlank) && lines.slice(b0, b1).every(isBlank);
}

function wholeEdits(index: FileIndex, lines: readonly string[], claim: BlockClaim): BlockVerdict {
  const count = telling(index.lines);
  const all = foldedDifferences(index.lines, lines);
  const changes = all.filter((change) => !isBlankEdge(index, lines, change));
  const dropped = changes.reduce((sum, { a0, a1 }) => sum + telling(index.lines.slice(a0, a1)), 0);
  const kept = count - dropped;
  if (count > 0 && kept < count * (claim.isNamed ? 0.5 : 0.7)) return no('looks-like-snippet');
  if (!claim.isNamed && count - kept > 0 && count < 4) return no('looks-like-snippet');
  const [first, last] = [changes[0], changes.at(-1)];
  if (first?.a0 === 0 && dropsTooMuch(index, lines, first, 1)) return no('looks-like-snippet');
  if (last?.a1 === index.lines.length && dropsTooMuch(index, lines, last, 1)) return no('looks-like-snippet');
  if (changes.some((change) => dropsTooMuch(index, lines, change, Math.max(5, count * 0.3)))) return no('would-delete');
  if (!claim.closed && last && last.a1 >= index.lines.length) return no('cut-off');
  return edits(index, claim.path, lines, { all, made: changes }, 0, 'whole');
}

function edits(
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

/** Places each part between placeholders; all of them must fit, in order, each by its first and its last line. */
function snippetEdits(index: FileIndex, claim: BlockClaim, parts: readonly (readonly string[])[]): BlockVerdict {
  const all: LineEdit[] = [];
  let from = 0;
  for (const part of parts) {
    const lines = trimBlankLines(part);
    if (lines.length === 0) continue;
    const placed = partEdits(index, claim, lines, from);
    if (placed.kind === 'refused') return placed;
    for (const edit of placed.edits) all.push(edit);
    from = placed.end;
  }
  if (!claim.closed) return no('cut-off');
  return { kind: 'edits', edits: all, how: 'snippet' };
}

type PartVerdict = { readonly kind: 'edits'; readonly edits: readonly LineEdit[]; readonly end: number } | { readonly kind: 'refused'; readonly reason: RefusalReason };

function partEdits(index: FileIndex, claim: BlockClaim, shown: readonly string[], from: number): PartVerdict {
  const region = regionOf(index, shown, from);
  if (!region) return { kind: 'refused', reason: 'looks-like-snippet' };
  const { start, end } = region;
  const own = index.lines.slice(start, end);
  const lines = atHome(index, claim.path, shown, own);
  if (!lines) return { kind: 'refused', reason: 'indentation' };
  const changes = foldedDifferences(own, lines);
  const deletes = changes.some(({ a0, a1, b0, b1 }) => {
    const removed = telling(own.slice(a0, a1));
    const added = telling(lines.slice(b0, b1));
    return removed > 0 && (added === 0 || removed > 2 * added + 1);
  });
  if (deletes) return { kind: 'refused', reason: 'would-delete' };
  if (repeatsFile(index, lines, changes, start, end)) return { kind: 'refused', reason: 'ambiguous' };
  const verdict = edits(index, claim.path, lines, { all: changes, made: changes }, start, 'snippet');
  return verdict.kind === 'refused' ? verdict : { kind: 'edits', edits: verdict.edits, end };
}

/**
 * A part at the file's indentation, measured on its first and last line: those between may have moved on purpose, such
 * as into a condition.
 */
function atHome(index: FileIndex, path: string, shown: readonly string[], own: readonly string[]): string[] | undefined {
  const pairs: LinePair[] = [[shown[0] ?? '', own[0] ?? ''], [shown.at(-1) ?? '', own.at(-1) ?? '']];
  const { rebase } = writerFor(index, path, pairs, shown);
  const lines = shown.map((line) => rebase(line));
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

/** The stretch a part stands for: from its first line, if that is certain, to the next line like its last one. */
function regionOf(index: FileIndex, lines: readonly string[], from: number): { start: number; end: number } | undefined {
  const first = lines[0] ?? '';
  const last = lines.at(-1) ?? '';
  const start = startOf(index, lines, from);
  if (start === undefined || !isTelling([first])) return undefined;
  if (lines.length === 1) return { start, end: start + 1 };
  const shift = index.lines[start] === first ? 'folded' : 'loose';
  const ends = index.placesOf(last, isTelling([last]) ? shift : 'folded').filter((line) => line > start);
  const [end] = ends;
  if (end === undefined || (isTelling([last]) && ends.length > 1)) return undefined;
  return { start, end: end + 1 };
}

function startOf(index: FileIndex, lines: readonly string[], from: number): number | undefined {
  for (const level of ['folded', 'loose'] as const) {
    for (let length = 1; length <= Math.min(4, lines.length); length++) {
      const runs = index.findRuns(lines.slice(0, length), level, 1_000).filter((line) => line >= from);
      if (runs.length === 1) return runs[0];
      if (runs.length === 0) break;
    }
  }
  return undefined;
}

/** Whether lines taken for new stand elsewhere in the file: then the part covers more than it seems to. */
function repeatsFile(
  index: FileIndex, lines: readonly string[], changes: readonly Difference[], start: number, end: number,
): boolean {
  return changes.some(({ b0, b1 }) => lines.slice(b0, b1).some((line) => {
    const places = line.trim().length >= 10 && isTelling([line]) ? index.placesOf(line, 'loose') : [];
    return places.length === 1 && places.some((place) => place < start || place >= end);
  }));
}
