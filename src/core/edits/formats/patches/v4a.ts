import { isSentence } from '../extractCode.ts';
import { inFolder } from '../heredoc.ts';
import { HunkBody } from './hunkBody.ts';
import { isProse } from '../../text/languages.ts';
import { cleanPath } from '../paths.ts';
import { rawOf, type Parsed, type Proposal, type ProposedHunk, type Source } from '../proposal.ts';
import { dedent, sourceAt, take, type Format } from '../reader.ts';
import { isBlank } from '../../text/textLines.ts';

// Spaces in marks are `\s`, not plain ones: models write no-break spaces there, too.
const BEGIN = /^\s*\*{3}\s?Begin\sPatch\s*$/i;
// Control tokens, quotes or brackets of a wrapper may follow on the same line.
const END = /^\s*\*{3}\s?End\sPatch\b.{0,80}$/i;
const FILE = /^\s*\*{3}\s?(Update|Add|Delete|Create|Modify|Remove)\sFile:\s?(.{1,400})$/i;
const MOVE = /^\s*\*{3}\s?(?:Move|Rename)\sto:\s?(.{1,400})$/i;
const EOF_MARK = /^\s*\*{3}\s?End\sof\sFile\s*$/i;
const NUMBERS = /^-\d{1,9}(?:,\d{1,9})?\s\+\d{1,9}(?:,\d{1,9})?(?:\s?@@|$)/;
/** A line that can only be part of a patch. */
const MARKED = /^(?:@@|\+|\*{3}\s)/;
/** Words set off by a blank line: a sentence, a heading, bold text. */
const TITLE = /^(?:#{1,6} \S|\*\*[^*].*\*\*:?$)/;

/** The patches gpt-oss was trained to write. */
export const v4a: Format = {
  patch: 'marked',
  starts: (lines, at) => startsV4a(lines[at] ?? ''),
  read(reader, at) {
    const line = reader.lines[at] ?? '';
    dedent(reader, at, line.length - line.trimStart().length);
    return take(reader, at, inFolder(reader.lines[at - 1] ?? '', parseV4a(sourceAt(reader), at)));
  },
};

function startsV4a(line: string): boolean {
  return line.includes('***') && (BEGIN.test(line) || FILE.test(line));
}

interface Section {
  readonly verb: 'update' | 'add' | 'delete';
  readonly path: string;
  readonly start: number;
  readonly body: string[];
  moveTo?: string;
}

function verbOf(word: string): Section['verb'] {
  const verb = word.toLowerCase();
  if (verb === 'update' || verb === 'modify') return 'update';
  return verb === 'add' || verb === 'create' ? 'add' : 'delete';
}

/** A patch without its end mark ends where the fence or heredoc around it does, or where another begins. */
function endsPatch(source: Source, at: number, from: number): boolean {
  const line = source.lines[at] ?? '';
  if (END.test(line)) return true;
  if (at > from && BEGIN.test(line)) return true;
  return /^(?:`{3,}|~{3,})\s*$|^(?:EOF|PATCH|EOT|END)["']?\)?$/.test(line) && !endMarkAhead(source, at);
}

/** Whether this patch goes on to an end mark. Looks only so far: a stray mark much later is not this patch's. */
function endMarkAhead(source: Source, at: number): boolean {
  const limit = Math.min(source.end, at + 2_000);
  for (let i = at + 1; i < limit; i++) {
    const line = source.lines[i] ?? '';
    if (END.test(line)) return true;
    if (BEGIN.test(line)) return false;
  }
  return false;
}

/** The last line of a patch without an end mark that words cannot be; undefined where there is an end mark. */
function lastMarked(source: Source, from: number): number | undefined {
  let last = from;
  for (let at = from + 1; at < source.end; at++) {
    const line = source.lines[at] ?? '';
    if (END.test(line)) return undefined;
    if (BEGIN.test(line)) break;
    if (MARKED.test(line)) last = at;
  }
  return last;
}

/** Whether words about the patch begin here, below a blank line; in running text they might be context. */
function isAfterword(source: Source, at: number, section: Section | undefined, marked: number): boolean {
  const line = (source.lines[at] ?? '').slice(0, 500).trimEnd();
  if (
    !section ||
    marked <= section.start ||
    isProse(section.path) ||
    !/^[A-Z*#]/.test(line) ||
    !isBlank(source.lines[at - 1] ?? '')
  )
    return false;
  return TITLE.test(line) || isSentence(line);
}

/** Reads a V4A patch that begins at `from`, with or without its `*** Begin Patch` line. */
function parseV4a(source: Source, from: number): Parsed {
  const sections: Section[] = [];
  const marked = lastMarked(source, from);
  let at = from + (BEGIN.test(source.lines[from] ?? '') ? 1 : 0);
  while (at < source.end && !endsPatch(source, at, from)) {
    if (marked !== undefined && at > marked && isAfterword(source, at, sections.at(-1), marked)) break;
    addLine(sections, source.lines[at] ?? '', at);
    at++;
  }
  const ended = END.test(source.lines[at] ?? '') && at < source.end;
  const closed = ended || source.closed || at < source.end;
  const proposals = sections.map((section, i) => {
    const next = sections[i + 1]?.start ?? at;
    return toProposal(section, rawOf(source, section.start, next), closed || i + 1 < sections.length);
  });
  if (sections.length === 0)
    proposals.push(broken(undefined, rawOf(source, from, at), closed ? 'malformed' : 'cut-off'));
  return { proposals, next: Math.max(from + 1, ended ? at + 1 : at) };
}

function addLine(sections: Section[], line: string, at: number): void {
  const file = line.includes('***') ? FILE.exec(line) : null;
  const current = sections.at(-1);
  if (file) {
    const path = cleanPath(file[2] ?? '');
    sections.push({ verb: verbOf(file[1] ?? ''), path, start: at, body: [] });
  } else if (current) {
    const move = current.body.every((text) => text.trim() === '') ? MOVE.exec(line) : null;
    if (move?.[1] !== undefined) current.moveTo = cleanPath(move[1]);
    else current.body.push(line);
  }
}

function broken(path: string | undefined, raw: string, reason: 'malformed' | 'cut-off'): Proposal {
  return { kind: 'broken', format: 'v4a', path, raw, reason };
}

function toProposal(section: Section, raw: string, closed: boolean): Proposal {
  const { path } = section;
  if (section.verb === 'delete') return { kind: 'delete', format: 'v4a', path, raw };
  if (section.verb === 'add') return closed ? addedFile(section, raw) : broken(path, raw, 'cut-off');
  const { hunks, cut } = hunksOf(section.body, closed);
  if (cut) return broken(path, raw, 'cut-off');
  if (hunks.length === 0 && section.moveTo === undefined) return broken(path, raw, 'malformed');
  const move = section.moveTo === undefined ? {} : { moveTo: section.moveTo };
  return { kind: 'update', format: 'v4a', path, raw, hunks, ...move };
}

function addedFile(section: Section, raw: string): Proposal {
  const body = section.body.filter((line) => !EOF_MARK.test(line) && !/^@@\s*(?:@@)?$|^@@ -0,0 /.test(line));
  while (body.at(-1)?.trim() === '') body.pop();
  const marked = body.filter((line) => line.startsWith('+')).length;
  const plain = body.filter((line) => !line.startsWith('+') && line.trim() !== '').length;
  if (marked > 0 && plain > 0) return broken(section.path, raw, 'malformed');
  const lines = marked > 0 ? body.map((line) => line.slice(1)) : body;
  return { kind: 'create', format: 'v4a', path: section.path, raw, lines };
}

/** An `@@` line of V4A: the line to look for, '' for none. Behind the numbers of a diff it is only a hint. */
interface Anchor {
  readonly text: string;
  readonly hinted: boolean;
}

/** Undefined when this is another kind of line. */
function anchorOf(line: string): Anchor | undefined {
  if (!line.startsWith('@@')) return undefined;
  const text = line.slice(2).trim();
  const hinted = NUMBERS.test(text);
  const words = (hinted ? text.replace(NUMBERS, '') : text).replace(/\s*@@$/, '').trim();
  return { text: hinted && !/[\p{L}\p{N}]/u.test(words) ? '' : words, hinted };
}

function hunksOf(lines: readonly string[], closed: boolean): { hunks: ProposedHunk[]; cut: boolean } {
  const hunks: ProposedHunk[] = [];
  let anchors: string[] = [];
  let hinted = false;
  let body = new HunkBody();
  let raw: string[] = [];
  const flush = (endOfFile: boolean): void => {
    if (!endOfFile) body.trimEnd();
    if (!body.isEmpty) {
      const spaced = body.spaced();
      hunks.push({
        ...body.reading(),
        alternatives: body.alternatives(),
        ...(spaced ? { spaced } : {}),
        anchors,
        hinted,
        endOfFile,
        raw: raw.join('\n'),
      });
      [anchors, hinted] = [[], false];
    }
    body = new HunkBody();
    raw = [];
  };
  for (const line of lines) {
    const anchor = anchorOf(line);
    if (EOF_MARK.test(line)) flush(true);
    else if (anchor !== undefined) {
      flush(false);
      if (anchor.text !== '') anchors.push(anchor.text);
      hinted = anchor.hinted;
    } else if (!body.isEmpty || (line !== '' && !/^(?:---|\+\+\+) \S/.test(line))) body.add(line);
    raw.push(line);
  }
  body.trimEnd();
  const cut = !closed && !body.isEmpty && body.lastOp !== ' ';
  flush(false);
  return { hunks, cut };
}
