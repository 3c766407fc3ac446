import { Lexer, Marked, type Links, type Token, type Tokens } from 'marked';
import { layerOver } from './references.ts';
import { guardTabs } from './tabs.ts';
import { depthOf, inlinePieces } from './weight.ts';

/** Blocks inside one another beyond this many are shown as they are written: each of them lexes its text again. */
const maxDepth = 20;

/** A longer heading (UTF-16 code units) is none: marked looks for the line below it from each line of a block anew. */
const maxHeadingLength = 1000;

const underline = /\n {0,3}(?:=+|-+)[ \t]*(?:\n|$)/;

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
    lheading: (source) => (underline.test(source.slice(0, maxHeadingLength)) ? false : undefined),
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
  if (source.split('\n').some((line) => depthOf(line) > maxDepth)) return plain(guarded);
  try {
    const lexer = lexerWith(links);
    lexer.blockTokens(guarded, lexer.tokens);
    for (const { src, tokens } of lexer.inlineQueue) lexInline(lexer, src, tokens);
    return lexer.tokens;
  } catch {
    return plain(guarded);
  }
}

/** A part of a line that is too long to be lexed in one piece, or laid out as one paragraph while it grows. */
interface LinePart extends Tokens.Paragraph {
  readonly linePart: true;
}

/** Lexes the inline markup of a part of a line; as it is written where that fails. */
export function lexLinePart(source: string, links: Links): LinePart {
  const part = { type: 'paragraph', raw: source, text: source, linePart: true } as const;
  try {
    return { ...part, tokens: lexInline(lexerWith(links), source, []) };
  } catch {
    return { ...part, tokens: [textToken(source)] };
  }
}

function lexerWith(links: Links): Lexer {
  const lexer = new Lexer<string, string>(marked.defaults);
  lexer.tokens.links = layerOver(links);
  return lexer;
}

/** Lexes text piece by piece: markup that begins in one piece and ends in another is shown as it is written. */
function lexInline(lexer: Lexer, source: string, tokens: Token[]): Token[] {
  for (const piece of inlinePieces(source)) lexer.inlineTokens(piece, tokens);
  return tokens;
}

/** The lines of `source` as they are written. */
function plain(source: string): Token[] {
  const lines = source.split('\n').map(textToken);
  const tokens = lines.flatMap((line, index): Token[] => (index === 0 ? [line] : [{ type: 'br', raw: '' }, line]));
  return [{ type: 'paragraph', raw: source, text: source, tokens }];
}

function textToken(text: string): Tokens.Text {
  return { type: 'text', raw: text, text };
}
