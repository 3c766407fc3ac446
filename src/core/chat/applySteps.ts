import { applyChange, type Change, type Conversation } from './conversation.ts';
import { ConversationBuilder } from './conversationBuilder.ts';

/** So few changes are applied one by one: for more, it is worth looking through the whole conversation first. */
const few = 8;

/** The conversation after changes, as a generator, so that many of them can be applied in steps. */
export function* applySteps(
  conversation: Conversation,
  changes: readonly Change[],
): Generator<undefined, Conversation> {
  if (changes.length <= few) return changes.reduce(applyChange, conversation);
  const builder = new ConversationBuilder(conversation);
  for (const change of changes) {
    builder.apply(change);
    yield;
  }
  return builder.conversation;
}
