import { type Disk, privateFile } from './disk.ts';
import { writeWhole } from './writeWhole.ts';

/** How the name of a file ends that is to replace another. */
export const nextEnding = '.next';

/**
 * Puts a text in place of a file, whole or not at all: whatever fails on the way, the file is as it was.
 * Resolves when the text is on disk. The folder must be there.
 */
export async function replaceFile(disk: Disk, path: string, text: string): Promise<void> {
  const next = `${path}.${crypto.randomUUID()}${nextEnding}`;
  try {
    const handle = await disk.open(next, 'wx', privateFile);
    try {
      await writeWhole(handle, Buffer.from(text));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await disk.rename(next, path);
  } catch (failure) {
    // The first failure is the one to tell of.
    await disk.rm(next, { force: true }).catch(() => undefined);
    throw failure;
  }
}
