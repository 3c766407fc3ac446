import type { TextHunk } from '../edits/text/hunks.ts';
import type { FileReview, ReviewHunk } from './fileReview.ts';

/** Lines [start, end), counted from 0. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

export interface MergedHunk {
  readonly id: number;
  readonly touched: boolean;
  readonly removed: LineSpan;
  /** Directly below the removed ones. */
  readonly added: LineSpan;
  /** The removed lines, as the file itself counts them. */
  readonly file: LineSpan;
  /** The added lines, as the file counts them with every hunk taken. */
  readonly proposed: LineSpan;
}

/** A file with what is proposed for it: removed lines stay in their place, the new ones stand below them. */
export interface MergedView {
  /** For reading: every line ends with a line feed. */
  readonly text: string;
  readonly hunks: readonly MergedHunk[];
}

interface LineHunk {
  readonly hunk: ReviewHunk;
  readonly span: LineSpan;
  readonly lines: readonly string[];
}

/** Writes removed and new lines of each hunk below one another, as in a diff, with the whole file around them. */
export function mergedView({ text, hunks }: FileReview): MergedView {
  const lines = text.split('\n');
  const starts = startsOf(lines);
  const rows: string[] = [];
  const merged: MergedHunk[] = [];
  let at = 0;
  let grown = 0;
  for (const { hunk, span, lines: added } of hunks.map((one) => lineHunk(one, text, lines, starts))) {
    const start = Math.max(at, span.start);
    for (; at < start; at++) rows.push(lines[at] ?? '');
    const removed = { start: rows.length, end: rows.length + Math.max(0, span.end - at) };
    for (; at < span.end; at++) rows.push(lines[at] ?? '');
    rows.push(...added);
    const file = { start, end: start + removed.end - removed.start };
    const proposed = { start: start + grown, end: start + grown + added.length };
    merged.push({
      id: hunk.id,
      touched: hunk.touched,
      removed,
      added: { start: removed.end, end: rows.length },
      file,
      proposed,
    });
    grown += added.length - (removed.end - removed.start);
  }
  for (; at < lines.length; at++) rows.push(lines[at] ?? '');
  return { text: rows.join('\n').replaceAll('\r', ''), hunks: merged };
}

function startsOf(lines: readonly string[]): number[] {
  const starts = [0];
  let at = 0;
  for (const line of lines) starts.push((at += line.length + 1));
  return starts;
}

/** A hunk in whole lines, without the lines it leaves as they are. */
function lineHunk(hunk: ReviewHunk, text: string, lines: readonly string[], starts: readonly number[]): LineHunk {
  const first = lineAt(starts, hunk.start);
  const last = lineAt(starts, hunk.end);
  const fresh = text.slice(starts[first], hunk.start) + hunk.text;
  const runsOn = fresh !== '' && !fresh.endsWith('\n') && hunk.end < text.length;
  const end = starts[last] === hunk.end && !runsOn ? last : last + 1;
  const rest = text.slice(hunk.end, Math.max(hunk.end, starts[end] ?? 0));
  return { hunk, ...trimmed(first, lines.slice(first, end), linesIn(fresh + rest)) };
}

function linesIn(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function trimmed(
  first: number,
  old: readonly string[],
  fresh: readonly string[],
): { span: LineSpan; lines: readonly string[] } {
  let from = 0;
  const most = Math.min(old.length, fresh.length);
  while (from < most && old[from] === fresh[from]) from++;
  let back = 0;
  while (back < most - from && old.at(-1 - back) === fresh.at(-1 - back)) back++;
  return {
    span: { start: first + from, end: first + old.length - back },
    lines: fresh.slice(from, fresh.length - back),
  };
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A hunk as lines of a diff, for a hover or a message. */
export function hunkDiff(text: string, { start, end, text: added }: TextHunk): string {
  const signed = (sign: string, part: string): string[] =>
    linesIn(part.replaceAll('\r', '')).map((line) => sign + line);
  return [...signed('-', text.slice(start, end)), ...signed('+', added)].join('\n');
}
