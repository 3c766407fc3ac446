import type { HostMessage } from '../protocol/messages.ts';

/** Longest wait for a frame, in milliseconds: a page that cannot be seen gets none. */
const longestWait = 250;

/** Gathers messages and hands them over together, once per frame. */
export class Inbox {
  readonly #deliver: (messages: readonly HostMessage[]) => void;
  #messages: HostMessage[] = [];
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deliver: (messages: readonly HostMessage[]) => void) {
    this.#deliver = deliver;
  }

  add(message: HostMessage): void {
    this.#messages.push(message);
    if (this.#timer !== undefined) return;
    this.#frame = requestAnimationFrame(() => this.#flush());
    this.#timer = setTimeout(() => this.#flush(), longestWait);
  }

  #flush(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const messages = this.#messages;
    this.#messages = [];
    this.#deliver(messages);
  }
}
