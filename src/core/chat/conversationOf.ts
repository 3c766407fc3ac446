import { changesTo, type Conversation, emptyConversation, type Snapshot } from './conversation.ts';
import { ConversationBuilder } from './conversationBuilder.ts';

/** The conversation that a snapshot stands for: what its changes make of an empty one. */
export function conversationOf(snapshot: Snapshot): Conversation {
  const builder = new ConversationBuilder(emptyConversation(snapshot.id));
  for (const change of changesTo(snapshot)) builder.apply(change);
  return builder.conversation;
}
