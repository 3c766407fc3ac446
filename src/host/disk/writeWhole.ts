import type { FileHandle } from 'node:fs/promises';

/** How often a write is tried of which the disk takes only a part. */
const attempts = 5;

/**
 * Puts bytes behind what is in the file. Where the disk took only a part of them, all of them are written once more,
 * since another window's lines may stand behind that part: so only for lines that may be there twice.
 * @throws Error when the disk takes only a part again and again.
 */
export async function appendWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { bytesWritten } = await handle.write(bytes, 0, bytes.length, null);
    if (bytesWritten === bytes.length) return;
  }
  throw tookOnlyAPart();
}

/**
 * Fills a file that nobody else writes to.
 * @throws Error when the disk takes nothing more.
 */
export async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, written);
    if (bytesWritten === 0) throw tookOnlyAPart();
    written += bytesWritten;
  }
}

function tookOnlyAPart(): Error {
  return new Error('The disk took only a part of what was written.');
}
