import { valueOf, valuesIn } from './json.ts';
import { callPlace, type CallPlace } from './callPlace.ts';
import { isFields, numberOf, textOf, type Fields } from './fields.ts';
import { folderIn, withFolder } from '../folder.ts';
import { cleanPath, looksLikePath } from '../paths.ts';
import type { BlockProposal, Proposal, UpdateProposal } from '../proposal.ts';
import { readAll } from '../readAll.ts';
import { readerOf, type Format, type Reader } from '../reader.ts';
import { textProposal } from '../textProposal.ts';
import { linesOf } from '../../text/textLines.ts';

/** Arguments that carry a whole patch as one string. */
const PATCH = '*** Begin Patch';
const PATH_NAMES = [
  'path',
  'file_path',
  'filePath',
  'filename',
  'file_name',
  'file',
  'target_file',
  'targetFile',
  'uri',
  'relative_path',
];
const OLD_NAMES = [
  'old_string',
  'old_str',
  'oldString',
  'old_text',
  'oldText',
  'old_code',
  'oldCode',
  'search',
  'find',
  'original',
];
const NEW_NAMES = [
  'new_string',
  'new_str',
  'newString',
  'new_text',
  'newText',
  'new_code',
  'newCode',
  'replace',
  'replacement',
  'updated',
];
const CONTENT_NAMES = [
  'content',
  'contents',
  'file_text',
  'new_content',
  'newContent',
  'file_content',
  'code',
  'code_edit',
  'codeEdit',
  'text',
];
const INSERTED_NAMES = [...NEW_NAMES, 'insert_text', 'insertText', 'insert', ...CONTENT_NAMES];
const NEW_TEXT_NAMES = ['new_str', 'insert_text', 'insertText', 'text', 'new_string', 'new_text', 'newText', 'content'];
const AFTER_NAMES = ['insert_after', 'insertAfter', 'after_text', 'after'];
const BEFORE_NAMES = ['insert_before', 'insertBefore', 'before_text', 'before'];
const ALL_NAMES = ['replace_all', 'replaceAll', 'all_occurrences', 'allOccurrences', 'allow_multiple', 'allowMultiple'];
const COUNT_NAMES = ['expected_replacements', 'expectedReplacements', 'occurrences', 'count'];
const FOLDER_NAMES = ['workdir', 'cwd', 'working_directory', 'workingDirectory'];
/** Arguments that hold a change as text: a diff, search marks, a patch. */
const DIFF_NAMES = ['diff', 'patch', 'udiff', 'unified_diff', 'diffs', 'edits', 'changes', 'input', 'search_replace'];
const COMMAND_NAMES = ['cmd', 'command', 'script', 'commands', 'args'];
const VERB_NAMES = ['command', 'action', 'operation', 'type', 'name', 'tool'];

const VERB = new RegExp(
  [
    '^(?:create|write|str_?replace|edit|insert|delete|remove|update|replace|save)(?:_?(?:to_?)?(?:file|',
    'text_file|files))?$',
  ].join(''),
  'i',
);

/** What a call is about where it stands deeper: the file, and what is to be done with it. */
interface Around {
  readonly path: string | undefined;
  readonly verb: string;
  /** In which the call is made; empty where it is the workspace's own, or none is named. */
  readonly folder: string;
}

interface Collected {
  readonly formats: readonly Format[];
  readonly edits: Proposal[];
  /** Whether something only a call has was seen: text to be replaced, or arguments. */
  isCall: boolean;
}

/** The edits in decoded JSON; strings that hold JSON or patches themselves are read on the way. */
export function proposalsIn(values: readonly unknown[], formats: readonly Format[]): Omit<Collected, 'formats'> {
  const collected: Collected = { formats, edits: [], isCall: false };
  for (const value of values) collect(collected, value, { path: undefined, verb: '', folder: '' }, 0);
  return collected;
}

/** Calls in calls are followed no deeper than this; a text of JSON counts for several. */
const MAX_DEPTH = 12;
const TEXT_DEPTH = 4;

function collect(into: Collected, value: unknown, around: Around, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === 'string') {
    if (/^\s*[[{]/.test(value)) collect(into, valueOf(value), around, depth + TEXT_DEPTH);
    else if (value.includes(PATCH)) collectText(into, value, around);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(into, item, around, depth + 1);
  } else if (isFields(value)) collectFields(into, value, around, depth);
}

/** Reads a text of a call as a reply of its own: a patch, a diff of the file named beside it, a command. */
function collectText(into: Collected, text: string, { path, folder }: Around): boolean {
  const reader: Reader = { ...readerOf(into.formats, linesOf(text), []), isWhole: true };
  reader.lastPath = path === undefined ? undefined : cleanPath(path);
  const found = readAll(reader).filter(({ kind }) => kind !== 'block');
  into.edits.push(...withFolder(folder, found));
  into.isCall ||= found.length > 0;
  return found.length > 0;
}

function folderOf(fields: Fields): string | undefined {
  const named = textOf(fields, FOLDER_NAMES);
  return named === undefined ? undefined : folderIn(named);
}

function collectFields(into: Collected, fields: Fields, around: Around, depth: number): void {
  const path = textOf(fields, PATH_NAMES) ?? around.path;
  const verb = textOf(fields, VERB_NAMES) ?? around.verb;
  const folder = folderOf(fields) ?? around.folder;
  const edit = editOf(fields, { path, verb, folder });
  if (edit === undefined && readsTexts(into, fields, { path, verb, folder })) {
    into.isCall = true;
    return;
  }
  into.isCall ||=
    'arguments' in fields ||
    'parameters' in fields ||
    (edit !== undefined && (edit.kind === 'update' || VERB.test(verb)));
  if (edit && !(edit.kind === 'block' && edit.raw.trimStart().startsWith(PATCH))) {
    into.edits.push(...withFolder(folder, [edit]));
    return;
  }
  const { files } = fields;
  if (
    isFields(files) &&
    Object.entries(files).every(([name, text]) => typeof text === 'string' && looksLikePath(name))
  ) {
    for (const [name, text] of Object.entries(files))
      if (typeof text === 'string') into.edits.push(...withFolder(folder, [contentOf(name, text)]));
    return;
  }
  for (const item of Object.values(fields)) collect(into, item, { path, verb, folder }, depth + 1);
}

/** Reads the diffs and commands among the arguments; whether there are any. */
function readsTexts(into: Collected, fields: Fields, around: Around): boolean {
  const diffs = DIFF_NAMES.map((name) => fields[name]).filter((value) => typeof value === 'string');
  const isPatch = (text: string): boolean => {
    const lines = linesOf(text);
    const starts = ({ patch, starts }: Format): boolean =>
      patch !== undefined && lines.some((_, at) => starts(lines, at));
    return !text.includes(PATCH) && !/^\s*[[{]/.test(text) && into.formats.some(starts);
  };
  const commands = COMMAND_NAMES.flatMap((name) => fields[name]).filter(
    (value) => typeof value === 'string' && value.includes('<<'),
  );
  const texts = [
    ...diffs.filter(isPatch),
    ...commands.filter((value) => typeof value === 'string' && !value.includes(PATCH)),
  ];
  return texts.map((text) => typeof text === 'string' && collectText(into, text, around)).includes(true);
}

function editOf(fields: Fields, { path, verb }: Around): Proposal | undefined {
  const old = textOf(fields, OLD_NAMES);
  const now = textOf(fields, NEW_NAMES);
  const clean = path === undefined ? undefined : cleanPath(path);
  if (old !== undefined && now !== undefined) return replacement(clean, old, now, fields);
  const insertion = path === undefined ? undefined : insertionOf(clean, fields, verb);
  if (insertion) return insertion;
  if (clean !== undefined && isDeletion(fields, verb))
    return { kind: 'delete', format: 'block', path: clean, raw: JSON.stringify(fields) };
  const content = textOf(fields, CONTENT_NAMES);
  return clean === undefined || content === undefined ? undefined : placed(clean, content, callPlace(fields, verb));
}

/** The text of a call at the place that it names. */
export function placed(path: string, text: string, place: CallPlace): Proposal {
  if (place.kind === 'whole') return contentOf(path, text);
  if (place.kind === 'below') return below(path, place.line, text);
  if (place.kind === 'unclear') return { kind: 'broken', format: 'block', path, raw: text, reason: 'unclear-place' };
  const lines = linesOf(text.replace(/\r?\n$/, ''));
  const hunk = { old: [], new: lines, anchors: [], endOfFile: true, raw: text };
  return { kind: 'update', format: 'block', path, raw: text, hunks: [hunk] };
}

/** A call to delete a file names it and nothing in it. */
function isDeletion(fields: Fields, verb: string): boolean {
  const isNamed = (key: string): boolean =>
    PATH_NAMES.includes(key) || VERB_NAMES.includes(key) || /^(?:id|reason|explanation|description)$/.test(key);
  return /^(?:delete|remove)(?:_?file)?$/i.test(verb) && Object.keys(fields).every(isNamed);
}

function replacement(path: string | undefined, old: string, now: string, fields: Fields): UpdateProposal {
  const proposal = textProposal(path, old, now);
  const count = numberOf(fields, COUNT_NAMES);
  const every = ALL_NAMES.some((name) => fields[name] === true)
    ? 'all'
    : count !== undefined && count > 1
      ? count
      : undefined;
  return every === undefined ? proposal : { ...proposal, hunks: proposal.hunks.map((hunk) => ({ ...hunk, every })) };
}

/** New text below or above a text of the file, or below a line given by its number. */
function insertionOf(path: string | undefined, fields: Fields, verb: string): UpdateProposal | undefined {
  const given = {
    after: textOf(fields, AFTER_NAMES),
    before: textOf(fields, BEFORE_NAMES),
    anchor: textOf(fields, ['anchor']),
  };
  const text = textOf(fields, INSERTED_NAMES);
  if (given.after !== undefined && given.before !== undefined) {
    return text === undefined ? textProposal(path, given.before, given.after) : undefined;
  }
  if (text === undefined) return undefined;
  const after = given.after ?? (/after/i.test(verb) ? given.anchor : undefined);
  const before = given.before ?? (/before/i.test(verb) ? given.anchor : undefined);
  const place = NEW_TEXT_NAMES.some((name) => name in fields) ? callPlace(fields, verb) : undefined;
  if (place?.kind === 'below') return below(path, place.line, text);
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
  return {
    kind: 'block',
    format: 'block',
    path: cleanPath(path),
    raw: text,
    lines,
    language: '',
    naming: 'strong',
    closed: true,
  };
}

const CALL = new RegExp(
  [
    `["'](?:old|search|find|original|before|after|insert|command|cmd|arguments|parameters|diff|patch|`,
    String.raw`append)|\*{3} Begin Patch`,
  ].join(''),
  'i',
);

/** The edits of tool calls in a text of JSON; a file in JSON has none. */
export function editsInJson(text: string, formats: readonly Format[]): readonly Proposal[] {
  if (!CALL.test(text)) return [];
  const { edits, isCall } = proposalsIn(valuesIn(text), formats);
  return isCall || edits.every(({ kind }) => kind === 'update') ? edits : [];
}
