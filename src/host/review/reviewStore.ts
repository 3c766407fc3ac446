import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ReviewStore } from '../../app/ports.ts';
import type { FileReview } from '../../core/review/fileReview.ts';
import { decodeReviews, encodeReviews } from '../../core/review/stored.ts';
import { type Disk, hasCode, makeFolder, namesIn, nodeDisk } from '../disk/disk.ts';
import { replaceFile } from '../disk/replaceFile.ts';

/** After a failed write, the next one comes this much later (milliseconds). */
const againAfterMs = 5_000;

const ending = '.json';

export interface ReviewStoreParts {
  /** The extension's storage. Windows without a folder share it. */
  readonly folder: string;
  /** Told of a failure to read or write, once until all is well again. */
  readonly onTrouble: (failure: unknown) => void;
  readonly disk?: Disk;
}

/**
 * Keeps each open review as a file of its own, named after the address of the file it is for, and writes only what
 * changed in this window. So windows that share the folder leave each other's reviews alone, and what could not be read
 * is there still when it can be.
 */
export function reviewStore(parts: ReviewStoreParts): ReviewStore {
  return new ReviewsOnDisk(parts);
}

class ReviewsOnDisk implements ReviewStore {
  readonly #parts: ReviewStoreParts;
  readonly #disk: Disk;
  readonly #folder: string;
  /** Where earlier versions kept all reviews. */
  readonly #old: string;
  /** What this window knows to be on disk, by the name of the file. */
  readonly #written = new Map<string, string>();
  #wanted: ReadonlyMap<string, string> = new Map();
  #queue: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #troubled = false;

  constructor(parts: ReviewStoreParts) {
    this.#parts = parts;
    this.#disk = parts.disk ?? nodeDisk;
    this.#folder = join(parts.folder, 'reviews');
    this.#old = join(parts.folder, 'reviews.json');
  }

  async load(): Promise<readonly FileReview[]> {
    await this.#quietly(() => this.#takeOver());
    const names = (await this.#quietly(() => namesIn(this.#disk, this.#folder))) ?? [];
    const reviews: FileReview[] = [];
    for (const name of names.filter((one) => one.endsWith(ending))) {
      const text = await this.#quietly(() => this.#read(join(this.#folder, name)));
      if (text === undefined) continue;
      this.#written.set(name, text);
      reviews.push(...decodeReviews(text));
    }
    return reviews;
  }

  /** Resolves when the reviews are on disk, or cannot be put there: then it is tried again. */
  save(reviews: readonly FileReview[]): Promise<void> {
    this.#wanted = new Map(reviews.map((review) => [nameOf(review), encodeReviews([review])]));
    this.#queue = this.#queue.then(() => this.#write());
    return this.#queue;
  }

  async #write(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const wanted = this.#wanted;
      if (wanted.size > 0) await makeFolder(this.#disk, this.#folder);
      for (const [name, text] of wanted) await this.#put(name, text);
      // Only what this window has seen: the others are for another window to decide.
      for (const name of [...this.#written.keys()].filter((one) => !wanted.has(one))) await this.#forget(name);
      this.#troubled = false;
    } catch (failure) {
      this.#trouble(failure);
      this.#timer = setTimeout(() => {
        this.#queue = this.#queue.then(() => this.#write());
      }, againAfterMs);
      this.#timer.unref();
    }
  }

  async #put(name: string, text: string): Promise<void> {
    if (this.#written.get(name) === text) return;
    await replaceFile(this.#disk, join(this.#folder, name), text);
    this.#written.set(name, text);
  }

  async #forget(name: string): Promise<void> {
    await this.#disk.rm(join(this.#folder, name), { force: true });
    this.#written.delete(name);
  }

  /** The file of an earlier version goes only once all that it holds has a file of its own. */
  async #takeOver(): Promise<void> {
    const text = await this.#read(this.#old);
    if (text === undefined) return;
    await makeFolder(this.#disk, this.#folder);
    const known = new Set(await namesIn(this.#disk, this.#folder));
    for (const review of decodeReviews(text)) {
      const name = nameOf(review);
      if (!known.has(name)) await replaceFile(this.#disk, join(this.#folder, name), encodeReviews([review]));
    }
    await this.#disk.rm(this.#old, { force: true });
  }

  /** `undefined` where there is no such file. */
  async #read(path: string): Promise<string | undefined> {
    try {
      return await this.#disk.readFile(path, 'utf8');
    } catch (failure) {
      if (hasCode(failure, 'ENOENT')) return undefined;
      throw failure;
    }
  }

  async #quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (failure) {
      this.#trouble(failure);
      return undefined;
    }
  }

  #trouble(failure: unknown): void {
    if (!this.#troubled) this.#parts.onTrouble(failure);
    this.#troubled = true;
  }
}

function nameOf({ uri }: FileReview): string {
  return `${createHash('sha256').update(uri).digest('hex').slice(0, 32)}${ending}`;
}
