import { isAside, isDirective } from '../text/comments.ts';
import { extensionOf } from '../text/languages.ts';

/** Only so much of a line is read for what it declares. UTF-16 code units. */
const MAX_LINE = 400;

/** Words that define something wherever they stand, and words that are names as often, unless a name follows. */
const KINDS = [
  'class', 'interface', 'struct', 'enum', 'trait', 'impl', 'def', 'fn', 'func', 'function', 'module', 'namespace',
];
const KINDS_BEFORE_NAMES = ['record', 'object', 'protocol', 'extension', 'fun', 'sub'];
const DEFINING_WORD = new RegExp(`\\b(?:${KINDS.join('|')})\\b`);

const MODIFIERS = [
  'public', 'private', 'protected', 'internal', 'static', 'async', 'final', 'override', 'virtual', 'abstract',
  'readonly', 'synchronized', 'inline', 'constexpr', 'unsafe', 'extern',
];

/** `Shop::Store`, `self.open`, `empty?`. */
const NAME = String.raw`(?:[\w$]+(?:\.|::))*[\w$]+[?!]?`;
/** `export default`, `pub(crate)`: up to six words in front of the one that says the kind. */
const LEAD = String.raw`(?:[\w@]+(?:\([\w, ]{0,40}\))?\s+){0,6}?`;
/** The receiver of a method in Go: `(s *Server)`. */
const RECEIVER = String.raw`(\([^()]{0,100}\)\s*)?`;
const ANY_KIND = [...KINDS, ...KINDS_BEFORE_NAMES].join('|');
const KIND = new RegExp(String.raw`^\s*${LEAD}(${ANY_KIND})\b\*?\s+${RECEIVER}(${NAME})`);

const VALUE = /^\s*(?:export\s+|default\s+|declare\s+)*(?:const|let|var|val|type)\s+([\w$]+)/;

const TYPES = String.raw`(?:[\w$<>[\],.:?&*]+\s+){0,3}[*&]?`;
const TYPE_PARAMETERS = String.raw`(?:<[^<>]{0,60}>)?`;
const MODIFIED = String.raw`(?:(?:${MODIFIERS.join('|')})\s+)*(?:(get|set)\s+)?`;
const METHOD_NAME = String.raw`((?:[\w$]+::)*[\w$#~]+)`;
const METHOD = new RegExp(String.raw`^\s*${MODIFIED}${TYPES}${METHOD_NAME}\s*${TYPE_PARAMETERS}\s*\(`);
/** What looks like a method and is a statement or a call. */
const NO_METHOD = new RegExp(`^(?:${[
  'if', 'for', 'foreach', 'while', 'switch', 'catch', 'return', 'new', 'await', 'throw', 'else', 'do', 'try', 'with',
  'using', 'lock', 'case', 'yield', 'typeof', 'super', 'this', 'require', 'import', 'describe', 'it', 'test', 'expect',
].join('|')})$`);

/** What a line that opens a block defines, by kind and name, such as `class Store`; undefined for any other line. */
export function headName(line: string, path: string): string | undefined {
  const text = line.slice(0, MAX_LINE);
  if (/^(?:css|scss|less)$/.test(extensionOf(path))) return ruleName(text);
  if (isAside(text)) return undefined;
  const kind = KIND.exec(text);
  if (kind) return `${kind[1] ?? ''} ${receiverOf(kind[2])}${kind[3] ?? ''}`;
  const value = VALUE.exec(text);
  return value ? `value ${value[1] ?? ''}` : methodName(text);
}

function ruleName(text: string): string | undefined {
  if (!/^\s*[^\s{}@/][^{}]*\{\s*$/.test(text)) return undefined;
  return `rule ${text.replace(/\s*\{\s*$/, '').trim().replace(/\s+/g, ' ')}`;
}

/** A method without a word for its kind; a call looks much the same. */
function methodName(text: string): string | undefined {
  const method = METHOD.exec(text);
  const name = method?.[2] ?? '';
  const first = firstWord(text) ?? '';
  if (!method || NO_METHOD.test(name) || NO_METHOD.test(first)) return undefined;
  const isTyped = first !== name.split('::')[0];
  const isDefinition = isTyped ? /(?:\)[^;=()]*\{?|[(,])\s*$/.test(text) : /\)\s*(?::[^;=()]{1,80})?\{\s*$/.test(text);
  return isDefinition ? `method ${method[1] ?? ''} ${name}` : undefined;
}

function receiverOf(receiver: string | undefined): string {
  const type = /(\w+)\)?\s*$/.exec(receiver?.replace(/[)\s]+$/, '') ?? '')?.[1];
  return type === undefined ? '' : `${type}.`;
}

/** The word of a `headName` that stands wherever the thing is used; all of a style sheet's rule. */
export function wordOf(name: string): string {
  if (name.startsWith('rule ')) return name.slice('rule '.length);
  return name.slice(name.lastIndexOf(' ') + 1).replace(/^.*(?:\.|::)/, '');
}

/** Whether a line has a word that defines something, named or not: `export default function () {`. */
export function hasDefiningWord(line: string): boolean {
  return DEFINING_WORD.test(line);
}

const WORDS_IN_HEADINGS = ['export', 'default', 'method', 'type', ...MODIFIERS, ...KINDS].join('|');
const HEADING_WORDS = new RegExp(String.raw`^(?:(?:${WORDS_IN_HEADINGS})\s+)+`);

/** A line without the words that say what kind of thing it defines. */
export function withoutKinds(line: string): string {
  return line.trim().replace(HEADING_WORDS, '');
}

/** Up to five words, an optional type, then an equals sign or a colon that is not part of `==`, `=>` or `::`. */
const ASSIGNMENT = /^\s*((?:[\w$."'@-]+\s+){0,4}[\w$."'@[\]-]+\s*(?::[^=]{1,60})?[=:])(?![=:>])/;

/** What a line gives a value to: all up to the first equals sign or colon; undefined for other lines. */
export function assigned(line: string): string | undefined {
  return ASSIGNMENT.exec(line.slice(0, MAX_LINE))?.[1]?.replace(/\s+/g, ' ');
}

const NO_DECLARATION = /^(?:import|export|from|use|using|include|require|if|for|while|switch|return|default)$/;

/** The word a line declares, as far as it can be told: the one before a bracket, an equals sign or a colon. */
export function declared(line: string): string | undefined {
  const word = /([\w$]+)\s*(?:<[^<>]*>)?\s*[({=:]/.exec(line.slice(0, MAX_LINE))?.[1];
  return word !== undefined && NO_DECLARATION.test(word) ? undefined : word;
}

const IMPORTS = [
  /^\s*(?:import|from|use|using|include|require)/,
  /^\s*#\s*include/,
  /^\s*(?:const|let|var)\b.*\brequire\(/,
];

/** Whether a line takes in what another file has. */
export function isImport(line: string): boolean {
  return IMPORTS.some((pattern) => pattern.test(line));
}

const QUOTED_SOURCE = /^\s*(?:import|export)\b.*\bfrom\s*["']([^"']+)["']/;
const PYTHON_SOURCE = /^\s*from\s+([\w.]+)\s+import\b/;

/** What a line imports from: `./round.ts`, `os.path`. */
export function importedFrom(line: string): string | undefined {
  const text = line.slice(0, MAX_LINE);
  return (QUOTED_SOURCE.exec(text) ?? PYTHON_SOURCE.exec(text))?.[1];
}

/** Comments, and what else belongs to the definition below it: decorators, attributes. */
export function isAttached(line: string): boolean {
  return !isDirective(line) && (isAside(line) || /^\s*(?:@[\w.]+|#\[|\[[A-Z]\w*[\](]|\*\/)/.test(line));
}

export function firstWord(line: string): string | undefined {
  return /[\w$]+/.exec(line)?.[0];
}
