import type { Message } from '../../core/chat/messages.ts';
import { messageFraming } from '../../core/chat/request/tokens.ts';
import type { TokenCounter } from '../ports.ts';

/**
 * What messages cost exactly, each counted once: a message that goes along again, as those of earlier turns do,
 * is the same object.
 */
export class MessageCosts {
  readonly #counter: TokenCounter;
  readonly #known = new WeakMap<Message, number>();

  constructor(counter: TokenCounter) {
    this.#counter = counter;
  }

  /** Exact as far as the limit; what is beyond it is only known to be more. */
  async of(messages: readonly Message[], limit: number): Promise<number> {
    let tokens = 0;
    for (const message of messages) tokens += (await this.#tokensOf(message, limit)) + messageFraming;
    return tokens;
  }

  async #tokensOf(message: Message, limit: number): Promise<number> {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    const tokens = await this.#counter.count(message.content, limit);
    if (tokens <= limit) this.#known.set(message, tokens);
    return tokens;
  }
}
