import { cleanPath } from './paths.ts';
import type { Proposal } from './proposal.ts';
import { withoutReasoning } from './reasoning.ts';
import { linesOf } from './textLines.ts';

/** Arguments that carry a whole patch as one string. */
const PATCH = '*** Begin Patch';
const MAX_DEPTH = 4;

/** An edit spelled as the JSON arguments of a tool: text to find and text to put there, or a file's content. */
export interface JsonEdit {
  readonly path: string | undefined;
  readonly old?: string;
  readonly new: string;
}

export interface Unwrapped {
  readonly text: string;
  readonly edits: readonly JsonEdit[];
}

function field(record: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = record[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

const PATH_NAMES = ['path', 'file_path', 'filePath', 'filename', 'file', 'target_file', 'uri'];
const OLD_NAMES = ['old_string', 'old_str', 'oldString', 'old_text', 'oldText', 'search', 'find', 'original'];
const NEW_NAMES = ['new_string', 'new_str', 'newString', 'new_text', 'newText', 'replace', 'replacement', 'updated'];
const CONTENT_NAMES = ['content', 'contents', 'file_text', 'new_content', 'newContent', 'code', 'text'];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function editOf(record: Readonly<Record<string, unknown>>, inherited: string | undefined): JsonEdit | undefined {
  const path = field(record, PATH_NAMES) ?? inherited;
  const old = field(record, OLD_NAMES);
  const replacement = field(record, NEW_NAMES);
  if (old !== undefined && replacement !== undefined) return { path, old, new: replacement };
  const content = field(record, CONTENT_NAMES);
  return path !== undefined && content !== undefined ? { path, new: content } : undefined;
}

/** Walks a decoded value for patches and edits; strings that hold JSON themselves are decoded on the way. */
function collect(value: unknown, path: string | undefined, patches: string[], edits: JsonEdit[], depth: number): void {
  if (depth > 12) return;
  if (typeof value === 'string') {
    if (/^\s*[[{]/.test(value)) collect(parseJson(value), path, patches, edits, depth + 4);
    else if (value.includes(PATCH)) patches.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, path, patches, edits, depth + 1);
  } else if (isRecord(value)) {
    const edit = editOf(value, path);
    if (edit && (edit.old !== undefined || !edit.new.trimStart().startsWith(PATCH))) edits.push(edit);
    else {
      const inner = field(value, PATH_NAMES) ?? path;
      for (const item of Object.values(value)) collect(item, inner, patches, edits, depth + 1);
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The JSON of a reply that is nothing but JSON, fenced or not. */
function wholeJson(reply: string): unknown {
  const text = reply.trim();
  const fenced = /^```(?:json)?[^\S\n]*\n/.exec(text);
  const inner = fenced && text.endsWith('```') ? text.slice(fenced[0].length, -3).trim() : text;
  return /^[[{]/.test(inner) && /[\]}]$/.test(inner) ? parseJson(inner) : undefined;
}

/** Where the string literal around `at` ends: the first quote without a backslash before it. */
function literalEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const char = text[i];
    if (char === '\\') i++;
    else if (char === '"') return i;
  }
  return -1;
}

/** Decodes a patch that stands inside a JSON string somewhere in the text, as often as it was encoded. */
function decodeLiterals(reply: string): string {
  let text = reply;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const at = text.search(/\*\*\* Begin Patch\\+n/);
    if (at < 0) return text;
    const lead = /\\*"[^"]{0,200}$/.exec(text.slice(Math.max(0, at - 220), at))?.[0] ?? '';
    const open = at - lead.length;
    const escapes = lead.indexOf('"');
    if (escapes < 0) return text;
    const start = open + escapes + 1;
    const end = escapes === 0 ? literalEnd(text, start) : literalStop(text, start, escapes);
    if (end < 0) return text;
    const decoded = parseJson(`"${unescapeLevels(text.slice(start, end), escapes)}"`);
    if (typeof decoded !== 'string') return text;
    text = `${text.slice(0, open)}\n${decoded}\n${text.slice(end + 1)}`;
  }
  return text;
}

/** End of a literal inside another: a quote behind as many backslashes as the opening one had. */
function literalStop(text: string, from: number, escapes: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes <= escapes) return at - slashes;
  }
  return -1;
}

/** A quote behind 1, 3 or 7 backslashes stands one, two or three strings deep. */
function unescapeLevels(text: string, escapes: number): string {
  let inner = text;
  for (let left = escapes; left > 0; left >>= 1) {
    const outer = parseJson(`"${inner}"`);
    if (typeof outer !== 'string') return text;
    inner = outer;
  }
  return inner;
}

/** The edits of a tool call in a block of JSON; a file in JSON has none. */
export function editsInJson(text: string): Proposal[] {
  if (!/["'](?:old|search|find|original|command|arguments|parameters)/i.test(text)) return [];
  const patches: string[] = [];
  const edits: JsonEdit[] = [];
  collect(wholeJson(text), undefined, patches, edits, 0);
  const isCall = edits.length > 0 && (edits.every(({ old }) => old !== undefined) || /"(?:arguments|parameters)"\s*:/.test(text));
  return isCall ? edits.map(jsonProposal) : [];
}

/** An edit spelled as JSON, as a proposal. */
export function jsonProposal(edit: JsonEdit): Proposal {
  const path = edit.path === undefined ? undefined : cleanPath(edit.path);
  if (edit.old === undefined) {
    const lines = linesOf(edit.new.replace(/\r?\n$/, ''));
    return { kind: 'block', format: 'block', path, raw: edit.new, lines, language: '', naming: 'strong', closed: true };
  }
  return textProposal(path, edit.old, edit.new);
}

/** An edit that replaces a text found anywhere, be it within a line. */
export function textProposal(path: string | undefined, old: string, now: string, raw = old): Proposal {
  const read = (text: string): string[] => (text === '' ? [] : linesOf(text));
  const trim = (text: string): string[] => read(text.replace(/\r?\n$/, ''));
  const trimmed = { old: trim(old), new: trim(now) };
  // A line ending that only the old text has takes a blank line with it, if one follows.
  const isLonger = old.endsWith('\n') && now !== '' && !now.endsWith('\n');
  const reading = isLonger ? { old: read(old), new: read(now), alternatives: [trimmed] } : trimmed;
  const hunk = { ...reading, anchors: [], endOfFile: false, raw, within: { old, new: now } };
  return { kind: 'update', format: 'search-replace', path, raw, hunks: [hunk] };
}

/** Takes patches and edits out of JSON; a reply without any comes back as it is. */
export function unwrap(whole: string): Unwrapped {
  const reply = withoutReasoning(whole);
  const json = wholeJson(reply);
  if (json !== undefined) {
    const patches: string[] = [];
    const edits: JsonEdit[] = [];
    collect(json, undefined, patches, edits, 0);
    if (patches.length + edits.length > 0) return { text: patches.join('\n'), edits };
  }
  return { text: /Begin Patch\\+n/.test(reply) ? decodeLiterals(reply) : reply, edits: [] };
}
