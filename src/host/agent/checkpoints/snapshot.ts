import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStateId, FileTrace } from '../../../core/agent/checkpoints/restorePlan.ts';
import { type BlobStore, hashOf } from './blobStore.ts';
import { git } from './git.ts';
import { listWorkTree } from './listWorkTree.ts';

/** A larger file is not kept: builds make such, people seldom write them. */
const largestFile = 20 * 1024 * 1024;

/** Files looked at together. */
const atOnce = 64;

interface GitObject {
  readonly id: string;
  readonly repository: string;
}

/** What a file was at one moment. */
export interface KeptFile {
  /** Changes whenever the file does: its times, size and place on the disk. */
  readonly stamp: string;
  readonly state: FileStateId;
  /** The object of a repository that holds the very same bytes, so that they need not be kept twice. */
  readonly object?: GitObject;
}

/** The files of a folder before a command. */
export interface Snapshot {
  readonly folder: string;
  readonly files: ReadonlyMap<string, KeptFile>;
  /** What is not kept, in words; empty where all is. */
  readonly left: string;
}

/**
 * Looks at a folder so that all that a command does to its files can be told and taken back. Contents go into the
 * store, but for those that a git object holds byte for byte. Nothing in `.git` is changed.
 * @param known an earlier look at the same folder: what has not changed since is not read again
 */
export async function takeSnapshot(folder: string, blobs: BlobStore, known?: Snapshot): Promise<Snapshot> {
  const { paths, objects, left } = await listWorkTree(folder);
  const files = new Map<string, KeptFile>();
  let large = 0;
  for (let from = 0; from < paths.length; from += atOnce) {
    const some = paths.slice(from, from + atOnce);
    const kept = await Promise.all(
      some.map((path) => keep({ folder, path, blobs, object: objects.get(path), before: known?.files.get(path) })),
    );
    some.forEach((path, index) => {
      const file = kept[index];
      if (file === 'large') large++;
      else if (file !== undefined) files.set(path, file);
    });
  }
  const tooLarge = large === 0 ? '' : `${large} files of more than ${largestFile / 1024 / 1024} MB are not kept.`;
  return { folder, files, left: [left, tooLarge].filter((part) => part !== '').join(' ') };
}

interface Keeping {
  readonly folder: string;
  readonly path: string;
  readonly blobs: BlobStore;
  readonly object: GitObject | undefined;
  readonly before: KeptFile | undefined;
}

async function keep({ folder, path, blobs, object, before }: Keeping): Promise<KeptFile | 'large' | undefined> {
  const full = join(folder, path);
  const stats = await lstat(full, { bigint: true }).catch(() => undefined);
  if (stats === undefined || !(stats.isFile() || stats.isSymbolicLink())) return undefined;
  const stamp = [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ');
  if (before?.stamp === stamp) return before;
  if (stats.size > largestFile) return 'large';
  const bytes = stats.isSymbolicLink() ? await linkBytes(full) : await readFile(full).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const mode = stats.isSymbolicLink() ? 'link' : (Number(stats.mode) & 0o777).toString(8);
  if (object !== undefined && holds(object, bytes)) return { stamp, state: `${mode} ${hashOf(bytes)}`, object };
  return { stamp, state: `${mode} ${await blobs.put(bytes)}` };
}

async function linkBytes(full: string): Promise<Buffer | undefined> {
  return readlink(full).then(
    (target) => Buffer.from(target),
    () => undefined,
  );
}

/** Whether an object of git holds these very bytes. Its id is their SHA-1, or SHA-256 where the repository says so. */
function holds({ id }: GitObject, bytes: Uint8Array): boolean {
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex') === id;
}

/** What changed from one snapshot to a later one of the same folder. */
export function changesBetween(before: Snapshot, after: Snapshot): FileTrace[] {
  const paths = new Set([...before.files.keys(), ...after.files.keys()]);
  return [...paths].flatMap((path) => {
    const [was, is] = [before.files.get(path)?.state, after.files.get(path)?.state];
    return was === is ? [] : [{ path, before: was, after: is }];
  });
}

/** Puts the contents of changed files into the store that only git held until now, since git may forget them. */
export async function secure(before: Snapshot, changed: readonly FileTrace[], blobs: BlobStore): Promise<void> {
  for (const { path } of changed) {
    const object = before.files.get(path)?.object;
    if (object === undefined) continue;
    const bytes = await git(object.repository, ['cat-file', 'blob', object.id]);
    if (bytes !== undefined) await blobs.put(bytes);
  }
}
