import { likelyPathBefore, pathBefore, pathInComment, pathTitle, cleanPath, looksLikePath } from '../paths.ts';
import { sourceAt, take, type Format } from '../reader.ts';
import { rawOf, type BrokenReason, type Parsed, type Proposal, type Source } from '../proposal.ts';

// Spaces in marks are `\s`, not plain ones: models write no-break spaces there, too.
const START = new RegExp(
  [
    String.raw`^\s{0,12}(?:<{5,30}|-{5,30}|<{3,4}\s(?=SEARCH\b))\s{0,3}(?:SEARCH|ORIGINAL|OLD|BEFORE|`,
    String.raw`FIND)\b>?:?\s{0,3}(.{0,300})$`,
  ].join(''),
  'i',
);
/** A mark of three or four signs; in a block with longer ones it is text. */
const SHORT = /^\s*<{3,4}\s/;
const MIDDLE = /^\s{0,12}={5,30}\s*$/;
const END = new RegExp(
  [
    String.raw`^\s{0,12}(?:>{5,30}|\+{5,30}|>{3,4}\s(?=REPLACE\b))(?:\s{0,3}(?:REPLACE|REPLACED|REPLACEMENT|UPDATED|`,
    String.raw`NEW|AFTER|MODIFIED)\b.{0,300}|\s*)$`,
  ].join(''),
  'i',
);
/** `:start_line:2` as a tool asks for it, and as models spell it: `:start_line=2`, `:start_line>2`, `line: 2`. */
const LINE_OPTION = new RegExp(
  [
    String.raw`^\s*:?(?:(start|end)[ _-]?)?line\s{0,3}[:=>]{0,2}\s{0,3}\[?(\d{1,9})\]?(?:\s*:(?:end|`,
    String.raw`start)_line\s{0,3}[:=>]{0,2}\s{0,3}\[?\d{1,9}\]?)?\s*(-{5,9})?\s*$`,
  ].join(''),
  'i',
);
/** The rule below it, onto which the first line of text may be glued. */
const RULE = /^\s{0,12}-{5,9}(?!-)/;
const CONFLICT_START = /^<{5,9}(?:\s.*)?$/;
const CONFLICT_END = /^>{5,9}(?:\s.*)?$/;

export const searchReplace: Format = {
  patch: 'marked',
  starts: (lines, at) => startsSearchReplace(lines[at] ?? ''),
  read(reader, at) {
    const inherited = { path: reader.lastPath, likelyPath: reader.lastLikely };
    return take(reader, at, parseSearchReplace(sourceAt(reader), at, reader.floor, inherited));
  },
};

/** How much of a block is shown whose beginning was not understood, in lines. */
const SHOWN_ABOVE = 40;

/** The end of a block whose beginning is missing or misspelt. */
export const strayEnd: Format = {
  starts: (lines, at) => endsSearchReplace(lines[at] ?? ''),
  read(reader, at) {
    const raw = rawOf(sourceAt(reader), Math.max(reader.floor, at - SHOWN_ABOVE), at + 1);
    const common = { format: 'search-replace', path: reader.lastPath, raw } as const;
    return take(reader, at, { proposals: [{ kind: 'broken', ...common, reason: 'malformed' }], next: at + 1 });
  },
};

function startsSearchReplace(line: string): boolean {
  return (line.includes('<<<') || line.includes('-----')) && START.test(line);
}

/** Whether a line ends a block; outside of one it tells that its beginning was not understood. */
function endsSearchReplace(line: string): boolean {
  return /REPLACE/i.test(line) && /^\s*(?:>{3}|\+{5})/.test(line) && END.test(line);
}

interface Found {
  readonly middles: readonly number[];
  readonly end: number;
  readonly ended: boolean;
}

/** Finds the marks of the block opened at `from`; marks of merge conflicts inside the text nest. */
function findMarks(source: Source, from: number): Found {
  const middles: number[] = [];
  const isShort = SHORT.test(source.lines[from] ?? '');
  let depth = 0;
  for (let at = from + 1; at < source.end; at++) {
    const line = source.lines[at] ?? '';
    if (startsSearchReplace(line) && (isShort || !SHORT.test(line))) return { middles, end: at, ended: false };
    if (depth === 0 && END.test(line)) return { middles, end: at, ended: true };
    if (depth === 0 && MIDDLE.test(line)) middles.push(at);
    if (CONFLICT_START.test(line)) depth++;
    else if (depth > 0 && CONFLICT_END.test(line)) depth--;
  }
  return { middles, end: source.end, ended: false };
}

function markLength(line: string): number {
  return /([<=-])\1*/.exec(line.trim())?.[0].length ?? 0;
}

/** The dividing line; of several (a heading underlined with equals signs) the one as long as the marks. */
function chooseMiddle(source: Source, from: number, middles: readonly number[]): number | undefined {
  if (middles.length <= 1) return middles[0];
  const wanted = markLength(source.lines[from] ?? '');
  const fitting = middles.filter((at) => markLength(source.lines[at] ?? '') === wanted);
  return fitting.length === 1 ? fitting[0] : undefined;
}

/**
 * Some tools put the line number and a rule above the text searched for; models then put them above the new text too.
 */
function preambleOf(lines: readonly string[]): { line: number | undefined; rest: readonly string[] } {
  let at = 0;
  let line: number | undefined;
  let isRuled = false;
  for (let match; !isRuled && (match = LINE_OPTION.exec(lines[at] ?? '')); at++) {
    if (match[1] !== 'end') line = Number(match[2]);
    isRuled = match[3] !== undefined;
  }
  const ruled = lines[at] ?? '';
  // Without a colon in front only the rule tells such a line from text.
  if (at > 0 && !isRuled && !RULE.test(ruled) && !lines.slice(0, at).every((one) => one.trimStart().startsWith(':'))) {
    return { line: undefined, rest: lines };
  }
  if (at === 0 || isRuled || !RULE.test(ruled)) return { line, rest: lines.slice(at) };
  const glued = ruled.replace(RULE, '');
  return { line, rest: glued.trim() === '' ? lines.slice(at + 1) : [glued, ...lines.slice(at + 1)] };
}

function pathOnMark(line: string): string | undefined {
  const text = START.exec(line)?.[1]?.trim() ?? '';
  return looksLikePath(text) ? cleanPath(text) : undefined;
}

/** A file name inside the block is the reply's, when it is the first line and alone. */
function leadingPath(lines: readonly string[]): string | undefined {
  const first = lines[0] ?? '';
  if (/^(?:#{1,3} |\/\/ )?(?:file|filename|path): /i.test(first)) return pathTitle(first);
  return lines.length > 1 ? pathInComment(first) : undefined;
}

function withoutIndent(lines: readonly string[], indent: number): string[] {
  if (indent === 0 || !lines.every((line) => line.trim() === '' || line.slice(0, indent).trim() === ''))
    return [...lines];
  return lines.map((line) => line.slice(indent));
}

/** The file of the block before: blocks in a row name it once. */
interface Inherited {
  readonly path?: string | undefined;
  readonly likelyPath?: string | undefined;
}

function likelyOf(likelyPath: string | undefined): { likelyPath?: string } {
  return likelyPath === undefined ? {} : { likelyPath };
}

/** Reads the block that begins at `from`. `floor` bounds the search for a file name above it. */
function parseSearchReplace(source: Source, from: number, floor: number, inherited: Inherited = {}): Parsed {
  const { lines } = source;
  const { middles, end, ended } = findMarks(source, from);
  const next = Math.max(from + 1, ended ? end + 1 : end);
  const raw = rawOf(source, from, next);
  const onMark = pathOnMark(lines[from] ?? '');
  const above = onMark ?? pathBefore(lines, from, floor)?.path;
  const path = above ?? inherited.path;
  const likelyPath = onMark === undefined ? likelyPathBefore(lines, from, floor) : undefined;
  const likely = likelyOf(likelyPath ?? (above === undefined ? inherited.likelyPath : undefined));
  const fail = (reason: BrokenReason): Parsed => {
    return { proposals: [{ kind: 'broken', format: 'search-replace', path, ...likely, raw, reason }], next };
  };
  if (!ended) return fail('cut-off');
  const middle = chooseMiddle(source, from, middles);
  if (middle === undefined) return fail(middles.length > 1 ? 'unclear-end' : 'malformed');
  const indent = (lines[from] ?? '').search(/\S/);
  const { line, rest } = preambleOf(lines.slice(from + 1, middle));
  const old = withoutIndent(rest, indent);
  const named = path === undefined ? leadingPath(old) : undefined;
  const replacement = withoutIndent(preambleOf(lines.slice(middle + 1, end)).rest, indent);
  // The same line above the new text is no more part of it than it is of the old one.
  const isTwice = named !== undefined && replacement[0] === old[0];
  const hunk = {
    old: named === undefined ? old : old.slice(1),
    new: isTwice ? replacement.slice(1) : replacement,
    anchors: [],
    endOfFile: false,
    raw,
    ...(line === undefined ? {} : { oldStart: line }),
  };
  const proposal: Proposal = {
    kind: 'update',
    format: 'search-replace',
    path: path ?? named,
    ...likely,
    raw,
    hunks: [hunk],
  };
  return { proposals: [proposal], next };
}
