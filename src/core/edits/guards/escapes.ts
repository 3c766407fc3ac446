import type { FileIndex } from '../text/fileIndex.ts';
import type { TextHunk } from '../text/hunks.ts';
import { extensionOf } from '../text/languages.ts';

/** Languages in which a backslash before a quote or a letter stands outside strings too. */
const OTHERS = /^(?:tex|sty|cls|bib|ltx|rst|md|mdx|markdown|sh|bash|zsh|fish|mk|mak|cmake|ac|am|in|bat|cmd|ps1|vim|el|reg|m4|php|l?hs|elm|purs|(?:gnu)?makefile|dockerfile|)$/;
const STRING = /'(?:[^'\\]|\\.){0,500}'|"(?:[^"\\]|\\.){0,500}"|`(?:[^`\\]|\\.){0,500}`/g;
/** How much of a line around a change is looked at. */
const REACH = 500;

/** Signs that a renderer wrote as HTML has them. */
const ENTITY = /&(?:lt|gt|amp|quot|#39);/;
const MARKUP = /^(?:html?|xhtml|xml|svg|vue|svelte|astro|jsx|tsx|hbs|ejs|erb|php|cshtml|razor|md|mdx|markdown|rst|xaml|plist|csproj|resx|jsp|twig|njk|liquid)$/;

/** Whether a line has `\t`, `\n` or `\"` in words where code has the character itself. */
function hasEscapes(line: string): boolean {
  if (!line.includes('\\')) return false;
  if (/^\s*(?:\\t)+[^\s\\]/.test(line)) return true;
  const code = line.slice(0, REACH).replace(STRING, '""');
  if (/[;{})>,]\\n(?:\s|\\[nt]|[})<\w]|$)/.test(code) && !/["'`/]/.test(code.replaceAll('""', ''))) return true;
  const quotes = line.match(/\\+["'`]|["'`]/g) ?? [];
  return quotes.length > 1 && quotes.every((quote) => quote === '\\"');
}

/** The changes whose new text was escaped once too often; none in a file that has such lines of its own. */
export function overEscaped<T extends { readonly hunks: readonly TextHunk[] }>(index: FileIndex, path: string, changes: readonly T[]): T[] {
  const entities = MARKUP.test(extensionOf(path)) ? [] : changes.filter(({ hunks }) => hunks.some(({ text }) => ENTITY.test(text)));
  const found = OTHERS.test(extensionOf(path)) ? [] : changes.filter(({ hunks }) => {
    return hunks.some((hunk) => hunk.text.includes('\\') && linesAround(index.split.text, hunk).some(hasEscapes));
  });
  return [
    ...(entities.length > 0 && ENTITY.test(index.split.text) ? [] : entities),
    ...(found.length > 0 && index.lines.some(hasEscapes) ? [] : found),
  ];
}

/** The same of a file that is to be made. */
export function isEscapedFile(path: string, lines: readonly string[]): boolean {
  if (!MARKUP.test(extensionOf(path)) && lines.some((line) => /=&gt;|&amp;&amp;|(?:if|for|while) \(.*&[lg]t;/.test(line))) return true;
  return !OTHERS.test(extensionOf(path)) && lines.length === 1 && lines.some(hasEscapes);
}

/** The lines as a change leaves them. */
function linesAround(text: string, { start, end, text: now }: TextHunk): string[] {
  const before = text.slice(Math.max(0, start - REACH), start).split('\n').at(-1) ?? '';
  const behind = /^[^\n]*/.exec(text.slice(end, end + REACH))?.[0] ?? '';
  return `${before}${now}${behind}`.split('\n');
}
