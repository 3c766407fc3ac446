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
import { refusalMessages } from './refusalMessages.ts';

/** What the question behind a reply was about: a file, and the stretch of it that was selected or the cursor in it. */
export interface About {
  readonly uri: string;
  readonly path: string;
  readonly text: string;
  readonly languageId: string;
  /** UTF-16 offsets into `text`. */
  readonly start?: number;
  readonly end?: number;
  /** New code goes in at `start`. */
  readonly insert?: { readonly tabSize: number; readonly insertSpaces: boolean };
}

export interface PlannedReply {
  readonly reviews: readonly FileReview[];
  readonly refused: readonly RefusedPart[];
  /** What to tell the model to have the refused parts mended; undefined where that cannot help. */
  readonly repairPrompt: string | undefined;
}

/** What is known of a reply beside its text. */
export interface PlanChoices {
  readonly about?: About | undefined;
  /** Where the user wants new definitions, in files that have two equally good places: `PlanContext.appendAt`. */
  readonly appendAt?: ReadonlyMap<string, number>;
}

/** Finds the files a reply means and plans its edits, each on the text its file has now. Nothing is changed. */
export async function planReply(
  parsed: ParsedReply,
  files: FilesPort,
  { about, appendAt }: PlanChoices = {},
): Promise<PlannedReply> {
  const found = await findFiles(parsed, files, about);
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

type Found = ReadonlyMap<string, FoundFile>;

function aboutFile({ uri, path, text, languageId }: About): FoundFile {
  return { kind: 'file', uri, path, text, languageId };
}

async function findFiles(parsed: ParsedReply, files: FilesPort, about: About | undefined): Promise<Found> {
  const fresh = new Set(
    parsed.proposals.flatMap((proposal) =>
      proposal.kind === 'create' ? [proposal.path] : proposal.kind === 'update' ? [proposal.moveTo] : [],
    ),
  );
  const found = new Map<string, FoundFile>();
  for (const path of paths(parsed)) {
    const isAbout = about !== undefined && (about.path === path || about.path.endsWith(`/${path}`));
    found.set(path, isAbout && !fresh.has(path) ? aboutFile(about) : await files.find(path, fresh.has(path)));
  }
  for (const path of likelyPaths(parsed)) if (!found.has(path)) found.set(path, await files.find(path, true));
  return found;
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
    const bad = [file, target].find((one) => one?.kind === 'refused');
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
  const writable = await Promise.all(
    reviews.map(({ uri, hunks }) => files.canWrite(uri, hunks.map(({ text }) => text).join(''))),
  );
  const unwritable = reviews.filter((_, at) => writable[at] === false);
  const reason = 'characters';
  const left = unwritable.map(
    (review) =>
      ({ reason, message: refusalMessages[reason], snippet: proposedText(review), path: review.path }) as const,
  );
  return { reviews: reviews.filter((_, at) => writable[at] === true), refused: [...refused, ...left] };
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
