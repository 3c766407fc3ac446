import { changesTo, type Snapshot } from '../../core/chat/conversation.ts';
import { searchedText } from '../../core/chat/passage.ts';
import { type Entry, entryLine, headerLine, type Health, healthOf, JournalReader } from '../../core/chat/journal.ts';
import { type ChatIndex, type ChatSummary, decodeIndex, encodeIndex, type FileState, type IndexEntry, inOrder, summaryOf } from '../../core/chat/summary.ts';
import { type Disposable, DisposableStore, Emitter, type Listener } from '../../core/lifetime.ts';
import type { ChatFolder, Clock } from '../ports.ts';
import { eachOf } from '../eachOf.ts';
import { Session } from './session.ts';

export interface SessionsParts {
  readonly folder: ChatFolder;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Says that something is wrong with what is stored. */
  readonly notify: (message: string) => void;
  /** Where the first version kept its one chat. */
  readonly old?: OldStore;
}

export interface OldStore {
  /** The chat that is there; `undefined` when there is none, or it was taken over already. */
  read(): Promise<Snapshot | undefined>;
  /** It is among the others now. */
  taken(): Promise<void>;
}

/** How long a removed chat can be brought back, in milliseconds. */
const removedFor = 24 * 3_600_000;

/** Journals read at the same time when there is no index. */
const atOnce = 16;

/** The chats of a workspace: which there are, and those that are open in this window. */
export class Sessions implements Disposable {
  readonly #parts: SessionsParts;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<undefined>());
  readonly #open = new Map<string, Session>();
  #index: ChatIndex | undefined;
  #troubled = false;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /** Fires when a chat came, went or changed, in this window or another. */
  onChanged(listener: Listener<undefined>): Disposable {
    return this.#changed.on(listener);
  }

  /** The chat that was open last, or a new one. */
  async begin(): Promise<Session> {
    const { folder, clock, newId } = this.#parts;
    await this.#quietly(() => folder.purge(clock.now() - removedFor));
    await this.#quietly(() => this.#takeOver());
    this.#store.add(folder.watch((id) => this.#heard(id)));
    const last = (await folder.last()) ?? (await this.#latest());
    const session = last === undefined ? undefined : await this.#orNothing(() => this.open(last));
    // The last one may be one without a word in it yet: it has no file, but the view keeps a draft under its id.
    return session ?? this.#make(last === undefined || this.#open.has(last) ? newId() : last);
  }

  /** A chat that is there; `undefined` when it is gone. */
  async open(id: string): Promise<Session | undefined> {
    const open = this.#open.get(id);
    if (open !== undefined) return open;
    const session = this.#make(id);
    if (!(await session.open())) {
      this.release(session);
      return undefined;
    }
    await this.#mend(session);
    // Only a matter of size: the next opening tries again.
    await session.tidy().catch(() => undefined);
    return session;
  }

  create(): Session {
    return this.#make(this.#parts.newId());
  }

  /** Remembers which chat to begin with the next time. */
  async use(session: Session): Promise<void> {
    await this.#quietly(() => this.#parts.folder.setLast(session.id));
  }

  /** Lets go of a chat that nobody looks at any more. */
  release(session: Session): void {
    if (this.#open.get(session.id) === session) this.#open.delete(session.id);
    session.dispose();
  }

  /** All chats with something in them, pinned ones first, then the latest first. */
  async list(): Promise<ChatSummary[]> {
    const { folder } = this.#parts;
    this.#index ??= decodeIndex((await folder.readIndex()) ?? '');
    const known = this.#index;
    const files = await folder.list();
    const changed = files.filter(({ id, size, modifiedAt }) => {
      const entry = known.get(id);
      return !(entry?.size === size && entry.modifiedAt === modifiedAt);
    });
    const read = new Map<string, IndexEntry>();
    await eachOf(changed, atOnce, async (file) => void read.set(file.id, await this.#sumUp(file)));
    const index = new Map(files.map(({ id }) => [id, read.get(id) ?? known.get(id) ?? { size: -1, modifiedAt: 0 }]));
    this.#index = index;
    if (read.size > 0 || index.size !== known.size) await this.#quietly(() => folder.writeIndex(encodeIndex(index)));
    return inOrder([...index.values()].flatMap(({ summary }) => summary ?? []));
  }

  /** What a search looks through; nothing of a chat that is gone. */
  async textOf(id: string): Promise<string> {
    const chat = this.#open.get(id) ?? (await this.#orNothing(() => this.#read(id)));
    return chat === undefined ? '' : searchedText(chat.conversation);
  }

  rename(id: string, title: string): Promise<void> {
    return this.#change(id, { type: 'renamed', title });
  }

  pin(id: string, pinned: boolean): Promise<void> {
    return this.#change(id, { type: 'pinned', pinned });
  }

  /** Takes a chat away; it can be brought back for a day. */
  async remove(id: string): Promise<boolean> {
    const session = this.#open.get(id);
    if (session !== undefined) {
      await session.flush();
      this.release(session);
    }
    const removed = await this.#parts.folder.remove(id);
    this.#changed.fire(undefined);
    return removed;
  }

  async restore(id: string): Promise<boolean> {
    const restored = await this.#parts.folder.restore(id);
    this.#changed.fire(undefined);
    return restored;
  }

  /** Adds a chat that came from elsewhere. One that is there already under this id stays as it is. */
  async add(snapshot: Snapshot): Promise<Session> {
    const there = await this.open(snapshot.id);
    if (there !== undefined) return there;
    const session = this.#make(snapshot.id);
    for (const change of changesTo(snapshot)) void session.change(change);
    await session.flush();
    return session;
  }

  dispose(): void {
    for (const session of [...this.#open.values()]) this.release(session);
    this.#store.dispose();
  }

  async #takeOver(): Promise<void> {
    const { old, folder } = this.#parts;
    const snapshot = await old?.read();
    if (old === undefined || snapshot === undefined) return;
    this.release(await this.add(snapshot));
    if ((await folder.last()) === undefined) await folder.setLast(snapshot.id);
    await old.taken();
  }

  async #latest(): Promise<string | undefined> {
    const chats = (await this.#orNothing(() => this.list())) ?? [];
    return chats.toSorted((a, b) => b.updatedAt - a.updatedAt)[0]?.id;
  }

  #make(id: string): Session {
    const { folder, newId } = this.#parts;
    const session = new Session({ id, file: folder.journal(id), by: newId(), onWrite: (failure) => this.#wrote(failure) });
    this.#open.set(id, session);
    return session;
  }

  #heard(id: string): void {
    const session = this.#open.get(id);
    if (session !== undefined) void this.#quietly(() => session.refresh());
    this.#changed.fire(undefined);
  }

  async #change(id: string, change: Entry['change']): Promise<void> {
    const session = this.#open.get(id);
    if (session !== undefined) await session.change(change);
    // One line under a name of its own: nothing has to be read for it.
    else await this.#parts.folder.journal(id).append([entryLine({ by: this.#parts.newId(), n: 1, change })], true);
    this.#changed.fire(undefined);
  }

  async #sumUp({ id, size, modifiedAt }: FileState & { readonly id: string }): Promise<IndexEntry> {
    const open = this.#open.get(id);
    const conversation = open?.conversation ?? (await this.#read(id))?.conversation;
    const summary = conversation === undefined || conversation.all.length === 0 ? {} : { summary: summaryOf(conversation) };
    return { size, modifiedAt, ...summary };
  }

  /** Reads a journal only to sum it up. One that is damaged is mended at once, so that the user hears of it. */
  async #read(id: string): Promise<Session | JournalReader | undefined> {
    const reader = new JournalReader(id);
    const read = await this.#parts.folder.journal(id).read();
    if (read === undefined) return undefined;
    reader.read(read.text);
    if (healthOf(reader) !== 'damaged') return reader;
    const session = await this.open(id);
    if (session !== undefined) this.release(session);
    return session;
  }

  /** A damaged journal is kept under another name, and what can be read of it goes on under its own. */
  async #mend(session: Session): Promise<void> {
    const { folder, notify } = this.#parts;
    const health: Health = session.health;
    // Named rather than taken away: another window may be about to write to it.
    if (health === 'empty') await folder.journal(session.id).append([headerLine(session.id)], true);
    if (health !== 'damaged') return;
    const kept = await folder.setAside(session.id);
    const { all } = session.conversation;
    if (all.length > 0) await session.recreate();
    const rest = all.length > 0 ? `What could be read is in “${summaryOf(session.conversation).title}”.` : 'Nothing in it could be read.';
    notify(`A stored chat was damaged. ${rest} The damaged file is kept as ${kept}.`);
  }

  #wrote(failure: unknown): void {
    if (failure === undefined) this.#troubled = false;
    else this.#trouble(failure);
  }

  /** Says once that nothing can be written, until something can again. */
  #trouble(failure: unknown): void {
    if (this.#troubled) return;
    this.#troubled = true;
    const said = failure instanceof Error ? failure.message : String(failure);
    this.#parts.notify(`The chats on disk could not be read or written. Free some disk space or check the folder; it is tried again. (${said})`);
  }

  /** For what the chat can do without. */
  async #quietly(work: () => Promise<unknown>): Promise<void> {
    await this.#orNothing(work);
  }

  async #orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (failure) {
      this.#trouble(failure);
      return undefined;
    }
  }
}
