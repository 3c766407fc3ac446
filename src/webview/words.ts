import type { AssistantTurn, Attachment, Delay, Turn } from '../core/chat/conversation.ts';
import { formatCost, formatTokens } from '../core/chat/request/cost.ts';
import type { Trimmed } from '../core/chat/messages.ts';

export const originLabels: Readonly<Record<Attachment['origin'], string>> = {
  selection: 'selected code',
  symbol: 'code around the cursor',
  visible: 'visible lines',
  file: 'whole file',
  folder: 'files and folders',
  problems: 'problems reported',
  changes: 'uncommitted changes',
  terminal: 'terminal text',
};

/** The picture of each, by its codicon. */
export const originIcons: Readonly<Record<Attachment['origin'], string>> = {
  selection: 'file-code',
  symbol: 'symbol-method',
  visible: 'file-code',
  file: 'file',
  folder: 'folder',
  problems: 'warning',
  changes: 'git-compare',
  terminal: 'terminal',
};

/** A duration as shown: `0.8 s`, `12 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A model's name without its vendor. */
export function shortModel(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1);
}

/** What a reply took, in the order shown under it. */
export function figuresOf({ usage, cost, durationMs, model }: AssistantTurn): string[] {
  return [
    ...(usage === undefined ? [] : [formatTokens(usage.totalTokens)]),
    ...(cost === undefined ? [] : [formatCost(cost)]),
    ...(durationMs === undefined ? [] : [formatDuration(durationMs)]),
    shortModel(model),
  ];
}

/** The token count taken apart, for whoever points at it. */
export function usageDetail({ usage, model }: AssistantTurn): string {
  if (usage === undefined) return model;
  return `${formatTokens(usage.promptTokens)} sent, ${formatTokens(usage.completionTokens)} received. ${model}`;
}

/** What a reply was written without. */
export function leftOutWords({ exchanges, tokens }: Trimmed): string {
  const one = 'the oldest question with its reply';
  const what = exchanges === 1 ? one : `the ${exchanges} oldest questions with their replies`;
  return `Not sent, to fit the context window: ${what}, about ${formatTokens(tokens)}.`;
}

/** What the replies took together: their number, tokens and cost; nothing where there is only one. */
export function sumOf(turns: readonly Turn[]): string[] {
  const replies = turns.filter((turn) => turn.role === 'assistant').filter(({ usage }) => usage !== undefined);
  if (replies.length < 2) return [];
  const tokens = replies.reduce((sum, { usage }) => sum + (usage?.totalTokens ?? 0), 0);
  const cost = replies.reduce((sum, reply) => sum + (reply.cost ?? 0), 0);
  return [`${replies.length} replies`, formatTokens(tokens), formatCost(cost)];
}

/** From when on the wait is counted, in seconds. */
const slowAfter = 5;

/** What is said while nothing comes: how long it has been, or why and when there is another try. */
export function waitWords(seconds: number, delay: Delay | undefined, now: number): string {
  if (delay === undefined) return thinkingWords(seconds);
  const left = Math.ceil((delay.until - now) / 1000);
  if (left <= 0) return `Trying again (try ${delay.attempt})`;
  return `${firstSentence(delay.message)} Trying again in ${left} s.`;
}

function thinkingWords(seconds: number): string {
  if (seconds < slowAfter) return 'Thinking';
  return `Still thinking, ${seconds < 10 ? `${seconds} s` : formatDuration(seconds * 1000)}`;
}

/** What happened; what to do about it is being done. */
function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(message)?.[0] ?? message;
}

/** How long the model reasoned, as the heading over its reasoning. */
export function reasoningTitle(reasoningMs: number | undefined): string {
  return reasoningMs === undefined ? 'Reasoning' : `Thought for ${formatDuration(reasoningMs)}`;
}

const failureIcons: Readonly<Record<string, string>> = {
  noKey: 'key',
  unauthorized: 'key',
  forbidden: 'lock',
  rateLimited: 'watch',
  capacity: 'watch',
  quota: 'credit-card',
  timeout: 'clockface',
  offline: 'debug-disconnect',
  server: 'server',
};

/** The picture beside a failure. */
export function failureIcon(reason: string | undefined): string {
  return reason !== undefined && Object.hasOwn(failureIcons, reason) ? (failureIcons[reason] ?? 'error') : 'error';
}

/** What is said to a screen reader when the last turn went from `before` to `after`; nothing while text comes in. */
export function announcement(before: Turn | undefined, after: Turn | undefined): string | undefined {
  if (after?.role !== 'assistant') return undefined;
  const same = before?.id === after.id && before.role === 'assistant' ? before : undefined;
  if (after.delay !== undefined && after.delay !== same?.delay) {
    return `${firstSentence(after.delay.message)} Trying again shortly.`;
  }
  const known = same?.status;
  if (known === after.status) return undefined;
  switch (after.status) {
    case 'waiting':
      return 'Waiting for the reply';
    case 'streaming':
      return known === 'waiting' ? 'The reply is coming in' : undefined;
    case 'done':
      if (after.finish === 'cutOff') return 'Reply cut off';
      return after.finish === 'length' ? 'Reply cut off at the token limit' : 'Reply finished';
    case 'stopped':
      return 'Reply stopped';
    case 'failed':
      return `Reply failed. ${after.failure?.message ?? ''}`.trim();
  }
}
