import { applyChange, type Conversation, type UserTurn } from '../core/chat/conversation.ts';
import { conversationOf } from '../core/chat/conversationOf.ts';
import type { ChatSummary } from '../core/chat/summary.ts';
import type { ContextChip, ContextChoice } from '../core/context/chips.ts';
import type { HostMessage, ViewStatus } from '../protocol/messages.ts';

/** What the host has told so far; nothing before its first message. */
export interface ViewState {
  readonly conversation?: Conversation;
  readonly status?: ViewStatus;
  /** The latest chats. */
  readonly recent?: readonly ChatSummary[];
  /** How often the host asked what would be sent. */
  readonly requestsWanted?: number;
  readonly context?: { readonly chips: readonly ContextChip[]; readonly notice: string };
  /** What was picked from the list and cannot go along. */
  readonly refused?: { readonly choice: string };
  readonly found?: { readonly search: number; readonly choices: readonly ContextChoice[] };
}

/** The state after a message; one that changes nothing gives back the same object. */
export function applyMessage(state: ViewState, message: HostMessage): ViewState {
  switch (message.type) {
    case 'opened':
      return { ...state, conversation: conversationOf(message.conversation), status: message.status };
    case 'changed':
      if (state.conversation === undefined) return state;
      return { ...state, conversation: applyChange(state.conversation, message.change) };
    case 'status':
      return { ...state, status: message.status };
    case 'context':
      return { ...state, context: { chips: message.chips, notice: message.notice } };
    case 'choices':
      return { ...state, found: { search: message.search, choices: message.choices } };
    case 'choiceRefused':
      return { ...state, refused: { choice: message.choice } };
    case 'recentChats':
      return { ...state, recent: message.chats };
    case 'showRequest':
      return { ...state, requestsWanted: (state.requestsWanted ?? 0) + 1 };
    case 'focusComposer':
    case 'filesFound':
      return state;
  }
}

export function userTurns({ conversation }: ViewState): readonly UserTurn[] {
  return conversation?.turns.filter((turn) => turn.role === 'user') ?? [];
}
