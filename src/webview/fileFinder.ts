import { post } from './vscode.ts';

/** Most paths the host takes in one question. */
const perQuestion = 200;

/** How long names are gathered before the host is asked, in milliseconds. */
const gatherMs = 50;

/** Asks the host which of the files that replies name are there; each path once. */
class FileFinder {
  readonly #there = new Map<string, boolean>();
  readonly #waiting = new Map<string, (() => void)[]>();
  #unasked: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  find(path: string, found: () => void): void {
    if (this.#there.get(path) === true) found();
    if (this.#there.has(path)) return;
    const waiting = this.#waiting.get(path);
    if (waiting === undefined) {
      this.#waiting.set(path, [found]);
      this.#unasked.push(path);
      this.#timer ??= setTimeout(() => this.#ask(), gatherMs);
    } else waiting.push(found);
  }

  /** Takes the host's answer. */
  answer(asked: readonly string[], found: readonly string[]): void {
    const there = new Set(found);
    for (const path of asked) {
      this.#there.set(path, there.has(path));
      const waiting = this.#waiting.get(path) ?? [];
      this.#waiting.delete(path);
      if (there.has(path)) for (const tell of waiting) tell();
    }
  }

  #ask(): void {
    this.#timer = undefined;
    const paths = this.#unasked;
    this.#unasked = [];
    for (let at = 0; at < paths.length; at += perQuestion) post({ type: 'findFiles', paths: paths.slice(at, at + perQuestion) });
  }
}

export const fileFinder = new FileFinder();
