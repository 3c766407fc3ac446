import type { Conversation, Snapshot } from '../../core/chat/conversation.ts';
import { searchedText } from '../../core/chat/passage.ts';
import {
  type Entry,
  entryLine,
  headerLine,
  type Health,
  healthOf,
  JournalReader,
  linesOf,
} from '../../core/chat/journal.ts';
import {
  type ChatIndex,
  type ChatSummary,
  decodeIndex,
  encodeIndex,
  type FileState,
  type IndexEntry,
  inOrder,
  summaryOf,
} from '../../core/chat/summary.ts';
import { type Disposable, DisposableStore, Emitter, type Listener } from '../../core/lifetime.ts';
import type { ChatFolder, Clock } from '../ports.ts';
import { eachOf } from '../eachOf.ts';
import { inSteps } from '../inSteps.ts';
import { notRead, notSaved } from './diskErrors.ts';
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
  #watched = false;

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /** Fires when a chat came, went or changed, in this window or another. */
  onChanged(listener: Listener<undefined>): Disposable {
    return this.#changed.on(listener);
  }

  /** The chat that was open last, or a new one. Whatever the disk does, there is one to go on with. */
  async begin(): Promise<Session> {
    const { folder, clock, newId } = this.#parts;
    await this.#orNothing(() => folder.secure());
    await this.#orNothing(() => folder.purge(clock.now() - removedFor));
    await this.#orNothing(() => this.#takeOver());
    if (!this.#watched) this.#store.add(folder.watch((id) => this.#heard(id)));
    this.#watched = true;
    const last = (await folder.last()) ?? (await this.#latest());
    if (last === undefined) return this.#make(newId());
    const opened = await this.#orNothing(async () => ({ session: await this.open(last) }));
    // The last one may be one without a word in it yet: it has no file, but the view keeps a draft under its id.
    return opened === undefined ? this.#make(newId()) : (opened.session ?? this.#make(last));
  }

  /** A chat that is there; `undefined` when it is gone. Fails with `notRead` when it cannot be read. */
  async open(id: string): Promise<Session | undefined> {
    const open = this.#open.get(id);
    if (open !== undefined) return open;
    const session = this.#make(id);
    try {
      if (await session.open()) {
        await this.#mend(session);
        // Only a matter of size: the next opening tries again.
        await session.tidy().catch(() => undefined);
        return session;
      }
    } catch (failure) {
      this.release(session);
      throw notRead(failure);
    }
    this.release(session);
    return undefined;
  }

  create(): Session {
    return this.#make(this.#parts.newId());
  }

  /** Remembers which chat to begin with the next time. */
  async use(session: Session): Promise<void> {
    await this.#orNothing(() => this.#parts.folder.setLast(session.id));
  }

  /** Lets go of a chat that nobody looks at any more. */
  release(session: Session): void {
    if (this.#open.get(session.id) === session) this.#open.delete(session.id);
    session.dispose();
  }

  /**
   * All chats with something in them, pinned ones first, then the latest first. One that cannot be read at the moment
   * is listed as it was known; so are all where the folder cannot be read.
   */
  async list(): Promise<ChatSummary[]> {
    const { folder } = this.#parts;
    this.#index ??= decodeIndex((await folder.readIndex()) ?? '');
    const known = this.#index;
    const files = await this.#orNothing(() => folder.list());
    if (files === undefined) return listed(known);
    const changed = files.filter(({ id, size, modifiedAt }) => {
      const entry = known.get(id);
      return !(entry?.size === size && entry.modifiedAt === modifiedAt);
    });
    const read = new Map<string, IndexEntry>();
    await eachOf(changed, atOnce, async (file) => {
      const entry = await this.#orNothing(() => this.#sumUp(file));
      if (entry !== undefined) read.set(file.id, entry);
    });
    const index = new Map(files.map(({ id }) => [id, read.get(id) ?? known.get(id) ?? unread]));
    this.#index = index;
    if (read.size > 0 || index.size !== known.size) await this.#orNothing(() => folder.writeIndex(encodeIndex(index)));
    return listed(index);
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

  /** Takes a chat away; it can be brought back for a day. Fails with `notSaved`, and then it is still there. */
  async remove(id: string): Promise<boolean> {
    const session = this.#open.get(id);
    if (session !== undefined) {
      await session.flush();
      this.release(session);
    }
    const removed = await orNotSaved(this.#parts.folder.remove(id));
    this.#changed.fire(undefined);
    return removed;
  }

  async restore(id: string): Promise<boolean> {
    const restored = await orNotSaved(this.#parts.folder.restore(id));
    this.#changed.fire(undefined);
    return restored;
  }

  /**
   * Adds a chat that came from elsewhere, as a whole. One that is there already under this id stays as it is.
   * Fails with `notSaved` when it cannot be written.
   */
  async add(snapshot: Snapshot): Promise<Session> {
    const { folder } = this.#parts;
    const there = await this.open(snapshot.id);
    if (there !== undefined) return there;
    await orNotSaved(folder.journal(snapshot.id).create(linesOf(snapshot, [])));
    const added = await this.open(snapshot.id);
    if (added === undefined) throw notSaved(new Error('The file of the chat was removed while it was written.'));
    return added;
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
    const onWrite = (failure?: unknown): void => this.#wrote(failure);
    const session = new Session({ id, file: folder.journal(id), by: newId(), onWrite });
    this.#open.set(id, session);
    return session;
  }

  #heard(id: string): void {
    const session = this.#open.get(id);
    if (session !== undefined) void this.#orNothing(() => session.refresh());
    this.#changed.fire(undefined);
  }

  async #change(id: string, change: Entry['change']): Promise<void> {
    const { folder, newId } = this.#parts;
    const session = this.#open.get(id);
    if (session !== undefined) await session.change(change);
    // One line under a name of its own: nothing has to be read for it.
    else await orNotSaved(folder.journal(id).append([entryLine({ by: newId(), n: 1, change })], true));
    this.#changed.fire(undefined);
  }

  async #sumUp({ id, size, modifiedAt }: FileState & { readonly id: string }): Promise<IndexEntry> {
    const open = this.#open.get(id);
    const conversation: Conversation | undefined = open?.conversation ?? (await this.#read(id))?.conversation;
    const isEmpty = conversation === undefined || conversation.all.length === 0;
    return { size, modifiedAt, ...(isEmpty ? {} : { summary: summaryOf(conversation) }) };
  }

  /** Reads a journal only to sum it up. One that is damaged is mended at once, so that the user hears of it. */
  async #read(id: string): Promise<Session | JournalReader | undefined> {
    const reader = new JournalReader(id);
    const read = await this.#parts.folder.journal(id).read();
    if (read === undefined) return undefined;
    await inSteps(reader.readSteps(read.text));
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
    const { all } = session.conversation;
    const kept = await session.replaceDamaged((lines) => folder.setAside(session.id, lines));
    const rest =
      all.length > 0
        ? `What could be read is in “${summaryOf(session.conversation).title}”.`
        : 'Nothing in it could be read.';
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
    const advice = 'Free some disk space, or make the folder readable and writable again; it is tried again then.';
    this.#parts.notify(`The chats on disk could not be read or written. ${advice} (${said})`);
  }

  /** For what the chat can do without. */
  async #orNothing<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (failure) {
      this.#trouble(failure);
      return undefined;
    }
  }
}

/** The entry of a chat that could not be read and was not known before: the next list tries again. */
const unread: IndexEntry = { size: -1, modifiedAt: 0 };

function listed(index: ChatIndex): ChatSummary[] {
  return inOrder([...index.values()].flatMap(({ summary }) => summary ?? []));
}

async function orNotSaved<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (failure) {
    throw notSaved(failure);
  }
}
