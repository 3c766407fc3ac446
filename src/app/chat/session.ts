import { type Change, type Conversation, isPending } from '../../core/chat/conversation.ts';
import { coalesce, type Entry, entryLine, isPiece, JournalReader, type Health, healthOf, linesOf } from '../../core/chat/journal.ts';
import { type Disposable, Emitter, type Listener } from '../../core/lifetime.ts';
import type { JournalFile } from '../ports.ts';

/** Longest time the text of a reply on its way waits before it is written, in milliseconds. */
const pieceWaitMs = 400;

/** After a failed write, the next one comes this much later (milliseconds). */
const againAfterMs = 5_000;

/** A journal with more changes than this for each turn is worth writing anew. */
const changesPerTurn = 8;

export type SessionEvent =
  /** One more change, by this window or another. */
  | { readonly type: 'changed'; readonly change: Change }
  /** Everything may be different. */
  | { readonly type: 'replaced' };

export interface SessionParts {
  readonly id: string;
  readonly file: JournalFile;
  /** Names this window in the journal. */
  readonly by: string;
  /** Told of each write, and why it failed where it did: then what was to be written is kept and tried again. */
  readonly onWrite: (failure?: unknown) => void;
}

/** A chat in memory and its journal on disk, kept in step; other windows may write to the same journal. */
export class Session implements Disposable {
  readonly id: string;
  readonly #parts: SessionParts;
  readonly #events = new Emitter<SessionEvent>();
  /** Replies on their way in this window. */
  readonly #running = new Set<string>();
  #reader: JournalReader;
  #waiting: Change[] = [];
  /** Numbered, and written without success so far. */
  #unsaved: readonly Entry[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refreshing = false;
  #disposed = false;

  constructor(parts: SessionParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#reader = new JournalReader(parts.id);
  }

  get conversation(): Conversation {
    return this.#reader.conversation;
  }

  /** Whether replies of this window are on their way in it. */
  get running(): boolean {
    return this.#running.size > 0;
  }

  get health(): Health {
    return healthOf(this.#reader);
  }

  onEvent(listener: Listener<SessionEvent>): Disposable {
    return this.#events.on(listener);
  }

  /** Reads the journal. False when there is none. */
  open(): Promise<boolean> {
    return this.#inTurn(async () => {
      const read = await this.#parts.file.read();
      if (read === undefined) return false;
      this.#rebuild(read.text);
      return true;
    });
  }

  /**
   * Applies a change at once. Resolves when it is on disk, or cannot be put there, of which `onWrite` is told;
   * pieces of a reply on its way are written together a little later, and not waited for.
   */
  change(change: Change): Promise<void> {
    this.#follow(change);
    this.#reader.apply(change);
    coalesce(this.#waiting, change);
    this.#events.fire({ type: 'changed', change });
    if (!isPiece(change)) return this.flush();
    this.#writeIn(pieceWaitMs);
    return Promise.resolve();
  }

  /** Resolves when all that was changed so far is on disk. */
  flush(): Promise<void> {
    return this.#inTurn(() => this.#write());
  }

  /** Takes in what other windows wrote. */
  refresh(): Promise<void> {
    if (this.#refreshing) return Promise.resolve();
    this.#refreshing = true;
    return this.#inTurn(async () => {
      this.#refreshing = false;
      const read = await this.#parts.file.read();
      if (read === undefined) return;
      if (read.fromStart) {
        this.#rebuild(read.text);
        this.#events.fire({ type: 'replaced' });
      } else {
        for (const change of this.#reader.read(read.text)) this.#events.fire({ type: 'changed', change });
      }
    });
  }

  /** Writes the journal anew where it holds much that no longer counts, and nothing that this version cannot read. */
  async tidy(): Promise<void> {
    await this.#inTurn(async () => {
      const { entries, conversation, contains, removed } = this.#reader;
      const long = entries > changesPerTurn * (conversation.all.length + 10);
      if ((!long && !removed) || this.health !== 'good') return;
      await this.#parts.file.compact(linesOf(conversation, contains));
    });
  }

  /** Makes the file anew when it is not there any more. */
  async recreate(): Promise<void> {
    await this.#inTurn(() => this.#parts.file.create(linesOf(this.conversation, this.#reader.contains)));
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.flush();
    this.#events.dispose();
  }

  /** The state as the file has it, and on top what this window has not written yet. */
  #rebuild(text: string): void {
    const before = this.#reader;
    this.#reader = new JournalReader(this.id);
    this.#reader.read(text);
    for (const entry of this.#unsaved) this.#reader.applyOnce(entry);
    for (const change of this.#waiting) this.#reader.apply(change);
    this.#reader.settle(this.#running);
    this.#reader.goOnCounting(this.#parts.by, before);
  }

  #follow(change: Change): void {
    if (change.type === 'turnAdded' && isPending(change.turn)) this.#running.add(change.turn.id);
    else if (change.type === 'replySettled') this.#running.delete(change.id);
    else if (change.type === 'replyReopened') this.#running.add(change.id);
  }

  #writeIn(ms: number): void {
    if (this.#disposed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, ms);
  }

  async #write(): Promise<void> {
    const entries = this.#number();
    if (entries.length === 0) return;
    this.#unsaved = entries;
    try {
      await this.#put(entries);
      this.#unsaved = [];
      this.#parts.onWrite();
    } catch (failure) {
      this.#parts.onWrite(failure);
      this.#writeIn(againAfterMs);
    }
  }

  async #put(entries: readonly Entry[]): Promise<void> {
    const { file } = this.#parts;
    const lines = entries.map(entryLine);
    const durable = !entries.every(({ change }) => isPiece(change));
    if (await file.append(lines, durable)) return;
    // A new chat, or one that another window removed while it is used here: all of it is written.
    const late = this.#number(entries);
    this.#unsaved = late;
    if (await file.create(linesOf(this.conversation, this.#reader.contains))) return;
    if (!(await file.append(late.map(entryLine), true))) throw new Error('The file of the chat appears and disappears.');
  }

  /** Everything that is to be written, each change with its number. */
  #number(numbered: readonly Entry[] = this.#unsaved): readonly Entry[] {
    const { by } = this.#parts;
    const added = this.#waiting.map((change) => ({ by, n: this.#reader.next(by), change }));
    this.#waiting = [];
    return [...numbered, ...added];
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}
