import type { Arrival, ReplyDelta } from '../../app/ports.ts';
import { AssistantError } from '../../core/errors.ts';
import type { ClientConfig, ClientLog, WireRequest } from '../wire/config.ts';
import { Deadline } from './deadline.ts';
import { connectionFailure } from '../failures/connectionFailure.ts';
import { type Failure, httpFailure, retryAfterMs } from '../failures/failure.ts';
import type { Redact } from '../failures/redact.ts';
import type { Decoded, RawReply } from '../answer/rawReply.ts';
import { readAnswer } from '../answer/readAnswer.ts';
import type { Attempt } from './retry.ts';
import { mostCalls, tooMuch } from './limits.ts';
import { type Answer, send } from './transport.ts';

/** Longest silence within a stream where the configuration says nothing, in milliseconds. */
const usualIdleMs = 120_000;

export interface AttemptHooks {
  readonly onArrival: (arrival: Arrival) => void;
  readonly onDelta: (delta: ReplyDelta) => void;
  /** Whether pieces of a reply were given out: then nothing may be tried again, or they would come twice. */
  readonly delivered: () => boolean;
}

export interface AttemptParts {
  readonly config: ClientConfig;
  readonly log: ClientLog;
  readonly redact: Redact;
  readonly user: AbortSignal;
}

/** Sends a request, reads its answer, and says whether what failed is worth another try. */
export async function attempt(parts: AttemptParts, wire: WireRequest, hooks: AttemptHooks): Promise<Attempt<RawReply>> {
  const tried = await rawAttempt(parts, wire, hooks);
  const { redact } = parts;
  if (!tried.ok) return { ok: false, ...withoutKey(tried, redact) };
  const { cutOffBy } = tried.value;
  if (cutOffBy === undefined) return tried;
  return { ok: true, value: { ...tried.value, cutOffBy: redact(cutOffBy).slice(0, longestSaying) } };
}

async function rawAttempt(
  { config, log, user }: AttemptParts,
  wire: WireRequest,
  hooks: AttemptHooks,
): Promise<Attempt<RawReply>> {
  const { url, online, timeoutMs, idleMs = usualIdleMs } = config;
  // Comments and empty events are signs of life, but a reply has to come of them some time.
  const progress = new Deadline(timeoutMs);
  const silence = new Deadline(timeoutMs);
  const began = performance.now();
  let streams = false;
  const onPiece = (isProgress: boolean): void => {
    streams ||= isProgress;
    silence.restart(idleMs);
    if (isProgress) progress.restart(Math.max(idleMs, timeoutMs));
  };
  try {
    const answer = await send(wire, AbortSignal.any([user, progress.signal, silence.signal]));
    const { decoded, log: body } = await readAnswer(answer, { ...hooks, onPiece });
    log.info(`HTTP ${answer.status} after ${Math.round(performance.now() - began)} ms`);
    log.trace(`answer ${body}`);
    return outcome(answer, decoded, hooks.delivered());
  } catch (thrown) {
    const deadline = progress.expired ? progress : silence;
    const exchange = { url, online, user, deadline, streams, delivered: hooks.delivered() };
    return { ok: false, ...brokenExchange(thrown, exchange) };
  } finally {
    progress.stop();
    silence.stop();
  }
}

export interface Exchange {
  readonly url: string;
  readonly online?: (() => boolean) | undefined;
  readonly user: AbortSignal;
  readonly deadline: Deadline;
  /** Pieces of a reply have come in a stream. */
  readonly streams?: boolean;
  /** Some of the reply was given out. */
  readonly delivered?: boolean;
}

/** Why no whole answer came: the user stopped it, time ran out, or the connection failed. */
export function brokenExchange(thrown: unknown, exchange: Exchange): Failure {
  const { url, online, user, deadline, streams, delivered } = exchange;
  if (user.aborted) return final(new AssistantError('cancelled'));
  if (deadline.expired) {
    const reason = streams === true ? 'stalled' : 'timeout';
    return final(new AssistantError(reason, { seconds: deadline.seconds }));
  }
  if (thrown instanceof AssistantError) return final(thrown);
  const failure = connectionFailure(thrown, url, online?.());
  if (delivered !== true) return failure;
  const { said } = failure.error.details;
  return final(new AssistantError('cutOff', said === undefined ? {} : { said }));
}

function final(error: AssistantError): Failure {
  return { error, retryable: false };
}

function outcome(answer: Answer, decoded: Decoded, delivered: boolean): Attempt<RawReply> {
  const ok = answer.status >= 200 && answer.status < 300;
  if (decoded.ok && ok) return replied(decoded.reply, delivered);
  if (!decoded.ok && ok && decoded.kind !== 'envelope') {
    return { ok: false, ...final(malformed(decoded.kind, answer.status)) };
  }
  const { error, retryable } = failedAnswer(answer, decoded);
  return { ok: false, error, retryable: retryable && !delivered };
}

/** What an answer that is no reply means. */
export function failedAnswer(answer: Answer, decoded: Decoded): Failure {
  return httpFailure({
    status: answer.status,
    code: decoded.ok ? undefined : decoded.code,
    said: decoded.ok || decoded.messages.length === 0 ? undefined : decoded.messages.join('; '),
    retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), Date.now()),
  });
}

/** A stream that ended before it said anything is a connection that broke: it can be tried again. */
function replied(reply: RawReply, delivered: boolean): Attempt<RawReply> {
  const calls = reply.nativeToolCalls.length;
  if (calls > mostCalls) return { ok: false, ...final(tooMuch(calls, 'tool calls')) };
  const silent = reply.text === '' && reply.reasoning === '' && reply.nativeToolCalls.length === 0;
  const brokeOff = reply.finish === 'cutOff' && reply.cutOffBy === undefined;
  if (brokeOff && silent && !delivered) return { ok: false, error: new AssistantError('cutOff'), retryable: true };
  return { ok: true, value: reply };
}

/** Longest stretch of the endpoint's own words that is kept, in characters. */
const longestSaying = 300;

/** A failure whose words hold no key, and not more than a person reads. The key goes first: a cut may go through it. */
export function withoutKey({ error, retryable }: Failure, redact: Redact): Failure {
  const { said, cutOffBy, ...rest } = error.details;
  const clean = (words: string): string => redact(words).slice(0, longestSaying);
  const words = {
    ...(said === undefined ? {} : { said: clean(said) }),
    ...(cutOffBy === undefined ? {} : { cutOffBy: clean(cutOffBy) }),
  };
  return { error: new AssistantError(error.reason, { ...rest, ...words }, error.cause), retryable };
}

const malformedWords: Readonly<Record<string, string>> = {
  html: 'it sent a web page',
  empty: 'it sent nothing',
  notJson: 'it sent plain text',
  cutOffJson: 'the answer breaks off in the middle',
  tooDeep: 'its data are nested more deeply than those of any reply',
  unknownShape: 'it sent data of an unknown shape',
};

export function malformed(kind: string, status: number): AssistantError {
  return new AssistantError('malformedReply', { status, said: malformedWords[kind] ?? kind });
}
