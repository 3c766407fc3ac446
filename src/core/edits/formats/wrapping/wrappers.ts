import { isBlank } from '../../text/textLines.ts';

const PROMPT_TAGS = new RegExp(
  [
    String.raw`^<(\/?)(selection|selected_code|selected|code|answer|file|file_content|content|edit|edited|updated|`,
    'updated_code|new_code|replacement|result|output|snippet|final|response|update|before|after|patch|diff|',
    String.raw`fim_middle|cursor)(?:\s[^<>]{0,200})?>$`,
  ].join(''),
  'i',
);

/** Control tokens that models leave at the end or the start of what they say. */
const CONTROL = /^(?:<\|[a-z_]{1,30}\|>|<\/?s>|\[\/?INST\]|<｜[^｜]{1,40}｜>)+$/i;

/** In these a tag is content, not a wrapper. */
const MARKUP = new RegExp(
  [
    '^(html|xml|svg|vue|svelte|xhtml|astro|markdown|md|jsx|tsx|razor|handlebars|php|javascriptreact|',
    'typescriptreact|xsl)$',
  ].join(''),
  'i',
);

function isMarkup(language: string | undefined): boolean {
  return language !== undefined && MARKUP.test(language);
}

/** A line that is nothing but a known prompt tag, opening or closing. */
export function isPromptTag(line: string): boolean {
  return PROMPT_TAGS.test(line.trim());
}

function isControlLine(line: string): boolean {
  return CONTROL.test(line.trim());
}

function tagName(line: string | undefined, closing: boolean): string | undefined {
  const match = PROMPT_TAGS.exec(line?.trim() ?? '');
  return match && (match[1] === '/') === closing ? match[2]?.toLowerCase() : undefined;
}

/**
 * Drops control tokens and prompt tags that enclose the whole block, with the blank lines around them. Where there are
 * none, blank lines stay: they are the block's own.
 */
export function stripWrappers(lines: readonly string[], language?: string): string[] {
  let [from, to] = [0, lines.length];
  for (;;) {
    let [first, last] = [from, to];
    while (first < last && isBlank(lines[first] ?? '')) first++;
    while (last > first && isBlank(lines[last - 1] ?? '')) last--;
    if (last > first && isControlLine(lines[last - 1] ?? '')) to = last - 1;
    else if (last > first && isControlLine(lines[first] ?? '')) from = first + 1;
    else {
      const name = last - first >= 2 && !isMarkup(language) ? tagName(lines[first], false) : undefined;
      if (name === undefined || tagName(lines[last - 1], true) !== name) return lines.slice(from, to);
      [from, to] = [first + 1, last - 1];
    }
  }
}

export function trimBlankLines(lines: readonly string[]): string[] {
  let [from, to] = [0, lines.length];
  while (from < to && isBlank(lines[from] ?? '')) from++;
  while (to > from && isBlank(lines[to - 1] ?? '')) to--;
  return lines.slice(from, to);
}
