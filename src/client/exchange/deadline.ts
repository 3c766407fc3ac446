/** Longest time a timer takes, in milliseconds: a signed 32-bit number, 24.8 days. With more, it fires at once. */
const longestTimer = 2 ** 31 - 1;

/** A time limit that can be set anew: for the first answer, then for each silence in a stream. */
export class Deadline {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ms = 0;

  constructor(ms: number) {
    this.restart(ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get expired(): boolean {
    return this.signal.aborted;
  }

  /** The limit that holds now, in seconds, to a tenth. */
  get seconds(): number {
    return Math.round(this.#ms / 100) / 10;
  }

  restart(ms: number): void {
    this.#ms = ms;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), Math.min(ms, longestTimer));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
