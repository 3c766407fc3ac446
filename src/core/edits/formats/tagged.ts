import { cleanPath, looksLikePath, pathBefore } from './paths.ts';
import { rawOf } from './proposal.ts';
import { callPlace, type CallPlace } from './calls/callPlace.ts';
import { placed } from './calls/jsonEdits.ts';
import { sourceAt, startsPatch, take, type Format, type Reader } from './reader.ts';
import { textProposal } from './textProposal.ts';
import { isBlank } from '../text/textLines.ts';

const TAG = /^\s{0,40}<([A-Za-z_]{1,30})(\s[^<>]{1,400})?>(.*)$/;
const ATTRIBUTE = /\b(?:path|name|file_?path|filename|src|file)\s*=\s*["']([^"'<>]{1,300})["']/i;
const FILE = /^(?:file|document|boltaction|write_?file|create_?file|new_?file|write_to_file)$/;
const CONTENT = /^(?:content|contents|file_text|file_content|document_content|file_contents|new_content)$/;
const OLD = /^(?:old|old_?str|old_?string|old_?text|old_?code|search|find|original|search_block)$/;
const NEW =
  /^(?:new|new_?str|new_?string|new_?text|new_?code|replace|replacement|updated?|replace_block|replace_with)$/;

interface Tagged {
  /** What the tag is called; for `<parameter name="x">` it is x. */
  readonly name: string;
  readonly path: string | undefined;
  /** The text between the tags, without the line breaks next to them. */
  readonly text: string;
  /** The line behind the closing tag. */
  readonly next: number;
}

/** Edits spelled as XML: a file in a tag, or old and new text. */
export const tagged: Format = {
  starts: (lines, at) => (lines[at] ?? '').includes('<'),
  read: readTags,
};

function readTags(reader: Reader, at: number): number | undefined {
  const open = tagAt(reader, at);
  if (!open) return undefined;
  const { name } = open;
  if (OLD.test(name)) return readPair(reader, at);
  const isFile = FILE.test(name) && open.path !== undefined;
  if (!isFile && !CONTENT.test(name)) return undefined;
  const path = open.path ?? strongPath(reader, at);
  const content = path === undefined ? undefined : readTag(reader, at);
  if (!content || path === undefined || isStructured(reader, content.text)) return undefined;
  const raw = rawOf(sourceAt(reader), at, content.next);
  const place = placeAround(reader, at, content.next);
  if (place.kind !== 'whole') {
    return take(reader, at, { proposals: [{ ...placed(path, content.text, place), raw }], next: content.next });
  }
  const lines = content.text.split('\n');
  return take(reader, at, {
    proposals: [{ kind: 'block', format: 'block', path, raw, lines, language: '', naming: 'strong', closed: true }],
    next: content.next,
  });
}

/** How far around a text its call is looked at, in lines. */
const AROUND = 8;

/** Where the call around a text says it goes: by its name, by attributes, by short tags above and below. */
function placeAround(reader: Reader, from: number, next: number): CallPlace {
  const fields: Record<string, unknown> = {};
  let verb = tagAt(reader, from)?.name ?? '';
  const note = (line: string): void => {
    const [, name, value] = /^\s*<([\w-]{1,40})>\s*([^<>]{0,80}?)\s*<\/\1>\s*$/.exec(line) ?? [];
    if (name !== undefined) fields[name] = value;
    for (const [, key = '', text] of line.matchAll(/\s([\w-]{1,40})=["']([^"'<>]{0,80})["']/g)) fields[key] = text;
  };
  note(reader.lines[from]?.slice(0, 500) ?? '');
  for (let at = from - 1; at >= Math.max(reader.floor, from - AROUND); at--) {
    const line = (reader.lines[at] ?? '').slice(0, 500);
    if (!/^\s*</.test(line) && !isBlank(line)) break;
    note(line);
    const parent = /^\s*<([\w-]{1,40})(?:\s[^<>]*)?>\s*$/.exec(line)?.[1];
    if (parent === undefined) continue;
    verb = parent;
    break;
  }
  for (let at = next; at < next + AROUND; at++) {
    const line = (reader.lines[at] ?? '').slice(0, 500);
    if (!/^\s*<[\w-]/.test(line)) break;
    note(line);
  }
  return callPlace(fields, verb);
}

function strongPath(reader: Reader, at: number): string | undefined {
  const before = pathBefore(reader.lines, at, reader.floor);
  return before?.naming === 'strong' ? before.path : undefined;
}

function tagAt(
  reader: Reader,
  at: number,
): { name: string; tag: string; path: string | undefined; rest: string } | undefined {
  const line = reader.lines[at] ?? '';
  const match = line.includes('<') ? TAG.exec(line) : null;
  if (!match) return undefined;
  const [, tag = '', attributes = '', rest = ''] = match;
  const named = ATTRIBUTE.exec(attributes)?.[1];
  if (tag.toLowerCase() === 'parameter') return { name: (named ?? '').toLowerCase(), tag, path: undefined, rest };
  const path = named !== undefined && looksLikePath(named, true) ? cleanPath(named) : undefined;
  return { name: tag.toLowerCase(), tag, path, rest };
}

/** The text from the tag at a line to its closing tag, which ends a line. */
function readTag(reader: Reader, at: number): Tagged | undefined {
  const open = tagAt(reader, at);
  if (!open) return undefined;
  const close = `</${open.tag}>`;
  const parts: string[] = [];
  for (let i = at; i < reader.lines.length; i++) {
    if (reader.budget.steps-- <= 0) return undefined;
    const line = (i === at ? open.rest : (reader.lines[i] ?? '')).trimEnd();
    const ends = line.endsWith(close);
    const part = ends ? line.slice(0, -close.length) : i === at ? open.rest : (reader.lines[i] ?? '');
    const isEdge = (i === at || ends) && isBlank(part);
    if (!isEdge) parts.push(part);
    if (ends) return { name: open.name, path: open.path, text: withoutCdata(parts.join('\n')), next: i + 1 };
  }
  return undefined;
}

function withoutCdata(text: string): string {
  const inner = /^\s*<!\[CDATA\[\n?([\s\S]*?)\n?\]\]>\s*$/.exec(text);
  return inner?.[1] ?? text;
}

/** Fences, patches and tags inside are read on their own. */
function isStructured(reader: Reader, text: string): boolean {
  const lines = text.split('\n');
  const first = lines.find((line) => !isBlank(line)) ?? '';
  const isWrapped = /^\s*(?:`{3,}|~{3,}|<(?:content|source|path|file_text|document_content)\b)/i.test(first);
  return isWrapped || lines.some((_, at) => startsPatch(reader, lines, at, 'code'));
}

function readPair(reader: Reader, at: number): number | undefined {
  const old = readTag(reader, at);
  if (!old) return undefined;
  let next = old.next;
  while (next < reader.lines.length && isBlank(reader.lines[next] ?? '')) next++;
  const now = NEW.test(tagAt(reader, next)?.name ?? '') ? readTag(reader, next) : undefined;
  if (!now) return undefined;
  const path = strongPath(reader, at) ?? reader.lastPath;
  const raw = rawOf(sourceAt(reader), at, now.next);
  return take(reader, at, { proposals: [textProposal(path, old.text, now.text, raw)], next: now.next });
}
