import { languageOf } from './extractCode.ts';
import { fenceBody, fenceBudget, fenceLine, fenceLinesOf, matchFence, type Fence, type FenceBudget, type FenceLine } from './fences.ts';
import { isShellLike, languageFits } from './languages.ts';
import { parseSearchReplace, startsSearchReplace } from './parseSearchReplace.ts';
import { parseUnified, startsUnified } from './parseUnified.ts';
import { parseV4a, startsV4a } from './parseV4a.ts';
import { cleanPath, pathBefore, pathInComment, pathInInfo, pathTitle } from './paths.ts';
import { rawOf, type Naming, type Parsed, type ParsedReply, type Proposal, type Source } from './proposal.ts';
import { isBlank, linesOf } from './textLines.ts';
import { unwrap, type JsonEdit } from './unwrap.ts';
import { isPromptTag, stripWrappers } from './wrappers.ts';

export type { ParsedReply } from './proposal.ts';

interface OpenFence {
  readonly mark: FenceLine;
  /** Where it closes, once that was looked for; -1 when it never does. */
  close?: number;
}

interface Reader {
  readonly lines: readonly string[];
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
  readonly proposals: Proposal[];
}

/** Reads any reply into proposed changes without looking at files; linear in the reply's length; never throws. */
export function parseReply(reply: string): ParsedReply {
  const { text, edits } = unwrap(reply);
  const lines = linesOf(text);
  const marks = fenceLinesOf(lines);
  const reader: Reader = {
    lines, marks, budget: fenceBudget(marks.length), mark: 0, open: [], floor: 0, lastPath: undefined, proposals: edits.map(jsonProposal),
  };
  for (let at = 0; at < lines.length; ) at = readAt(reader, at);
  return { proposals: reader.proposals, text };
}

/** The paths a reply names, each once, in order; destinations of moves included. */
export function paths(parsed: ParsedReply): string[] {
  const found = new Set<string>();
  for (const proposal of parsed.proposals) {
    if (proposal.path !== undefined) found.add(proposal.path);
    if (proposal.kind === 'update' && proposal.moveTo !== undefined) found.add(proposal.moveTo);
  }
  return [...found];
}

function jsonProposal(edit: JsonEdit): Proposal {
  const path = edit.path === undefined ? undefined : cleanPath(edit.path);
  if (edit.old === undefined) {
    const lines = linesOf(edit.new.replace(/\r?\n$/, ''));
    return { kind: 'block', format: 'block', path, raw: edit.new, lines, language: '', naming: 'strong', closed: true };
  }
  const trim = (text: string): string[] => (text === '' ? [] : linesOf(text.replace(/\r?\n$/, '')));
  const hunk = { old: trim(edit.old), new: trim(edit.new), anchors: [], endOfFile: false, raw: edit.old };
  return { kind: 'update', format: 'search-replace', path, raw: edit.old, hunks: [hunk] };
}

function take(reader: Reader, { proposals, next }: Parsed): number {
  for (const proposal of proposals) reader.proposals.push(proposal);
  reader.lastPath = proposals.at(-1)?.path ?? reader.lastPath;
  reader.floor = next;
  return next;
}

function nextMark(reader: Reader, at: number): FenceLine | undefined {
  while ((reader.marks[reader.mark]?.line ?? Infinity) < at) reader.mark++;
  return reader.marks[reader.mark];
}

/** The text from `at` up to where the fence around it closes, or the end of the reply. */
function sourceAt(reader: Reader): Source {
  return { lines: reader.lines, end: reader.lines.length, closed: false };
}

/** A diff has no end mark of its own: inside a fence it ends with the fence. */
function diffSource(reader: Reader, at: number): Source {
  const open = reader.open.at(-1);
  if (!open) return sourceAt(reader);
  if (open.close === undefined) {
    open.close = -1;
    for (let i = reader.mark; i < reader.marks.length && open.close < 0; i++) {
      const mark = reader.marks[i];
      if (mark && mark.line >= at && closesPatch(open.mark, mark)) open.close = mark.line;
    }
  }
  return open.close < at ? sourceAt(reader) : { lines: reader.lines, end: open.close, closed: true };
}

function closesPatch(open: FenceLine, mark: FenceLine): boolean {
  return mark.info === '' && mark.char === open.char && mark.length >= open.length && mark.indent <= open.indent;
}

function readAt(reader: Reader, at: number): number {
  const line = reader.lines[at] ?? '';
  if (startsV4a(line)) return take(reader, parseV4a(sourceAt(reader), at));
  if (startsSearchReplace(line)) {
    return take(reader, parseSearchReplace(sourceAt(reader), at, reader.floor, reader.lastPath));
  }
  if (startsUnified(reader.lines, at)) return readDiff(reader, at);
  const mark = nextMark(reader, at);
  return mark?.line === at ? readFence(reader, mark) : at + 1;
}

function readDiff(reader: Reader, at: number): number {
  nextMark(reader, at);
  const named = pathBefore(reader.lines, at, reader.floor)?.path;
  return take(reader, parseUnified(diffSource(reader, at), at, named ?? reader.lastPath));
}

function readFence(reader: Reader, mark: FenceLine): number {
  const open = reader.open.at(-1);
  if (open && closesPatch(open.mark, mark)) {
    reader.open.pop();
    return mark.line + 1;
  }
  if (holdsPatch(reader.lines, mark.line + 1)) {
    reader.open.push({ mark });
    return mark.line + 1;
  }
  if (/^(?:diff|patch|udiff)\b/i.test(mark.info)) {
    reader.open.push({ mark });
    return readDiff(reader, mark.line + 1);
  }
  return readBlock(reader, matchFence(reader.marks, reader.mark, reader.lines.length, reader.budget));
}

/** Whether a fence holds a patch: one starts within its first lines, below at most a path, a tag or a command. */
function holdsPatch(lines: readonly string[], from: number): boolean {
  let seen = 0;
  for (let at = from; at < lines.length && at < from + 12 && seen < 3; at++) {
    const line = lines[at] ?? '';
    if (startsV4a(line) || startsSearchReplace(line) || startsUnified(lines, at)) return true;
    if (isBlank(line)) continue;
    if (fenceLine(line, at)) return false;
    const isLead = isPromptTag(line) || /apply_patch|<<\s*['"]?\w+/.test(line) || (pathTitle(line) ?? pathInComment(line)) !== undefined;
    if (!isLead) return false;
    seen++;
  }
  return false;
}

/** A block of code that has search marks further down is a patch with something in front of it. */
function readBlock(reader: Reader, fence: Fence): number {
  const { lines } = reader;
  const next = Math.min(lines.length, fence.close + 1);
  for (let at = fence.open + 1; at < fence.close; at++) {
    const line = lines[at] ?? '';
    if (!startsSearchReplace(line) && !startsV4a(line)) continue;
    const mark = reader.marks[reader.mark];
    if (mark) reader.open.push({ mark });
    return at;
  }
  const raw = rawOf(sourceAt(reader), fence.open, next);
  const language = languageOf(fence.info);
  const body = stripWrappers(fenceBody(lines, fence), language);
  if (body.every(isBlank)) return next;
  const { path, naming, partial, label } = nameBlock(reader, fence, language, body);
  if (fence.ambiguous || isUnclear(reader, fence, path, language)) {
    return take(reader, { proposals: [{ kind: 'broken', format: 'block', path, raw, reason: 'unclear-end' }], next });
  }
  const text = label === undefined ? body : stripWrappers(body.slice(1), language);
  const proposal: Proposal = {
    kind: 'block', format: 'block', path, raw, lines: text, language, closed: fence.closed,
    naming: partial ? 'weak' : naming, ...(label === undefined ? {} : { label }),
  };
  return take(reader, { proposals: [proposal], next });
}

interface Named {
  readonly path: string | undefined;
  readonly naming: Naming;
  readonly partial: boolean;
  readonly label?: string;
}

function nameBlock(reader: Reader, fence: Fence, language: string, body: readonly string[]): Named {
  const info = pathInInfo(fence.info);
  const first = body[0] ?? '';
  const inComment = pathInComment(first);
  const label = inComment === undefined ? {} : { label: first };
  if (info) return { path: info.path, naming: 'strong', partial: info.partial, ...label };
  const before = pathBefore(reader.lines, fence.open, reader.floor);
  // A command or its output below the name of a file is seldom that file.
  const fits = before !== undefined && languageFits(language, before.path) && !(isShellLike(language) && before.naming === 'weak');
  if (fits && before.naming === 'strong') return { ...before, partial: false, ...label };
  if (inComment !== undefined) return { path: inComment, naming: 'strong', partial: false, ...label };
  if (fits) return { ...before, partial: false };
  return { path: undefined, naming: 'none', partial: false };
}

/**
 * A Markdown file in a fence no longer than the fences inside it: where a bare fence follows that could as well be
 * inside, the end cannot be told.
 */
function isUnclear(reader: Reader, fence: Fence, path: string | undefined, language: string): boolean {
  if (!fence.closed || !(/^(?:md|markdown|mdx)$/i.test(language) || /\.(?:md|markdown|mdx)$/i.test(path ?? ''))) return false;
  const own = reader.marks[reader.mark];
  for (let i = reader.mark + 1; i < reader.marks.length; i++) {
    const mark = reader.marks[i];
    if (!mark || mark.line <= fence.close || mark.char !== own?.char || mark.length < own.length) continue;
    return mark.info === '' && pathBefore(reader.lines, mark.line, fence.close + 1)?.naming !== 'strong';
  }
  return false;
}
