import type { Links, Token, Tokens } from 'marked';
import { openFence, type FenceReader } from './fence.ts';
import { collectDefinitions, lex } from './lex.ts';
import { restoreTabs } from './tabs.ts';

/** A block, or the next items or rows of one that was too long to wait for. */
export interface Piece {
  readonly token: Token;
  /** The items or rows belong to the list or table settled last. */
  readonly continues: boolean;
  /** Markdown from which the piece can be lexed again. */
  readonly source: string;
}

export interface Progress {
  /** Pieces that no later text can change, each given once. */
  readonly settled: readonly Piece[];
  /** What comes after them as it looks so far. */
  readonly tail: readonly Piece[];
}

/** How much text is lexed at once, so that a long reply opened from storage does not block (UTF-16 code units). */
const sliceLength = 4096;

/** A last line that may still turn into another kind of block is not shown until it is complete. */
const undecided = /^[ \t]*(?:[-*+_=#> \t]+|[`~]{1,2}|(?:`{3,}|~{3,}).*|\d{1,9}[.)]?[ \t]*|\|.*)$/;

/** What surely begins a paragraph, and so ends the block before it. */
const surelyText = /^[\p{L}"'(]/u;

/**
 * Cuts growing markdown into blocks. Only the unsettled end is lexed again when text arrives,
 * so the cost per chunk does not depend on how much came before.
 */
export class BlockSplitter {
  /** Reference definitions met so far. */
  readonly links: Links = {};
  #waiting = '';
  #rest = '';
  /** Header of the table whose rows `#rest` goes on with. */
  #tableHead = '';
  #continues = false;
  #fence: FenceReader | undefined;
  #carriageReturn = false;

  /** Whether text was pushed that `advance` has not seen. */
  get hasWork(): boolean {
    return this.#waiting !== '';
  }

  push(text: string): void {
    const joined = this.#carriageReturn ? `\r${text}` : text;
    this.#carriageReturn = joined.endsWith('\r');
    const whole = this.#carriageReturn ? joined.slice(0, -1) : joined;
    this.#waiting += whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
  }

  /** Looks at the next slice; with `ended`, once nothing is waiting, everything settles. */
  advance(ended: boolean): Progress {
    if (this.#waiting !== '') {
      this.#rest += this.#waiting.slice(0, sliceLength);
      this.#waiting = this.#waiting.slice(sliceLength);
    }
    const last = ended && this.#waiting === '';
    const settled: Piece[] = [];
    for (;;) {
      const tail = this.#startsFence() ? this.#readFence(last, settled) : this.#readBlocks(last, settled);
      if (tail !== undefined) return { settled, tail };
    }
  }

  #startsFence(): boolean {
    if (this.#fence !== undefined) return true;
    const opened = openFence(this.#rest);
    if (opened === undefined) return false;
    this.#fence = opened.reader;
    this.#rest = this.#rest.slice(opened.bodyStart);
    return true;
  }

  /** Reads on in the open fence; `undefined` when it closed, so that there may be more to do. */
  #readFence(last: boolean, settled: Piece[]): Piece[] | undefined {
    const fence = this.#fence;
    if (fence === undefined) return undefined;
    this.#rest = fence.read(this.#rest, last);
    const piece = { token: codeToken(fence), continues: false, source: '' };
    if (!fence.closed && !last) return [piece];
    settled.push(piece);
    this.#fence = undefined;
    return undefined;
  }

  /** Lexes the rest; `undefined` when what is left begins with a fence. */
  #readBlocks(last: boolean, settled: Piece[]): Piece[] | undefined {
    const visible = last ? this.#rest : withoutUndecided(this.#rest);
    if (visible.trim() === '') {
      if (last) this.#rest = '';
      return [];
    }
    const pieces = this.#pieces(lex(this.#tableHead + visible, this.links));
    const open = last ? pieces.length : firstOpen(pieces);
    for (const piece of pieces.slice(0, open)) this.#settle(piece, settled);
    if (last) return [];
    const tail = pieces.slice(open).filter(({ token }) => token.type !== 'space');
    if (openFence(this.#rest) !== undefined) return undefined;
    return tail.length === 1 && tail[0] !== undefined ? [this.#split(tail[0], settled)] : tail;
  }

  #pieces(tokens: readonly Token[]): Piece[] {
    return tokens.map((token, index) => {
      const continues = index === 0 && this.#continues && (token.type === 'list' || token.type === 'table');
      return { token, continues, source: token.raw };
    });
  }

  #settle(piece: Piece, settled: Piece[]): void {
    this.#rest = this.#rest.slice(piece.source.length - this.#tableHead.length);
    this.#tableHead = '';
    this.#continues = false;
    collectDefinitions([piece.token], this.links);
    if (piece.token.type !== 'space') settled.push({ ...piece, source: restoreTabs(piece.source) });
  }

  /** Settles all items or rows of an open list or table but the last, and returns that one. */
  #split(piece: Piece, settled: Piece[]): Piece {
    const parts = splitToken(piece.token);
    if (parts === undefined) return piece;
    this.#settle({ ...piece, token: parts.done, source: parts.done.raw }, settled);
    this.#tableHead = parts.head;
    this.#continues = true;
    return { token: parts.open, continues: true, source: parts.open.raw };
  }
}

function codeToken({ info, text }: FenceReader): Tokens.Code {
  return { type: 'code', raw: '', lang: info, text };
}

function withoutUndecided(source: string): string {
  const start = source.lastIndexOf('\n') + 1;
  return undecided.test(source.slice(start)) ? source.slice(0, start) : source;
}

/** Index of the first piece that later text may still change. */
function firstOpen(pieces: readonly Piece[]): number {
  const lastBlock = pieces.findLastIndex(({ token }) => token.type !== 'space');
  const last = pieces[lastBlock];
  if (last === undefined) return 0;
  if (last.source.includes('\n') || lastBlock < pieces.length - 1 || surelyText.test(last.source)) return lastBlock;
  return Math.max(0, pieces.findLastIndex(({ token }, index) => index < lastBlock && token.type !== 'space'));
}

interface Parts {
  readonly done: Token;
  readonly open: Token;
  /** What must stand before the open part for it to be lexed alike. */
  readonly head: string;
}

function splitToken(token: Token): Parts | undefined {
  if (token.type === 'list') return splitList(token as Tokens.List);
  return token.type === 'table' ? splitTable(token as Tokens.Table) : undefined;
}

function splitList(list: Tokens.List): Parts | undefined {
  const last = list.items.at(-1);
  if (list.items.length < 2 || last === undefined) return undefined;
  const items = list.items.slice(0, -1);
  const raw = items.map((item) => item.raw).join('');
  if (!list.raw.startsWith(raw)) return undefined;
  return { done: { ...list, items, raw }, open: { ...list, items: [last], raw: last.raw }, head: '' };
}

function splitTable(table: Tokens.Table): Parts | undefined {
  const lines = table.raw.trimEnd().split('\n');
  const last = lines.at(-1);
  if (table.rows.length < 2 || last === undefined || lines.length !== table.rows.length + 2) return undefined;
  const head = `${lines.slice(0, 2).join('\n')}\n`;
  const done = `${lines.slice(0, -1).join('\n')}\n`;
  return {
    done: { ...table, rows: table.rows.slice(0, -1), raw: done },
    open: { ...table, rows: table.rows.slice(-1), raw: `${head}${last}` },
    head,
  };
}
