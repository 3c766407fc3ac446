import { changesOf, minimal, writeEdit, writerFor } from '../writing/editsAt.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import type { LinePair } from '../writing/rebase.ts';
import type { Reading } from '../formats/proposal.ts';
import type { NearPlace, RefusalReason } from '../refusals.ts';
import { isAside } from '../text/comments.ts';
import { diffSequences, type Difference } from '../text/sequenceDiff.ts';
import { isBlank } from '../text/textLines.ts';

/** Lines that occur more often than this say little about a place, and would make the vote slow. */
const MAX_OCCURRENCES = 40;
/** Share of a hunk's old lines that must stand at the place. */
const MIN_SIMILARITY = 0.65;
/** How far the best place must be ahead of the next one. */
const MIN_LEAD = 0.25;
const MIN_MATCHES = 3;
const MAX_PLACES = 4;

/** A stretch of the file that may be what the old lines of a hunk stand for. */
interface Window {
  readonly start: number;
  /** For each old line the file's line it stands for, or -1. */
  readonly lines: readonly number[];
  readonly similarity: number;
  /** The same less what the old lines pass over. */
  readonly sure: number;
}

export type Anchored =
  | { readonly kind: 'placed'; readonly at: number; readonly end: number; readonly edits: readonly LineEdit[] }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly candidates: readonly NearPlace[] };

/** The offsets (file line minus old line) at which most old lines match the file, best first. */
function vote(index: FileIndex, old: readonly string[]): number[] {
  const votes = new Map<number, number>();
  old.forEach((line, i) => {
    if (isBlank(line)) return;
    const places = index.placesOf(line, 'loose');
    if (places.length > MAX_OCCURRENCES) return;
    index.meter.steps += places.length;
    for (const place of places) votes.set(place - i, (votes.get(place - i) ?? 0) + 1);
  });
  const ranked = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const slack = slackFor(old);
  const chosen: number[] = [];
  for (const [offset] of ranked.slice(0, 200)) {
    if (chosen.length < MAX_PLACES && chosen.every((other) => Math.abs(other - offset) > slack)) chosen.push(offset);
  }
  return chosen;
}

function slackFor(old: readonly string[]): number {
  return Math.max(3, Math.floor(old.length / 4));
}

/** Aligns the old lines with the file around an offset. */
function align(index: FileIndex, old: readonly string[], offset: number): Window {
  const slack = slackFor(old);
  const from = Math.max(0, offset - slack);
  const to = Math.min(index.lines.length, offset + old.length + slack);
  const own = index.ids('loose').subarray(from, to);
  const wanted = index.idsFor(old, 'loose');
  index.meter.steps += own.length + wanted.length;
  const lines = Array<number>(old.length).fill(-1);
  let at = 0;
  let shift = from;
  const budget = 20 * (own.length + wanted.length) + 2_000;
  for (const { a0, a1, b0, b1 } of [...diffSequences(wanted, own, budget), end(old.length, own.length)]) {
    for (; at < a0; at++) lines[at] = at + shift;
    at = a1;
    shift = from + b1 - a1;
    fillNear(index, old, lines, { a0, a1, b0: from + b0, b1: from + b1 });
  }
  const telling = old.filter((line) => !isBlank(line)).length;
  const matched = lines.filter((line, i) => line >= 0 && !isBlank(old[i] ?? '')).length;
  const shareOf = (all: number): number => (all === 0 ? 0 : matched / all);
  const start = lines.find((line) => line >= 0) ?? from;
  return { start, lines, similarity: shareOf(telling), sure: shareOf(telling + passedOver(index, lines)) };
}

/**
 * Lines of the file that say something between the first and the last of a window and are not in it; comments are often
 * left out.
 */
function passedOver(index: FileIndex, lines: readonly number[]): number {
  let last: number | undefined;
  let count = 0;
  for (const line of lines) {
    if (line < 0) continue;
    for (let at = (last ?? line) + 1; at < line; at++) {
      const own = index.lines[at] ?? '';
      if (!isBlank(own) && !/^\s*(?:\/\/|#|\/\*|\*|<!--|--)/.test(own)) count++;
    }
    last = line;
  }
  return count;
}

function end(a: number, b: number): { a0: number; a1: number; b0: number; b1: number } {
  return { a0: a, a1: a, b0: b, b1: b };
}

/** Text without what models change unasked: white space, kind of quotes, a comma or semicolon at the end. */
function nearKey(line: string): string {
  return keyOf(line, 'loose').replace(/\s+/g, '').replace(/["`]/g, "'").replace(/[,;]$/, '');
}

/** Pairs up lines between aligned ones: both sides need the same number, and pairs may differ only in trifles. */
function fillNear(
  index: FileIndex, old: readonly string[], lines: number[], gap: { a0: number; a1: number; b0: number; b1: number },
): void {
  if (gap.a1 - gap.a0 !== gap.b1 - gap.b0) return;
  for (let i = gap.a0; i < gap.a1; i++) {
    const line = gap.b0 + i - gap.a0;
    if (nearKey(old[i] ?? '') === nearKey(index.lines[line] ?? '')) lines[i] = line;
  }
}

function toNear(windows: readonly Window[]): NearPlace[] {
  return windows.filter(({ similarity }) => similarity > 0.2).map(({ start, similarity }) => {
    return { line: start + 1, similarity: Math.round(similarity * 100) / 100 };
  });
}

function windowsFor(index: FileIndex, old: readonly string[]): Window[] {
  if (old.length > 20_000) return [];
  return vote(index, old).map((offset) => align(index, old, offset)).sort((a, b) => b.sure - a.sure);
}

/**
 * Places a hunk whose old lines are not in the file as they stand: at the one place, well ahead of any other, where
 * most of them are. What the hunk removes must be there in full; where it inserts, both neighbours must be.
 */
export function placeBySimilarity(index: FileIndex, path: string, reading: Reading): Anchored {
  const windows = windowsFor(index, reading.old);
  const [best, ...others] = windows;
  const candidates = toNear(windows);
  const matched = best?.lines.filter((line, i) => line >= 0 && !isBlank(reading.old[i] ?? '')).length ?? 0;
  if (!best || best.sure < MIN_SIMILARITY || matched < MIN_MATCHES) {
    return { kind: 'refused', reason: 'not-found', candidates };
  }
  if (others.some(({ similarity }) => best.sure - similarity < MIN_LEAD))
    return { kind: 'refused', reason: 'ambiguous', candidates };
  const made = editsInWindow({ index, path }, reading, best);
  return made.kind === 'refused' ? { ...made, candidates } : made;
}

/** What a change is to be written into. */
interface Into {
  readonly index: FileIndex;
  readonly path: string;
}

function editsInWindow({ index, path }: Into, reading: Reading, window: Window): Anchored {
  const pairs = reading.old.flatMap((line, i): LinePair[] => {
    const at = window.lines[i] ?? -1;
    return at < 0 ? [] : [[line, index.lines[at] ?? '']];
  });
  const writer = writerFor(index, path, pairs, [...reading.old, ...reading.new]);
  const changes = changesOf(reading, 'folded');
  if (leansOnContext(index, reading, window, changes))
    return { kind: 'refused', reason: 'text-differs', candidates: [] };
  const edits: LineEdit[] = [];
  for (const { a0, a1, b0, b1 } of changes) {
    const start = startOf(window.lines, a0, a1);
    edits.push(...commaAbove(index, reading, window, a0));
    if (start === undefined) return { kind: 'refused', reason: 'text-differs', candidates: [] };
    const replaced = reading.old.slice(a0, a1).map((line, i): LinePair => [line, index.lines[start + i] ?? '']);
    const edit = writeEdit(writer, start, replaced, reading.new.slice(b0, b1));
    if (!edit) return { kind: 'refused', reason: 'indentation', candidates: [] };
    for (const inner of minimal(index, edit, 'folded')) edits.push(inner);
  }
  const last = Math.max(...window.lines.slice(-1_000), window.start);
  return { kind: 'placed', at: window.start, end: last + 1, edits };
}

/**
 * A comma at the end of the line above a change, which the reply shows otherwise than the file: what is added below an
 * item, or taken away there, decides whether it has one. So this is a part of the change.
 */
function commaAbove(index: FileIndex, reading: Reading, window: Window, a0: number): LineEdit[] {
  const at = a0 > 0 ? (window.lines[a0 - 1] ?? -1) : -1;
  const own = index.lines[at];
  if (own === undefined) return [];
  const [shown, has] = [/,\s*$/.test(reading.old[a0 - 1] ?? ''), /,\s*$/.test(own)];
  if (shown === has) return [];
  return [{ start: at, end: at + 1, lines: [shown ? `${own.trimEnd()},` : own.replace(/,(\s*)$/, '$1')] }];
}

/** Names in code, without the words that every line may have. */
function namesIn(lines: readonly string[]): Set<string> {
  return new Set(lines.flatMap((line) => line.slice(0, 2_000).match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []));
}

/**
 * Whether new lines use a name that stands in an unchanged line of the reply, but not in the file there: the reply
 * takes for granted what the file does not have, as a parameter that it puts into a function's head without marking it.
 */
function leansOnContext(
  index: FileIndex,
  { old, new: now }: Reading,
  window: Window,
  changes: readonly Difference[],
): boolean {
  const isChanged = (i: number): boolean => changes.some(({ a0, a1 }) => i >= a0 && i < a1);
  const strange = old.filter((line, i) => {
    return !isBlank(line) && !isChanged(i) && !isAside(line) && index.placesOf(line, 'loose').length === 0;
  });
  if (strange.length === 0) return false;
  const known = namesIn(index.lines.slice(Math.max(0, window.start - old.length), window.start + 2 * old.length));
  const added = namesIn(changes.flatMap(({ b0, b1 }) => now.slice(b0, b1)));
  return [...namesIn(strange)].some((name) => added.has(name) && !known.has(name));
}

/** First file line of old lines [a0, a1), if all of them stand there in a row, next to a neighbour that does too. */
function startOf(lines: readonly number[], a0: number, a1: number): number | undefined {
  const before = a0 > 0 ? (lines[a0 - 1] ?? -1) : undefined;
  const after = a1 < lines.length ? (lines[a1] ?? -1) : undefined;
  if (a0 === a1) {
    if (before === undefined) return after === -1 ? undefined : after;
    if (after === undefined) return before === -1 ? undefined : before + 1;
    return before >= 0 && before + 1 === after ? after : undefined;
  }
  const start = lines[a0] ?? -1;
  for (let i = a0; i < a1; i++) if (lines[i] !== start + i - a0) return undefined;
  if (start < 0) return undefined;
  const joins = before === start - 1 || after === start + a1 - a0;
  return joins && start >= 0 ? start : undefined;
}
