import { isBlank } from './textLines.ts';

const PROMPT_TAGS =
  /^<(\/?)(selection|selected_code|selected|code|answer|file|file_content|content|edit|edited|updated|updated_code|new_code|replacement|result|output|snippet|final|response|update|before|after|patch|diff|fim_middle|cursor)(?:\s[^<>]{0,200})?>$/i;

/** Control tokens that models leave at the end or the start of what they say. */
const CONTROL = /^(?:<\|[a-z_]{1,30}\|>|<\/?s>|\[\/?INST\]|<｜[^｜]{1,40}｜>)+$/i;

/** In these a tag is content, not a wrapper. */
const MARKUP = /^(html|xml|svg|vue|svelte|xhtml|astro|markdown|md|jsx|tsx|razor|handlebars|php|javascriptreact|typescriptreact|xsl)$/i;

export function isMarkup(language: string | undefined): boolean {
  return language !== undefined && MARKUP.test(language);
}

/** A line that is nothing but a known prompt tag, opening or closing. */
export function isPromptTag(line: string): boolean {
  return PROMPT_TAGS.test(line.trim());
}

export function isControlLine(line: string): boolean {
  return CONTROL.test(line.trim());
}

function tagName(line: string | undefined, closing: boolean): string | undefined {
  const match = PROMPT_TAGS.exec(line?.trim() ?? '');
  return match && (match[1] === '/') === closing ? match[2]?.toLowerCase() : undefined;
}

/** Drops blank lines, control tokens and prompt tags that enclose the whole block. What is inside stays. */
export function stripWrappers(lines: readonly string[], language?: string): string[] {
  let from = 0;
  let to = lines.length;
  const first = (): string | undefined => lines[from];
  const last = (): string | undefined => lines[to - 1];
  for (;;) {
    while (from < to && (isBlank(first() ?? '') || isControlLine(first() ?? ''))) from++;
    while (from < to && (isBlank(last() ?? '') || isControlLine(last() ?? ''))) to--;
    const name = to - from >= 2 && !isMarkup(language) ? tagName(first(), false) : undefined;
    if (name === undefined || tagName(last(), true) !== name) return lines.slice(from, to);
    from++;
    to--;
  }
}
