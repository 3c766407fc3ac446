import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { JournalFile } from '../../app/ports.ts';
import { type Disk, hasCode, nodeDisk, privateFile } from '../disk/disk.ts';
import { appendWhole, writeWhole } from '../disk/writeWhole.ts';
import { takeTurn } from './compactionTurn.ts';

/** How often an append is done again because the file was replaced in between. */
const attempts = 5;

/** How the name of a file ends before it has its own. */
export const madeEnding = '.made';

const newLine = Buffer.from('\n');

const appending = constants.O_WRONLY | constants.O_APPEND;

/**
 * A journal as a file, with node:fs alone: VS Code's file system cannot append.
 * Every append is one write of whole lines to a file opened for appending, so those of several windows do not mix.
 */
export class JournalOnDisk implements JournalFile {
  readonly #path: string;
  readonly #disk: Disk;
  /** The file that was read, and up to where. */
  #file = '';
  #position = 0;

  constructor(path: string, disk: Disk = nodeDisk) {
    this.#path = path;
    this.#disk = disk;
  }

  async append(lines: readonly string[], durable: boolean): Promise<boolean> {
    return this.#appendBytes(block(lines), durable);
  }

  /**
   * Written under another name first: a file that is there is whole, and no window writes over what another put there.
   */
  async create(lines: readonly string[]): Promise<boolean> {
    const next = `${this.#path}.${crypto.randomUUID()}${madeEnding}`;
    try {
      await this.#make(next, lines);
      return await this.#nameMade(next, lines);
    } finally {
      await this.#forget(next);
    }
  }

  async read(): Promise<{ text: string; fromStart: boolean } | undefined> {
    const handle = await this.#openUnless('ENOENT', this.#path, 'r');
    if (handle === undefined) return undefined;
    try {
      const file = await identity(handle);
      const { size } = await handle.stat();
      const fromStart = file !== this.#file || size < this.#position;
      if (fromStart) this.#position = 0;
      const bytes = await readFrom(handle, this.#position, size);
      const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
      this.#file = file;
      this.#position += whole.length;
      return { text: whole.toString(), fromStart };
    } finally {
      await handle.close();
    }
  }

  /**
   * Only one window at a time gets to do it. Its file has a name of its own, so that one that slept in the middle, and
   * lost its turn meanwhile, never moves into place what another has only half written.
   */
  async compact(lines: readonly string[]): Promise<boolean> {
    const turn = await takeTurn(this.#disk, `${this.#path}.new`);
    if (turn === undefined) return false;
    const next = `${this.#path}.${crypto.randomUUID()}${madeEnding}`;
    try {
      return await this.#replaceBy(next, block(lines), () => turn.isOurs());
    } finally {
      await this.#forget(next);
      await turn.end();
    }
  }

  /** False when it is there already. */
  async #make(path: string, lines: readonly string[]): Promise<boolean> {
    // For appending, since another window may write to it before this one does.
    const handle = await this.#openUnless('EEXIST', path, 'ax');
    if (handle === undefined) return false;
    try {
      await appendWhole(handle, block(lines));
      await handle.datasync();
      return true;
    } catch (failure) {
      // A file with half of it in would be taken for the whole.
      await this.#forget(path);
      throw failure;
    } finally {
      await handle.close();
    }
  }

  /** Gives a file that is made the journal's name. False when there is one of that name. */
  async #nameMade(made: string, lines: readonly string[]): Promise<boolean> {
    try {
      await this.#disk.link(made, this.#path);
      return true;
    } catch (failure) {
      if (hasCode(failure, 'EEXIST')) return false;
      // Some file systems know no second names.
      return this.#make(this.#path, lines);
    }
  }

  /** Removes a file of ours, if it is there still; what cannot be removed now is purged later. */
  async #forget(path: string): Promise<void> {
    await this.#disk.rm(path, { force: true }).catch(() => undefined);
  }

  /** Makes the new file and moves it into place, with what was appended to the old one since that was read. */
  async #replaceBy(next: string, bytes: Buffer, isOurTurn: () => Promise<boolean>): Promise<boolean> {
    const old = await this.#openUnless('ENOENT', this.#path, 'r');
    if (old === undefined) return false;
    try {
      if ((await identity(old)) !== this.#file) return false;
      const late = await this.#lateIn(old, this.#position);
      const file = await this.#makeReplacement(next, Buffer.concat([bytes, late]));
      if ((await identityAt(this.#disk, this.#path)) !== this.#file || !(await isOurTurn())) return false;
      await this.#disk.rename(next, this.#path);
      const latest = await this.#lateIn(old, this.#position + late.length);
      if (latest.length > 0) await this.#appendBytes(Buffer.concat([newLine, latest, newLine]), true);
      this.#file = file;
      this.#position = bytes.length;
      return true;
    } finally {
      await old.close();
    }
  }

  async #lateIn(old: FileHandle, position: number): Promise<Buffer> {
    const { size } = await old.stat();
    return readFrom(old, position, size);
  }

  async #makeReplacement(path: string, bytes: Buffer): Promise<string> {
    const handle = await this.#disk.open(path, 'wx', privateFile);
    try {
      await writeWhole(handle, bytes);
      await handle.datasync();
      return await identity(handle);
    } finally {
      await handle.close();
    }
  }

  async #appendBytes(bytes: Buffer, durable: boolean): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const handle = await this.#openUnless('ENOENT', this.#path, appending);
      if (handle === undefined) return false;
      try {
        await appendWhole(handle, bytes);
        if (durable) await handle.datasync();
        // Replaced while it was written to: then this may have gone to the old file, too late to be brought along.
        // Lines that are there twice count once.
        if ((await handle.stat({ bigint: true })).ino === (await this.#fileAtPath())) return true;
      } finally {
        await handle.close();
      }
    }
    throw new Error(`${this.#path} was replaced again and again.`);
  }

  async #fileAtPath(): Promise<bigint | undefined> {
    try {
      return (await this.#disk.stat(this.#path, { bigint: true })).ino;
    } catch (failure) {
      if (hasCode(failure, 'ENOENT')) return undefined;
      throw failure;
    }
  }

  /** Opens a file; `undefined` when that fails for the given reason. */
  async #openUnless(code: string, path: string, flags: string | number): Promise<FileHandle | undefined> {
    try {
      return await this.#disk.open(path, flags, privateFile);
    } catch (failure) {
      if (hasCode(failure, code)) return undefined;
      throw failure;
    }
  }
}

/** Lines as they are written: a line that broke off before them is ended first, so that it takes no other with it. */
function block(lines: readonly string[]): Buffer {
  return Buffer.from(`\n${lines.join('\n')}\n`);
}

async function readFrom(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Names the file behind a handle. Its number alone would not do: a new file gets that of one that is gone. */
async function identity(handle: FileHandle): Promise<string> {
  const { ino, birthtimeNs } = await handle.stat({ bigint: true });
  return `${ino}.${birthtimeNs}`;
}

async function identityAt(disk: Disk, path: string): Promise<string | undefined> {
  try {
    const { ino, birthtimeNs } = await disk.stat(path, { bigint: true });
    return `${ino}.${birthtimeNs}`;
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) return undefined;
    throw failure;
  }
}
