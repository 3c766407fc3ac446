import type { Links, Token, Tokens } from 'marked';
import { openFence, type FenceReader } from './fence.ts';
import { lex, lexLinePart } from './lex.ts';
import { Definitions } from './references.ts';
import { restoreTabs } from './tabs.ts';
import { type Cut, endOfPiece, weigh, weighInline } from './weight.ts';

/** A block, or the next items or rows of one that was too long to wait for. */
export interface Piece {
  readonly token: Token;
  /** The items or rows belong to the list or table settled last. */
  readonly continues: boolean;
  /** Markdown from which the piece can be lexed again. */
  readonly source: string;
}

interface Progress {
  /** Pieces that no later text can change, each given once. */
  readonly settled: readonly Piece[];
  /** What comes after them as it looks so far; absent where it was not looked at anew. */
  readonly tail?: readonly Piece[];
}

/** What reads a source, so that tests can count how much it is given. */
interface Lexers {
  readonly lex: typeof lex;
  readonly lexLinePart: typeof lexLinePart;
}

/** How much text is lexed at once, so that a long reply opened from storage does not block (UTF-16 code units). */
const sliceLength = 4096;

/**
 * Weight that may be lexed anew for each UTF-16 code unit that arrives. A block that grows is lexed again and again.
 * One that is long or hard to lex is lexed less often, and what is shown of it lags behind by a small part of its
 * length.
 */
const weightPerUnit = 16;

/** What it weighs to lex and show anything at all anew. */
const weightPerLook = 100;

/** Most weight that is saved up for later. */
const mostSaved = 100_000;

/** A table with a longer head is not shown row by row: each row would have the head lexed again. */
const longestHead = 2000;

/** What a last line may begin with, and be all of, that may still turn into another kind of block. */
const undecided = /^(?:[-*+_=#> \t]*|[`~]{1,2}|(?:`{3,}|~{3,}).*|\d{1,9}[.)]?[ \t]*|\|.*)$/;

/** What surely begins a paragraph, and so ends the block before it. */
const surelyText = /^[\p{L}"'(]/u;

/**
 * Cuts growing markdown into blocks. Only the unsettled end is lexed again when text arrives,
 * so the cost per chunk does not depend on how much came before.
 */
export class BlockSplitter {
  readonly definitions = new Definitions();
  readonly #lexers: Lexers;
  #waiting = '';
  #rest = '';
  /** Header of the table whose rows `#rest` goes on with. */
  #tableHead = '';
  #continues = false;
  #fence: FenceReader | undefined;
  /** `#rest` begins inside a line that was cut. */
  #inLine = false;
  #carriageReturn = false;
  /** Weight that may be lexed now. */
  #saved = 0;
  /** The weight of that part of `#rest` that was lexed before. */
  #lexed = 0;
  #stopped = false;

  constructor(lexers: Lexers = { lex, lexLinePart }) {
    this.#lexers = lexers;
  }

  /** Reference definitions met so far. */
  get links(): Links {
    return this.definitions.links;
  }

  /** Whether text was pushed that `advance` has not looked at yet. */
  get hasWork(): boolean {
    return this.#waiting !== '' || this.#stopped;
  }

  push(text: string): void {
    const joined = this.#carriageReturn ? `\r${text}` : text;
    this.#carriageReturn = joined.endsWith('\r');
    const whole = this.#carriageReturn ? joined.slice(0, -1) : joined;
    this.#waiting += whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
  }

  /**
   * Looks at the next slice; with `ended`, once nothing is waiting, everything settles. Where little was added to a lot
   * that is unsettled, the tail is left as it was; `catchUp` has it looked at nevertheless.
   */
  advance(ended: boolean, catchUp = false): Progress {
    const slice = this.#waiting.slice(0, sliceLength);
    this.#rest += slice;
    this.#waiting = this.#waiting.slice(slice.length);
    this.#saved = Math.min(this.#saved + slice.length * weightPerUnit, mostSaved);
    const last = ended && this.#waiting === '';
    const settled: Piece[] = [];
    this.#stopped = false;
    for (;;) {
      const tail = this.#readNext(last, last || catchUp, settled);
      if (tail === 'later') return { settled };
      if (tail !== undefined) return { settled, tail };
    }
  }

  /** Reads on; `undefined` where there may be more to do, `later` where that is for another step. */
  #readNext(last: boolean, atOnce: boolean, settled: Piece[]): Piece[] | 'later' | undefined {
    if (!this.#inLine && this.#startsFence()) return this.#readFence(last, settled);
    if (!atOnce && this.#lexed > this.#saved) return 'later';
    return this.#inLine ? this.#readLine(last, settled) : this.#readBlocks(last, settled);
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

  /** Reads on in a line that was cut; `later` when a part of it settled, so that there may be more to do. */
  #readLine(last: boolean, settled: Piece[]): Piece[] | 'later' {
    const lineBreak = this.#rest.indexOf('\n');
    const line = lineBreak < 0 ? this.#rest : this.#rest.slice(0, lineBreak);
    const end = endOfPiece(line);
    const source = line.slice(0, end);
    this.#spend(weighInline(source));
    const piece = { token: this.#lexers.lexLinePart(source, this.links), continues: false, source };
    const atEnd = end === line.length;
    if (atEnd && lineBreak < 0 && !last) return source === '' ? [] : [piece];
    if (source !== '') settled.push(piece);
    this.#rest = this.#rest.slice(atEnd ? end + 1 : end);
    this.#inLine = !atEnd;
    return this.#stop();
  }

  /** Keeps account of what is lexed: anew, or for the first time. */
  #spend(weight: number): void {
    this.#saved = Math.max(0, this.#saved - this.#lexed);
    this.#lexed = weightPerLook + weight;
  }

  /** Lexes the rest; `undefined` where what is left begins with a fence, `later` where it was too much at once. */
  #readBlocks(last: boolean, settled: Piece[]): Piece[] | 'later' | undefined {
    const { weight, cut } = weigh(this.#rest);
    this.#spend(weight + this.#tableHead.length);
    if (cut !== undefined) return this.#cutOff(cut, settled);
    const visible = last ? this.#rest : withoutUndecided(this.#rest);
    if (visible.trim() === '') {
      if (last) this.#rest = '';
      return [];
    }
    const pieces = this.#pieces(this.#lexers.lex(this.#tableHead + visible, this.links));
    const open = last ? pieces.length : firstOpen(pieces);
    const before = this.#rest.length;
    for (const piece of pieces.slice(0, open)) this.#settle(piece, settled);
    this.#lexed *= this.#rest.length / before;
    if (last) return [];
    const tail = pieces.slice(open).filter(({ token }) => token.type !== 'space');
    if (openFence(this.#rest) !== undefined) return undefined;
    return tail.length === 1 && tail[0] !== undefined ? [this.#split(tail[0], settled)] : tail;
  }

  /** Settles the first part of what is too much to be lexed at once. */
  #cutOff({ end, kind }: Cut, settled: Piece[]): 'later' {
    const rest = this.#rest.slice(end);
    const pieces = this.#pieces(this.#lexers.lex(this.#tableHead + this.#rest.slice(0, end), this.links));
    for (const piece of pieces) this.#settle(piece, settled);
    this.#rest = rest;
    this.#tableHead = '';
    this.#inLine = kind !== 'lines';
    this.#continues = false;
    return this.#stop();
  }

  /** One piece that was cut makes a step long enough. */
  #stop(): 'later' {
    this.#lexed = 0;
    this.#stopped = true;
    return 'later';
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
    this.definitions.collect([piece.token]);
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
  return undecided.test(source.slice(start).trimStart()) ? source.slice(0, start) : source;
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
  if (head.length > longestHead) return undefined;
  const done = `${lines.slice(0, -1).join('\n')}\n`;
  return {
    done: { ...table, rows: table.rows.slice(0, -1), raw: done },
    open: { ...table, rows: table.rows.slice(-1), raw: `${head}${last}` },
    head,
  };
}
