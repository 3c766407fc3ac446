/** A file that a search found. */
export interface SearchHit {
  readonly uri: string;
  /** Below the root folder it lies in. */
  readonly path: string;
}

/** Finds files of the workspace by a glob, at most so many. */
export type FileSearch = (glob: string, most: number, signal: AbortSignal) => Promise<readonly SearchHit[]>;

/** How many files end in a path: the only one with its address. */
export type Ending = { readonly kind: 'one'; readonly uri: string } | { readonly kind: 'none' | 'several' };

/** Most paths in one search. */
const mostPathsPerSearch = 100;

/**
 * Longest glob, in UTF-16 code units. VS Code hands it to ripgrep as an argument, and Windows allows 32,767 for all
 * arguments together.
 */
const longestGlob = 8_000;

/** Most files one search brings: enough that a common name such as `index.ts` seldom crowds out the others. */
const mostHits = 1_000;

/** Most searches for the paths of one question. Each may walk through the whole workspace. */
export const mostSearches = 10;

/**
 * For each path the only file that ends in it, looked for with few searches, one after the other. A path without an
 * entry stayed undecided: the searches were used up or the signal was aborted.
 */
export async function searchEndings(
  paths: readonly string[],
  search: FileSearch,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Ending>> {
  const endings = new Map<string, Ending>();
  const isAborted = (): boolean => signal.aborted;
  let pending = [...new Set(paths)];
  for (let searches = 0; pending.length > 0 && searches < mostSearches && !isAborted(); searches++) {
    const batch = firstBatch(pending);
    // One path needs no more than to know whether there are several.
    const most = batch.length === 1 ? 2 : mostHits;
    const hits = await search(globOf(batch), most, signal);
    // A search that was aborted has not found everything.
    if (isAborted()) break;
    for (const [path, ending] of endingsIn(hits, batch)) {
      // Where the search was cut off, one hit may not be the only one; the path is searched for again.
      if (hits.length < most || ending.kind === 'several') endings.set(path, ending);
    }
    pending = pending.filter((path) => !endings.has(path));
  }
  return endings;
}

/** As many of the paths, from the first on, as one glob takes; at least one. */
function firstBatch(paths: readonly string[]): readonly string[] {
  let length = 0;
  const fitting = paths.slice(0, mostPathsPerSearch).findIndex((path) => {
    length += escaped(path).length + 1;
    return length > longestGlob;
  });
  return paths.slice(0, fitting < 0 ? mostPathsPerSearch : Math.max(fitting, 1));
}

function globOf(paths: readonly string[]): string {
  const [first = '', ...others] = paths.map(escaped);
  return others.length === 0 ? `**/${first}` : `**/{${[first, ...others].join(',')}}`;
}

function escaped(path: string): string {
  return path.replace(/[[\]{}*?,]/g, '[$&]');
}

function endingsIn(hits: readonly SearchHit[], batch: readonly string[]): (readonly [string, Ending])[] {
  const [only, ...others] = batch;
  // The file system may compare names in its own way, so what one search for one path finds is taken as it is.
  if (only !== undefined && others.length === 0) return [[only, endingOf(hits)]];
  const named = hits.map(({ uri, path }) => ({ uri, path: `/${path.normalize()}` }));
  return batch.map((path) => {
    const ending = `/${path.normalize()}`;
    return [path, endingOf(named.filter((hit) => hit.path.endsWith(ending)))];
  });
}

function endingOf([first, second]: readonly SearchHit[]): Ending {
  if (first === undefined) return { kind: 'none' };
  return second === undefined ? { kind: 'one', uri: first.uri } : { kind: 'several' };
}
