import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Files are named by the SHA-256 of their content, so that the same content is kept once. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Keeps contents under their hash in a folder that only this user can read. */
export class BlobStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps a content, safe on the disk when this resolves, and gives its hash. Fails with the system's own errors. */
  async put(bytes: Uint8Array): Promise<string> {
    const hash = hashOf(bytes);
    const path = this.#pathOf(hash);
    if (await exists(path)) return hash;
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    // Under another name until it is whole: a file under its hash is never half of one.
    const draft = `${path}.${randomUUID()}`;
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    return hash;
  }

  /** The content of a hash; undefined where it is not kept, or was spoiled on the disk. */
  async get(hash: string): Promise<Uint8Array | undefined> {
    const bytes = await readFile(this.#pathOf(hash)).catch(() => undefined);
    return bytes !== undefined && hashOf(bytes) === hash ? bytes : undefined;
  }

  #pathOf(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('This is no hash of a content.');
    return join(this.#folder, hash.slice(0, 2), hash.slice(2));
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
