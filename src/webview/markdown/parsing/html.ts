import { Parser, Renderer, type Token, type Tokens } from 'marked';
import { fencedCode } from './fence.ts';
import { marked } from './lex.ts';
import { safeHref } from '../links.ts';
import { restoreTabs } from './tabs.ts';

export interface CodeBlock {
  readonly info: string;
  /** Character for character what stands between the fences. */
  readonly text: string;
}

export interface Rendered {
  /** Holds an empty `<pre>` for each of `codes`, in order. Still to be sanitised. */
  readonly html: string;
  readonly codes: readonly CodeBlock[];
}

/** Blocks as HTML of our own making: every part of the text escaped, links by the link policy, no images, no ids. */
export function renderHtml(tokens: Token[]): Rendered {
  const renderer = new ReplyRenderer();
  const parser = new Parser<string, string>({ ...marked.defaults, renderer });
  return { html: restoreTabs(parser.parse(tokens)), codes: renderer.codes };
}

class ReplyRenderer extends Renderer {
  readonly codes: CodeBlock[] = [];
  #inLink = false;

  override html({ text }: Tokens.HTML | Tokens.Tag): string {
    return escape(text);
  }

  override code(token: Tokens.Code): string {
    const text = token.codeBlockStyle === 'indented' ? token.text : (fencedCode(token.raw) ?? token.text);
    this.codes.push({ info: token.lang ?? '', text: restoreTabs(text) });
    return '<pre></pre>';
  }

  /** Every level keeps its look; which level it is for a screen reader the view decides, by what came before. */
  override heading({ tokens, depth }: Tokens.Heading): string {
    return `<h${depth}>${this.parser.parseInline(tokens)}</h${depth}>`;
  }

  override list(token: Tokens.List): string {
    const tag = token.ordered ? 'ol' : 'ul';
    const start = token.ordered && token.start !== 1 && token.start !== '' ? ` start="${token.start}"` : '';
    const items = token.items.map((item) => this.listitem(item)).join('');
    return `<${tag}${start}${token.loose ? ' class="loose"' : ''}>${items}</${tag}>`;
  }

  override listitem(item: Tokens.ListItem): string {
    const [first, ...others] = item.tokens;
    const checkbox = first?.type === 'checkbox' ? this.checkbox(first as Tokens.Checkbox) : '';
    const tokens = checkbox === '' ? item.tokens : others;
    const body = tokens.map((token, index) => {
      if (token.type === 'text') return `<p>${index === 0 ? checkbox : ''}${this.text(token as Tokens.Text)}</p>`;
      return this.parser.parse([token]);
    });
    return `<li${item.task ? ' class="task"' : ''}>${body.join('')}</li>`;
  }

  override paragraph(token: Tokens.Paragraph): string {
    const html = this.parser.parseInline(token.tokens);
    return `<p${'linePart' in token ? ' class="part"' : ''}>${html}</p>`;
  }

  override checkbox({ checked }: Tokens.Checkbox): string {
    const [icon, label] = checked ? ['pass-filled', 'Done: '] : ['circle-large-outline', 'To do: '];
    const picture = `<span class="codicon codicon-${icon}" aria-hidden="true"></span>`;
    return `${picture}<span class="visuallyHidden">${label}</span>`;
  }

  override table(token: Tokens.Table): string {
    return `<div class="tableBox">${super.table(token)}</div>`;
  }

  override tablecell(token: Tokens.TableCell): string {
    const tag = token.header ? 'th' : 'td';
    const align = token.align === null ? '' : ` class="${token.align}"`;
    return `<${tag}${align}>${this.parser.parseInline(token.tokens)}</${tag}>`;
  }

  override link({ href, tokens, text, autolink }: Tokens.Link): string {
    const outer = this.#inLink;
    this.#inLink = true;
    const label = autolink === true ? escape(text) : this.parser.parseInline(tokens);
    this.#inLink = outer;
    return this.#anchor(href, label);
  }

  /** Nothing is loaded from outside: an image becomes a link to it, or its words. */
  override image({ href, text, tokens }: Tokens.Image): string {
    const words = this.parser.parseInline(tokens, this.parser.textRenderer).trim() || text;
    return this.#anchor(href, escapeOnce(words === '' ? 'image' : words));
  }

  #anchor(href: string, label: string): string {
    const safe = safeHref(href);
    if (safe === undefined) return `<span class="deadLink" title="${escapeOnce(href)}">${label}</span>`;
    // The title shows where the link really goes, whatever its words say.
    return this.#inLink ? label : `<a href="${escapeOnce(safe)}" title="${escapeOnce(safe)}">${label}</a>`;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** As `escape`, for text in which the model may have written `&` as a character reference already. */
function escapeOnce(text: string): string {
  return text.replace(/&(?!#?\w{1,31};)|[<>"']/g, (character) => entities[character] ?? character);
}
