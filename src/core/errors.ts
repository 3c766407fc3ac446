import type { Usage } from './chat/messages.ts';

/**
 * The one error type: a reason that code can switch on, details for its words, a cause for the log.
 * `describe.ts` is the only place that turns a reason into words.
 */
export type Reason =
  | 'noKey'
  | 'keyWithheld'
  | 'unauthorized'
  | 'forbidden'
  | 'noSuchModel'
  | 'badRequest'
  | 'badSetting'
  | 'tooLarge'
  | 'messageTooLarge'
  | 'rateLimited'
  | 'quota'
  | 'capacity'
  | 'server'
  | 'timeout'
  | 'offline'
  | 'unreachable'
  | 'disconnected'
  | 'certificate'
  | 'proxy'
  | 'redirected'
  | 'malformedReply'
  | 'tooMuch'
  | 'cancelled'
  | 'emptyReply'
  | 'lengthLimit'
  | 'cutOff'
  | 'stalled'
  | 'keyNotStored'
  | 'noEditor'
  | 'noCode'
  | 'editRefused'
  | 'notAttached'
  | 'notAChat'
  | 'chatGone'
  | 'notSaved'
  | 'notRead'
  | 'unexpected';

/** What a button beside an error does. The host gives each its command. */
export type Remedy =
  | 'setKey'
  | 'retry'
  | 'continue'
  | 'raiseMaxTokens'
  | 'lessReasoning'
  | 'openSettings'
  | 'checkConnection'
  | 'openNetworkSettings'
  | 'openLog';

/** What each button says. */
export const remedyLabels: Readonly<Record<Remedy, string>> = {
  setKey: 'Set API Key',
  retry: 'Try Again',
  continue: 'Continue',
  raiseMaxTokens: 'Allow More Tokens',
  lessReasoning: 'Less Reasoning',
  openSettings: 'Open Settings',
  checkConnection: 'Check Connection',
  openNetworkSettings: 'Network Settings',
  openLog: 'Open Log',
};

/** How a second try differs from the first. */
export interface RetryChange {
  /** Allow the reply several times as many tokens as the setting does. */
  readonly moreTokens?: true;
  /** Ask for less reasoning than the setting does. */
  readonly lessReasoning?: true;
}

export interface Details {
  /** HTTP status, where one came. */
  readonly status?: number;
  /** The endpoint's own error code, where one came. */
  readonly code?: number;
  /** The endpoint's own words, or what exactly is wrong; shown behind ours. Never holds the key. */
  readonly said?: string;
  /** How long the endpoint asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** How often the request was sent, 1 or more. */
  readonly attempts?: number;
  /** The setting at fault, its value and what it may be. */
  readonly setting?: string;
  /** The host name the request went to. */
  readonly host?: string;
  /** The time limit that ran out, in seconds. */
  readonly seconds?: number;
  /** What a message comes to in tokens, and what there is room for. */
  readonly tokens?: number;
  readonly limit?: number;
  /** How much came of an answer that was larger than any reply, in words. */
  readonly came?: string;
  /** What was billed all the same. */
  readonly usage?: Usage;
  /** The word with which the endpoint ended a reply before it was whole. */
  readonly cutOffBy?: string;
  /** What came of the reply was put into the chat. */
  readonly inChat?: true;
}

export class AssistantError extends Error {
  override readonly name = 'AssistantError';
  readonly reason: Reason;
  readonly details: Details;
  /** Does again what failed, with a change where one is given; set by the use case that can. */
  retry: ((change?: RetryChange) => Promise<unknown>) | undefined;

  constructor(reason: Reason, details: Details = {}, cause?: unknown) {
    super(details.said === undefined ? reason : `${reason}: ${details.said}`, cause === undefined ? {} : { cause });
    this.reason = reason;
    this.details = details;
  }
}

/** Any thrown value as the one error type; what is unknown becomes `unexpected` and keeps its cause. */
export function toAssistantError(thrown: unknown): AssistantError {
  if (thrown instanceof AssistantError) return thrown;
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  return new AssistantError('unexpected', { said }, thrown);
}

export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof AssistantError && thrown.reason === 'cancelled';
}
