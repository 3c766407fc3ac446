import { type Change, type Outcome, type Snapshot, type Turn } from './conversation.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText: Check = (value) => typeof value === 'string';
/** JSON reads a number too large for JavaScript, such as `1e400`, as infinity, which cannot be written again. */
const isNumber: Check = (value) => Number.isFinite(value);
/** Milliseconds since 1970, as far as JavaScript has dates (ECMAScript, "Time Values and Time Range"). */
const latestTime = 8.64e15;
const isTime: Check = (value) => typeof value === 'number' && Math.abs(value) <= latestTime;
/** Lines, tokens and the like: larger numbers no longer count one by one. */
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag: Check = (value) => typeof value === 'boolean';
const optional = (check: Check): Check => (value) => value === undefined || check(value);
const listOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);
const oneOf = (...values: readonly string[]): Check => (value) => isText(value) && values.includes(value as string);
const withFields = (shape: Readonly<Record<string, Check>>): Check => (value) =>
  isFields(value) && Object.entries(shape).every(([name, check]) => check(value[name]));

const isAttachment = withFields({
  path: isText, uri: isText, languageId: isText, code: isText, firstLine: isCount, lastLine: isCount, origin: isText,
});

const isUserTurn = withFields({
  role: oneOf('user'), id: isText, text: isText, at: isTime, after: optional(isText), attachments: listOf(isAttachment),
});

const isUsage = withFields({ promptTokens: isNumber, completionTokens: isNumber, totalTokens: isNumber });
const isFailure = withFields({
  reason: isText,
  message: isText,
  detail: isText,
  remedies: listOf(isText),
  retryAt: optional(isTime),
});

const isAsked = withFields({ maxTokens: optional(isNumber), effort: optional(isText) });
const isDelay = withFields({ attempt: isCount, until: isTime, message: isText });
const isTrimmed = withFields({ exchanges: isNumber, tokens: isNumber });

const ending = {
  usage: optional(isUsage),
  cost: optional(isNumber),
  durationMs: optional(isNumber),
  reasoningMs: optional(isNumber),
  finish: optional(isText),
  cutOffBy: optional(isText),
  failure: optional(isFailure),
} as const;

const isReplyTurn = withFields({
  role: oneOf('assistant'), id: isText, replyTo: isText, model: isText, text: isText, reasoning: isText, at: isTime,
  status: oneOf('waiting', 'streaming', 'done', 'stopped', 'failed'),
  asked: optional(isAsked),
  delay: optional(isDelay),
  trimmed: optional(isTrimmed),
  ...ending,
});

const isOutcome = withFields({
  status: oneOf('done', 'stopped', 'failed'),
  text: optional(isText),
  reasoning: optional(isText),
  ...ending,
});

function isTurn(value: unknown): value is Turn {
  return isUserTurn(value) || isReplyTurn(value);
}

const withId = withFields({ id: isText });
const withIdAndText = withFields({ id: isText, text: isText });

/** What each change must hold. */
const changes: Readonly<Record<Change['type'], Check>> = {
  turnAdded: withFields({ turn: isTurn }),
  answerAppended: withIdAndText,
  reasoningAppended: withIdAndText,
  replyDelayed: withFields({ id: isText, delay: isDelay }),
  replyTrimmed: withFields({ id: isText, trimmed: isTrimmed }),
  replyReopened: withFields({ id: isText, asked: isAsked }),
  replySettled: withFields({ id: isText, outcome: (value): value is Outcome => isOutcome(value) }),
  turnRemoved: withId,
  branchChosen: withId,
  renamed: withFields({ title: isText }),
  pinned: withFields({ pinned: isFlag }),
};

export function isChange(value: unknown): value is Change {
  if (!isFields(value) || typeof value['type'] !== 'string') return false;
  return Object.hasOwn(changes, value['type']) && changes[value['type'] as Change['type']](value);
}

const isBranched = withFields({
  id: isText, title: optional(isText), pinned: optional(isFlag), all: listOf(isTurn), chosen: listOf(isText),
});

/**
 * Reads a whole conversation from a file or a text; `undefined` when it is none. Never throws.
 * The first version kept a list of turns without branches.
 */
export function decodeConversation(value: unknown): Snapshot | undefined {
  if (isBranched(value)) return value as Snapshot;
  if (!isFields(value)) return undefined;
  const { id, turns } = value;
  return typeof id === 'string' && Array.isArray(turns) && turns.every(isTurn)
    ? { id, all: turns, chosen: [] }
    : undefined;
}
