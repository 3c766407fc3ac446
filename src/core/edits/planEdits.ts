/**
 * Replies of a model become edits of files. To read in this order:
 * `formats/parseReply` takes the proposals out of a reply by the table in `formats/formats`; here each gets its file;
 * `planFile` plans a file that is there and `newFile` one that is to be made: `placing/` finds the place of a hunk,
 * `blocks/` that of a block of code, `writing/` gives the new lines the file's manners; `overlaps` refuses what
 * contradicts itself, `guards/guards` what was never meant for a file. `refusals` has the words for what is left,
 * `repair` the question that asks for it once more.
 *
 * Words used throughout:
 * - proposal: one change that a reply asks for, before any file is looked at.
 * - hunk: old lines that give way to new ones; a text hunk says the same in offsets.
 * - mark: a sign of a format, such as `+`, `@@` or `<<<<<<< SEARCH`; it is never a line of a file.
 * - placeholder: a line that stands for lines left out, such as `// ... existing code ...`.
 * - reading: one way to understand the lines of a hunk, where its marks allow several.
 * - anchor: the line behind `@@`, which says what the place of a hunk is in.
 * - hint: an anchor or number that only chooses between places and refuses none.
 * - part: the lines of a snippet between two placeholders.
 * - telling: said of lines with a letter or a digit; brackets alone tell nothing about a place.
 * - place: the first line of the file that a hunk stands for.
 */

import { extractCode } from './formats/extractCode.ts';
import { isShellLike } from './text/languages.ts';
import { planNewFile } from './newFile.ts';
import { parseReply } from './formats/parseReply.ts';
import { planFile, type FileEdit } from './planFile.ts';
import { withLikelyPath, type BlockProposal, type ParsedReply, type Proposal } from './formats/proposal.ts';
import { refuse, type Refusal } from './refusals.ts';
import { linesOf } from './text/textLines.ts';
import { blocksThatFit, isForeign, theOne } from './blocks/unnamedBlocks.ts';

export type { FileEdit } from './planFile.ts';
export type { Refusal } from './refusals.ts';

/** UTF-16 offsets into that file's text. */
export interface Selection {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface PlanContext {
  /** Text of each file the reply may touch, by the path the reply names; undefined when it does not exist. */
  readonly read: (path: string) => string | undefined;
  /** What the user had selected, when the question was about a selection. */
  readonly selection?: Selection;
  /** File meant where a block names none (the active file). */
  readonly defaultPath?: string;
  readonly languageId?: string;
  /**
   * For files in which new definitions may go to either of two places, the line the user wants them above, counted
   * from 0, by path.
   */
  readonly appendAt?: ReadonlyMap<string, number>;
}

export interface Plan {
  readonly files: readonly FileEdit[];
  readonly refused: readonly Refusal[];
}

/** Turns a reply into edits that fit beyond doubt, and refusals for the rest. Same input, same plan; never throws. */
export function planEdits(parsed: ParsedReply | string, context: PlanContext): Plan {
  const reply = typeof parsed === 'string' ? parseReply(parsed) : parsed;
  const { byPath, forSelection, refused } = assign(reply, context);
  const files: FileEdit[] = [];
  for (const [path, proposals] of byPath) {
    const before = context.read(path);
    const { selection } = context;
    const appendAt = context.appendAt?.get(path);
    const own = {
      ...(selection?.path === path ? { selection } : {}),
      ...(appendAt === undefined ? {} : { appendAt }),
    };
    const plan = before === undefined
      ? planNewFile({ path, proposals, namesake: namesakeOf(path, context) })
      : planFile({ path, before, proposals, forSelection, ...own });
    if (plan.edit) files.push(plan.edit);
    for (const refusal of plan.refused) refused.push(refusal);
  }
  if (files.length === 0 && refused.length === 0) refused.push(refuse('no-edit', reply.text.slice(0, 2_000)));
  return { files, refused };
}

interface Assigned {
  readonly byPath: Map<string, Proposal[]>;
  readonly forSelection: Set<Proposal>;
  readonly refused: Refusal[];
}

/** Finds the file each proposal is for. */
function assign(reply: ParsedReply, context: PlanContext): Assigned {
  const assigned: Assigned = { byPath: new Map(), forSelection: new Set(), refused: [] };
  const unnamed: BlockProposal[] = [];
  for (const read of withBareCode(reply, context)) {
    const proposal = withLikelyPath(read, (path) => context.read(path) !== undefined);
    const path = resolvePath(proposal, context) ?? (proposal.kind === 'block' ? undefined : fallbackPath(context));
    if (proposal.kind === 'broken') assigned.refused.push(refuse(proposal.reason, proposal.raw, path));
    else if (path !== undefined && !isSelectionBlock(proposal, path, context)) put(assigned, path, proposal);
    else if (proposal.kind === 'block') unnamed.push(proposal);
    else assigned.refused.push(refuse('no-path', proposal.raw));
  }
  assignUnnamed(assigned, unnamed, context);
  return assigned;
}

function fallbackPath(context: PlanContext): string | undefined {
  return context.selection?.path ?? context.defaultPath;
}

/** Asked about a selection, the model may still write the file's name above its answer. */
function isSelectionBlock(proposal: Proposal, path: string, { selection }: PlanContext): boolean {
  if (proposal.kind !== 'block' || !selection || selection.end <= selection.start) return false;
  return path === selection.path;
}

/** The model may name the open file without its folders, and any file with folders that are not the workspace's. */
function resolvePath({ kind, path }: Proposal, context: PlanContext): string | undefined {
  if (path === undefined || kind === 'create' || context.read(path) !== undefined) return path;
  const open = [context.selection?.path, context.defaultPath].find((known) => known?.endsWith(`/${path}`));
  // Only diffs put a letter in front of paths; any other first folder of a block may be one that is to be made.
  const most = kind === 'block' && !/^[ab]\//.test(path) ? 0 : 1;
  return open ?? withoutFolders(path, most).find((tail) => context.read(tail) !== undefined) ?? path;
}

/** A path less its first folders, one by one: all of them where it begins at the root, else at most so many. */
function withoutFolders(path: string, most: number): string[] {
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
  const names = path.replaceAll('\\', '/').split('/');
  const tails = names.slice(1, 20).map((_, i) => names.slice(i + 1).join('/'));
  return isAbsolute ? tails : tails.slice(0, most);
}

function put(assigned: Assigned, path: string, proposal: Proposal): void {
  const known = assigned.byPath.get(path);
  if (known) known.push(proposal);
  else assigned.byPath.set(path, [proposal]);
}

/** A reply that is code throughout, without fences, counts as one block. */
function withBareCode(reply: ParsedReply, context: PlanContext): readonly Proposal[] {
  if (reply.proposals.length > 0 || fallbackPath(context) === undefined) return reply.proposals;
  const code = extractCode(reply.text, context.languageId);
  if (code === undefined) return [];
  // Without a fence only its brackets tell whether the reply is complete.
  return [{
    kind: 'block', format: 'block', path: undefined, raw: reply.text, language: '', naming: 'none',
    lines: linesOf(code), closed: isBalanced(code),
  }];
}

function isBalanced(code: string): boolean {
  const count = (pattern: RegExp): number => code.match(pattern)?.length ?? 0;
  return count(/[([{]/g) === count(/[)\]}]/g) && /[\w)\]}>;"'`]\s*$/.test(code.slice(-200));
}

/** Blocks without a name are for the open file, where it can be told which of them. */
function assignUnnamed(assigned: Assigned, unnamed: readonly BlockProposal[], context: PlanContext): void {
  const path = fallbackPath(context);
  const hasOthers = assigned.byPath.size > 0 || assigned.refused.length > 0;
  const isCommand = (block: BlockProposal): boolean => hasOthers && isShellLike(block.language);
  const telling = unnamed.filter((block) => (path === undefined ? !isCommand(block) : !isForeign(block, path)));
  const hasSelection = context.selection !== undefined && context.selection.end > context.selection.start;
  const isOpen = path !== undefined && !hasOthers;
  const only = isOpen ? theOne(telling, context.languageId) : undefined;
  const fitting = isOpen && !hasSelection ? blocksThatFit(telling, path, context.read(path)) : [];
  for (const block of telling) {
    if (isOpen && (block === only || (!only && fitting.includes(block)))) {
      if (hasSelection) assigned.forSelection.add(block);
      put(assigned, path, block);
    } else if (!only) assigned.refused.push(refuse(isOpen ? 'several-blocks' : 'no-path', block.raw, block.path));
  }
}

/** Text of the open file, where a path has its name in another folder. */
function namesakeOf(path: string, context: PlanContext): string | undefined {
  const nameOf = (one: string): string => one.replaceAll('\\', '/').split('/').at(-1) ?? '';
  const paths = [context.selection?.path, context.defaultPath];
  const open = paths.find((one) => one !== undefined && nameOf(one) === nameOf(path));
  return open === undefined ? undefined : context.read(open);
}
