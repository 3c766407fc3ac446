/** Walks through the messages sent before, newest first, as a shell does. */
export class History {
  #index = 0;
  #shown: string | undefined;

  /**
   * The message before (`-1`) or after (`1`) the one shown; `undefined` where the key should keep its meaning:
   * the box holds something of the user's own, or there is no such message.
   */
  step(direction: -1 | 1, box: string, sent: readonly string[]): string | undefined {
    if (box !== (this.#shown ?? '')) this.reset();
    if (box !== '' && this.#shown === undefined) return undefined;
    const index = this.#index - direction;
    if (index < 0 || index > sent.length || (index === 0 && this.#shown === undefined)) return undefined;
    this.#index = index;
    this.#shown = index === 0 ? undefined : (sent.at(-index) ?? '');
    return this.#shown ?? '';
  }

  reset(): void {
    this.#index = 0;
    this.#shown = undefined;
  }
}
