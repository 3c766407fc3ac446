import type { Conversation } from '../conversation.ts';
import type { Message } from '../messages.ts';
import { chatMessages, turnsUpTo } from './prompts.ts';

/** What led to a reply, and the reply itself. */
export interface Answered {
  readonly asked: readonly Message[];
  readonly reply: string;
}

/** The newest reply of a conversation in which some code stands; undefined where none has it. */
export function answeredWith(conversation: Conversation, code: string): Answered | undefined {
  const wanted = code.trim();
  const turn = conversation.turns.findLast((one) => one.role === 'assistant' && one.text.includes(wanted));
  if (turn?.role !== 'assistant' || wanted === '') return undefined;
  return { asked: chatMessages(turnsUpTo(conversation, turn.replyTo), 'default'), reply: turn.text };
}
