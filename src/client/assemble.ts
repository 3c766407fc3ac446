import type { ModelReply } from '../core/chat/messages.ts';
import type { RawReply } from './decode.ts';

/** A reply as the use cases see it. */
export function assembleReply({ text, reasoning, usage, finish }: RawReply): ModelReply {
  return { text, reasoning, toolCalls: [], usage, finish };
}
