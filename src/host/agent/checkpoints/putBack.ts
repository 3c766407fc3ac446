import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, readlink, rename, rm, rmdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStateId } from '../../../core/agent/checkpoints/restorePlan.ts';
import { type BlobStore, hashOf } from './blobStore.ts';

/** What a file is at this moment; undefined where there is none. */
export async function stateOf(folder: string, path: string): Promise<FileStateId> {
  const full = join(folder, path);
  const stats = await lstat(full).catch(() => undefined);
  if (stats?.isSymbolicLink()) return `link ${hashOf(Buffer.from(await readlink(full)))}`;
  return stats?.isFile() ? `${(stats.mode & 0o777).toString(8)} ${hashOf(await readFile(full))}` : undefined;
}

/**
 * Makes a file what it was: content, mode, link or none at all. Written beside it and renamed, so that it is never half
 * of one. Folders that become empty by it go as well, up to `folder`.
 * @throws Error where the content is not kept any more; the file is then as it was
 */
export async function putBack(folder: string, path: string, state: FileStateId, blobs: BlobStore): Promise<void> {
  const full = join(folder, path);
  if (state === undefined) {
    await rm(full, { force: true });
    await removeEmpty(dirname(full), folder);
    return;
  }
  const [mode = '', hash = ''] = state.split(' ');
  const bytes = await blobs.get(hash);
  if (bytes === undefined) throw new Error(`The earlier content of ${path} is not kept any more.`);
  await mkdir(dirname(full), { recursive: true });
  const draft = join(dirname(full), `.${randomUUID()}.restoring`);
  try {
    if (mode === 'link') await symlink(Buffer.from(bytes), draft);
    else {
      await writeFile(draft, bytes);
      await chmod(draft, Number.parseInt(mode, 8));
    }
    await rename(draft, full);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function removeEmpty(folder: string, top: string): Promise<void> {
  if (folder === top || !folder.startsWith(top)) return;
  const isGone = await rmdir(folder).then(
    () => true,
    () => false,
  );
  if (isGone) await removeEmpty(dirname(folder), top);
}
