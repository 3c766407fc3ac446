import { valueOf, valuesIn } from './json.ts';
import { cleanPath, looksLikePath } from '../paths.ts';
import type { BlockProposal, Proposal, UpdateProposal } from '../proposal.ts';
import { textProposal } from '../textProposal.ts';
import { linesOf } from '../../text/textLines.ts';

/** Arguments that carry a whole patch as one string. */
const PATCH = '*** Begin Patch';
const PATH_NAMES = ['path', 'file_path', 'filePath', 'filename', 'file_name', 'file', 'target_file', 'targetFile', 'uri', 'relative_path'];
const OLD_NAMES = ['old_string', 'old_str', 'oldString', 'old_text', 'oldText', 'old_code', 'oldCode', 'search', 'find', 'original'];
const NEW_NAMES = ['new_string', 'new_str', 'newString', 'new_text', 'newText', 'new_code', 'newCode', 'replace', 'replacement', 'updated'];
const CONTENT_NAMES = ['content', 'contents', 'file_text', 'new_content', 'newContent', 'file_content', 'code', 'code_edit', 'codeEdit', 'text'];
const INSERTED_NAMES = [...NEW_NAMES, 'insert_text', 'insertText', 'insert', ...CONTENT_NAMES];
const AFTER_NAMES = ['insert_after', 'insertAfter', 'after_text', 'after'];
const BEFORE_NAMES = ['insert_before', 'insertBefore', 'before_text', 'before'];
const LINE_NAMES = ['insert_line', 'insertLine', 'after_line', 'afterLine'];
const ALL_NAMES = ['replace_all', 'replaceAll', 'all_occurrences', 'allOccurrences', 'allow_multiple', 'allowMultiple'];
const COUNT_NAMES = ['expected_replacements', 'expectedReplacements', 'occurrences', 'count'];
const FOLDER_NAMES = ['workdir', 'cwd', 'working_directory', 'workingDirectory'];
const ABSOLUTE = /^(?:[/~\\]|[A-Za-z]:)/;
const VERB_NAMES = ['command', 'action', 'operation', 'type', 'name', 'tool'];

const VERB = /^(?:create|write|str_?replace|edit|insert|delete|remove|update|replace|save)(?:_?(?:to_?)?(?:file|text_file|files))?$/i;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(fields: Fields, names: readonly string[]): string | undefined {
  return names.map((name) => fields[name]).find((value) => typeof value === 'string');
}

function numberOf(fields: Fields, names: readonly string[]): number | undefined {
  return names.map((name) => fields[name]).find((value) => Number.isSafeInteger(value)) as number | undefined;
}

/** What a call is about where it stands deeper: the file, and what is to be done with it. */
interface Around {
  readonly path: string | undefined;
  readonly verb: string;
  /** In which the call is made; empty where it is the workspace's own, or none is named. */
  readonly folder: string;
}

interface Collected {
  readonly patches: string[];
  readonly edits: Proposal[];
  /** Whether something only a call has was seen: text to be replaced, or arguments. */
  isCall: boolean;
}

/** The patches and edits in decoded JSON; strings that hold JSON themselves are decoded on the way. */
export function proposalsIn(values: readonly unknown[]): Collected {
  const collected: Collected = { patches: [], edits: [], isCall: false };
  for (const value of values) collect(collected, value, { path: undefined, verb: '', folder: '' }, 0);
  return collected;
}

function collect(into: Collected, value: unknown, around: Around, depth: number): void {
  if (depth > 12) return;
  if (typeof value === 'string') {
    if (/^\s*[[{]/.test(value)) collect(into, valueOf(value), around, depth + 4);
    else if (value.includes(PATCH)) into.patches.push(patchIn(around.folder, value));
  } else if (Array.isArray(value)) {
    for (const item of value) collect(into, item, around, depth + 1);
  } else if (isFields(value)) collectFields(into, value, around, depth);
}

function folderOf(fields: Fields): string | undefined {
  const named = textOf(fields, FOLDER_NAMES);
  const folder = named === undefined ? undefined : cleanPath(named).replace(/\/+$/, '');
  return folder === undefined || folder === '.' || ABSOLUTE.test(folder) ? undefined : folder;
}

/** A patch with its paths as seen from outside the folder the call is made in. */
function patchIn(folder: string, patch: string): string {
  if (folder === '') return patch;
  return patch.replace(/^(\*\*\* (?:(?:Add|Update|Delete) File|Move to): *)(.*)$/gm, (line, head: string, path: string) => {
    return ABSOLUTE.test(path) ? line : `${head}${folder}/${path}`;
  });
}

function collectFields(into: Collected, fields: Fields, around: Around, depth: number): void {
  const path = textOf(fields, PATH_NAMES) ?? around.path;
  const verb = textOf(fields, VERB_NAMES) ?? around.verb;
  const folder = folderOf(fields) ?? around.folder;
  const edit = editOf(fields, { path, verb, folder });
  into.isCall ||= 'arguments' in fields || 'parameters' in fields || (edit !== undefined && (edit.kind === 'update' || VERB.test(verb)));
  if (edit && !(edit.kind === 'block' && edit.raw.trimStart().startsWith(PATCH))) {
    into.edits.push(edit);
    return;
  }
  const { files } = fields;
  if (isFields(files) && Object.entries(files).every(([name, text]) => typeof text === 'string' && looksLikePath(name))) {
    for (const [name, text] of Object.entries(files)) if (typeof text === 'string') into.edits.push(contentOf(name, text));
    return;
  }
  for (const item of Object.values(fields)) collect(into, item, { path, verb, folder }, depth + 1);
}

function editOf(fields: Fields, { path, verb }: Around): Proposal | undefined {
  const old = textOf(fields, OLD_NAMES);
  const now = textOf(fields, NEW_NAMES);
  const clean = path === undefined ? undefined : cleanPath(path);
  if (old !== undefined && now !== undefined) return replacement(clean, old, now, fields);
  const insertion = path === undefined ? undefined : insertionOf(clean, fields, verb);
  if (insertion) return insertion;
  if (clean !== undefined && isDeletion(fields, verb)) return { kind: 'delete', format: 'block', path: clean, raw: JSON.stringify(fields) };
  const content = textOf(fields, CONTENT_NAMES);
  return path !== undefined && content !== undefined && !/insert(?!_edit)|append/i.test(verb) ? contentOf(path, content) : undefined;
}

/** A call to delete a file names it and nothing in it. */
function isDeletion(fields: Fields, verb: string): boolean {
  const isNamed = (key: string): boolean => PATH_NAMES.includes(key) || VERB_NAMES.includes(key) || /^(?:id|reason|explanation|description)$/.test(key);
  return /^(?:delete|remove)(?:_?file)?$/i.test(verb) && Object.keys(fields).every(isNamed);
}

function replacement(path: string | undefined, old: string, now: string, fields: Fields): UpdateProposal {
  const proposal = textProposal(path, old, now);
  const count = numberOf(fields, COUNT_NAMES);
  const every = ALL_NAMES.some((name) => fields[name] === true) ? 'all' : count !== undefined && count > 1 ? count : undefined;
  return every === undefined ? proposal : { ...proposal, hunks: proposal.hunks.map((hunk) => ({ ...hunk, every })) };
}

/** New text below or above a text of the file, or below a line given by its number. */
function insertionOf(path: string | undefined, fields: Fields, verb: string): UpdateProposal | undefined {
  const given = { after: textOf(fields, AFTER_NAMES), before: textOf(fields, BEFORE_NAMES), anchor: textOf(fields, ['anchor']) };
  const text = textOf(fields, INSERTED_NAMES);
  if (given.after !== undefined && given.before !== undefined) {
    return text === undefined ? textProposal(path, given.before, given.after) : undefined;
  }
  if (text === undefined) return undefined;
  const after = given.after ?? (/after/i.test(verb) ? given.anchor : undefined);
  const before = given.before ?? (/before/i.test(verb) ? given.anchor : undefined);
  const line = numberOf(fields, LINE_NAMES);
  if (line !== undefined) return below(path, line, text);
  const end = (lines: string): string => lines.replace(/\r?\n$/, '');
  if (after !== undefined) return textProposal(path, end(after), `${end(after)}\n${end(text)}`);
  return before === undefined ? undefined : textProposal(path, end(before), `${end(text)}\n${end(before)}`);
}

function below(path: string | undefined, line: number, text: string): UpdateProposal {
  const now = linesOf(text.replace(/\r?\n$/, ''));
  const hunk = { old: [], new: now, anchors: [], endOfFile: false, belowLine: line, raw: text };
  return { kind: 'update', format: 'search-replace', path, raw: text, hunks: [hunk] };
}

function contentOf(path: string, text: string): BlockProposal {
  const lines = linesOf(text.replace(/\r?\n$/, ''));
  return { kind: 'block', format: 'block', path: cleanPath(path), raw: text, lines, language: '', naming: 'strong', closed: true };
}

const CALL = /["'](?:old|search|find|original|before|after|insert|command|arguments|parameters)/i;

/** The edits of tool calls in a text of JSON; a file in JSON has none. */
export function editsInJson(text: string): readonly Proposal[] {
  if (!CALL.test(text)) return [];
  const { edits, isCall } = proposalsIn(valuesIn(text));
  return isCall || edits.every(({ kind }) => kind === 'update') ? edits : [];
}
