/** Most paths that go into one question. */
const perQuestion = 200;

/** How long paths are gathered before they are asked for, in milliseconds. */
const gatherMs = 50;

/** A place in the page that waits for an answer. Held weakly: one that was taken away would keep its whole reply. */
interface Waiting {
  tell(): void;
}

/** Finds out which of the files that replies name are there; asks for each path once. */
export class FileLookup {
  readonly #ask: (paths: readonly string[]) => void;
  readonly #there = new Map<string, boolean>();
  readonly #waiting = new Map<string, Waiting[]>();
  #unasked: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: (paths: readonly string[]) => void) {
    this.#ask = ask;
  }

  /** Calls `found` with `place` once the file is known to be there. `found` must not hold the place itself. */
  find<Place extends object>(path: string, place: Place, found: (place: Place) => void): void {
    if (this.#there.get(path) === true) found(place);
    if (this.#there.has(path)) return;
    const waiting = this.#waiting.get(path);
    if (waiting === undefined) {
      this.#waiting.set(path, [weakly(place, found)]);
      this.#unasked.push(path);
      this.#timer ??= setTimeout(() => this.#askGathered(), gatherMs);
    } else waiting.push(weakly(place, found));
  }

  /** Takes the answer to a question: of the paths asked for, those that are there. */
  answer(asked: readonly string[], found: readonly string[]): void {
    const there = new Set(found);
    for (const path of asked) {
      this.#there.set(path, there.has(path));
      const waiting = this.#waiting.get(path) ?? [];
      this.#waiting.delete(path);
      if (there.has(path)) for (const one of waiting) one.tell();
    }
  }

  #askGathered(): void {
    this.#timer = undefined;
    const paths = this.#unasked;
    this.#unasked = [];
    for (let at = 0; at < paths.length; at += perQuestion) this.#ask(paths.slice(at, at + perQuestion));
  }
}

function weakly<Place extends object>(place: Place, found: (place: Place) => void): Waiting {
  const held = new WeakRef(place);
  return {
    tell: () => {
      const still = held.deref();
      if (still !== undefined) found(still);
    },
  };
}
