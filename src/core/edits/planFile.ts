import type { BlockVerdict } from './blocks/blockChanges.ts';
import { blockEdits } from './blocks/blockEdits.ts';
import { diffLines } from './text/diffLines.ts';
import { FileIndex, keyOf } from './text/fileIndex.ts';
import { applyHunks, type TextHunk } from './text/hunks.ts';
import { toTextHunk } from './text/lineEdits.ts';
import { GuardedFile } from './guards/guardedFile.ts';
import { objectionTo } from './guards/guards.ts';
import { joinTouching, withoutClashes, type Candidate } from './overlaps.ts';
import type { How, Outcome, Placed, PlacedHunk } from './placing/outcome.ts';
import { planHunks } from './placing/planHunks.ts';
import { isPlaceholder } from './guards/elisions.ts';
import type { BlockProposal, CreateProposal, Proposal, ProposedHunk, UpdateProposal } from './formats/proposal.ts';
import { refuse, type NearPlace, type Refusal, type RefusalReason } from './refusals.ts';
import { hunksEverywhere, hunkWithin } from './placing/hunkWithin.ts';
import { lineAt, selectionEdits } from './blocks/selectionEdits.ts';
import { detectEol, isBlank, splitText } from './text/textLines.ts';
import { straightQuotes } from './writing/straightQuotes.ts';
import { trimBlankLines } from './formats/wrapping/wrappers.ts';

/** A file as it is and as it is to be, made by `changedFile`: `hunks` lead from `before` to `after`. */
export interface ChangedFile {
  readonly kind: 'change';
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly hunks: readonly PlacedHunk[];
  readonly renameTo?: string;
}

export type FileEdit =
  | ChangedFile
  | { readonly kind: 'create'; readonly path: string; readonly after: string }
  | { readonly kind: 'delete'; readonly path: string; readonly before: string };

/**
 * @param hunks in the order of the file; none overlaps another
 */
export function changedFile(
  path: string,
  before: string,
  hunks: readonly PlacedHunk[],
  renameTo?: string,
): ChangedFile {
  const after = applyHunks(before, hunks);
  return { kind: 'change', path, before, after, hunks, ...(renameTo === undefined ? {} : { renameTo }) };
}

/** A selection; UTF-16 offsets into the file's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface FileJob {
  readonly path: string;
  readonly before: string;
  readonly proposals: readonly Proposal[];
  readonly selection?: Span;
  /** The line that the user wants new definitions above, counted from 0. */
  readonly appendAt?: number;
  /** Blocks that stand for the selection rather than for the file. */
  readonly forSelection: ReadonlySet<Proposal>;
}

export interface FilePlan {
  readonly edit?: FileEdit;
  readonly refused: readonly Refusal[];
}

interface Work {
  readonly job: FileJob;
  readonly index: FileIndex;
  readonly refused: Refusal[];
  readonly placed: Placed[];
  /** Replacements inside a line, which line edits cannot say. */
  readonly inline: { readonly hunks: readonly TextHunk[]; readonly how: How; readonly raw: string }[];
}

/** Plans all that a reply proposes for one existing file. */
export function planFile(job: FileJob): FilePlan {
  const deletion = job.proposals.find(({ kind }) => kind === 'delete');
  if (deletion) return planDeletion(job);
  const work: Work = { job, index: new FileIndex(job.before), refused: [], placed: [], inline: [] };
  planUpdates(work, job.proposals.filter((proposal) => proposal.kind === 'update'));
  for (const proposal of job.proposals) {
    if (proposal.kind === 'block') planBlock(work, proposal);
    else if (proposal.kind === 'create') planReplacement(work, proposal);
  }
  const hunks = finish(work);
  const renameTo = renameOf(work);
  if (hunks.length === 0 && renameTo === undefined) return { refused: work.refused };
  return { edit: changedFile(job.path, job.before, hunks, renameTo), refused: work.refused };
}

function planDeletion(job: FileJob): FilePlan {
  const others = job.proposals.filter(({ kind }) => kind !== 'delete');
  if (others.length > 0) return { refused: job.proposals.map(({ raw }) => refuse('overlap', raw, job.path)) };
  const unlike = job.proposals.find(
    (proposal) => proposal.kind === 'delete' && proposal.shown && !isWholeFile(job.before, proposal.shown),
  );
  if (unlike) return { refused: [refuse('would-delete', unlike.raw, job.path)] };
  return { edit: { kind: 'delete', path: job.path, before: job.before }, refused: [] };
}

function isWholeFile(before: string, shown: readonly string[]): boolean {
  const said = (lines: readonly string[]): string =>
    lines
      .filter((line) => !isBlank(line))
      .map((line) => keyOf(line, 'loose'))
      .join('\n');
  return said(splitText(before).lines) === said(shown);
}

function renameOf(work: Work): string | undefined {
  const moves = work.job.proposals.flatMap((proposal) => {
    return proposal.kind === 'update' && proposal.moveTo !== undefined ? [proposal.moveTo] : [];
  });
  const [target] = moves;
  if (target === undefined || target === work.job.path) return undefined;
  return new Set(moves).size === 1 && work.refused.length === 0 ? target : undefined;
}

function settle(work: Work, outcome: Outcome): void {
  const { path } = work.job;
  if (outcome.kind === 'placed') work.placed.push(outcome);
  else work.refused.push(refuse(outcome.reason, outcome.raw, path, outcome.candidates));
}

function planUpdates(work: Work, updates: readonly UpdateProposal[]): void {
  const { index, job } = work;
  const { selection } = job;
  const selected = selection && selection.end > selection.start
    ? { start: lineAt(index, selection.start), end: lineAt(index, selection.end - 1) + 1 }
    : undefined;
  const target = { index, path: job.path, isAlone: job.proposals.length === 1, ...(selected ? { selected } : {}) };
  const groups = updates.map(({ hunks, format }) => {
    return { hunks: hunks.filter((hunk) => !planInline(work, hunk)), isOrdered: format !== 'search-replace' };
  });
  for (const outcome of planHunks(target, groups)) settle(work, outcome);
}

/** Takes a hunk that is mere text, if it is; what is left is placed by lines. */
function planInline(work: Work, hunk: ProposedHunk): boolean {
  const { index, job } = work;
  const within = hunk.every === undefined ? hunkWithin(index, job.path, hunk) : hunksEverywhere(index, job.path, hunk);
  if (typeof within === 'string') settle(work, { kind: 'refused', reason: within, raw: hunk.raw });
  else if (within) work.inline.push({ hunks: within, how: 'exact', raw: hunk.raw });
  return within !== undefined;
}

function planBlock(work: Work, block: BlockProposal): void {
  if (work.job.forSelection.has(block) && work.job.selection) {
    planSelection(work, block, work.job.selection);
    return;
  }
  const { index, job } = work;
  const lines = withLabel(index, block);
  const verdict = blockEdits(index, lines, {
    path: job.path, isNamed: block.naming === 'strong', mayAppend: block.naming !== 'none', closed: block.closed,
    ...(job.appendAt === undefined ? {} : { appendAt: job.appendAt }),
  });
  if (verdict.kind === 'edits') settleEdits(work, verdict.edits, verdict.how, block.raw);
  else settle(work, { kind: 'refused', reason: reasonOf(work, verdict), raw: block.raw, ...placesIn(verdict) });
}

/** Why a block is refused: where it comes near to a new state of the file, a guard may know better. */
function reasonOf({ job, index }: Work, { reason, tried = [] }: BlockVerdict & { kind: 'refused' }): RefusalReason {
  const hunks = tried.map((edit) => toTextHunk(index.split, edit));
  return objectionTo(new GuardedFile(job.path, index), { hunks, isBlock: true }) ?? reason;
}

/** The comment that names the file is part of the file only where the file begins with it. */
function withLabel(index: FileIndex, block: BlockProposal): readonly string[] {
  const { label } = block;
  return label !== undefined && index.lines.slice(0, 3).includes(label) ? [label, ...block.lines] : block.lines;
}

function settleEdits(work: Work, edits: Placed['edits'], how: How, raw: string): void {
  if (edits.length === 0) {
    settle(work, { kind: 'refused', reason: 'nothing-to-change', raw });
    return;
  }
  const at = Math.min(...edits.slice(0, 1).map(({ start }) => start));
  settle(work, { kind: 'placed', edits, how, at, end: edits.at(-1)?.end ?? at, raw });
}

function placesIn({ candidates }: { readonly candidates?: readonly NearPlace[] }): Pick<Refusal, 'candidates'> {
  return candidates === undefined ? {} : { candidates };
}

function planSelection(work: Work, block: BlockProposal, selection: Span): void {
  const { index, job } = work;
  const { label } = block;
  const lines = trimBlankLines(
    label === undefined || !job.before.includes(label) ? block.lines : [label, ...block.lines],
  );
  const verdict = selectionEdits({ index, path: job.path, ...selection }, lines, block.closed);
  if (verdict.kind === 'refused') settle(work, { kind: 'refused', reason: verdict.reason, raw: block.raw });
  else if (verdict.kind === 'lines') settleEdits(work, verdict.edits, verdict.how, block.raw);
  else work.inline.push({ hunks: [verdict.hunk], how: 'selection', raw: block.raw });
}

/** Adding a file that exists replaces its content, if it plainly is a new state of it. */
function planReplacement(work: Work, proposal: CreateProposal): void {
  const { index, job } = work;
  const { raw, lines } = proposal;
  const verdict = blockEdits(index, lines, { path: job.path, isNamed: true, closed: true });
  if (verdict.kind === 'edits' && verdict.how === 'whole') settleEdits(work, verdict.edits, 'whole', raw);
  else {
    const isElided = lines.some((line) => isPlaceholder(index, job.path, line));
    settle(work, { kind: 'refused', reason: isElided ? 'elision' : 'file-exists', raw });
  }
}

/** Text hunks of everything placed, in order; what overlaps is refused on both sides, repetitions count once. */
function finish(work: Work): PlacedHunk[] {
  const { job, refused } = work;
  const { kept, clashing } = withoutClashes(withoutObjections(work, candidatesOf(work)));
  for (const { placed } of clashing) refused.push(refuse('overlap', placed.raw, job.path));
  return withFinalNewline(job.before, joinTouching(kept), kept);
}

function candidatesOf({ index, job, placed, inline }: Work): Candidate[] {
  const eol = detectEol(job.before);
  const byLines = placed.map((one, edit): Candidate => {
    const hunks = one.edits.map((lines) => ({ ...toTextHunk(index.split, lines, eol), how: one.how, edit }));
    return { placed: one, hunks: straightQuotes(job.path, job.before, hunks) };
  });
  const byText = inline.map(({ hunks, how, raw }, i): Candidate => {
    const [start, end] = [hunks[0]?.start ?? 0, hunks.at(-1)?.end ?? 0];
    const at = lineAt(index, start);
    return {
      placed: { kind: 'placed', edits: [], how, at, end: lineAt(index, end) + 1, raw },
      hunks: straightQuotes(job.path, job.before, hunks).map((hunk) => ({ ...hunk, how, edit: placed.length + i })),
    };
  });
  return [...byLines, ...byText];
}

/** How an edit is placed that was given as a block of code. */
const BLOCKS: ReadonlySet<How> = new Set<How>(['whole', 'snippet', 'selection']);

function withoutObjections({ job, index, refused }: Work, candidates: readonly Candidate[]): Candidate[] {
  const file = new GuardedFile(job.path, index);
  return candidates.filter(({ hunks, placed }) => {
    const reason = objectionTo(file, { hunks, isBlock: BLOCKS.has(placed.how) });
    if (reason !== undefined) refused.push(refuse(reason, placed.raw, job.path, nearPlace(placed)));
    return reason === undefined;
  });
}

function nearPlace({ at }: Placed): NearPlace[] {
  return [{ line: at + 1, similarity: 1 }];
}

/** Carries out what a diff says about the file's last line ending. */
function withFinalNewline(before: string, hunks: PlacedHunk[], kept: readonly Candidate[]): PlacedHunk[] {
  const wish = kept.find(({ placed }) => placed.finalNewline !== undefined)?.placed;
  if (wish?.finalNewline === undefined) return hunks;
  const after =
    wish.finalNewline === 'remove' ? applyHunks(before, hunks).replace(/\r?\n$/, '') : endedAfter(before, kept);
  return after === undefined ? hunks : diffLines(before, after).map((hunk, edit) => ({ ...hunk, how: wish.how, edit }));
}

/** The new text as if the file had always had a final line ending; undefined where it has one. */
function endedAfter(before: string, kept: readonly Candidate[]): string | undefined {
  if (before.endsWith('\n')) return undefined;
  const eol = detectEol(before);
  const ended = splitText(before + eol);
  return applyHunks(ended.text, kept.flatMap(({ placed }) => placed.edits.map((edit) => toTextHunk(ended, edit, eol))));
}
