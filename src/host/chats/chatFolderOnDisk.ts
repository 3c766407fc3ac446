import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import type { ChatFolder, JournalFile } from '../../app/ports.ts';
import type { FileState } from '../../core/chat/summary.ts';
import { type Disposable, toDisposable } from '../../core/lifetime.ts';
import { type Disk, hasCode, makeFolder, namesIn, nodeDisk, privateFile, privateFolder } from '../disk/disk.ts';
import { nextEnding, replaceFile } from '../disk/replaceFile.ts';
import { dueMark, isDue, isForgotten } from './deletedName.ts';
import { JournalOnDisk, madeEnding } from './journalOnDisk.ts';

const ending = '.jsonl';

/** An id is a file's name, so it holds nothing that leads elsewhere. */
const validId = /^[\w-]{1,80}$/;

/**
 * The chats of a workspace in one folder, with node:fs alone, so that it runs in plain Node too:
 * `<id>.jsonl` for each, `index.json`, `last`, and `deleted/<time>.<id>.jsonl` for those that can still be brought
 * back. Other users of the machine can read none of it.
 */
export class ChatFolderOnDisk implements ChatFolder {
  readonly #folder: string;
  readonly #deleted: string;
  readonly #now: () => number;
  readonly #disk: Disk;
  readonly #watches = new Set<FolderWatch>();

  constructor(folder: string, now: () => number = Date.now, disk: Disk = nodeDisk) {
    this.#folder = folder;
    this.#deleted = join(folder, 'deleted');
    this.#now = now;
    this.#disk = disk;
  }

  journal(id: string): JournalFile {
    const file = new JournalOnDisk(this.#path(id), this.#disk);
    return {
      append: (lines, durable) => file.append(lines, durable),
      read: () => file.read(),
      compact: (lines) => file.compact(lines),
      create: async (lines) => {
        await this.#make();
        return file.create(lines);
      },
    };
  }

  async list(): Promise<(FileState & { id: string })[]> {
    const names = (await namesIn(this.#disk, this.#folder)).filter((name) => name.endsWith(ending));
    const ids = names.map((name) => name.slice(0, -ending.length)).filter((id) => validId.test(id));
    const states = await Promise.all(ids.map((id) => this.#state(id)));
    return states.flatMap((state) => state ?? []);
  }

  readIndex(): Promise<string | undefined> {
    return this.#textOf('index.json');
  }

  writeIndex(text: string): Promise<void> {
    return this.#write('index.json', text);
  }

  async last(): Promise<string | undefined> {
    const id = (await this.#textOf('last'))?.trim() ?? '';
    return validId.test(id) ? id : undefined;
  }

  setLast(id: string): Promise<void> {
    return this.#write('last', id);
  }

  async remove(id: string): Promise<boolean> {
    await makeFolder(this.#disk, this.#deleted);
    return this.#moved(this.#path(id), join(this.#deleted, `${this.#now()}.${id}${ending}`));
  }

  async restore(id: string): Promise<boolean> {
    const removed = (await namesIn(this.#disk, this.#deleted)).filter((name) => name.endsWith(`.${id}${ending}`));
    const latest = removed.sort((a, b) => Number.parseInt(a) - Number.parseInt(b)).at(-1);
    const inTheWay = await this.#state(id);
    if (latest === undefined || inTheWay !== undefined) return false;
    return this.#moved(join(this.#deleted, latest), this.#path(id));
  }

  async purge(before: number): Promise<void> {
    const now = this.#now();
    for (const name of await namesIn(this.#disk, this.#deleted)) {
      const path = join(this.#deleted, name);
      if (isForgotten(name, { before, now })) await this.#disk.rm(path, { force: true });
      else if (isDue(name, { before, now })) await this.#moved(path, join(this.#deleted, dueMark(name, now)));
    }
    // A window that was killed while it made a file left it behind.
    const made = (await namesIn(this.#disk, this.#folder)).filter((name) => endsAsMade(name));
    for (const name of made) {
      const path = join(this.#folder, name);
      if (await this.#isOlder(path, before)) await this.#disk.rm(path, { force: true });
    }
  }

  async secure(): Promise<void> {
    for (const folder of [this.#folder, this.#deleted]) {
      const names = await namesIn(this.#disk, folder);
      // The folder first: from then on nothing in it can be reached by others.
      if (names.length > 0) await this.#disk.chmod(folder, privateFolder);
      const files = names.map((name) => join(folder, name)).filter((path) => path !== this.#deleted);
      // One that is gone meanwhile needs nothing.
      for (const path of files) await this.#disk.chmod(path, privateFile).catch(ifThere);
    }
  }

  /** Whatever fails on the way, the damaged file is there under one of its names. */
  async setAside(id: string, lines: readonly string[]): Promise<string> {
    const path = this.#path(id);
    const kept = `${path}.damaged-${this.#now()}`;
    await this.#disk.rename(path, kept);
    try {
      if (lines.length > 0) await new JournalOnDisk(path, this.#disk).create(lines);
    } catch (failure) {
      // Back to where it was, unless another window made one anew.
      if ((await this.#state(id)) === undefined) await this.#disk.rename(kept, path);
      throw failure;
    }
    return kept;
  }

  /** Where there is no folder yet, or it cannot be watched, it is tried again whenever the folder is made. */
  watch(listener: (id: string) => void): Disposable {
    const watched = new FolderWatch(this.#folder, (name) => {
      if (name.endsWith(ending)) listener(name.slice(0, -ending.length));
    });
    this.#watches.add(watched);
    watched.begin();
    return toDisposable(() => {
      this.#watches.delete(watched);
      watched.end();
    });
  }

  #path(id: string): string {
    if (!validId.test(id)) throw new Error('This is not the id of a chat.');
    return join(this.#folder, `${id}${ending}`);
  }

  /** Replaces a small file, whole or not at all. */
  async #write(name: string, text: string): Promise<void> {
    await this.#make();
    await replaceFile(this.#disk, join(this.#folder, name), text);
  }

  /** Makes the folder where it is not there, or not any more. */
  async #make(): Promise<void> {
    const isNew = await makeFolder(this.#disk, this.#folder);
    for (const watched of this.#watches) watched.begin(isNew);
  }

  /** `undefined` when it is not there, or nothing can be learnt of it. */
  async #state(id: string): Promise<(FileState & { id: string }) | undefined> {
    const state = await this.#disk.stat(this.#path(id)).catch(() => undefined);
    return state === undefined ? undefined : { id, size: state.size, modifiedAt: state.mtimeMs };
  }

  async #textOf(name: string): Promise<string | undefined> {
    return this.#disk.readFile(join(this.#folder, name), 'utf8').catch(() => undefined);
  }

  async #isOlder(path: string, time: number): Promise<boolean> {
    return this.#disk.stat(path).then(({ mtimeMs }) => mtimeMs < time, () => false);
  }

  /** False when the file is not there. */
  async #moved(from: string, to: string): Promise<boolean> {
    try {
      await this.#disk.rename(from, to);
      return true;
    } catch (failure) {
      if (hasCode(failure, 'ENOENT')) return false;
      throw failure;
    }
  }
}

function endsAsMade(name: string): boolean {
  return name.endsWith(madeEnding) || name.endsWith(nextEnding);
}

function ifThere(failure: unknown): void {
  if (!hasCode(failure, 'ENOENT')) throw failure;
}

/**
 * Tells of files that change in a folder. Never throws: without it, other windows' words are seen on opening a chat.
 */
class FolderWatch {
  readonly #folder: string;
  readonly #tell: (name: string) => void;
  #watcher: FSWatcher | undefined;

  constructor(folder: string, tell: (name: string) => void) {
    this.#folder = folder;
    this.#tell = tell;
  }

  /** Begins where it has not; `anew` when the folder is another one now. */
  begin(anew = false): void {
    if (anew) this.end();
    if (this.#watcher !== undefined) return;
    try {
      const watcher = watch(this.#folder, { persistent: false }, (_event, name) => {
        if (name !== null) this.#tell(name);
      });
      this.#watcher = watcher;
      watcher.on('error', () => this.end());
    } catch {
      this.#watcher = undefined;
    }
  }

  end(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
