import { extractCode } from '../../core/edits/formats/extractCode.ts';
import type { GivenBlock } from '../../core/edits/formats/fencedBlock.ts';
import {
  likelyPaths,
  parseBlock,
  parseReply,
  paths,
  titledIfBare,
  type ParsedReply,
} from '../../core/edits/formats/parseReply.ts';
import { insertAtCursor } from '../../core/edits/placing/atCursor.ts';
import { type FileEdit, type Plan, type PlanContext, planEdits } from '../../core/edits/planEdits.ts';
import { changedFile } from '../../core/edits/planFile.ts';
import { withLikelyPath, type Proposal } from '../../core/edits/formats/proposal.ts';
import { repairPrompt } from '../../core/edits/repair.ts';
import { type FileReview, isDecided, proposedText, type Renaming, reviewOf } from '../../core/review/fileReview.ts';
import type { FilesPort, FoundFile, RefusedPart } from '../ports.ts';
import { type About, aboutFile } from './about.ts';
import { filesOfReply, type Found, type ReplyLookup } from './filesOfReply.ts';
import { refusalMessages } from './refusalMessages.ts';

export interface PlannedReply {
  readonly reviews: readonly FileReview[];
  readonly refused: readonly RefusedPart[];
  /** What to tell the model to have the refused parts mended; undefined where that cannot help. */
  readonly repairPrompt: string | undefined;
}

/** How the files of a reply are found, and what the user said where the reply leaves a choice. */
export interface ReplyJob extends ReplyLookup {
  /** Where the user wants new definitions, in files that have two equally good places: `PlanContext.appendAt`. */
  readonly appendAt?: ReadonlyMap<string, number>;
}

/** From how many paths on the search for them takes long enough to be shown, with a way to cancel it. */
const manyPaths = 20;

export function namesManyFiles(parsed: ParsedReply): boolean {
  return paths(parsed).length + likelyPaths(parsed).length > manyPaths;
}

/**
 * Finds the files a reply means and plans its edits, each on the text its file has now. Nothing is changed. Throws
 * `cancelled` where the signal is aborted during the search.
 */
export async function planReply(parsed: ParsedReply, lookup: ReplyJob): Promise<PlannedReply> {
  const { files, about, appendAt } = lookup;
  const found = await filesOfReply(parsed, lookup);
  const { reply: known, refused } = withTruePaths(parsed, found);
  const context = { ...contextOf(found, about), ...(appendAt === undefined ? {} : { appendAt }) };
  const nothingLeft = parsed.proposals.length > 0 && known.proposals.length === 0;
  const plan = nothingLeft ? { files: [], refused: [] } : (planInsertion(known, about) ?? planEdits(known, context));
  const opened = await withoutUnwritable(open(plan, byTruePath(found, about)), files);
  return {
    reviews: opened.reviews.filter((review) => !isDecided(review)),
    refused: [...refused, ...opened.refused, ...plan.refused],
    repairPrompt: repairPrompt(plan.refused, context),
  };
}

/**
 * Each proposal under the one true spelling of its path, so that two spellings of a file meet; without those refused.
 */
function withTruePaths(parsed: ParsedReply, found: Found): { reply: ParsedReply; refused: RefusedPart[] } {
  const proposals: Proposal[] = [];
  const refused: RefusedPart[] = [];
  for (const read of parsed.proposals) {
    const proposal = withLikelyPath(read, (path) => found.get(path)?.kind === 'file');
    const file = proposal.path === undefined ? undefined : found.get(proposal.path);
    const target = proposal.kind === 'update' && proposal.moveTo !== undefined ? found.get(proposal.moveTo) : undefined;
    const bad = [file, target, notLookedFor(read, found)].find((one) => one?.kind === 'refused');
    if (bad?.kind === 'refused') {
      refused.push({ reason: bad.reason, message: refusalMessages[bad.reason], snippet: proposal.raw, path: bad.path });
      continue;
    }
    proposals.push({
      ...proposal,
      path: file?.path ?? proposal.path,
      ...(target === undefined ? {} : { moveTo: target.path }),
    });
  }
  return { reply: { ...parsed, proposals }, refused };
}

/** A likely path that was not looked for may be that of a file, so its code must not land anywhere else. */
function notLookedFor({ likelyPath }: Proposal, found: Found): FoundFile | undefined {
  const likely = likelyPath === undefined ? undefined : found.get(likelyPath);
  return likely?.kind === 'refused' && likely.reason === 'too-many-files' ? likely : undefined;
}

function byTruePath(found: Found, about: About | undefined): Found {
  const known = new Map([...found.values()].map((file) => [file.path, file]));
  if (about !== undefined) known.set(about.path, aboutFile(about));
  return known;
}

function contextOf(found: Found, about: About | undefined): PlanContext {
  const files = byTruePath(found, about);
  const read = (path: string): string | undefined => {
    const file = files.get(path);
    return file?.kind === 'file' ? file.text : undefined;
  };
  if (about === undefined) return { read };
  const { path, start, end, languageId } = about;
  const selection = start === undefined || end === undefined || end <= start ? {} : { selection: { path, start, end } };
  return { read, defaultPath: path, languageId, ...selection };
}

/** Code without a place of its own, asked for at the cursor, goes in there. */
function planInsertion(reply: ParsedReply, about: About | undefined): Plan | undefined {
  if (about?.insert === undefined || about.start === undefined) return undefined;
  if (reply.proposals.some(({ kind, path }) => kind !== 'block' || (path !== undefined && path !== about.path)))
    return undefined;
  const code = extractCode(reply.text, about.languageId);
  if (code === undefined) return undefined;
  const { text: before, path } = about;
  const hunk = insertAtCursor({ text: before, ...about.insert }, about.start, code);
  return { files: [changedFile(path, before, [{ ...hunk, how: 'cursor', edit: 0 }])], refused: [] };
}

interface OpenedPlan {
  readonly reviews: readonly FileReview[];
  readonly refused: readonly RefusedPart[];
}

/** Saving a file writes a question mark for what its encoding does not have, and says nothing. */
async function withoutUnwritable({ reviews, refused }: OpenedPlan, files: FilesPort): Promise<OpenedPlan> {
  const reason = 'characters';
  const writable: FileReview[] = [];
  const left: RefusedPart[] = [];
  for (const review of reviews) {
    const { uri, path, hunks } = review;
    if (await files.canWrite(uri, hunks.map(({ text }) => text).join(''))) writable.push(review);
    else left.push({ reason, message: refusalMessages[reason], snippet: proposedText(review), path });
  }
  return { reviews: writable, refused: [...refused, ...left] };
}

function open(plan: Plan, files: Found): OpenedPlan {
  const reviews: FileReview[] = [];
  const refused: RefusedPart[] = [];
  for (const edit of plan.files) {
    const file = files.get(edit.path);
    if (file === undefined || file.kind === 'refused') continue;
    const move = renamingOf(edit, files);
    if (move === 'taken') refused.push(taken(edit));
    else reviews.push(reviewOf(edit, file.uri, move));
  }
  return { reviews, refused };
}

function renamingOf(edit: FileEdit, files: Found): Renaming | 'taken' | undefined {
  const target = edit.kind === 'change' && edit.renameTo !== undefined ? files.get(edit.renameTo) : undefined;
  if (target === undefined) return undefined;
  return target.kind === 'missing' ? { uri: target.uri, path: target.path } : 'taken';
}

function taken(edit: FileEdit): RefusedPart {
  return { reason: 'file-exists', message: refusalMessages['file-exists'], snippet: '', path: edit.path };
}

/** What a reply, or a block of code of one, proposes; `path` is the file meant where a reply names none. */
export function parsedOf(answer: string | GivenBlock, path?: string): ParsedReply {
  if (typeof answer !== 'string') return parseBlock(answer);
  const parsed = parseReply(answer);
  return path === undefined ? parsed : titledIfBare(parsed, path);
}
