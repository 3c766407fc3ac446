import { fenceBody, fenceLine, matchFence, withoutIndent, type Fence, type FenceLine } from './fences.ts';
import { isProse, isShellLike, languageFits, languageOf } from '../text/languages.ts';
import { strayEnd } from './patches/searchReplace.ts';
import { unified } from './patches/unified.ts';
import { likelyInInfo, likelyPathBefore, pathBefore, pathInComment, pathInInfo, pathTitle } from './paths.ts';
import { rawOf, type BlockProposal, type Naming } from './proposal.ts';
import { closesPatch, dedent, leadAt, nextMark, sourceAt, startsPatch, take, type Format, type Reader } from './reader.ts';
import { heredocAt } from './heredoc.ts';
import { isBlank } from '../text/textLines.ts';
import { editsInJson } from './calls/jsonEdits.ts';
import { isPromptTag, stripWrappers, trimBlankLines } from './wrapping/wrappers.ts';

/** Code in a fence: a block is taken whole, of one that holds a patch only the fence itself. */
export const fencedBlock: Format = {
  starts: (lines, at) => fenceLine(lines[at] ?? '', at) !== undefined,
  read(reader, at) {
    const mark = nextMark(reader, at);
    return mark?.line === at ? readFence(reader, mark) : undefined;
  },
};

function readFence(reader: Reader, mark: FenceLine): number {
  const open = reader.open.at(-1);
  if (open && closesPatch(open.mark, mark)) {
    reader.open.pop();
    return mark.line + 1;
  }
  const inner = reader.lines.slice(mark.line + 1, mark.line + 1 + LOOK_AHEAD).map((line) => withoutIndent(line, mark.indent));
  const isDiff = /^(?:diff|patch|udiff)\b/i.test(mark.info);
  const isPatch = holdsPatch(reader, inner);
  if (isPatch || isDiff) {
    dedent(reader, mark.line + 1, mark.indent);
    reader.open.push({ mark });
    return isPatch ? mark.line + 1 : unified.read(reader, mark.line + 1) ?? mark.line + 1;
  }
  return readBlock(reader, matchFence(reader.marks, reader.mark, reader.lines.length, reader.budget));
}

const LOOK_AHEAD = 12;

/** Whether a fence holds a patch: one starts within its first lines, below at most a path, a tag or a command. */
function holdsPatch(reader: Reader, lines: readonly string[]): boolean {
  let seen = 0;
  for (let at = 0; at < lines.length && seen < 3; at++) {
    const line = lines[at] ?? '';
    if (startsPatch(reader, lines, at)) return true;
    if (isBlank(line)) continue;
    if (fenceLine(line, at)) return false;
    const isLead = isPromptTag(line) || /apply_patch|<<\s*['"]?\w+/.test(line) || (pathTitle(line) ?? pathInComment(line)) !== undefined;
    if (!isLead) return false;
    seen++;
  }
  return false;
}

/** The first line of a block that begins a patch, or writes a file, where the block is not a script itself. */
function editInside(reader: Reader, fence: Fence): number | undefined {
  const isScript = !/^(?:sh|bash|shell|zsh|console|terminal|)$/i.test(languageOf(fence.info)) ||
    /\.(?:sh|bash|zsh|md|ya?ml)$/.test(pathBefore(reader.lines, fence.open, reader.floor)?.path ?? '');
  for (let at = fence.open + 1; at < fence.close; at++) {
    const line = reader.lines[at] ?? '';
    if (startsPatch(reader, reader.lines, at, 'code') || (!isScript && heredocAt(line))) return at;
  }
  return undefined;
}

/** A block of code that has search marks further down is a patch with something in front of it. */
function readBlock(reader: Reader, fence: Fence): number {
  const { lines } = reader;
  const next = Math.min(lines.length, fence.close + 1);
  const inside = editInside(reader, fence);
  if (inside !== undefined) {
    const mark = reader.marks[reader.mark];
    if (mark) reader.open.push({ mark });
    return inside;
  }
  const raw = rawOf(sourceAt(reader), fence.open, next);
  const language = languageOf(fence.info);
  const body = stripWrappers(fenceBody(lines, fence), language);
  if (body.every(isBlank)) return next;
  const { path, likelyPath, naming, partial, label } = nameBlock(reader, fence, language, body);
  const isFile = naming === 'strong' && /\.json\w?$/.test(path ?? '');
  const calls = /^(?:json\w*|tool_\w+|)$/i.test(language) && !isFile ? editsInJson(body.join('\n')) : [];
  if (calls.length > 0) return take(reader, fence.open, { proposals: calls, next });
  const own = reader.marks[reader.mark];
  if (own && isMarked(body, path)) {
    dedent(reader, own.line + 1, own.indent);
    reader.open.push({ mark: own });
    return unified.read(reader, own.line + 1) ?? next;
  }
  const isUnclosed = fence.ambiguous || isUnclear(reader, fence, path, language);
  const isStray = body.some((_, i) => strayEnd.starts(body, i));
  const reason = isStray ? 'malformed' : isUnclosed ? 'unclear-end' : undefined;
  if (reason) return take(reader, fence.open, { proposals: [{ kind: 'broken', format: 'block', path, raw, reason }], next });
  const text = label === undefined ? body : withoutLabel(body, language);
  return takeBlock(reader, fence.open, {
    kind: 'block', format: 'block', path, raw, lines: text, language, closed: fence.closed,
    naming: partial ? 'weak' : naming, ...(label === undefined ? {} : { label }), ...(likelyPath === undefined ? {} : { likelyPath }),
  }, next);
}

/** The block behind its first line; the blank lines that set that one off go with it. */
function withoutLabel(body: readonly string[], language: string): string[] {
  const first = body.findIndex((line, i) => i > 0 && !isBlank(line));
  return first < 0 ? [] : stripWrappers(body.slice(first), language);
}

/** Whether every line bears the mark of a diff: in running text a plus alone is a bullet. */
function isMarked(body: readonly string[], path: string | undefined): boolean {
  const said = body.filter((line) => !isBlank(line));
  if (said.length === 0 || !said.every((line) => /^[-+ @]/.test(line))) return false;
  const has = (mark: string): boolean => said.some((line) => line.startsWith(mark));
  return has('+') && (has('-') || !isProse(path ?? ''));
}

/**
 * Takes a block of code. Code shown as it was and code shown as it is to be are one edit: find the one, put the other.
 * An example of use beside other edits is none.
 */
function takeBlock(reader: Reader, at: number, block: BlockProposal, next: number): number {
  const lead = leadAt(reader, at);
  const { before } = reader;
  const isPair = lead === 'after' && before !== undefined && before.closed && block.closed;
  reader.before = lead === 'before' || lead === 'maybe-before' ? block : undefined;
  if (lead === 'before' || (lead === 'usage' && block.naming !== 'strong')) {
    reader.shown.push(block);
    reader.lastPath = block.path ?? reader.lastPath;
    reader.floor = next;
    return next;
  }
  if (!isPair) return take(reader, at, { proposals: [block], next });
  // Taken for new code until now.
  if (reader.proposals.at(-1) === before) reader.proposals.pop();
  const path = block.path ?? before.path ?? reader.lastPath;
  const raw = `${before.raw}\n${block.raw}`;
  const hunk = { old: trimBlankLines(before.lines), new: trimBlankLines(block.lines), anchors: [], endOfFile: false, raw };
  return take(reader, at, { proposals: [{ kind: 'update', format: 'search-replace', path, raw, hunks: [hunk] }], next });
}

interface Named {
  readonly path: string | undefined;
  readonly likelyPath?: string | undefined;
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
  const likelyPath = likelyInInfo(fence.info) ?? likelyPathBefore(reader.lines, fence.open, reader.floor);
  // A command or its output below the name of a file is seldom that file.
  const isCommand = isShellLike(language) && (before?.naming === 'weak' || /^\s*(?:\$ |(?:cat|tee)\s.*>|[\w./-]+>)/.test(first));
  const fits = before !== undefined && languageFits(language, before.path) && !isCommand;
  if (fits && before.naming === 'strong') return { ...before, partial: false, ...label };
  if (inComment !== undefined) return { path: inComment, naming: 'strong', partial: false, ...label };
  if (fits) return { ...before, likelyPath, naming: before.isNew ? 'strong' : 'weak', partial: false };
  return { path: undefined, likelyPath, naming: 'none', partial: false };
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
