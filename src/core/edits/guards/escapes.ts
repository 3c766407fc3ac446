import type { Guard, GuardedFile } from './guardedFile.ts';
import type { TextHunk } from '../text/hunks.ts';
import { extensionOf } from '../text/languages.ts';

/** Languages in which a backslash before a quote or a letter stands outside strings too. */
const OTHERS = new RegExp(
  [
    '^(?:tex|sty|cls|bib|ltx|rst|md|mdx|markdown|sh|bash|zsh|fish|mk|mak|cmake|ac|am|in|bat|cmd|ps1|vim|el|',
    'reg|m4|php|l?hs|elm|purs|(?:gnu)?makefile|dockerfile|)$',
  ].join(''),
);
const STRING = /'(?:[^'\\]|\\.){0,500}'|"(?:[^"\\]|\\.){0,500}"|`(?:[^`\\]|\\.){0,500}`/g;
/** How much of a line around a change is looked at. */
const REACH = 500;

/** Signs that a renderer wrote as HTML has them. */
const ENTITY = /&(?:lt|gt|amp|quot|#39);/;
const MARKUP = new RegExp(
  [
    '^(?:html?|xhtml|xml|svg|vue|svelte|astro|jsx|tsx|hbs|ejs|erb|php|cshtml|razor|md|mdx|markdown|rst|xaml|',
    'plist|csproj|resx|jsp|twig|njk|liquid)$',
  ].join(''),
);

/** Whether a line has `\t`, `\n` or `\"` in words where code has the character itself. */
function hasEscapes(line: string): boolean {
  if (!line.includes('\\')) return false;
  if (/^\s*(?:\\t)+[^\s\\]/.test(line)) return true;
  const code = line.slice(0, REACH).replace(STRING, '""');
  if (/[;{})>,]\\n(?:\s|\\[nt]|[})<\w]|$)/.test(code) && !/["'`/]/.test(code.replaceAll('""', ''))) return true;
  const quotes = line.match(/\\+["'`]|["'`]/g) ?? [];
  return quotes.length > 1 && quotes.every((quote) => quote === '\\"');
}

/** Signs of code as entities: a file that is to be made can be judged by these alone. */
const ESCAPED_CODE = /=&gt;|&amp;&amp;|(?:if|for|while) \(.*&[lg]t;/;

function hasEntity(line: string): boolean {
  return ENTITY.test(line);
}

/** New text that was escaped once too often, in a file that has no such lines of its own. */
export const escapes: Guard = {
  reason: 'escaped',
  objects: (file, { hunks }) => (file.isNew ? isEscapedFile(file, hunks) : isEscapedChange(file, hunks)),
};

function isEscapedChange(file: GuardedFile, hunks: readonly TextHunk[]): boolean {
  const extension = extensionOf(file.path);
  const hasEntities = !MARKUP.test(extension) && hunks.some(({ text }) => hasEntity(text));
  if (hasEntities && !file.has(hasEntity)) return true;
  const isEscaped = (hunk: TextHunk): boolean => hunk.text.includes('\\') && file.linesOf(hunk).added.some(hasEscapes);
  return !OTHERS.test(extension) && hunks.some(isEscaped) && !file.has(hasEscapes);
}

function isEscapedFile({ path }: GuardedFile, hunks: readonly TextHunk[]): boolean {
  const lines = hunks.flatMap(({ text }) => text.replace(/\n$/, '').split('\n'));
  if (!MARKUP.test(extensionOf(path)) && lines.some((line) => ESCAPED_CODE.test(line))) return true;
  return !OTHERS.test(extensionOf(path)) && lines.length === 1 && lines.some(hasEscapes);
}
