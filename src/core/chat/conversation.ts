import type { Remedy } from '../errors.ts';
import type { Effort, FinishReason, Trimmed, Usage } from './messages.ts';

/** How the lines of a stretch of code were chosen. */
export type CodeOrigin = 'selection' | 'symbol' | 'visible';

/** What an attachment is: some lines of a file, or something else as a whole. */
export type Origin = CodeOrigin | 'file' | 'folder' | 'problems' | 'changes' | 'terminal';

/** What went along with a message: where it stood and what it was when the message was sent. */
export interface Attachment {
  /** Path as shown to the user and to the model: relative to the workspace, with `/`. */
  readonly path: string;
  /** The document or folder, so that it can be opened again; empty where there is none. */
  readonly uri: string;
  readonly languageId: string;
  /** First and last line, counted from 1; of the text itself where it is no part of a file. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly code: string;
  readonly origin: Origin;
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
  /** What did not go along with the question because there was no room. */
  readonly trimmed?: Trimmed;
  /** What was asked otherwise than the settings say, by a button for another try. */
  readonly asked?: Asked;
  /** While it waits: the next try, after one that failed and may pass. */
  readonly delay?: Delay;
  readonly at: number;
}

/** A wait before the next try of a request. */
export interface Delay {
  /** The attempt that comes next, 2 or more. */
  readonly attempt: number;
  /** When it comes, in milliseconds since 1970. */
  readonly until: number;
  /** Why the last one failed, in words. */
  readonly message: string;
}

/** What one request asks for beside its messages; what is left out, the settings say. */
export interface Asked {
  readonly maxTokens?: number;
  readonly effort?: Effort;
}

export type Turn = UserTurn | AssistantTurn;

export interface Conversation {
  readonly id: string;
  readonly turns: readonly Turn[];
}

/** How a reply ended. The texts are there only where the whole reads otherwise than its pieces did. */
export type Outcome = Pick<AssistantTurn, 'usage' | 'cost' | 'durationMs' | 'finish' | 'failure'> &
  Partial<Pick<AssistantTurn, 'text' | 'reasoning'>> & {
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
  | { readonly type: 'replyDelayed'; readonly id: string; readonly delay: Delay }
  | { readonly type: 'replyTrimmed'; readonly id: string; readonly trimmed: Trimmed }
  | { readonly type: 'replyReopened'; readonly id: string; readonly asked: Asked }
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
      return updateReply(conversation, change.id, (turn) => ({ ...withoutDelay(turn), ...change.outcome }));
    case 'replyDelayed':
      return updateReply(conversation, change.id, (turn) => ({ ...turn, delay: change.delay }));
    case 'replyTrimmed':
      return updateReply(conversation, change.id, (turn) => ({ ...turn, trimmed: change.trimmed }));
    case 'replyReopened':
      return updateReply(conversation, change.id, (turn) => reopened(turn, change.asked));
  }
}

function withoutDelay({ delay, ...turn }: AssistantTurn): AssistantTurn {
  return turn;
}

/** A reply that goes on: what came and what it took so far stay, how it ended does not. */
function reopened({ finish, failure, ...turn }: AssistantTurn, asked: Asked): AssistantTurn {
  return { ...turn, status: 'waiting', asked };
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

/** Whether a reply can go on where it stopped: some of it came, and not all. */
export function canContinue(turn: AssistantTurn): boolean {
  if (turn.text.trim() === '' || isPending(turn)) return false;
  return turn.status !== 'done' || turn.finish === 'length' || turn.finish === 'cutOff';
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
