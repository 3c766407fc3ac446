import { passageWith, searchedWords } from '../../core/chat/passage.ts';
import type { ChatSummary } from '../../core/chat/summary.ts';
import { eachOf } from '../eachOf.ts';

/** A search of fewer characters would find nearly everything. */
const fewest = 2;

/** Chats read at the same time. */
const atOnce = 16;

interface Read {
  readonly updatedAt: number;
  readonly text: Promise<string>;
}

interface Search {
  readonly words: string;
  /** The chats that it left out, as they were. */
  readonly without: ReadonlySet<Read>;
}

/**
 * Searches the messages of chats while somebody types what for. Each chat is read when the first search comes, and
 * again only when it changed; a search that goes on with the last one looks only where that one found something.
 */
export class ChatSearch {
  readonly #textOf: (id: string) => Promise<string>;
  readonly #read = new Map<string, Read>();
  #last: Search = { words: '', without: new Set() };
  #latest = '';

  constructor(textOf: (id: string) => Promise<string>) {
    this.#textOf = textOf;
  }

  /**
   * For each chat that holds all the words, by id: what stands around the first. `undefined` once another search has
   * begun.
   */
  async find(words: string, chats: readonly ChatSummary[]): Promise<ReadonlyMap<string, string> | undefined> {
    this.#latest = words;
    const found = new Map<string, string>();
    const wanted = searchedWords(words);
    if (words.trim().length < fewest) return found;
    const known = words.startsWith(this.#last.words) ? this.#last.without : new Set<Read>();
    const without = new Set(known);
    await eachOf(chats, atOnce, async (chat) => {
      const read = this.#readOf(chat);
      if (this.#latest !== words || without.has(read)) return;
      const passage = passageWith(await read.text, wanted);
      if (passage === undefined) without.add(read);
      else found.set(chat.id, passage);
    });
    if (this.#latest !== words) return undefined;
    this.#last = { words, without };
    return found;
  }

  #readOf({ id, updatedAt }: ChatSummary): Read {
    const known = this.#read.get(id);
    if (known?.updatedAt === updatedAt) return known;
    const read = { updatedAt, text: this.#textOf(id) };
    this.#read.set(id, read);
    return read;
  }
}
