import type { FileHandle } from 'node:fs/promises';
import { type Disk, hasCode, privateFile } from '../disk/disk.ts';

/**
 * Writing a journal anew takes milliseconds; whoever is at it longer than this was killed, or sleeps (milliseconds).
 */
const tooLong = 60_000;

/**
 * After this long even a process that lives is no reason to wait: its number may be another's by now (milliseconds).
 */
const muchTooLong = 24 * 3_600_000;

/** The turn of this window to write a journal anew. */
export interface CompactionTurn {
  /** False when the turn was taken away, because it took too long. */
  isOurs(): Promise<boolean>;
  end(): Promise<void>;
}

/**
 * Takes the turn by making a file that holds the number of this process; `undefined` while another window has it.
 * The file of a process that is gone is removed, and the next one that asks gets the turn. A process that only slept
 * keeps it.
 */
export async function takeTurn(disk: Disk, path: string): Promise<CompactionTurn | undefined> {
  const handle = await make(disk, path);
  if (handle === undefined) {
    if (await isGivenUp(disk, path)) await disk.rm(path, { force: true });
    return undefined;
  }
  try {
    await handle.write(`${process.pid}`);
    const own = (await handle.stat({ bigint: true })).ino;
    const isOurs = async (): Promise<boolean> => (await fileAt(disk, path)) === own;
    return { isOurs, end: () => giveBack(disk, path, isOurs) };
  } catch (failure) {
    await disk.rm(path, { force: true }).catch(() => undefined);
    throw failure;
  } finally {
    await handle.close();
  }
}

/** Where it cannot be given back now, it counts as given up once this process is gone. */
async function giveBack(disk: Disk, path: string, isOurs: () => Promise<boolean>): Promise<void> {
  try {
    if (await isOurs()) await disk.rm(path, { force: true });
  } catch {
    return;
  }
}

async function make(disk: Disk, path: string): Promise<FileHandle | undefined> {
  try {
    return await disk.open(path, 'wx', privateFile);
  } catch (failure) {
    if (hasCode(failure, 'EEXIST')) return undefined;
    throw failure;
  }
}

async function isGivenUp(disk: Disk, path: string): Promise<boolean> {
  try {
    const age = Date.now() - (await disk.stat(path)).mtimeMs;
    return age > muchTooLong || (age > tooLong && !isRunning(Number(await disk.readFile(path, 'utf8'))));
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) return false;
    throw failure;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    // Signal 0 only asks whether there is such a process.
    return process.kill(pid, 0);
  } catch (failure) {
    return hasCode(failure, 'EPERM');
  }
}

async function fileAt(disk: Disk, path: string): Promise<bigint | undefined> {
  try {
    return (await disk.stat(path, { bigint: true })).ino;
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) return undefined;
    throw failure;
  }
}
