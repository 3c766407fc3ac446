import { Lexer, Marked, type Links, type Token, type Tokens } from 'marked';
import { guardTabs } from './tabs.ts';

/** Above this length (UTF-16 code units) one run of text is shown without inline markup: its lexer is not linear. */
const maxInlineLength = 20_000;

/** A line that opens more blocks than this inside one another makes its block plain text. */
const tooDeep = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){40}/m;

const lineBreakTag = /^<br ?\/?>/i;

/**
 * GitHub-flavoured markdown with raw HTML taken as text.
 * `<br>` alone is a line break: models write it in table cells, where markdown has no other way.
 */
export const marked = new Marked<string, string>({
  gfm: true,
  tokenizer: {
    html: () => undefined,
    tag: () => undefined,
    br(source) {
      const tag = lineBreakTag.exec(source);
      return tag === null ? false : { type: 'br', raw: tag[0] };
    },
  },
});

/**
 * Lexes blocks and their inline markup, knowing the reference definitions in `links`. Never throws.
 * The `raw` texts add up to `source`, with some tabs guarded (`guardTabs`).
 */
export function lex(source: string, links: Links): Token[] {
  const guarded = guardTabs(source);
  if (tooDeep.test(source)) return plain(guarded);
  try {
    const lexer = new Lexer<string, string>(marked.defaults);
    Object.assign(lexer.tokens.links, links);
    lexer.blockTokens(guarded, lexer.tokens);
    for (const { src, tokens } of lexer.inlineQueue) {
      if (src.length > maxInlineLength) tokens.push({ type: 'text', raw: src, text: src });
      else lexer.inlineTokens(src, tokens);
    }
    return lexer.tokens;
  } catch {
    return plain(guarded);
  }
}

function plain(source: string): Token[] {
  return [{ type: 'paragraph', raw: source, text: source, tokens: [{ type: 'text', raw: source, text: source }] }];
}

/** Adds the reference definitions among `tokens`, at any depth; the first of a label stays. */
export function collectDefinitions(tokens: readonly Token[], into: Links): void {
  for (const token of tokens) {
    if (token.type === 'def') {
      const { tag, href, title } = token as Tokens.Def;
      into[tag] ??= { href, title };
    } else if (token.type === 'list') {
      for (const item of (token as Tokens.List).items) collectDefinitions(item.tokens, into);
    } else if (token.type === 'blockquote') {
      collectDefinitions((token as Tokens.Blockquote).tokens, into);
    }
  }
}
