import { isElisionIn } from './guards/elisions.ts';
import { isEscapedFile } from './guards/escapes.ts';
import { extractCode } from './formats/extractCode.ts';
import { isTelling } from './placing/findHunk.ts';
import { endsLikeFile, isShellLike } from './text/languages.ts';
import { plainText } from './text/lookalikes.ts';
import { isNumberedFile } from './guards/lineNumbers.ts';
import { parseReply } from './formats/parseReply.ts';
import { planFile, type FileEdit } from './planFile.ts';
import { withLikelyPath, type BlockProposal, type ParsedReply, type Proposal } from './formats/proposal.ts';
import { refuse, type Refusal } from './refusals.ts';
import { isBlank, linesOf } from './text/textLines.ts';
import { blocksThatFit, isForeign, theOne } from './blocks/unnamedBlocks.ts';

export type { PlacedHunk } from './placing/outcome.ts';
export type { FileEdit } from './planFile.ts';
export type { NearPlace, Refusal, RefusalReason } from './refusals.ts';

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
}

export interface Plan {
  readonly files: readonly FileEdit[];
  readonly refused: readonly Refusal[];
}

/** Turns a reply into edits that fit beyond doubt, and refusals for all the rest. Same input, same plan; never throws. */
export function planEdits(parsed: ParsedReply | string, context: PlanContext): Plan {
  const reply = typeof parsed === 'string' ? parseReply(parsed) : parsed;
  const { byPath, forSelection, refused } = assign(reply, context);
  const files: FileEdit[] = [];
  for (const [path, proposals] of byPath) {
    const before = context.read(path);
    const { selection } = context;
    const own = selection?.path === path ? { selection } : {};
    const plan = before === undefined
      ? planNewFile(path, proposals, context)
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
  return open ?? withoutFolders(path, kind === 'block' && !/^[ab]\//.test(path) ? 0 : 1).find((tail) => context.read(tail) !== undefined) ?? path;
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
    kind: 'block', format: 'block', path: undefined, raw: reply.text, lines: linesOf(code), language: '', naming: 'none',
    closed: isBalanced(code),
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

function planNewFile(path: string, proposals: readonly Proposal[], context: PlanContext): { edit?: FileEdit; refused: Refusal[] } {
  const twin = proposals.find((proposal) => proposal.kind === 'block' && isOpenFile(path, proposal.lines, context));
  if (twin) return { refused: proposals.map(({ raw }) => refuse('file-exists', raw, path)) };
  const contents = proposals.map((proposal) => ({ proposal, lines: newContent(path, proposal) }));
  const fresh = contents.filter(({ lines }) => lines !== undefined);
  const [first, second] = fresh;
  const refused = contents.filter(({ lines }) => lines === undefined).map(({ proposal }) => refuseNew(path, proposal));
  if (!first?.lines) return { refused };
  if (second && fresh.some(({ lines }) => lines?.join('\n') !== first.lines?.join('\n'))) {
    return { refused: [...refused, ...fresh.map(({ proposal }) => refuse('overlap', proposal.raw, path))] };
  }
  const manners = { file: '\u2013\u2014\u2015', path, substituted: new Set<string>() };
  const text = first.lines.map((line) => `${plainText(line, manners)}\n`).join('');
  const after = first.proposal.kind === 'create' && first.proposal.unended ? text.slice(0, -1) : text;
  return { edit: { kind: 'create', path, after }, refused };
}

/** Whether lines under another folder's name are a state of the open file: its name, and most of the lines are its own. */
function isOpenFile(path: string, lines: readonly string[], context: PlanContext): boolean {
  const nameOf = (one: string): string => one.replaceAll('\\', '/').split('/').at(-1) ?? '';
  const open = [context.selection?.path, context.defaultPath].find((one) => one !== undefined && nameOf(one) === nameOf(path));
  const known = new Set(linesOf(open === undefined ? '' : (context.read(open) ?? '')).map((line) => line.trim()));
  const said = lines.filter((line) => isTelling([line]));
  return said.filter((line) => known.has(line.trim())).length * 2 > said.length;
}

function refuseNew(path: string, proposal: Proposal): Refusal {
  if (proposal.kind === 'block' && !proposal.closed) return refuse('cut-off', proposal.raw, path);
  const elided = proposal.kind === 'block' || proposal.kind === 'create' ? proposal.lines : [];
  if (isEscapedFile(path, elided)) return refuse('escaped', proposal.raw, path);
  if (isNumberedFile(path, elided)) return refuse('line-numbers', proposal.raw, path);
  if (elided.some((line) => isElisionIn(line, path))) return refuse('elision', proposal.raw, path);
  return refuse('missing-file', proposal.raw, path);
}

/** The text a proposal gives for a file that does not exist yet; undefined where it cannot be one. */
function newContent(path: string, proposal: Proposal): readonly string[] | undefined {
  const complete = (lines: readonly string[]): readonly string[] | undefined => {
    const isBad = lines.some((line) => isElisionIn(line, path)) || isEscapedFile(path, lines) || isNumberedFile(path, lines);
    return isBad ? undefined : lines;
  };
  if (proposal.kind === 'create') return complete(proposal.lines);
  if (proposal.kind === 'block') {
    return proposal.closed && proposal.naming === 'strong' && endsLikeFile(path) ? complete(proposal.lines) : undefined;
  }
  const only = proposal.kind === 'update' && proposal.hunks.length === 1 ? proposal.hunks[0] : undefined;
  if (!only?.old.every(isBlank) || only.new.every(isBlank) || proposal.format === 'v4a') return undefined;
  return complete(only.new);
}
