import { applyChange, type Change, type Conversation, isPending } from '../../core/chat/conversation.ts';
import {
  coalesce,
  type Entry,
  entryLine,
  isPiece,
  JournalReader,
  type Health,
  healthOf,
  linesOf,
} from '../../core/chat/journal.ts';
import { type Disposable, Emitter, type Listener } from '../../core/lifetime.ts';
import { inSteps } from '../inSteps.ts';
import { notSaved } from './diskErrors.ts';
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
      await this.#rebuild(read.text);
      return true;
    });
  }

  /**
   * Applies a change at once. Resolves when it is on disk. Rejects with `notSaved` when it cannot be put there: then it
   * is kept and tried again. Pieces of a reply on its way are written together a little later, and not waited for.
   */
  change(change: Change): Promise<void> {
    this.#follow(change);
    this.#reader.apply(change);
    coalesce(this.#waiting, change);
    this.#events.fire({ type: 'changed', change });
    if (isPiece(change)) {
      this.#writeIn(pieceWaitMs);
      return Promise.resolve();
    }
    return seen(this.flush());
  }

  /**
   * Puts a change on disk and applies it only then. Rejects with `notSaved` when it cannot be put there: then all is as
   * it was. `undo` is written later, since a disk that failed may have taken the change all the same.
   */
  store(change: Change, undo: Change): Promise<void> {
    return this.#inTurn(async () => {
      await this.#write();
      const { by } = this.#parts;
      try {
        await this.#tryToPut({ by, n: this.#reader.next(by), change });
      } catch (failure) {
        this.#waiting.push(undo);
        throw failure;
      }
      this.#follow(change);
      this.#reader.apply(change);
      this.#events.fire({ type: 'changed', change });
    });
  }

  /** Resolves when all that was changed so far is on disk. Rejects with `notSaved`; it is tried again then. */
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
        await this.#rebuild(read.text);
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

  /**
   * Has the damaged file kept elsewhere, and what could be read of it put in its place. Resolves with where it is kept.
   */
  replaceDamaged(setAside: (lines: readonly string[]) => Promise<string>): Promise<string> {
    const { all } = this.conversation;
    return this.#inTurn(() => setAside(all.length === 0 ? [] : linesOf(this.conversation, this.#reader.contains)));
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void seen(this.flush());
    this.#events.dispose();
  }

  /** The state as the file has it, and on top what this window has not written yet. */
  async #rebuild(text: string): Promise<void> {
    const reader = new JournalReader(this.id);
    await inSteps(reader.readSteps(text));
    // From here on nothing is waited for: what changed while the file was read is among what waits.
    const before = this.#reader;
    this.#reader = reader;
    for (const entry of this.#unsaved) reader.applyOnce(entry);
    for (const change of this.#waiting) reader.apply(change);
    reader.settle(this.#running);
    reader.goOnCounting(this.#parts.by, before);
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
      void seen(this.flush());
    }, ms);
  }

  async #write(): Promise<void> {
    this.#unsaved = this.#number();
    if (this.#unsaved.length > 0) await this.#tryToPut();
  }

  async #tryToPut(stored?: Entry): Promise<void> {
    try {
      await this.#put(stored);
    } catch (failure) {
      this.#parts.onWrite(failure);
      this.#writeIn(againAfterMs);
      throw notSaved(failure);
    }
    this.#unsaved = [];
    this.#parts.onWrite();
  }

  /** Writes what is unsaved; `stored` is one more entry, which the conversation does not hold yet. */
  async #put(stored?: Entry): Promise<void> {
    const { file } = this.#parts;
    const entries = (): readonly Entry[] => (stored === undefined ? this.#unsaved : [stored, ...this.#unsaved]);
    const durable = !entries().every(({ change }) => isPiece(change));
    if (await file.append(entries().map(entryLine), durable)) return;
    // A new chat, or one that another window removed while it is used here: all of it is written.
    this.#unsaved = this.#number();
    const whole = stored === undefined ? this.conversation : applyChange(this.conversation, stored.change);
    if (await file.create(linesOf(whole, this.#reader.contains))) return;
    if (!(await file.append(entries().map(entryLine), true))) {
      throw new Error('The file of the chat appears and disappears.');
    }
  }

  /** Everything that is to be written, each change with its number. */
  #number(): readonly Entry[] {
    const { by } = this.#parts;
    const added = this.#waiting.map((change) => ({ by, n: this.#reader.next(by), change }));
    this.#waiting = [];
    return [...this.#unsaved, ...added];
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

/** Work that may be waited for, and whose failure `onWrite` has told of where nobody waits. */
function seen(work: Promise<void>): Promise<void> {
  work.catch(() => undefined);
  return work;
}
