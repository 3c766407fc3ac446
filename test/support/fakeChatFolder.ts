import type { ChatFolder, JournalFile } from '../../src/app/ports.ts';
import type { Conversation } from '../../src/core/chat/conversation.ts';
import { JournalReader } from '../../src/core/chat/journal.ts';
import { Emitter } from '../../src/core/lifetime.ts';

interface FakeFile {
  text: string;
  modifiedAt: number;
}

/** Chats in memory; several windows may share it. */
export class FakeChatFolder implements ChatFolder {
  readonly files = new Map<string, FakeFile>();
  readonly deleted = new Map<string, FakeFile>();
  readonly aside: string[] = [];
  readonly #changed = new Emitter<string>();
  index: string | undefined;
  lastId: string | undefined;
  /** While set, nothing can be written. */
  full = false;
  /** Journals that cannot be read at the moment. */
  readonly unreadable = new Set<string>();
  /** How often journals were read as a whole. */
  reads = 0;
  #time = 0;

  /** What a new window would read. */
  conversation(id: string): Conversation | undefined {
    const file = this.files.get(id);
    if (file === undefined) return undefined;
    const reader = new JournalReader(id);
    reader.read(file.text);
    return reader.conversation;
  }

  journal(id: string): JournalFile {
    let file: FakeFile | undefined;
    let position = 0;
    return {
      append: (lines) => this.#writing(() => this.#append(id, lines)),
      create: (lines) =>
        this.#writing(() => {
          if (this.files.has(id)) return false;
          this.files.set(id, { text: '', modifiedAt: 0 });
          return this.#append(id, lines);
        }),
      read: () => {
        if (this.unreadable.has(id)) return Promise.reject(new Error('EACCES: permission denied'));
        const there = this.files.get(id);
        if (there === undefined) return Promise.resolve(undefined);
        const fromStart = there !== file;
        if (fromStart) this.reads++;
        const text = there.text.slice(fromStart ? 0 : position);
        file = there;
        position = there.text.length;
        return Promise.resolve({ text, fromStart });
      },
      compact: (lines) =>
        this.#writing(() => {
          const there = this.files.get(id);
          if (there === undefined || there !== file) return false;
          const late = there.text.slice(position);
          file = { text: `${lines.join('\n')}\n`, modifiedAt: ++this.#time };
          position = file.text.length;
          file.text += late;
          this.files.set(id, file);
          return true;
        }),
    };
  }

  list(): ReturnType<ChatFolder['list']> {
    return Promise.resolve(
      [...this.files].map(([id, { text, modifiedAt }]) => ({ id, size: text.length, modifiedAt })),
    );
  }

  readIndex(): Promise<string | undefined> {
    return Promise.resolve(this.index);
  }

  writeIndex(text: string): Promise<void> {
    return this.#writing(() => void (this.index = text));
  }

  last(): Promise<string | undefined> {
    return Promise.resolve(this.lastId);
  }

  setLast(id: string): Promise<void> {
    return this.#writing(() => void (this.lastId = id));
  }

  remove(id: string): Promise<boolean> {
    return Promise.resolve(move(id, this.files, this.deleted));
  }

  restore(id: string): Promise<boolean> {
    return Promise.resolve(!this.files.has(id) && move(id, this.deleted, this.files));
  }

  purge(): Promise<void> {
    return Promise.resolve();
  }

  secure(): Promise<void> {
    return Promise.resolve();
  }

  setAside(id: string, lines: readonly string[]): Promise<string> {
    this.files.delete(id);
    this.aside.push(id);
    if (lines.length > 0) this.files.set(id, { text: `${lines.join('\n')}\n`, modifiedAt: ++this.#time });
    return Promise.resolve(`${id}.damaged`);
  }

  watch(listener: (id: string) => void): { dispose(): void } {
    return this.#changed.on(listener);
  }

  #append(id: string, lines: readonly string[]): boolean {
    const file = this.files.get(id);
    if (file === undefined) return false;
    file.text += `\n${lines.join('\n')}\n`;
    file.modifiedAt = ++this.#time;
    this.#changed.fire(id);
    return true;
  }

  #writing<T>(work: () => T): Promise<T> {
    return this.full ? Promise.reject(new Error('ENOSPC: no space left on device')) : Promise.resolve(work());
  }
}

function move(id: string, from: Map<string, FakeFile>, to: Map<string, FakeFile>): boolean {
  const file = from.get(id);
  if (file === undefined) return false;
  from.delete(id);
  to.set(id, file);
  return true;
}
