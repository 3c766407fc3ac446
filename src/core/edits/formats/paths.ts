import { endsLikeFile, extensionOf } from '../text/languages.ts';

const NAMES = new RegExp(
  [
    '^(?:Makefile|Dockerfile|Gemfile|Rakefile|Procfile|LICENSE|README|CHANGELOG|Jenkinsfile|Vagrantfile|',
    String.raw`CMakeLists\.txt|BUILD|WORKSPACE|Justfile|go\.mod|go\.sum|\.[A-Za-z][\w.-]{1,40})$`,
  ].join(''),
);
const SHAPE = /^(?:[A-Za-z]:[\\/]|\\\\|~?\/|\.{1,2}[\\/])?[\w@.+()[\]$=,~ -]+(?:[\\/][\w@.+()[\]$=,~ -]+)*$/;
const EXTENSION = /\.[A-Za-z][\w+-]{0,14}$/;
/** Products whose names look like files. */
const PRODUCTS = new RegExp(
  [
    '^(?:(?:Node|Next|Nuxt|Vue|React|Express|Three|D3|Nest|Angular|Ember|Chart|Moment|Alpine|Backbone|',
    String.raw`Socket)\.(?:js|JS|io)|(?:ASP|VB|ADO|ML)\.(?:NET|Net))$`,
  ].join(''),
);
const MAX_PATH = 300;

/** Whether text is shaped like a path to a file. Spaces are allowed only where quotes or marks enclosed it. */
export function looksLikePath(text: string, enclosed = false): boolean {
  if (text.length === 0 || text.length > MAX_PATH || !SHAPE.test(text)) return false;
  if (!enclosed && text.includes(' ')) return false;
  if (/^\d+(\.\d+)*$|^(?:e\.g|i\.e|etc)\.?$|\(\)$|\.$/i.test(text) || PRODUCTS.test(text)) return false;
  const name = text.split(/[\\/]/).at(-1) ?? '';
  return NAMES.test(name) || EXTENSION.test(name);
}

/** Endings of files that are words of code as well: `process.env`, `this.props`, `user.service`. */
const WORDS = new RegExp(
  [
    '^(?:env|props|service|sum|mod|lock|feature|rest|http|patch|targets|snap|tf|org|m|s|r|v|asm|config|conf|',
    'properties|text|log|style|styles)$',
  ].join(''),
);

/**
 * Whether a path in running text stands for a file by itself. A dotted word such as `order.total` or `Math.round` may
 * be code: it counts only where there is such a file.
 */
function standsForFile(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  if (NAMES.test(name) && (!name.startsWith('.') || endsLikeFile(name))) return true;
  return endsLikeFile(name) && (path.includes('/') || !WORDS.test(extensionOf(name)));
}

/**
 * One spelling for a path: no `./`, no quotes, slashes forward; absolute paths and `..` stay for the caller to judge.
 */
export function cleanPath(path: string): string {
  let text = path.trim();
  const quoted = /^(["'`*]{1,3})(.*)\1$/.exec(text);
  if (quoted?.[2]) text = quoted[2].trim();
  if (!/^(?:[A-Za-z]:\\|\\\\)/.test(text)) text = text.replaceAll('\\', '/');
  while (text.startsWith('./')) text = text.slice(2).replace(/^\/+/, '');
  return text;
}

const LEAD = /^(?:#{1,6}\s+|>\s+|[-*+]\s+|\d{1,3}[.)]\s+)*/;
const LABEL =
  /^(?:(?:new |updated |modified |full |in )?(?:file ?name|file ?path|file|path|filepath|target)\s{0,3}[:=]\s{0,3})/i;
const TAIL = /\s*(?:\((?:new|new file|updated|modified|changed|full|created?|complete|edited)[^()]{0,40}\))?\s*:?\s*$/i;

const TAG_WITH_PATH = new RegExp(
  [
    String.raw`^<(?:file|edit|document|source|boltAction|write_?file|create_?file)\b[^<>]{0,60}\b(?:path|name|src|`,
    `file|filePath|file_path)=["']([^"'<>]{1,300})["'][^<>]{0,80}>$`,
  ].join(''),
  'i',
);
const TAG_AROUND_PATH = new RegExp(
  [
    '^<(?:path|file|file_?path|file_?name|target_file|source|parameter name="(?:path|file_path|file|',
    String.raw`filename)")>\s*([^<>]{1,300}?)\s*<\/\w{1,20}>$`,
  ].join(''),
  'i',
);

const bare = (text: string): string => text.replace(LEAD, '').replace(LABEL, '').replace(TAIL, '').trim();

/** What a line says as a heading, in bold, in backticks, after `File:` or bare, and whether marks enclose it. */
function titleOf(line: string): { text: string; enclosed: boolean } {
  let text = bare(line);
  const marked = /^(\*\*|__|`|\*)(.+)\1$/.exec(text);
  if (marked?.[2] !== undefined) text = bare(marked[2]);
  const inner = /^(`|\*\*|"|')(.+)\1$/.exec(text);
  return { text: inner?.[2] ?? text, enclosed: marked !== null || inner !== null };
}

/** The path a line consists of, as a heading, in bold, in backticks, after `File:` or bare. */
export function pathTitle(line: string): string | undefined {
  if (line.length > MAX_PATH + 60 || !/[A-Za-z]/.test(line)) return undefined;
  const text = bare(line);
  const tag = TAG_WITH_PATH.exec(text) ?? TAG_AROUND_PATH.exec(text);
  if (tag?.[1]) return looksLikePath(tag[1], true) ? cleanPath(tag[1]) : undefined;
  const { text: path, enclosed } = titleOf(line);
  return looksLikePath(path, enclosed) && standsForFile(cleanPath(path)) ? cleanPath(path) : undefined;
}

const BARE_NAME = /^(?:\.?\.?\/)?[\w@.+-]{1,60}(?:\/[\w@.+-]{1,60}){0,12}$/;

/** A name without an ending that may be a file's: whether it is, only the files can tell. */
function likelyName(text: string): string | undefined {
  const isNamed = looksLikePath(text, true) && standsForFile(cleanPath(text));
  return BARE_NAME.test(text) && /[A-Za-z]/.test(text) && !isNamed ? cleanPath(text) : undefined;
}

/** The name without an ending that the nearest line above `at` names, or its fence's info string. */
export function likelyPathBefore(lines: readonly string[], at: number, floor: number): string | undefined {
  for (let i = at - 1; i >= floor && at - i < 6; i--) {
    const text = (lines[i] ?? '').trim();
    const fence = /^(?:`{3,}|~{3,})(.{0,100})$/.exec(text);
    const named = fence ? likelyInInfo(fence[1] ?? '') : undefined;
    if (named !== undefined) return named;
    if (text !== '' && !fence)
      return text.length > 200 ? undefined : (likelyName(titleOf(text).text) ?? likelyMention(text));
  }
  return undefined;
}

/** The only name with a folder that a sentence mentions in backticks. */
function likelyMention(line: string): string | undefined {
  const names = [...line.matchAll(/`([^`]{1,140})`/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => /[/.]/.test(name));
  const [only] = names;
  return names.length === 1 && only !== undefined ? likelyName(only) : undefined;
}

/** The same of an info string: a name with a folder. */
export function likelyInInfo(info: string): string | undefined {
  const text = /^(?:[\w+#-]{1,30}(?::|\s+))?(\S+)$/.exec(info.trim())?.[1] ?? '';
  return text.includes('/') ? likelyName(text) : undefined;
}

/** The only path a sentence mentions in backticks or bold, or bare with a folder; undefined when there are several. */
export function pathMention(line: string): string | undefined {
  if (line.length > 1_000) return undefined;
  const found = new Set<string>();
  for (const marks of [/`([^`]{1,300})`/g, /\*\*([^*]{1,300})\*\*/g]) {
    for (const match of line.matchAll(marks)) if (looksLikePath(match[1] ?? '')) found.add(cleanPath(match[1] ?? ''));
  }
  if (found.size === 0) {
    for (const word of line.split(/[\s,;:"'()]+/))
      if (/[\\/]/.test(word) && looksLikePath(word)) found.add(cleanPath(word));
  }
  const [only, ...others] = [...found].filter(standsForFile);
  return others.length === 0 ? only : undefined;
}

/** The path in the info string of a fence: ```` ```ts src/a.ts ````, `ts:src/a.ts`, `title="src/a.ts"` and kin. */
export function pathInInfo(info: string): { path: string; partial: boolean } | undefined {
  if (info.length === 0 || info.length > MAX_PATH + 60) return undefined;
  const cited = /^(?:\w+\s+)?\d+:\d+:(\S+)$/.exec(info);
  if (cited?.[1]) return looksLikePath(cited[1]) ? { path: cleanPath(cited[1]), partial: true } : undefined;
  const named = /(?:title|file|filename|path|name)=(?:"([^"]+)"|'([^']+)'|(\S+))/i.exec(info);
  const text = named?.[1] ?? named?.[2] ?? named?.[3] ?? info.replace(/^[\w+#-]{1,30}(?::|\s+)/, '').trim();
  const plain = text.replace(/^[{(]|[)}]$/g, '');
  return looksLikePath(plain) ? { path: cleanPath(plain), partial: false } : undefined;
}

const COMMENT =
  /^\s{0,8}(?:\/\/+|#+|--|;+|%+|"|<!--|\/\*+|\{\/\*|\(\*|REM)\s{0,4}(.{1,320}?)\s{0,4}(?:-->|\*\/\}?|\*\))?\s*$/;

/** The path that a comment line consists of. */
export function pathInComment(line: string): string | undefined {
  if (line.length > MAX_PATH + 60) return undefined;
  const text = COMMENT.exec(line)?.[1]?.replace(LABEL, '').replace(TAIL, '').trim();
  return text !== undefined && looksLikePath(text) ? cleanPath(text) : undefined;
}

const MAX_LOOK_BACK = 3;

/** A path that words above a block name. */
interface Before {
  readonly path: string;
  readonly naming: 'strong' | 'weak';
  /** It is said to be a new file. */
  readonly isNew?: boolean;
  /** What follows is said to be its content. */
  readonly isAnnounced?: boolean;
}

const NEW_FILE = /\bnew\b.{0,30}\bfile\b|^\W*(?:\d+[.)]\s*)?create\b/i;
/** “Save this as `x`”, “put the following in `x`”. */
const PUT =
  /\b(?:save|store|put|place|write|paste|copy|drop|name)\b.{0,80}\b(?:as|in|into|to|at|under|called|named|it)\b/i;
const CONTENT =
  '(?:code|file|implementation|contents?|version|script|module|component|class|source|program|page|' +
  'stylesheet|config(?:uration)?|tests?|test file|example)';
/** “Here is the complete code for `x`”, “Below is the new `x`”. */
const INTRODUCES = String.raw`\b(?:here(?:['’]s| is| are)|below is|this is|the following is|following is)\b`;
const HERE = new RegExp(
  String.raw`${INTRODUCES}.{0,60}(?:\b${CONTENT}\b|\b(?:new|complete|full|whole|entire)\b)`,
  'i',
);
/** What is said of a part of a file that is there. */
const PART_OF = new RegExp(
  [
    String.raw`\b(?:change|changes|changed|update|updated|modif\w*|replac\w*|edit|fix\w*|remov\w*|insert|append|patch|`,
    String.raw`diff|refactor\w*|snippet|excerpt|part|section|lines?|function|method|existing|current|relevant|usage|`,
    String.raw`add|import|imports|helper)\b`,
  ].join(''),
  'i',
);

/** Whether a sentence says that the block below it is the content of the file it names. */
function isAnnouncement(line: string): boolean {
  const words = line.replace(/`[^`]*`|\*\*[^*]*\*\*/g, 'x');
  return !PART_OF.test(words) && (PUT.test(words) || HERE.test(words));
}

/** Searches the lines before `at`, not further back than `floor`, for the path they name. */
export function pathBefore(
  lines: readonly string[], at: number, floor: number,
): Before | undefined {
  let seen = 0;
  for (let i = at - 1; i >= floor && seen < MAX_LOOK_BACK && at - i < 12; i--) {
    const line = lines[i] ?? '';
    const text = line.trim();
    if (text === '') continue;
    if (/^(`{3,}|~{3,})/.test(text)) {
      const inInfo = pathInInfo(text.replace(/^[`~]+\s*/, ''));
      if (inInfo) return { path: inInfo.path, naming: 'strong' };
      continue;
    }
    const title = pathTitle(line) ?? pathInComment(line);
    if (title !== undefined) return { path: title, naming: 'strong' };
    const mention = pathMention(line);
    if (mention !== undefined)
      return { path: mention, naming: 'weak', isNew: NEW_FILE.test(line), isAnnounced: isAnnouncement(line) };
    seen++;
  }
  return undefined;
}
