import type { FileIndex } from '../text/fileIndex.ts';
import { isAside } from '../text/indent.ts';
import { extensionOf } from '../text/languages.ts';
import { columnsAt, opens, type Range } from './snippetParts.ts';
import { isBlank } from '../text/textLines.ts';

const KIND =
  /^\s*(?:[\w@]+(?:\([\w, ]{0,40}\))?\s+){0,6}?(class|interface|struct|enum|trait|record|module|namespace|object|protocol|extension|impl|def|fn|fun|function|func|sub)\b\*?\s+(\([^()]{0,100}\)\s*)?((?:[\w$]+\.)?[\w$]+[?!]?)/;
const GIVEN = /^\s*(?:export\s+|default\s+|declare\s+)*(?:const|let|var|val|type)\s+([\w$]+)/;
const METHOD =
  /^\s*(?:(?:public|private|protected|internal|static|async|final|override|virtual|abstract|readonly|synchronized|inline|constexpr|unsafe|extern)\s+)*(?:(get|set)\s+)?(?:[\w$<>[\],.:?&*]+\s+){0,3}[*&]?([\w$#~]+)\s*(?:<[^<>]{0,60}>)?\s*\(/;
const WORDS = /^(?:if|for|foreach|while|switch|catch|return|new|await|throw|else|do|try|with|using|lock|case|yield|typeof|super|this|require|import|describe|it|test|expect)$/;

/** What a line that opens a block defines, by kind and name; undefined for any other line. */
export function headName(line: string, path: string): string | undefined {
  const text = line.slice(0, 400);
  if (/^(?:css|scss|less)$/.test(extensionOf(path))) {
    return /^\s*[^\s{}@/][^{}]*\{\s*$/.test(text) ? `rule ${text.replace(/\s*\{\s*$/, '').trim().replace(/\s+/g, ' ')}` : undefined;
  }
  if (isAside(text)) return undefined;
  const kind = KIND.exec(text);
  if (kind) return `${kind[1] ?? ''} ${receiverOf(kind[2])}${kind[3] ?? ''}`;
  const given = GIVEN.exec(text);
  if (given) return `value ${given[1] ?? ''}`;
  return methodName(text);
}

/** A method without a word for its kind; a call looks much the same. */
function methodName(text: string): string | undefined {
  const method = METHOD.exec(text);
  const name = method?.[2] ?? '';
  const first = /[\w$]+/.exec(text)?.[0] ?? '';
  if (!method || WORDS.test(name) || WORDS.test(first)) return undefined;
  const isTyped = first !== name;
  const isDefinition = isTyped ? /(?:\)[^;=()]*\{?|[(,])\s*$/.test(text) : /\)\s*(?::[^;=()]{1,80})?\{\s*$/.test(text);
  return isDefinition ? `method ${method[1] ?? ''} ${name}` : undefined;
}

function receiverOf(receiver: string | undefined): string {
  const type = /(\w+)\)?\s*$/.exec(receiver?.replace(/[)\s]+$/, '') ?? '')?.[1];
  return type === undefined ? '' : `${type}.`;
}

/** The word to look for where the name is used. */
function wordOf(name: string): string {
  return name.slice(name.lastIndexOf(' ') + 1).replace(/^.*\./, '');
}

/** The lines within a range that open a block and define what a line defines. */
function definitionsOf(index: FileIndex, line: string, path: string, range: Range): number[] {
  const name = headName(line, path);
  if (name === undefined) return [];
  const word = name.startsWith('rule ') ? name.slice(5) : wordOf(name);
  return index.placesWith(word).filter((at) => {
    return at >= range.start && at < range.end && headName(index.lines[at] ?? '', path) === name && opens(index.lines, at);
  });
}

/** The only line within a range that defines what a line defines. */
export function definitionAt(index: FileIndex, line: string, path: string, range: Range): number | undefined {
  const [only, ...others] = definitionsOf(index, line, path, range);
  return others.length === 0 ? only : undefined;
}

/** Whether a line opens the definition of something that the file does not define. */
export function isNewHead(index: FileIndex, lines: readonly string[], at: number, path: string): boolean {
  const line = lines[at] ?? '';
  if (headName(line, path) === undefined || !opens(lines, at) || !index.canSearch) return false;
  return index.placesOf(line, 'loose').length === 0 && definitionsOf(index, line, path, { start: 0, end: index.lines.length }).length === 0;
}

/** Comments and what else belongs to the definition below it. */
export function isAttached(line: string): boolean {
  if (/^\s*#\s*(?:define|include|if|ifdef|ifndef|elif|else|endif|pragma|undef|region|endregion)\b/.test(line)) return false;
  return isAside(line) || /^\s*(?:@[\w.]+|#\[|\[[A-Z]\w*[\](]|\*\/)/.test(line);
}

/** The first of the lines directly above that belong to a definition. */
export function attachedFrom(lines: readonly string[], head: number): number {
  let at = head;
  while (at > 0 && !isBlank(lines[at - 1] ?? '') && isAttached(lines[at - 1] ?? '') && columnsAt(lines[at - 1] ?? '') >= columnsAt(lines[head] ?? '')) at--;
  return at;
}
