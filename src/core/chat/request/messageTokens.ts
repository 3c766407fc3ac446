import type { Message } from '../messages.ts';
import { estimateTokens, messageFraming, type TokenEstimate } from './tokens.ts';

const estimates = new WeakMap<Message, TokenEstimate>();

/** What a message may cost with what the format puts around it; read once, however often it goes along. */
function estimateMessage(message: Message): TokenEstimate {
  const known = estimates.get(message);
  if (known !== undefined) return known;
  const { likely, most } = estimateTokens(message.content);
  const estimate = { likely: likely + messageFraming, most: most + messageFraming };
  estimates.set(message, estimate);
  return estimate;
}

export function estimateMessages(messages: readonly Message[]): TokenEstimate {
  let likely = 0;
  let most = 0;
  for (const message of messages) {
    const estimate = estimateMessage(message);
    likely += estimate.likely;
    most += estimate.most;
  }
  return { likely, most };
}
