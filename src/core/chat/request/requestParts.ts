import type { Message } from '../messages.ts';

/** A request's messages by what may be left out of it. */
export interface RequestParts {
  /** The system message. */
  readonly fixed: readonly Message[];
  /** Earlier exchanges, each a question with what was answered, oldest first. */
  readonly exchanges: readonly (readonly Message[])[];
  /** What is to be answered now. */
  readonly current: readonly Message[];
}

/** `keep`: how many messages at the end are what is to be answered now. */
export function partsOf(messages: readonly Message[], keep = 1): RequestParts {
  const begin = messages.findIndex(({ role }) => role !== 'system');
  const first = begin < 0 ? messages.length : begin;
  const last = Math.max(first, messages.length - keep);
  return {
    fixed: messages.slice(0, first),
    exchanges: exchangesOf(messages.slice(first, last)),
    current: messages.slice(last),
  };
}

function exchangesOf(messages: readonly Message[]): Message[][] {
  const exchanges: Message[][] = [];
  for (const message of messages) {
    const open = exchanges.at(-1);
    if (message.role === 'user' || open === undefined) exchanges.push([message]);
    else open.push(message);
  }
  return exchanges;
}
