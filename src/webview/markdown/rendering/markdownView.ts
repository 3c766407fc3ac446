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
import { sanitize } from '../sanitize.ts';

/** How many blocks share a section: the browser skips a section nothing changed in when it lays out the page. */
const blocksPerSection = 24;

/** How many settled pieces, and of how much source (UTF-16 code units), are built in one step. */
const most = { pieces: 24, length: 4000 };

/** How many pieces the last pass looks at in one step. */
const looksPerStep = 100;

/** How long what is shown may lag behind what arrived, in milliseconds, where nothing more arrives. */
const catchUpMs = 150;

/** A settled piece that uses a label nobody had defined when it was built. */
interface Unresolved {
  readonly source: string;
  readonly nodes: readonly Element[];
  readonly continues: boolean;
  /** How many definitions were known. */
  readonly known: number;
}

/** What is to be put in the page for a piece. */
interface Rendered {
  readonly box: Element;
  readonly codes: readonly Code[];
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
  /** All pieces are built, and those with labels defined after them are built anew, one a step. */
  #finishing = false;
  #finished = false;
  #catchUp: ReturnType<typeof setTimeout> | undefined;
  #lagging = false;
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
  /** How many of them the last pass is done with. */
  #resolved = 0;
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
    clearTimeout(this.#catchUp);
    cancelRender(this);
  }

  step(): boolean {
    if (this.#ready.length > 0) this.#settleSome();
    else if (this.#tail !== undefined) this.#showTail(this.#tail);
    else if (this.#finishing) this.#finishSome();
    else this.#advance();
    const more = this.#ready.length > 0 || this.#tail !== undefined || this.#splitter.hasWork;
    return more || (this.#ended && !this.#finished);
  }

  #advance(): void {
    const last = this.#ended && !this.#splitter.hasWork;
    const { settled, tail } = this.#splitter.advance(this.#ended, this.#lagging);
    this.#lagging = false;
    this.#ready = [...settled];
    this.#tail = tail;
    this.#catchUpLater(tail === undefined);
    this.#finishing = last && settled.length === 0 && !this.#splitter.hasWork;
  }

  /** Shows what was put off once nothing has arrived for a while. */
  #catchUpLater(lags: boolean): void {
    clearTimeout(this.#catchUp);
    if (!lags) return;
    this.#catchUp = setTimeout(() => {
      this.#lagging = true;
      renderSoon(this);
    }, catchUpMs);
  }

  #settleSome(): void {
    this.#dropTail();
    const [first] = this.#ready;
    if (first?.source === '') {
      this.#ready.shift();
      this.#settleCode(first.token as Tokens.Code);
      return;
    }
    const count = countTogether(this.#ready);
    const pieces = this.#ready.splice(0, count);
    const parts = this.#render(pieces);
    for (const [index, piece] of pieces.entries()) this.#settle(piece, parts[index]);
  }

  #settleCode(token: Tokens.Code): void {
    this.#writeCode(token).finish(this.#isWanted);
    this.#openCode = undefined;
    this.#before = '';
  }

  #settle(piece: Piece, part: Rendered | undefined): void {
    if (part === undefined) return;
    const nodes = this.#put(piece, part, true);
    this.#before = piece.token.type === 'code' ? '' : piece.source.slice(-lookBack);
    const { definitions } = this.#splitter;
    // A part of a line cannot be lexed by itself again.
    if ('linePart' in piece.token || !definitions.mayResolveLater(piece.source)) return;
    this.#unresolved.push({ source: piece.source, nodes, continues: piece.continues, known: definitions.count });
  }

  #showTail(tail: readonly Piece[]): void {
    this.#tail = undefined;
    this.#dropTail();
    const level = this.#level;
    for (const piece of tail) {
      if (piece.source === '') this.#writeCode(piece.token as Tokens.Code);
      else for (const part of this.#render([piece])) this.#tailNodes.push(...this.#put(piece, part, false));
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
  #put(piece: Piece, part: Rendered, settled: boolean): Element[] {
    const box = this.#finishPart(part, settled);
    const group = groupOf(box.firstElementChild);
    if (piece.continues && group !== undefined && this.#open?.tagName === group.tagName) {
      const parts = [...group.children];
      this.#open.append(...parts);
      if (group.classList.contains('loose')) this.#open.classList.add('loose');
      return parts;
    }
    const nodes = [...box.children];
    this.#place().append(...nodes);
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

  /** Each of `pieces` in a box of its own, sanitised in one go: that has a cost of its own, whatever the length. */
  #render(pieces: readonly { readonly token: Token }[]): Rendered[] {
    const rendered = pieces.map(({ token }) => renderHtml([token]));
    const boxes = sanitize(rendered.map(({ html }) => `<div>${html}</div>`).join('')).children;
    return rendered.flatMap(({ codes }, index) => {
      const box = boxes[index];
      return box === undefined ? [] : [{ box, codes }];
    });
  }

  #finishPart({ box, codes }: Rendered, settled: boolean): Element {
    box.querySelectorAll('pre').forEach((place, index) => {
      const code = codes[index];
      const before = place.parentElement === box ? this.#before : (place.previousElementSibling?.textContent ?? '');
      if (code !== undefined) place.replaceWith(this.#codeBlock(code, before, settled));
    });
    if (settled) linkFiles(box, this.#actions);
    box.querySelectorAll<HTMLElement>('.tableBox').forEach((table) => {
      table.setAttribute('aria-label', 'Table');
      watchOverflow(table);
    });
    for (const heading of box.querySelectorAll('h1, h2, h3, h4, h5, h6')) this.#setLevel(heading);
    return box;
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

  /** The last pass: pieces whose labels were defined only after them, one of them a step. */
  #finishSome(): void {
    const { definitions, links } = this.#splitter;
    for (let looked = 0; looked < looksPerStep; looked++) {
      const piece = this.#unresolved[this.#resolved++];
      if (piece === undefined) {
        this.#finish();
        return;
      }
      if (!definitions.resolvesSince(piece.source, piece.known)) continue;
      this.#replace(piece, lex(piece.source, links));
      return;
    }
  }

  #replace({ nodes, continues }: Unresolved, tokens: readonly Token[]): void {
    for (const part of this.#render(tokens.map((token) => ({ token })))) {
      const box = this.#finishPart(part, true);
      const parts = continues ? [...(groupOf(box.firstElementChild)?.children ?? [])] : [...box.children];
      nodes[0]?.before(...parts);
    }
    for (const node of nodes) node.remove();
  }

  #finish(): void {
    this.#finished = true;
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

/** How many of `pieces` are built in one step. */
function countTogether(pieces: readonly Piece[]): number {
  let length = 0;
  let count = 0;
  for (const { source } of pieces) {
    length += source.length;
    if (source === '' || count === most.pieces || (count > 0 && length > most.length)) break;
    count++;
  }
  return count;
}
