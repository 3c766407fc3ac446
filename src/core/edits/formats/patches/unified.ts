import { HunkBody } from './hunkBody.ts';
import { cleanPath, looksLikePath, pathBefore } from '../paths.ts';
import { diffSource, nextMark, take, type Format } from '../reader.ts';
import { rawOf, type Parsed, type Proposal, type ProposedHunk, type Source } from '../proposal.ts';

// Spaces in marks are `\s`, not plain ones: models write no-break spaces there, too.
const HEADER = /^@@+\s?-(\d{1,9})(?:,(\d{1,9}))?\s\+(\d{1,9})(?:,(\d{1,9}))?\s?@@+/;
const GIT = /^diff --(?:git|cc|combined) /;
const EXTENDED = new RegExp(
  [
    '^(?:index |old mode |new mode |new file mode |deleted file mode |similarity index |',
    'dissimilarity index |rename |copy |Binary files |GIT binary patch|Index: |={50,}$|diff )',
  ].join(''),
);

function isHunkHeader(line: string): boolean {
  return line.startsWith('@@') && (HEADER.test(line) || /^@@(?:\s|$)/.test(line));
}

/** Both names of a file, or the new one alone where a hunk follows. */
function isFileHeader(lines: readonly string[], at: number): boolean {
  if (isNewName(lines[at])) return HEADER.test(lines[at + 1] ?? '');
  return /^---\s\S/.test(lines[at] ?? '') && isNewName(lines[at + 1]);
}

function isNewName(line: string | undefined): boolean {
  return line !== undefined && /^\+\+\+\s\S/.test(line);
}

export const unified: Format = {
  patch: 'unmarked',
  starts: startsUnified,
  read(reader, at) {
    nextMark(reader, at);
    const named = pathBefore(reader.lines, at, reader.floor)?.path;
    return take(reader, at, parseUnified(diffSource(reader, at), at, named ?? reader.lastPath));
  },
};

/** Whether a unified diff begins at this line. */
function startsUnified(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  return (line.startsWith('diff ') && GIT.test(line)) || isFileHeader(lines, at) || HEADER.test(line);
}

interface Section {
  start: number;
  /** Names as the headers give them; /dev/null included. */
  oldName?: string;
  newName?: string;
  gitNames?: string;
  renameTo?: string;
  isNew: boolean;
  isDeleted: boolean;
  isBinary: boolean;
  /** The last hunk has fewer lines than its header says, and nothing closes the diff. */
  cut: boolean;
  readonly hunks: ProposedHunk[];
}

function newSection(start: number): Section {
  return { start, isNew: false, isDeleted: false, isBinary: false, cut: false, hunks: [] };
}

function headerName(line: string): string {
  const name = line
    .slice(4)
    .replace(/\t.*$/, '')
    .replace(/ \((?:original|old|before|current|updated|new|after|modified|fixed)[^()]{0,30}\)\s*$/i, '')
    .trim();
  return /^".*"$/.test(name) ? name.slice(1, -1) : name;
}

function noteExtended(section: Section, line: string): void {
  if (line.startsWith('rename to ')) section.renameTo = cleanPath(line.slice(10));
  else if (line.startsWith('rename from ')) section.oldName = `a/${line.slice(12).trim()}`;
  else if (line.startsWith('new file mode')) section.isNew = true;
  else if (line.startsWith('deleted file mode')) section.isDeleted = true;
  else if (/^(?:Binary files|GIT binary)/.test(line)) section.isBinary = true;
}

/**
 * Reads a unified diff from `from`. In a closed source (a fence) every line up to its end belongs to it; in open text
 * it ends with the first line that fits neither the header's counts nor the format.
 */
function parseUnified(source: Source, from: number, inherited?: string): Parsed {
  const { lines } = source;
  const sections: Section[] = [];
  let at = from;
  while (at < source.end) {
    const line = lines[at] ?? '';
    const current = sections.at(-1);
    if (GIT.test(line)) {
      const section = newSection(at);
      section.gitNames = line;
      sections.push(section);
      at++;
    } else if (at + 1 < source.end && isFileHeader(lines, at)) {
      at = addFileHeader(sections, lines, at);
    } else if (EXTENDED.test(line) && (source.closed || current?.hunks.length === 0)) {
      if (current?.hunks.length === 0) noteExtended(current, line);
      at++;
    } else if (isHunkHeader(line) || (source.closed && line.trim() !== '')) {
      if (!current) sections.push(newSection(at));
      at = addHunk(source, at, sections.at(-1) ?? newSection(at));
    } else if (line.trim() === '' && continues(source, at)) at++;
    else break;
    if (/^(?:EOF|EOT|END|PATCH|DIFF)['"]?\)?$/.test(lines[at] ?? '')) break;
  }
  const proposals = sections.map((section, i) => {
    return toProposal(section, rawOf(source, section.start, sections[i + 1]?.start ?? at), inherited);
  });
  return { proposals, next: Math.max(at, from + 1) };
}

function addFileHeader(sections: Section[], lines: readonly string[], at: number): number {
  const last = sections.at(-1);
  const isOpen = last?.hunks.length === 0 && last.newName === undefined;
  const section = isOpen ? last : newSection(at);
  if (!isOpen) sections.push(section);
  const hasOld = !isNewName(lines[at]);
  if (hasOld) section.oldName = headerName(lines[at] ?? '');
  section.newName = headerName(lines[hasOld ? at + 1 : at] ?? '');
  return hasOld ? at + 2 : at + 1;
}

/** Blank lines between parts of a diff: does it go on behind them? */
function continues(source: Source, at: number): boolean {
  let next = at;
  while (next < source.end && next < at + 4 && (source.lines[next] ?? '').trim() === '') next++;
  return source.closed || startsUnified(source.lines, next);
}

interface Counts {
  readonly oldStart: number;
  readonly old: number;
  readonly new: number;
}

function countsOf(line: string): Counts | undefined {
  const match = HEADER.exec(line);
  if (!match) return undefined;
  return { oldStart: Number(match[1]), old: Number(match[2] ?? 1), new: Number(match[4] ?? 1) };
}

function isBodyEnd(source: Source, at: number, body: HunkBody, counts: Counts | undefined): boolean {
  const line = source.lines[at] ?? '';
  const full = counts !== undefined && body.oldCount >= counts.old && body.newCount >= counts.new;
  if (isHunkHeader(line) || GIT.test(line) || /^(?:Index: |={50,}$)/.test(line)) return true;
  if (isFileHeader(source.lines, at)) return full || HEADER.test(source.lines[at + 2] ?? '') || counts === undefined;
  // Mailed patches end with a signature, those fed to a command with its last line.
  if (full && /^-- ?$/.test(line)) return true;
  if (/^(?:EOF|EOT|END|PATCH|DIFF)['"]?\)?$/.test(line) && (full || at + 1 >= source.end)) return true;
  if (source.closed || line.startsWith('\\ ')) return false;
  if (line === '') return full;
  if (/^[ +-]/.test(line)) return false;
  return full || counts === undefined || startsUnified(source.lines, at);
}

/** Reads a hunk whose header, if it has one, is at `at`; returns the line behind it. */
function addHunk(source: Source, at: number, section: Section): number {
  const { lines } = source;
  const counts = countsOf(lines[at] ?? '');
  const body = new HunkBody();
  const noNewline = { old: false, new: false };
  let next = at + (isHunkHeader(lines[at] ?? '') ? 1 : 0);
  for (; next < source.end && (next === at || !isBodyEnd(source, next, body, counts)); next++) {
    const line = lines[next] ?? '';
    if (!line.startsWith('\\ ')) body.add(line);
    else if (/newline/i.test(line)) {
      if (body.lastOp !== '+') noNewline.old = true;
      if (body.lastOp !== '-') noNewline.new = true;
    }
  }
  body.trimEnd();
  if (body.isEmpty) return next;
  const short = counts ? body.oldCount < counts.old || body.newCount < counts.new : body.lastOp !== ' ';
  section.cut = next >= source.end && !source.closed && (short || (source.isFenceOpen === true && body.lastOp !== ' '));
  const heading = counts ? headingOf(lines[at] ?? '') : textOf(lines[at] ?? '');
  const anchors = heading === undefined ? [] : [heading];
  section.hunks.push({
    ...toHunk(body, counts, noNewline, rawOf(source, at, next)),
    anchors,
    hinted: counts !== undefined,
  });
  return next;
}

/** What stands behind the numbers: the line of code the hunk is below. */
function headingOf(header: string): string | undefined {
  const text = header.replace(HEADER, '').trim();
  return /[\p{L}\p{N}]/u.test(text) ? text : undefined;
}

/** What a header without numbers says instead. */
function textOf(header: string): string | undefined {
  const text = /^@@+ (.+?)(?: ?@@+)?\s*$/.exec(header)?.[1];
  return text !== undefined && /[\p{L}\p{N}]/u.test(text) && !/^[-+]\S/.test(text) ? text : undefined;
}

function toHunk(
  body: HunkBody, counts: Counts | undefined, noNewline: { old: boolean; new: boolean }, raw: string,
): ProposedHunk {
  const spaced = body.spaced();
  const exactCounts = counts?.old === body.oldCount && counts.new === body.newCount;
  const final = noNewline.old ? 'add' : 'remove';
  return {
    ...body.reading(),
    alternatives: body.alternatives(),
    ...(spaced ? { spaced } : {}),
    ...(exactCounts ? { oldStart: counts.oldStart } : {}),
    ...(noNewline.old !== noNewline.new ? { finalNewline: final } : {}),
    anchors: [], endOfFile: false, raw,
  };
}

function isNull(name: string | undefined): boolean {
  return name !== undefined && /^(?:[ab]\/)?(?:\/?dev\/null|nul|null)$/i.test(name);
}

/** The two names without git's prefixes, which come in pairs. */
function namesOf(section: Section): { from: string | undefined; to: string | undefined } {
  let { oldName, newName } = section;
  if (oldName === undefined && newName === undefined && section.gitNames !== undefined) {
    const both = /^diff --git "?(a\/.+?)"? "?(b\/.+?)"?$/.exec(section.gitNames);
    [oldName, newName] = [both?.[1], both?.[2]];
  }
  // Other prefixes than git's come in pairs too: `old/src/a.ts` and `new/src/a.ts`.
  const [oldTail, newTail] = [oldName, newName].map((name) => /^[\w.-]+\/(.+)$/.exec(name ?? '')?.[1]);
  if (oldName !== newName && oldTail !== undefined && oldTail === newTail)
    return { from: cleanPath(oldTail), to: cleanPath(oldTail) };
  const strip = (name: string | undefined): string | undefined => {
    if (name === undefined || isNull(name)) return undefined;
    const prefixed = /^[abciwo]\//.test(name);
    const paired = [oldName, newName].every(
      (other) => other === undefined || isNull(other) || /^[abciwo]\//.test(other),
    );
    return cleanPath(prefixed && paired ? name.slice(2) : name);
  };
  return { from: strip(oldName), to: strip(newName) };
}

function toProposal(section: Section, raw: string, inherited: string | undefined): Proposal {
  const { from, to } = namesOf(section);
  const named = [from, to].filter((name) => name !== undefined && looksLikePath(name, true));
  // diff(1) compares a backup with the file itself.
  const isBackup = to !== undefined && from !== undefined && /\.(?:orig|old|bak)$/.test(from) && from.startsWith(to);
  const path = (isBackup ? to : from) ?? to ?? inherited;
  const common = { format: 'unified' as const, path: named.length > 0 ? path : (inherited ?? path), raw };
  if (section.cut) return { kind: 'broken', ...common, reason: 'cut-off' };
  if (section.isBinary) return { kind: 'broken', ...common, reason: 'malformed' };
  if (section.isDeleted || isNull(section.newName)) return deleted(section, common);
  if (section.isNew || isNull(section.oldName)) return created(section, common);
  const { renameTo } = section;
  // Two names without a word on a rename: which file is meant cannot be told.
  const isTorn = renameTo === undefined && from !== undefined && to !== undefined && !isBackup && !isSameFile(from, to);
  if (isTorn || (section.hunks.length === 0 && renameTo === undefined))
    return { kind: 'broken', ...common, reason: 'malformed' };
  return { kind: 'update', ...common, hunks: section.hunks, ...(renameTo === undefined ? {} : { moveTo: renameTo }) };
}

/** Whether two names are one, but for the folders in front. */
function isSameFile(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

type Named = Pick<Proposal, 'path' | 'raw'> & { readonly format: 'unified' };

function deleted(section: Section, common: Named): Proposal {
  if (section.hunks.some((hunk) => hunk.new.length > 0)) return { kind: 'broken', ...common, reason: 'malformed' };
  return {
    kind: 'delete',
    ...common,
    ...(section.hunks.length === 0 ? {} : { shown: section.hunks.flatMap((hunk) => hunk.old) }),
  };
}

function created(section: Section, common: Named): Proposal {
  if (section.hunks.some((hunk) => hunk.old.length > 0)) return { kind: 'broken', ...common, reason: 'malformed' };
  const unended = section.hunks.at(-1)?.finalNewline === 'remove';
  return {
    kind: 'create',
    ...common,
    lines: section.hunks.flatMap((hunk) => hunk.new),
    ...(unended ? { unended } : {}),
  };
}
