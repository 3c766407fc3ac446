import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Where a path really lies: links are followed, and what is not there yet lies where the nearest folder that is there
 * leads. Undefined for a link that leads to nothing: what is written to it would be made wherever it points.
 */
export async function realPlace(path: string): Promise<string | undefined> {
  for (let at = path; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real !== undefined) return join(real, path.slice(at.length));
    if (await isThere(at)) return undefined;
    if (dirname(at) === at) return path;
  }
}

/** A link counts by itself, wherever it leads. */
async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
