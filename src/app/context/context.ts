import type { Attachment } from '../../core/chat/conversation.ts';
import { placeOf, shortPlaceOf } from '../../core/chat/place.ts';
import type { ContextChip, ContextChoice } from '../../core/context/chips.ts';
import { decodeKept, type KeptItem } from '../../core/context/kept.ts';
import { type ContextOffer, type ContextRef, sameRef, wordsOf } from '../../core/context/refs.ts';
import { moveStretch, type Replacement } from '../../core/context/stretch.ts';
import { describe } from '../../core/describe.ts';
import { type AssistantError, toAssistantError } from '../../core/errors.ts';
import { type Disposable, Emitter, type Listener } from '../../core/lifetime.ts';
import type { ContextPort, ContextStore } from './contextPort.ts';

export interface ContextParts {
  readonly port: ContextPort;
  readonly store: ContextStore;
  /** The conversation in front: each has a context of its own. */
  readonly conversation: () => string;
  readonly newId: () => string;
  readonly countTokens: (text: string) => number;
}

interface Item {
  readonly id: string;
  readonly ref: ContextRef;
  readonly chip: Omit<ContextChip, 'id' | 'kind'>;
  /** What a pinned stretch held when it was read last. */
  readonly code?: string;
  /** An earlier window put it there, and this one has not read it yet. */
  readonly restored?: true;
}

/** So long a change waits for others before it is kept, in milliseconds; one by typing waits until the typing rests. */
const keepAfter = { change: 200, typing: 1000 };

/** Most things that go along with one message. */
const mostItems = 50;

/** Offers whose ids are kept. */
const mostOffers = 500;

/** What the user has put beside the next message, per conversation; read when the message is sent. */
export class Context implements Disposable {
  readonly #parts: ContextParts;
  readonly #changes = new Emitter<undefined>();
  readonly #shelves = new Map<string, readonly Item[]>();
  readonly #offers = new Map<string, ContextRef>();
  /** Conversations whose shelf is to be kept anew. */
  readonly #unsaved = new Set<string>();
  #saving: ReturnType<typeof setTimeout> | undefined;
  #search: AbortController | undefined;
  #notice = '';

  constructor(parts: ContextParts) {
    this.#parts = parts;
    for (const [conversation, kept] of parts.store.all()) {
      const items = decodeKept(kept).map((one): Item => ({ ...one, id: parts.newId(), restored: true }));
      if (items.length > 0) this.#shelves.set(conversation, items);
    }
  }

  /** Fires when what `chips` and `notice` say has changed. */
  onDidChange(listener: Listener<undefined>): Disposable {
    return this.#changes.on(listener);
  }

  chips(): ContextChip[] {
    return this.#items.map(({ id, ref, chip }) => ({ id, kind: ref.kind, ...chip }));
  }

  /** Why something could not be added, until the next change; empty where there is nothing to say. */
  get notice(): string {
    return this.#notice;
  }

  /** Adds what can go along, once; the rest is told by `notice`. True where nothing was refused. */
  async add(...refs: readonly ContextRef[]): Promise<boolean> {
    const shelf = this.#parts.conversation();
    const refused: string[] = [];
    for (const ref of refs) {
      const problem = await this.#addOne(shelf, await this.#parts.port.capture(ref));
      if (problem !== undefined) refused.push(problem);
    }
    this.#changed(summary(refused));
    return refused.length === 0;
  }

  /**
   * Adds one of the things the last search found; an id it did not give out is nothing. True where it goes along now.
   */
  async choose(choiceId: string): Promise<boolean> {
    const ref = this.#offers.get(choiceId);
    return ref !== undefined && this.add(ref);
  }

  /** Says why something was not even tried. */
  refuse(reason: string): void {
    this.#changed(reason);
  }

  /** Whether it goes along already. */
  holds(ref: ContextRef): boolean {
    return this.#items.some((item) => sameRef(item.ref, ref));
  }

  remove(id: string): void {
    this.#items = this.#items.filter((item) => item.id !== id);
    this.#changed('');
  }

  clear(): void {
    this.#items = [];
    this.#changed('');
  }

  async open(id: string): Promise<void> {
    const item = this.#items.find((one) => one.id === id);
    if (item !== undefined) await this.#parts.port.open(item.ref);
  }

  /** Looks for what can be added; a search still under way is given up. */
  async search(words: string, report: (choices: readonly ContextChoice[]) => void): Promise<void> {
    this.#search?.abort();
    const { signal } = (this.#search = new AbortController());
    await this.#parts.port.search(words, signal, (offers) => {
      if (!signal.aborted) report(this.#offer(offers));
    });
  }

  /** Everything as it is now. Throws `notAttached` when one can no longer go along, which its chip then says. */
  async attachments(): Promise<Attachment[]> {
    const shelf = this.#parts.conversation();
    const items = await Promise.all(this.#items.map((item) => this.#read(item)));
    const problem = items.find(({ error }) => error !== undefined)?.error;
    this.#put(
      shelf,
      items.map(({ item }) => item),
    );
    this.#changed(problem === undefined ? '' : describe(problem).message);
    if (problem !== undefined) throw problem;
    return items.flatMap(({ attachment }) => attachment ?? []);
  }

  /**
   * Whether stretches of a document are kept for any conversation, so that edits matter; of this one, where it is
   * named.
   */
  pins(uri?: string): boolean {
    return [...this.#shelves.values()]
      .flat()
      .some(({ ref }) => ref.kind === 'code' && (uri === undefined || ref.uri === uri));
  }

  /** Keeps stretches where they were when their document is edited. */
  moved(uri: string, replacements: readonly Replacement[]): void {
    const move = (item: Item): Item => {
      const { ref } = item;
      if (ref.kind !== 'code' || ref.uri !== uri) return item;
      return { ...item, ref: { ...ref, ...replacements.reduce(moveStretch, { start: ref.start, end: ref.end }) } };
    };
    for (const [conversation, items] of this.#shelves)
      if (items.some(({ ref }) => ref.kind === 'code' && ref.uri === uri))
        this.#put(conversation, items.map(move), keepAfter.typing);
  }

  /**
   * Looks whether what an earlier window kept is still there. What languages and Git have to find out anew is not asked
   * for before it is sent: they may not be ready.
   */
  async restore(): Promise<void> {
    const isOnDisk = ({ restored, ref: { kind } }: Item): boolean =>
      restored === true && (kind === 'file' || kind === 'folder' || kind === 'code');
    if (this.#items.some(isOnDisk)) await this.refresh(isOnDisk);
  }

  /** Reads everything again, or some of it, so that labels and counts are those of now. */
  async refresh(which: (item: Item) => boolean = () => true): Promise<void> {
    const before = this.#items;
    const items = await Promise.all(before.map(async (item) => (which(item) ? this.#read(item) : { item })));
    // What was added or removed meanwhile stays so.
    if (this.#items !== before) return;
    this.#items = items.map(({ item }) => item);
    this.#changed(this.#notice);
  }

  dispose(): void {
    this.#save();
    this.#search?.abort();
    this.#changes.dispose();
  }

  get #items(): readonly Item[] {
    return this.#shelves.get(this.#parts.conversation()) ?? [];
  }

  set #items(items: readonly Item[]) {
    this.#put(this.#parts.conversation(), items);
  }

  #put(shelf: string, items: readonly Item[], keepIn = keepAfter.change): void {
    if (items.length === 0) this.#shelves.delete(shelf);
    else this.#shelves.set(shelf, items);
    this.#unsaved.add(shelf);
    clearTimeout(this.#saving);
    // What was typed into a pinned stretch is part of it: it is read before it is kept.
    const keep =
      keepIn === keepAfter.typing ? () => void this.refresh(({ ref }) => ref.kind === 'code') : () => this.#save();
    this.#saving = setTimeout(keep, keepIn);
  }

  #save(): void {
    clearTimeout(this.#saving);
    for (const shelf of this.#unsaved) this.#parts.store.save(shelf, (this.#shelves.get(shelf) ?? []).map(keptOf));
    this.#unsaved.clear();
  }

  /** Adds it to the shelf of a conversation, which need not be in front any more when it is read. */
  async #addOne(shelf: string, ref: ContextRef): Promise<string | undefined> {
    const there = (): readonly Item[] => this.#shelves.get(shelf) ?? [];
    if (there().some((item) => sameRef(item.ref, ref))) return undefined;
    if (there().length >= mostItems) return `No more than ${mostItems} things can go along with one message.`;
    const { item, error } = await this.#read({ id: this.#parts.newId(), ref, chip: { ...wordsOf(ref), tokens: 0 } });
    if (error !== undefined) return describe(error).message;
    if (!there().some((one) => sameRef(one.ref, ref))) this.#put(shelf, [...there(), item]);
    return undefined;
  }

  async #read(
    item: Item,
  ): Promise<{ readonly item: Item; readonly attachment?: Attachment; readonly error?: AssistantError }> {
    try {
      const ref = await this.#found(item);
      const attachment = await this.#parts.port.read(ref);
      const label = ref.kind === 'symbol' ? ref.name : shortPlaceOf(attachment);
      const chip = { label, detail: placeOf(attachment), tokens: this.#parts.countTokens(attachment.code) };
      return {
        item: { id: item.id, ref, chip, ...(ref.kind === 'code' ? { code: attachment.code } : {}) },
        attachment,
      };
    } catch (thrown) {
      const error = toAssistantError(thrown);
      return { item: { ...item, chip: { ...item.chip, problem: describe(error).message } }, error };
    }
  }

  /** The file of a pinned stretch may have changed while no window followed it. */
  async #found({ ref, code, restored }: Item): Promise<ContextRef> {
    return restored === true && ref.kind === 'code' && code !== undefined ? this.#parts.port.findAgain(ref, code) : ref;
  }

  #offer(offers: readonly ContextOffer[]): ContextChoice[] {
    const choices = offers.map(({ ref, label, detail }) => ({
      id: this.#parts.newId(),
      kind: ref.kind,
      label,
      detail,
      ref,
    }));
    for (const { id, ref } of choices) this.#offers.set(id, ref);
    // Those of lists before stay good for a while: one may be picked in the moment it is replaced.
    for (const id of [...this.#offers.keys()].slice(0, -mostOffers)) this.#offers.delete(id);
    return choices.map(({ id, kind, label, detail }) => ({ id, kind, label, detail }));
  }

  #changed(notice: string): void {
    this.#notice = notice;
    this.#changes.fire(undefined);
  }
}

function keptOf({ ref, chip: { label, detail, tokens }, code }: Item): KeptItem {
  return { ref, chip: { label, detail, tokens }, ...(code === undefined ? {} : { code }) };
}

/** The first reasons in full; how many more there are. */
function summary(refused: readonly string[]): string {
  const more = refused.length - 2;
  return more > 0 ? `${refused.slice(0, 2).join(' ')} And ${more} more.` : refused.join(' ');
}
