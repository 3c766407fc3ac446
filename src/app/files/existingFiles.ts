import { eachOf } from '../eachOf.ts';
import { type FileSearch, searchEndings } from './searchEndings.ts';

/** How files are looked for. */
export interface FileLookups {
  /** Whether a path names a file as it stands, without a search. */
  readonly isFile: (path: string) => Promise<boolean>;
  readonly search: FileSearch;
}

/** Files looked at together: a file system that answers over a network is not waited for one by one. */
export const lookupsAtOnce = 4;

/** Of the paths, those that name a file or the ending of exactly one. Undefined where the signal was aborted. */
export async function existingFiles(
  paths: readonly string[],
  { isFile, search }: FileLookups,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const exact = new Set<string>();
  await eachOf(paths, lookupsAtOnce, async (path) => {
    if (!signal.aborted && (await isFile(path))) exact.add(path);
  });
  const others = paths.filter((path) => !exact.has(path) && isSearchable(path));
  const endings = await searchEndings(others, search, signal);
  if (signal.aborted) return undefined;
  return paths.filter((path) => exact.has(path) || endings.get(path)?.kind === 'one');
}

/** Whether a path can be the ending of another: not one with wildcards, nor one from a root, home or parent folder. */
export function isSearchable(path: string): boolean {
  return !/[{}[\]*?\\]|\.\.|^[/~]|^[A-Za-z]:/.test(path);
}
