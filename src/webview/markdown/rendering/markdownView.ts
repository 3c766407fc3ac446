import type { Token, Tokens } from 'marked';
import { BlockSplitter, type Piece } from '../parsing/blocks.ts';
import { element } from '../../dom.ts';
import type { ReplyActions } from '../actions.ts';
import { CodeBlock } from '../codeBlock.ts';
import { lookBack } from '../files/codePath.ts';
import { linkFiles } from '../files/fileLinks.ts';
import { cancelRender, renderSoon } from './frames.ts';
import { renderHtml, type CodeBlock as Code } from '../parsing/html.ts';
import { lex } from '../parsing/lex.ts';
import { watchOverflow } from './overflow.ts';
import { mayResolveLater, resolvesNow } from '../parsing/references.ts';
import { sanitize } from '../sanitize.ts';

/** How many blocks share a section: the browser skips a section nothing changed in when it lays out the page. */
const blocksPerSection = 24;

/** A settled piece that uses a label nobody had defined when it was built. */
interface Unresolved {
  readonly source: string;
  readonly nodes: readonly Element[];
  readonly continues: boolean;
  /** How many definitions were known. */
  readonly known: number;
}

/**
 * Shows markdown that is still being written. Settled blocks are built once and then left alone;
 * what is not settled yet is built anew, at most once a frame.
 */
export class MarkdownView {
  readonly #root: HTMLElement;
  /** The last part of `#root`, which takes new blocks. */
  #section: HTMLElement | undefined;
  readonly #actions: ReplyActions;
  readonly #onWhole: () => void;
  readonly #splitter = new BlockSplitter();
  #shown = '';
  #ended = false;
  #finished = false;
  /** Pieces that are settled but not built yet, and what comes after them. */
  #ready: Piece[] = [];
  #tail: readonly Piece[] | undefined;
  #tailNodes: Element[] = [];
  /** The code block that is being written. */
  #openCode: CodeBlock | undefined;
  /** The end of the text before what comes next, which may name the file a code block is for. */
  #before = '';
  /** The list or table body to which items or rows may still be added. */
  #open: Element | undefined;
  #unresolved: Unresolved[] = [];
  /** Level of the last heading, for a screen reader; the turn's own is 2. */
  #level = 2;
  #disposed = false;

  /** `onWhole` is called once the whole text was given and is built. */
  constructor(root: HTMLElement, actions: ReplyActions, onWhole: () => void = () => undefined) {
    this.#root = root;
    this.#actions = actions;
    this.#onWhole = onWhole;
  }

  /** Whether `text` is what was shown so far or goes on with it. */
  canShow(text: string): boolean {
    return text === this.#shown || (!this.#ended && text.startsWith(this.#shown));
  }

  /** Shows `text`, of which the text given before is the beginning; `ended` when no more will come. */
  update(text: string, ended: boolean): void {
    if (text.length === this.#shown.length && (this.#ended || !ended)) return;
    this.#splitter.push(text.slice(this.#shown.length));
    this.#shown = text;
    this.#ended = ended;
    renderSoon(this);
  }

  dispose(): void {
    this.#disposed = true;
    cancelRender(this);
  }

  step(): boolean {
    const piece = this.#ready.shift();
    if (piece !== undefined) this.#settle(piece);
    else if (this.#tail !== undefined) this.#showTail(this.#tail);
    else this.#advance();
    return this.#ready.length > 0 || this.#tail !== undefined || this.#splitter.hasWork || (this.#ended && !this.#finished);
  }

  #advance(): void {
    const last = this.#ended && !this.#splitter.hasWork;
    const { settled, tail } = this.#splitter.advance(this.#ended);
    this.#ready = [...settled];
    this.#tail = tail;
    if (last && settled.length === 0) this.#finish();
  }

  #settle(piece: Piece): void {
    this.#dropTail();
    if (piece.source === '') {
      this.#writeCode(piece.token as Tokens.Code).finish(this.#isWanted);
      this.#openCode = undefined;
      this.#before = '';
      return;
    }
    const nodes = this.#build(piece, true);
    this.#before = piece.token.type === 'code' ? '' : piece.source.slice(-lookBack);
    if (mayResolveLater(piece.source, this.#splitter.links)) {
      const known = Object.keys(this.#splitter.links).length;
      this.#unresolved.push({ source: piece.source, nodes, continues: piece.continues, known });
    }
  }

  #showTail(tail: readonly Piece[]): void {
    this.#tail = undefined;
    this.#dropTail();
    const level = this.#level;
    for (const piece of tail) {
      if (piece.source === '') this.#writeCode(piece.token as Tokens.Code);
      else this.#tailNodes.push(...this.#build(piece, false));
    }
    this.#level = level;
  }

  #dropTail(): void {
    for (const node of this.#tailNodes) node.remove();
    this.#tailNodes = [];
  }

  /** The block for the fence that is open now, with its text brought up to date. */
  #writeCode({ lang, text }: Tokens.Code): CodeBlock {
    if (this.#openCode === undefined) {
      this.#openCode = new CodeBlock(lang ?? '', this.#before, this.#actions);
      this.#place().append(this.#openCode.element);
    }
    this.#openCode.setText(text);
    return this.#openCode;
  }

  /** Adds a piece at the end and returns the elements it is made of. */
  #build(piece: Piece, settled: boolean): Element[] {
    const fragment = this.#render([piece.token], settled);
    const block = fragment.firstElementChild;
    const group = groupOf(block);
    if (piece.continues && this.#open !== undefined && group !== undefined) {
      const parts = [...group.children];
      this.#open.append(...parts);
      if (group.classList.contains('loose')) this.#open.classList.add('loose');
      return parts;
    }
    const nodes = [...fragment.children];
    this.#place().append(fragment);
    if (settled) this.#open = group;
    return nodes;
  }

  #place(): HTMLElement {
    if (this.#section === undefined || this.#section.childElementCount >= blocksPerSection) {
      this.#section = element('div', 'section');
      this.#root.append(this.#section);
    }
    return this.#section;
  }

  #render(tokens: Token[], settled: boolean): DocumentFragment {
    const { html, codes } = renderHtml(tokens);
    const fragment = sanitize(html);
    fragment.querySelectorAll('pre').forEach((place, index) => {
      const code = codes[index];
      if (code !== undefined) place.replaceWith(this.#codeBlock(code, place.parentElement === null ? this.#before : (place.previousElementSibling?.textContent ?? ''), settled));
    });
    if (settled) linkFiles(fragment, this.#actions);
    fragment.querySelectorAll<HTMLElement>('.tableBox').forEach((box) => {
      box.setAttribute('aria-label', 'Table');
      watchOverflow(box);
    });
    for (const heading of fragment.querySelectorAll('h1, h2, h3, h4, h5, h6')) this.#setLevel(heading);
    return fragment;
  }

  #codeBlock({ info, text }: Code, before: string, settled: boolean): HTMLElement {
    const block = new CodeBlock(info, before, this.#actions);
    block.setText(text);
    if (settled) block.finish(this.#isWanted);
    return block.element;
  }

  /** Headings go below the turn's own, and never skip a level. */
  #setLevel(heading: Element): void {
    const level = Math.min(Number(heading.tagName.charAt(1)) + 2, this.#level + 1);
    heading.setAttribute('aria-level', `${level}`);
    this.#level = level;
  }

  /** The last pass: pieces whose labels were defined only after them. */
  #finish(): void {
    this.#finished = true;
    const { links } = this.#splitter;
    for (const { source, nodes, continues, known } of this.#unresolved) {
      if (!resolvesNow(source, known, links)) continue;
      const fragment = this.#render(lex(source, links), true);
      const parts = continues ? [...(groupOf(fragment.firstElementChild)?.children ?? [])] : [...fragment.children];
      nodes[0]?.before(...parts);
      for (const node of nodes) node.remove();
    }
    this.#unresolved = [];
    this.#open = undefined;
    this.#onWhole();
  }

  readonly #isWanted = (): boolean => !this.#disposed;
}

/** What holds the items or rows of a list or table. */
function groupOf(block: Element | null): Element | undefined {
  if (block === null) return undefined;
  if (block.matches('ul, ol')) return block;
  return block.matches('.tableBox') ? (block.querySelector('tbody') ?? undefined) : undefined;
}
