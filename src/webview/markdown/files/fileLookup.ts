/** Most paths that go into one question. */
const perQuestion = 200;

/** How long paths are gathered before they are asked for, in milliseconds. */
const gatherMs = 50;

/**
 * Most paths looked for in one reply. Nobody follows that many links, and each may cost a search through the workspace.
 * What a reply names beyond them stays text.
 */
export const mostPathsPerReply = 200;

/** A place in the page that waits for an answer. Held weakly: one that was taken away would keep its whole reply. */
interface Waiting {
  readonly reply: ReadonlySet<string>;
  tell(): void;
}

/** Looks for the files that one reply names. */
export interface ReplyFiles {
  /** Calls `found` with `place` once the file is known to be there. `found` must not hold the place itself. */
  readonly find: <Place extends object>(path: string, place: Place, found: (place: Place) => void) => void;
  /** The reply is not shown any more: what is not asked for yet never is. */
  readonly giveUp: () => void;
}

/** Finds out which of the files that replies name are there. Asks for each path once, and one question at a time. */
export class FileLookup {
  readonly #ask: (paths: readonly string[]) => void;
  readonly #there = new Map<string, boolean>();
  readonly #waiting = new Map<string, readonly Waiting[]>();
  #unasked: string[] = [];
  /** The question that has no answer yet. */
  #asked: readonly string[] | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** A new question stands in place of one that has no answer yet; one without paths only calls that off. */
  constructor(ask: (paths: readonly string[]) => void) {
    this.#ask = ask;
  }

  forReply(): ReplyFiles {
    const reply = new Set<string>();
    return {
      find: (path, place, found) => {
        if (this.#there.get(path) === true) found(place);
        if (this.#there.has(path) || (!reply.has(path) && reply.size >= mostPathsPerReply)) return;
        reply.add(path);
        this.#wait(path, { reply, tell: weakly(place, found) });
      },
      giveUp: () => this.#giveUp(reply),
    };
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
    // The answer to a question that was called off may still have been on its way.
    if (!isSame(asked, this.#asked)) return;
    this.#asked = undefined;
    this.#askSoon();
  }

  #wait(path: string, one: Waiting): void {
    const waiting = this.#waiting.get(path);
    this.#waiting.set(path, [...(waiting ?? []), one]);
    if (waiting !== undefined) return;
    this.#unasked.push(path);
    this.#askSoon();
  }

  #giveUp(reply: ReadonlySet<string>): void {
    for (const path of reply) {
      const others = this.#waiting.get(path)?.filter((one) => one.reply !== reply) ?? [];
      if (others.length === 0) this.#waiting.delete(path);
      else this.#waiting.set(path, others);
    }
    if (this.#asked === undefined || this.#asked.some((path) => this.#waiting.has(path))) return;
    this.#asked = undefined;
    this.#ask([]);
    this.#askSoon();
  }

  #askSoon(): void {
    if (this.#asked === undefined && this.#unasked.length > 0)
      this.#timer ??= setTimeout(() => this.#askGathered(), gatherMs);
  }

  #askGathered(): void {
    this.#timer = undefined;
    const wanted = [...new Set(this.#unasked)].filter((path) => this.#waiting.has(path));
    const paths = wanted.slice(0, perQuestion);
    this.#unasked = wanted.slice(perQuestion);
    if (paths.length === 0) return;
    this.#asked = paths;
    this.#ask(paths);
  }
}

function isSame(asked: readonly string[], question: readonly string[] | undefined): boolean {
  return asked.length === question?.length && asked.every((path, at) => path === question[at]);
}

function weakly<Place extends object>(place: Place, found: (place: Place) => void): () => void {
  const held = new WeakRef(place);
  return () => {
    const still = held.deref();
    if (still !== undefined) found(still);
  };
}
