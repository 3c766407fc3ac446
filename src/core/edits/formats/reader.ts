import { fenceBudget, fenceLinesOf, type FenceBudget, type FenceLine } from './fences.ts';
import { leadOf, type Lead } from './leads.ts';
import { pathTitle } from './paths.ts';
import type { BlockProposal, Parsed, Proposal, Source } from './proposal.ts';
import { isBlank } from '../text/textLines.ts';

export interface OpenFence {
  readonly mark: FenceLine;
  /** Where it closes, once that was looked for; -1 when it never does. */
  close?: number;
}

/** A way to write an edit. `parse…` functions read text alone; `read` moves a reader on. */
export interface Format {
  /**
   * A patch may stand in a fence or a tag, which is then only its wrapping. One that is `marked` begins with a line
   * that can be nothing else, be it in the middle of code.
   */
  readonly patch?: 'marked' | 'unmarked';
  /** Whether an edit in this format may begin at a line. Asked at every line, so it has to be cheap. */
  readonly starts: (lines: readonly string[], at: number) => boolean;
  /** Takes what begins at a line; gives the line to go on from, or undefined where it is none of these after all. */
  readonly read: (reader: Reader, at: number) => number | undefined;
}

/** A reply on its way to proposals. */
export interface Reader {
  readonly formats: readonly Format[];
  /** The text is all there, though nothing in it marks the end. */
  readonly isWhole: boolean;
  /** Patches in an indented fence lose its indentation when they are reached. */
  readonly lines: string[];
  readonly marks: readonly FenceLine[];
  /** Index into `marks` of the first fence at or behind the line being read. */
  mark: number;
  /** Open fences that hold patches rather than code. */
  readonly open: OpenFence[];
  readonly budget: FenceBudget;
  /** Everything before this line was taken by an earlier proposal. */
  floor: number;
  /** Path of the last proposal: blocks in a row name their file once. */
  lastPath: string | undefined;
  lastLikely: string | undefined;
  /** Lines before this one have lost what indentation they had to lose. */
  dedented: number;
  /** The choice that is being read, such as `option 2`. */
  option: string | undefined;
  readonly options: Map<Proposal, string>;
  /** A block shown as the code that was, waiting for the one that is to be. */
  before: BlockProposal | undefined;
  /** Proposals shown for illustration only. */
  readonly shown: Proposal[];
  readonly proposals: Proposal[];
}

export function readerOf(formats: readonly Format[], lines: string[], proposals: Proposal[]): Reader {
  const marks = fenceLinesOf(lines);
  return {
    formats, lines, marks, isWhole: false, budget: fenceBudget(marks.length), mark: 0, open: [], floor: 0, dedented: 0,
    lastPath: undefined, lastLikely: undefined, option: undefined, options: new Map(), before: undefined,
    shown: [], proposals,
  };
}

/** Whether a patch begins at a line; in the middle of code only one that is marked as such. */
export function startsPatch(
  { formats }: Reader,
  lines: readonly string[],
  at: number,
  within: 'text' | 'code' = 'text',
): boolean {
  return formats.some(({ patch, starts }) => {
    return patch !== undefined && (within === 'text' || patch === 'marked') && starts(lines, at);
  });
}

/** Takes what was read from line `at` on; what the words above call wrong is kept apart. */
export function take(reader: Reader, at: number, { proposals, next }: Parsed): number {
  const isWarning = leadAt(reader, at) === 'warning';
  for (const proposal of proposals) {
    if (isWarning) reader.shown.push(proposal);
    else {
      reader.proposals.push(proposal);
      if (reader.option !== undefined) reader.options.set(proposal, reader.option);
    }
  }
  reader.lastPath = proposals.at(-1)?.path ?? reader.lastPath;
  reader.lastLikely = proposals.at(-1)?.likelyPath;
  reader.floor = next;
  return next;
}

/** The mark at or behind a line. */
export function nextMark(reader: Reader, at: number): FenceLine | undefined {
  while ((reader.marks[reader.mark]?.line ?? Infinity) < at) reader.mark++;
  return reader.marks[reader.mark];
}

/** What the nearest words above a line say of what stands there; the name of a file says nothing. */
export function leadAt(reader: Reader, at: number): Lead | undefined {
  let seen = 0;
  for (let i = at - 1; i >= reader.floor && seen < 3 && at - i < 12; i--) {
    const line = reader.lines[i] ?? '';
    if (isBlank(line) || /^\s*(?:`{3,}|~{3,})/.test(line)) continue;
    const lead = leadOf(line);
    if (lead !== undefined) return lead;
    if (pathTitle(line) === undefined) return undefined;
    seen++;
  }
  return undefined;
}

export function sourceAt(reader: Reader): Source {
  return { lines: reader.lines, end: reader.lines.length, closed: reader.isWhole };
}

/** A diff has no end mark of its own: inside a fence it ends with the fence. */
export function diffSource(reader: Reader, at: number): Source {
  const open = reader.open.at(-1);
  if (!open) return sourceAt(reader);
  open.close ??= closeOf(reader, open.mark, at);
  return open.close < at
    ? { ...sourceAt(reader), isFenceOpen: true }
    : { lines: reader.lines, end: open.close, closed: true };
}

function closeOf(reader: Reader, open: FenceLine, at: number): number {
  for (let i = reader.mark; i < reader.marks.length; i++) {
    const mark = reader.marks[i];
    if (reader.budget.steps-- <= 0) return -1;
    if (mark && mark.line >= at && closesPatch(open, mark)) return mark.line;
  }
  return -1;
}

export function closesPatch(open: FenceLine, mark: FenceLine): boolean {
  return mark.info === '' && mark.char === open.char && mark.length >= open.length && mark.indent <= open.indent;
}

function startsIndented(line: string, columns: number): boolean {
  return isBlank(line) || isBlank(line.slice(0, columns));
}

/**
 * Takes `columns` of white space off the lines from `from` on, up to the first that has less; each line at most once.
 */
export function dedent(reader: Reader, from: number, columns: number): void {
  if (columns === 0 || from < reader.dedented) return;
  let at = from;
  for (; at < reader.lines.length; at++) {
    const line = reader.lines[at] ?? '';
    if (!startsIndented(line, columns)) break;
    reader.lines[at] = line.slice(Math.min(columns, line.length - line.trimStart().length));
  }
  reader.dedented = at;
}
