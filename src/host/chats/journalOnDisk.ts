import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import type { JournalFile } from '../../app/ports.ts';

/** How often an append is done again because the file was replaced in between. */
const attempts = 5;

/** A replacement that has not come to its end after this long was given up (milliseconds). */
const givenUpAfter = 60_000;

/** How the name of a file ends before it has its own. */
export const madeEnding = '.made';

const appending = constants.O_WRONLY | constants.O_APPEND;

/**
 * A journal as a file, with node:fs alone: VS Code's file system cannot append.
 * Every append is one write of whole lines to a file opened for appending, so those of several windows do not mix.
 */
export class JournalOnDisk implements JournalFile {
  readonly #path: string;
  /** The file that was read, and up to where. */
  #file = '';
  #position = 0;

  constructor(path: string) {
    this.#path = path;
  }

  async append(lines: readonly string[], durable: boolean): Promise<boolean> {
    return this.#appendBytes(block(lines), durable);
  }

  /** Written under another name first: a file that is there is whole, and no window writes over what another put there. */
  async create(lines: readonly string[]): Promise<boolean> {
    const next = `${this.#path}.${crypto.randomUUID()}${madeEnding}`;
    try {
      await this.#make(next, lines);
      return await linkTo(next, this.#path, () => this.#make(this.#path, lines));
    } finally {
      await rm(next, { force: true });
    }
  }

  async read(): Promise<{ text: string; fromStart: boolean } | undefined> {
    const handle = await openUnless('ENOENT', this.#path, 'r');
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

  async compact(lines: readonly string[]): Promise<boolean> {
    const next = `${this.#path}.new`;
    await removeGivenUp(next);
    // Only one window at a time gets to make the new file; it is another's as soon as this one was moved.
    const handle = await openUnless('EEXIST', next, 'wx');
    if (handle === undefined) return false;
    let moved = false;
    try {
      const bytes = block(lines);
      await writeWhole(handle, bytes);
      await handle.datasync();
      const file = await identity(handle);
      moved = await this.#replaceBy(next);
      if (!moved) return false;
      this.#file = file;
      this.#position = bytes.length;
      return true;
    } finally {
      await handle.close();
      if (!moved) await rm(next, { force: true });
    }
  }

  /** False when it is there already. */
  async #make(path: string, lines: readonly string[]): Promise<boolean> {
    // For appending, since another window may write to it before this one does.
    const handle = await openUnless('EEXIST', path, 'ax');
    if (handle === undefined) return false;
    try {
      await writeWhole(handle, block(lines));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    return true;
  }

  /** Moves the new file into place, then brings along what was appended to the old one since it was read. */
  async #replaceBy(next: string): Promise<boolean> {
    const old = await openUnless('ENOENT', this.#path, 'r');
    if (old === undefined) return false;
    try {
      if ((await identity(old)) !== this.#file) return false;
      await rename(next, this.#path);
      await this.#bringAlong(old);
      return true;
    } finally {
      await old.close();
    }
  }

  async #bringAlong(old: FileHandle): Promise<void> {
    const { size } = await old.stat();
    const late = await readFrom(old, this.#position, size);
    if (late.length > 0) await this.#appendBytes(Buffer.concat([Buffer.from('\n'), late, Buffer.from('\n')]), true);
  }

  async #appendBytes(bytes: Buffer, durable: boolean): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const handle = await openUnless('ENOENT', this.#path, appending);
      if (handle === undefined) return false;
      try {
        await writeWhole(handle, bytes);
        if (durable) await handle.datasync();
        // Replaced while it was written to: then this may have gone to the old file, too late to be brought along.
        // Lines that are there twice count once.
        if ((await handle.stat({ bigint: true })).ino === (await fileAt(this.#path))) return true;
      } finally {
        await handle.close();
      }
    }
    throw new Error(`${this.#path} was replaced again and again.`);
  }
}

/** Lines as they are written: a line that broke off before them is ended first, so that it takes no other with it. */
function block(lines: readonly string[]): Buffer {
  return Buffer.from(`\n${lines.join('\n')}\n`);
}

/** One write; where the disk took only a part of it, the whole once more, since another window's lines may stand behind the part. */
async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { bytesWritten } = await handle.write(bytes, 0, bytes.length, null);
    if (bytesWritten === bytes.length) return;
  }
  throw new Error('The disk took only a part of what was written.');
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

export function hasCode(failure: unknown, code: string): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === code;
}

/** Opens a file; `undefined` when that fails for the given reason. */
async function openUnless(code: string, path: string, flags: string | number): Promise<FileHandle | undefined> {
  try {
    return await open(path, flags);
  } catch (failure) {
    if (hasCode(failure, code)) return undefined;
    throw failure;
  }
}

/** Names the file behind a handle. Its number alone would not do: a new file gets that of one that is gone. */
async function identity(handle: FileHandle): Promise<string> {
  const { ino, birthtimeNs } = await handle.stat({ bigint: true });
  return `${ino}.${birthtimeNs}`;
}

/** Gives a file a second name. False when there is one of that name; where the disk knows no second names, does the other thing. */
async function linkTo(path: string, name: string, otherwise: () => Promise<boolean>): Promise<boolean> {
  try {
    await link(path, name);
    return true;
  } catch (failure) {
    return hasCode(failure, 'EEXIST') ? false : otherwise();
  }
}

async function fileAt(path: string): Promise<bigint | undefined> {
  try {
    return (await stat(path, { bigint: true })).ino;
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) return undefined;
    throw failure;
  }
}

/** A window that was killed while it made a new file left it behind. */
async function removeGivenUp(path: string): Promise<void> {
  try {
    if (Date.now() - (await stat(path)).mtimeMs > givenUpAfter) await rm(path, { force: true });
  } catch (failure) {
    if (!hasCode(failure, 'ENOENT')) throw failure;
  }
}
