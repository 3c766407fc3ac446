import { sensitivity } from '../sensitiveFiles.ts';
import type { FileReview } from './fileReview.ts';

/** A file that a review changes or makes, and what it does beyond holding its text. */
export interface Reach {
  readonly path: string;
  readonly does: string;
}

/** How a review reaches further than the text of its file, by the file itself or by the name it moves to. */
export function reachOf({ path, renameTo }: FileReview): Reach | undefined {
  for (const one of [path, ...(renameTo === undefined ? [] : [renameTo.path])]) {
    const does = sensitivity(one);
    if (does !== undefined) return { path: one, does };
  }
  return undefined;
}
