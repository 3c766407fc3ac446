import { fenceBody, fenceLine, matchFence, withoutIndent, type Fence, type FenceLine } from './fences.ts';
import { endsLikeFile, isProse, isShellLike, languageFits, languageOf } from '../text/languages.ts';
import { strayEnd } from './patches/searchReplace.ts';
import { unified } from './patches/unified.ts';
import { likelyInInfo, likelyPathBefore, pathBefore, pathInComment, pathInInfo, pathTitle } from './paths.ts';
import { rawOf, type BlockProposal, type Naming } from './proposal.ts';
import {
  closesPatch,
  dedent,
  leadAt,
  nextMark,
  sourceAt,
  startsPatch,
  take,
  type Format,
  type Reader,
} from './reader.ts';
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
  const inner = reader.lines
    .slice(mark.line + 1, mark.line + 1 + LOOK_AHEAD)
    .map((line) => withoutIndent(line, mark.indent));
  const isPatch = holdsPatch(reader, inner);
  if (isPatch || isDiffInfo(mark.info)) {
    dedent(reader, mark.line + 1, mark.indent);
    reader.open.push({ mark });
    return isPatch ? mark.line + 1 : unified.read(reader, mark.line + 1) ?? mark.line + 1;
  }
  const fence = matchFence(reader.marks, reader.mark, reader.lines.length, reader.budget);
  return readBlock(reader, fence, mark);
}

/** A block of code that came as such, not as text in a reply: what its fence said, and the file it is for. */
export interface GivenBlock {
  readonly code: string;
  readonly info: string;
  readonly path?: string | undefined;
}

/** Reads a reader's text as a block without a fence; gives the line from which it is to be read as a patch. */
export function readGivenBlock(reader: Reader, { info, path }: GivenBlock): number {
  const { lines } = reader;
  const length = Math.max(2, ...reader.marks.map((mark) => mark.length)) + 1;
  const mark: FenceLine = { line: -1, char: '`', length, indent: 0, info };
  reader.lastPath = path;
  if (holdsPatch(reader, lines.slice(0, LOOK_AHEAD)) || isDiffInfo(info)) {
    reader.open.push({ mark, close: lines.length });
    return holdsPatch(reader, lines.slice(0, LOOK_AHEAD)) ? 0 : (unified.read(reader, 0) ?? lines.length);
  }
  const fence: Fence = { open: -1, close: lines.length, closed: true, ambiguous: false, info, indent: 0 };
  return readBlock(reader, fence, mark, path);
}

function isDiffInfo(info: string): boolean {
  return /^(?:diff|patch|udiff)\b/i.test(info);
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
    const isLead =
      isPromptTag(line) ||
      /apply_patch|<<\s*['"]?\w+/.test(line) ||
      (pathTitle(line) ?? pathInComment(line)) !== undefined;
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
function readBlock(reader: Reader, fence: Fence, mark: FenceLine, given?: string): number {
  const { lines } = reader;
  const next = Math.min(lines.length, fence.close + 1);
  const inside = editInside(reader, fence);
  if (inside !== undefined) {
    openPatch(reader, mark);
    return inside;
  }
  const raw = rawOf(sourceAt(reader), Math.max(0, fence.open), next);
  const language = languageOf(fence.info);
  const body = stripWrappers(fenceBody(lines, fence), language);
  if (body.every(isBlank)) return next;
  const named = nameBlock(reader, fence, language, body);
  const { path, likelyPath, naming, partial, label } = given === undefined ? named : { ...named, ...titled(given) };
  const isFile = naming === 'strong' && /\.json\w?$/.test(path ?? '');
  const calls =
    /^(?:json\w*|tool_\w+|)$/i.test(language) && !isFile ? editsInJson(body.join('\n'), reader.formats) : [];
  if (calls.length > 0) return take(reader, fence.open, { proposals: calls, next });
  if (isMarked(body, path)) {
    dedent(reader, mark.line + 1, mark.indent);
    openPatch(reader, mark);
    return unified.read(reader, mark.line + 1) ?? next;
  }
  const isUnclosed = fence.ambiguous || (!reader.isWhole && isUnclear(reader, fence, path, language));
  const isStray = body.some((_, i) => strayEnd.starts(body, i));
  const reason = isStray ? 'malformed' : isUnclosed ? 'unclear-end' : undefined;
  if (reason)
    return take(reader, fence.open, { proposals: [{ kind: 'broken', format: 'block', path, raw, reason }], next });
  const text = label === undefined ? body : withoutLabel(body, language);
  return takeBlock(
    reader,
    fence.open,
    {
      kind: 'block',
      format: 'block',
      path,
      raw,
      lines: text,
      language,
      closed: fence.closed,
      naming: partial ? 'weak' : naming,
      ...(named.isAnnounced === true ? { isAnnounced: true } : {}),
      ...(label === undefined ? {} : { label }),
      ...(likelyPath === undefined ? {} : { likelyPath }),
    },
    next,
  );
}

/** Reads what stands in a fence as a patch; one that nothing in the text marks lasts to the text's end. */
function openPatch(reader: Reader, mark: FenceLine): void {
  reader.open.push(reader.isWhole ? { mark, close: reader.lines.length } : { mark });
}

function titled(path: string): Named {
  return { path, likelyPath: undefined, naming: 'strong', partial: false };
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
  const hunk = {
    old: trimBlankLines(before.lines),
    new: trimBlankLines(block.lines),
    anchors: [],
    endOfFile: false,
    raw,
  };
  return take(reader, at, {
    proposals: [{ kind: 'update', format: 'search-replace', path, raw, hunks: [hunk] }],
    next,
  });
}

interface Named {
  readonly path: string | undefined;
  readonly likelyPath?: string | undefined;
  readonly naming: Naming;
  readonly partial: boolean;
  readonly isAnnounced?: boolean | undefined;
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
  const isCommand =
    isShellLike(language) && (before?.naming === 'weak' || /^\s*(?:\$ |(?:cat|tee)\s.*>|[\w./-]+>)/.test(first));
  const fits = before !== undefined && languageFits(language, before.path) && !isCommand;
  // The comment is in the block itself, unless it only says less of the same path.
  const isSame = inComment !== undefined && before !== undefined && `/${before.path}`.endsWith(`/${inComment}`);
  const isOwn = inComment !== undefined && endsLikeFile(inComment) && !isSame;
  if (fits && before.naming === 'strong' && !isOwn)
    return { path: before.path, naming: 'strong', partial: false, ...label };
  if (inComment !== undefined) return { path: inComment, naming: 'strong', partial: false, ...label };
  if (fits) {
    const { path, isNew, isAnnounced } = before;
    return { path, likelyPath, naming: isNew === true ? 'strong' : 'weak', partial: false, isAnnounced };
  }
  return { path: undefined, likelyPath, naming: 'none', partial: false };
}

/**
 * A Markdown file in a fence no longer than the fences inside it: where a bare fence follows that could as well be
 * inside, the end cannot be told.
 */
function isUnclear(reader: Reader, fence: Fence, path: string | undefined, language: string): boolean {
  if (!fence.closed || !(/^(?:md|markdown|mdx)$/i.test(language) || /\.(?:md|markdown|mdx)$/i.test(path ?? '')))
    return false;
  const own = reader.marks[reader.mark];
  for (let i = reader.mark + 1; i < reader.marks.length; i++) {
    const mark = reader.marks[i];
    if (!mark || mark.line <= fence.close || mark.char !== own?.char || mark.length < own.length) continue;
    return mark.info === '' && pathBefore(reader.lines, mark.line, fence.close + 1)?.naming !== 'strong';
  }
  return false;
}
