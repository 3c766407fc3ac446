import type { Message } from '../core/chat/messages.ts';
import { estimateTokens, messageFraming, type TokenEstimate } from '../core/chat/tokens.ts';
import type { TokenCounter } from './ports.ts';

/**
 * What messages cost, each counted once: a message that goes along again, as those of earlier turns do,
 * is the same object.
 */
export class MessageCosts {
  readonly #counter: TokenCounter;
  readonly #estimates = new WeakMap<Message, TokenEstimate>();
  readonly #exact = new WeakMap<Message, number>();

  constructor(counter: TokenCounter) {
    this.#counter = counter;
  }

  estimate(messages: readonly Message[]): TokenEstimate {
    let likely = 0;
    let most = 0;
    for (const message of messages) {
      const one = this.#estimateOf(message);
      likely += one.likely + messageFraming;
      most += one.most + messageFraming;
    }
    return { likely, most };
  }

  /** Exact as far as the limit; what is beyond it is only known to be more. */
  async exact(messages: readonly Message[], limit: number): Promise<number> {
    let tokens = 0;
    for (const message of messages) tokens += (await this.#exactOf(message, limit)) + messageFraming;
    return tokens;
  }

  #estimateOf(message: Message): TokenEstimate {
    const known = this.#estimates.get(message);
    if (known !== undefined) return known;
    const estimate = estimateTokens(message.content);
    this.#estimates.set(message, estimate);
    return estimate;
  }

  async #exactOf(message: Message, limit: number): Promise<number> {
    const known = this.#exact.get(message);
    if (known !== undefined) return known;
    const tokens = await this.#counter.count(message.content, limit);
    if (tokens <= limit) this.#exact.set(message, tokens);
    return tokens;
  }
}
