import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChatFolder, JournalFile } from '../../app/ports.ts';
import type { FileState } from '../../core/chat/summary.ts';
import { type Disposable, toDisposable } from '../../core/lifetime.ts';
import { hasCode, JournalOnDisk, madeEnding } from './journalOnDisk.ts';

const ending = '.jsonl';

/** An id is a file's name, so it holds nothing that leads elsewhere. */
const validId = /^[\w-]{1,80}$/;

/**
 * The chats of a workspace in one folder, with node:fs alone, so that it runs in plain Node too:
 * `<id>.jsonl` for each, `index.json`, `last`, and `deleted/<time>.<id>.jsonl` for those that can still be brought back.
 */
export class ChatFolderOnDisk implements ChatFolder {
  readonly #folder: string;
  readonly #deleted: string;
  readonly #now: () => number;
  #temporary = 0;

  constructor(folder: string, now: () => number = Date.now) {
    this.#folder = folder;
    this.#deleted = join(folder, 'deleted');
    this.#now = now;
  }

  journal(id: string): JournalFile {
    const file = new JournalOnDisk(this.#path(id));
    return {
      append: (lines, durable) => file.append(lines, durable),
      read: () => file.read(),
      compact: (lines) => file.compact(lines),
      create: async (lines) => {
        await mkdir(this.#folder, { recursive: true });
        return file.create(lines);
      },
    };
  }

  async list(): Promise<(FileState & { id: string })[]> {
    const names = (await namesIn(this.#folder)).filter((name) => name.endsWith(ending));
    const ids = names.map((name) => name.slice(0, -ending.length)).filter((id) => validId.test(id));
    const states = await Promise.all(ids.map(async (id) => ({ id, state: await stat(this.#path(id)).catch(() => undefined) })));
    return states.flatMap(({ id, state }) => (state === undefined ? [] : [{ id, size: state.size, modifiedAt: state.mtimeMs }]));
  }

  readIndex(): Promise<string | undefined> {
    return textOf(join(this.#folder, 'index.json'));
  }

  writeIndex(text: string): Promise<void> {
    return this.#write('index.json', text);
  }

  async last(): Promise<string | undefined> {
    const id = (await textOf(join(this.#folder, 'last')))?.trim() ?? '';
    return validId.test(id) ? id : undefined;
  }

  setLast(id: string): Promise<void> {
    return this.#write('last', id);
  }

  async remove(id: string): Promise<boolean> {
    await mkdir(this.#deleted, { recursive: true });
    return isDone(rename(this.#path(id), join(this.#deleted, `${this.#now()}.${id}${ending}`)));
  }

  async restore(id: string): Promise<boolean> {
    const removed = (await namesIn(this.#deleted)).filter((name) => name.endsWith(`.${id}${ending}`));
    const latest = removed.sort((a, b) => Number.parseInt(a) - Number.parseInt(b)).at(-1);
    const inTheWay = await stat(this.#path(id)).catch(() => undefined);
    return latest !== undefined && inTheWay === undefined && isDone(rename(join(this.#deleted, latest), this.#path(id)));
  }

  async purge(before: number): Promise<void> {
    const old = (await namesIn(this.#deleted)).filter((name) => Number.parseInt(name) < before);
    await Promise.all(old.map((name) => rm(join(this.#deleted, name), { force: true })));
    // A window that was killed while it made a file left it behind.
    const made = (await namesIn(this.#folder)).filter((name) => name.endsWith(madeEnding)).map((name) => join(this.#folder, name));
    await Promise.all(made.map(async (path) => (await isOlder(path, before)) && rm(path, { force: true })));
  }

  async setAside(id: string): Promise<string> {
    const kept = `${this.#path(id)}.damaged-${this.#now()}`;
    await rename(this.#path(id), kept);
    return kept;
  }

  watch(listener: (id: string) => void): Disposable {
    mkdirSync(this.#folder, { recursive: true });
    const tell = (_event: string, name: string | null): void => {
      if (name?.endsWith(ending) === true) listener(name.slice(0, -ending.length));
    };
    let watcher: FSWatcher | undefined;
    try {
      watcher = watch(this.#folder, { persistent: false }, tell);
      // Without a watcher other windows' words are seen when the chat is opened again.
      watcher.on('error', () => watcher?.close());
    } catch {
      return toDisposable(() => undefined);
    }
    return toDisposable(() => watcher.close());
  }

  #path(id: string): string {
    if (!validId.test(id)) throw new Error('This is not the id of a chat.');
    return join(this.#folder, `${id}${ending}`);
  }

  /** Replaces a small file, whole or not at all. */
  async #write(name: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const next = join(this.#folder, `${name}.${process.pid}-${++this.#temporary}`);
    try {
      await writeFile(next, text);
      await rename(next, join(this.#folder, name));
    } finally {
      await rm(next, { force: true });
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((failure: unknown) => {
    if (hasCode(failure, 'ENOENT')) return [];
    throw failure;
  });
}

async function isOlder(path: string, time: number): Promise<boolean> {
  return stat(path).then(({ mtimeMs }) => mtimeMs < time, () => false);
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** False when the file is not there. */
async function isDone(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) return false;
    throw failure;
  }
}
