import type { Remedy } from '../errors.ts';
import type { FinishReason, Usage } from './messages.ts';

/** Code that went along with a message: where it stood and what it was when the message was sent. */
export interface Attachment {
  /** Path as shown to the user and to the model: relative to the workspace, with `/`. */
  readonly path: string;
  /** The document, so that it can be opened again. */
  readonly uri: string;
  readonly languageId: string;
  /** First and last line, counted from 1. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly code: string;
  /** How the lines were chosen. */
  readonly origin: 'selection' | 'symbol' | 'visible';
}

export interface UserTurn {
  readonly id: string;
  readonly role: 'user';
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A failed reply as shown in place: the words and the buttons of `describe`. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
  readonly detail: string;
  readonly remedies: readonly Remedy[];
}

export type ReplyStatus = 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

export interface AssistantTurn {
  readonly id: string;
  readonly role: 'assistant';
  /** The user's turn this answers. */
  readonly replyTo: string;
  readonly model: string;
  readonly status: ReplyStatus;
  /** Markdown, as far as it came. */
  readonly text: string;
  readonly reasoning: string;
  readonly usage?: Usage;
  /** US dollars, by `usage` and the price settings. */
  readonly cost?: number;
  /** Milliseconds from sending to the last byte. */
  readonly durationMs?: number;
  readonly finish?: FinishReason;
  readonly failure?: Failure;
  readonly at: number;
}

export type Turn = UserTurn | AssistantTurn;

export interface Conversation {
  readonly id: string;
  readonly turns: readonly Turn[];
}

/** How a reply ended. */
export type Outcome = Pick<AssistantTurn, 'usage' | 'cost' | 'durationMs' | 'finish' | 'failure'> & {
  readonly status: 'done' | 'stopped' | 'failed';
};

/**
 * Everything that can happen to a conversation. Host and webview apply the same changes to the same state,
 * so only changes cross between them.
 */
export type Change =
  | { readonly type: 'turnAdded'; readonly turn: Turn }
  | { readonly type: 'answerAppended'; readonly id: string; readonly text: string }
  | { readonly type: 'reasoningAppended'; readonly id: string; readonly text: string }
  | { readonly type: 'replySettled'; readonly id: string; readonly outcome: Outcome }
  | { readonly type: 'turnRemoved'; readonly id: string };

export function emptyConversation(id: string): Conversation {
  return { id, turns: [] };
}

/** The conversation after a change; a change to a turn that is not there leaves it as it is. */
export function applyChange(conversation: Conversation, change: Change): Conversation {
  switch (change.type) {
    case 'turnAdded':
      return { ...conversation, turns: [...conversation.turns, change.turn] };
    case 'turnRemoved':
      return { ...conversation, turns: conversation.turns.filter((turn) => turn.id !== change.id) };
    case 'answerAppended':
      return updateReply(conversation, change.id, (turn) => ({ ...turn, status: 'streaming', text: turn.text + change.text }));
    case 'reasoningAppended':
      return updateReply(conversation, change.id, (turn) => ({
        ...turn,
        status: 'streaming',
        reasoning: turn.reasoning + change.text,
      }));
    case 'replySettled':
      return updateReply(conversation, change.id, (turn) => ({ ...turn, ...change.outcome }));
  }
}

function updateReply(
  conversation: Conversation,
  id: string,
  update: (turn: AssistantTurn) => AssistantTurn,
): Conversation {
  const index = conversation.turns.findLastIndex((turn) => turn.id === id);
  const turn = conversation.turns[index];
  if (turn?.role !== 'assistant') return conversation;
  return { ...conversation, turns: conversation.turns.with(index, update(turn)) };
}

/** Whether a reply is still on its way. */
export function isPending(turn: Turn): turn is AssistantTurn & { readonly status: 'waiting' | 'streaming' } {
  return turn.role === 'assistant' && (turn.status === 'waiting' || turn.status === 'streaming');
}

/**
 * A conversation read back from storage: a reply that was on its way when the window went away
 * keeps what came of it and is marked as stopped.
 */
export function settleInterrupted(conversation: Conversation): Conversation {
  const turns = conversation.turns.map((turn) => (isPending(turn) ? { ...turn, status: 'stopped' as const, finish: 'cutOff' as const } : turn));
  return { ...conversation, turns };
}
