import type { FinishReason, Usage } from '../../core/chat/messages.ts';

/** What a body or stream held, before harmony and tool calls are read from it. */
export interface RawReply {
  readonly text: string;
  /** Reasoning that came in a field of its own. */
  readonly reasoning: string;
  /** Entries of `tool_calls` as they came. */
  readonly nativeToolCalls: readonly unknown[];
  readonly usage: Usage | undefined;
  readonly finish: FinishReason;
  /** See `ModelReply`. */
  readonly cutOffBy?: string;
}

export type DecodeFailureKind = 'envelope' | 'html' | 'empty' | 'notJson' | 'cutOffJson' | 'tooDeep' | 'unknownShape';

/** Why a body is no reply. `messages` are the endpoint's own words, never empty strings. */
export interface DecodeFailure {
  readonly kind: DecodeFailureKind;
  /** The service's code, from a field or from within a message. */
  readonly code?: number;
  readonly messages: readonly string[];
}

export type Decoded =
  | { readonly ok: true; readonly reply: RawReply }
  | ({ readonly ok: false } & DecodeFailure);
