import {
  applyChange,
  type Change,
  changesTo,
  type Conversation,
  emptyConversation,
  settleInterrupted,
  type Snapshot,
} from './conversation.ts';
import { applySteps } from './applySteps.ts';
import { parseJson } from '../parseJson.ts';
import { isChange, isFields } from './stored.ts';

/**
 * A chat on disk is a journal: one line of JSON for each change, in the order they came, after one that names the chat.
 * Several windows may append to it. Each numbers its own changes, so that a line that is there twice counts once.
 */
export interface Entry {
  /** The window that wrote it. */
  readonly by: string;
  /** Counts the changes of that window, from 1. */
  readonly n: number;
  readonly change: Change;
}

/** The first line. */
interface Header {
  readonly chat: string;
  readonly version: typeof version;
  /** Up to where the changes of each window are contained in the lines below that carry no number. */
  readonly contains: readonly (readonly [by: string, n: number])[];
}

const version = 1;

export function headerLine(chat: string, contains: Header['contains'] = []): string {
  return JSON.stringify({ chat, version, contains } satisfies Header);
}

export function entryLine(entry: Entry): string {
  return JSON.stringify(entry);
}

/** The shortest journal of a conversation. */
export function linesOf(snapshot: Snapshot, contains: Header['contains']): string[] {
  return [headerLine(snapshot.id, contains), ...changesTo(snapshot).map((change) => JSON.stringify({ change }))];
}

/** Adds a change to those that wait to be written; pieces of one text become one. */
export function coalesce(waiting: Change[], change: Change): void {
  const last = waiting.at(-1);
  if (last !== undefined && isPiece(last) && last.type === change.type && last.id === change.id) {
    waiting[waiting.length - 1] = { ...last, text: last.text + change.text };
  } else {
    waiting.push(change);
  }
}

type Piece = Extract<Change, { readonly text: string }>;

/** A piece of a reply on its way: it may wait a moment for more. */
export function isPiece(change: Change): change is Piece {
  return change.type === 'answerAppended' || change.type === 'reasoningAppended';
}

/** What was not understood while reading. */
interface Oddities {
  /** Lines that broke off: the window that wrote them was killed. */
  readonly torn: number;
  /** Lines that are no journal's: the file was damaged. */
  readonly damaged: number;
  /** Lines of a kind that this version does not know. */
  readonly unknown: number;
}

/** Reads a journal, as a whole or as it grows. Total: whatever stands there, it never throws. */
export class JournalReader {
  #conversation: Conversation;
  readonly #seen = new Map<string, number>();
  #named = false;
  #entries = 0;
  #removed = false;
  #oddities = { torn: 0, damaged: 0, unknown: 0 };

  constructor(id: string) {
    this.#conversation = emptyConversation(id);
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  /** Whether the line that names the chat was there. */
  get named(): boolean {
    return this.#named;
  }

  /** Whether it holds turns that were taken away. */
  get removed(): boolean {
    return this.#removed;
  }

  /** How many changes were read. */
  get entries(): number {
    return this.#entries;
  }

  get oddities(): Oddities {
    return this.#oddities;
  }

  /** Up to where the changes of each window are contained. */
  get contains(): Header['contains'] {
    return [...this.#seen];
  }

  /** Takes whole lines; returns the changes they brought. */
  read(text: string): readonly Change[] {
    const steps = this.readSteps(text);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** The same in small steps, for a caller that lets others have their turn in between. */
  *readSteps(text: string): Generator<undefined, readonly Change[]> {
    const brought: Change[] = [];
    for (let at = 0; at < text.length; ) {
      const found = text.indexOf('\n', at);
      const end = found === -1 ? text.length : found;
      const line = text.slice(at, end);
      at = end + 1;
      const change = line.trim() === '' ? undefined : this.#line(line);
      if (change !== undefined) brought.push(change);
      yield;
    }
    this.#entries += brought.length;
    this.#removed ||= brought.some(({ type }) => type === 'turnRemoved');
    this.#conversation = yield* applySteps(this.#conversation, brought);
    return brought;
  }

  /** Applies a change of this window, which is yet to be written. */
  apply(change: Change): void {
    this.#conversation = applyChange(this.#conversation, change);
  }

  /** Applies a change that may have been read already. */
  applyOnce({ by, n, change }: Entry): void {
    if (this.#isNew(by, n)) this.apply(change);
  }

  /** Marks replies as broken off, but for those in `running`. */
  settle(running: ReadonlySet<string>): void {
    this.#conversation = settleInterrupted(this.#conversation, running);
  }

  /** The number of the next change of a window. */
  next(by: string): number {
    const n = (this.#seen.get(by) ?? 0) + 1;
    this.#seen.set(by, n);
    return n;
  }

  /** Numbers a window's changes on from where another reader was. */
  goOnCounting(by: string, { contains }: JournalReader): void {
    for (const [writer, n] of contains) if (writer === by) this.#isNew(by, n);
  }

  #line(line: string): Change | undefined {
    const value = parseJson(line);
    if (!isFields(value)) {
      this.#oddities[line.startsWith('{') && value === undefined ? 'torn' : 'damaged']++;
      return undefined;
    }
    if (isHeader(value)) {
      this.#header(value);
      return undefined;
    }
    const { by, n, change } = value;
    if (!isChange(change)) {
      this.#oddities.unknown++;
      return undefined;
    }
    return by === undefined || this.#isNew(by, n) ? change : undefined;
  }

  #header({ contains }: Header): void {
    this.#named = true;
    for (const [by, n] of contains) this.#isNew(by, n);
  }

  #isNew(by: unknown, n: unknown): boolean {
    if (typeof by !== 'string' || typeof n !== 'number') return false;
    if (n <= (this.#seen.get(by) ?? 0)) return false;
    this.#seen.set(by, n);
    return true;
  }
}

/**
 * What a journal is worth: `good`; `empty`, its window was killed before anything was in it; `newer`, this version
 * does not know all that stands there; `damaged`, something stands there that no version wrote.
 */
export type Health = 'good' | 'empty' | 'newer' | 'damaged';

export function healthOf({ named, entries, oddities: { damaged, unknown } }: JournalReader): Health {
  if (damaged > 0) return 'damaged';
  if (unknown > 0) return 'newer';
  if (named) return 'good';
  return entries === 0 ? 'empty' : 'damaged';
}

function isHeader(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Header {
  const { chat, version: written, contains } = value;
  return typeof chat === 'string' && written === version && Array.isArray(contains) && contains.every(isPair);
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number';
}
