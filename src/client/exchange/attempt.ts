import type { Arrival, ReplyDelta } from '../../app/ports.ts';
import { AssistantError } from '../../core/errors.ts';
import type { ClientConfig, ClientLog, WireRequest } from '../wire/config.ts';
import { Deadline } from './deadline.ts';
import { connectionFailure } from '../failures/connectionFailure.ts';
import { type Failure, httpFailure, retryAfterMs } from '../failures/failure.ts';
import type { Decoded, RawReply } from '../answer/rawReply.ts';
import { readAnswer } from '../answer/readAnswer.ts';
import type { Attempt } from './retry.ts';
import { type Answer, send } from './transport.ts';

/** Longest silence within a stream where the configuration says nothing, in milliseconds. */
const usualIdleMs = 120_000;

export interface AttemptHooks {
  readonly onArrival: (arrival: Arrival) => void;
  readonly onDelta: (delta: ReplyDelta) => void;
  /** Whether pieces of a reply were given out: then nothing may be tried again, or they would come twice. */
  readonly delivered: () => boolean;
}

/** Sends a request, reads its answer, and says whether what failed is worth another try. */
export async function attempt(
  { config, log, user }: { readonly config: ClientConfig; readonly log: ClientLog; readonly user: AbortSignal },
  wire: WireRequest,
  hooks: AttemptHooks,
): Promise<Attempt<RawReply>> {
  const { url, online, timeoutMs, idleMs = usualIdleMs, key } = config;
  const deadline = new Deadline(timeoutMs);
  const began = performance.now();
  let streams = false;
  const onPiece = (): void => {
    streams = true;
    deadline.restart(idleMs);
  };
  try {
    const answer = await send(wire, AbortSignal.any([user, deadline.signal]));
    const { decoded, log: body } = await readAnswer(answer, { ...hooks, onPiece });
    log.info(`HTTP ${answer.status} after ${Math.round(performance.now() - began)} ms`);
    log.trace(`answer ${body}`);
    return outcome(answer, decoded, key, hooks.delivered());
  } catch (thrown) {
    return { ok: false, ...brokenExchange(thrown, { url, online, user, deadline, streams, delivered: hooks.delivered() }) };
  } finally {
    deadline.stop();
  }
}

export interface Exchange {
  readonly url: string;
  readonly online?: (() => boolean) | undefined;
  readonly user: AbortSignal;
  readonly deadline: Deadline;
  /** Pieces of a stream have come. */
  readonly streams?: boolean;
  /** Some of the reply was given out. */
  readonly delivered?: boolean;
}

/** Why no whole answer came: the user stopped it, time ran out, or the connection failed. */
export function brokenExchange(thrown: unknown, { url, online, user, deadline, streams, delivered }: Exchange): Failure {
  if (user.aborted) return final(new AssistantError('cancelled'));
  if (deadline.expired) return final(new AssistantError(streams === true ? 'stalled' : 'timeout', { seconds: deadline.seconds }));
  if (thrown instanceof AssistantError) return final(thrown);
  const failure = connectionFailure(thrown, url, online?.());
  if (delivered !== true) return failure;
  const { said } = failure.error.details;
  return final(new AssistantError('cutOff', said === undefined ? {} : { said }));
}

function final(error: AssistantError): Failure {
  return { error, retryable: false };
}

function outcome(answer: Answer, decoded: Decoded, key: string | undefined, delivered: boolean): Attempt<RawReply> {
  const ok = answer.status >= 200 && answer.status < 300;
  if (decoded.ok && ok) return replied(decoded.reply, delivered);
  if (!decoded.ok && ok && decoded.kind !== 'envelope') return { ok: false, ...final(malformed(decoded.kind, answer.status)) };
  const { error, retryable } = failedAnswer(answer, decoded, key);
  return { ok: false, error, retryable: retryable && !delivered };
}

/** What an answer that is no reply means. */
export function failedAnswer(answer: Answer, decoded: Decoded, key: string | undefined): Failure {
  return httpFailure({
    status: answer.status,
    code: decoded.ok ? undefined : decoded.code,
    said: redacted(decoded.ok ? '' : decoded.messages.join('; '), key),
    retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), Date.now()),
  });
}

/** A stream that ended before it said anything is a connection that broke: it can be tried again. */
function replied(reply: RawReply, delivered: boolean): Attempt<RawReply> {
  const silent = reply.text === '' && reply.reasoning === '' && reply.nativeToolCalls.length === 0;
  const brokeOff = reply.finish === 'cutOff' && reply.cutOffBy === undefined;
  if (brokeOff && silent && !delivered) return { ok: false, error: new AssistantError('cutOff'), retryable: true };
  return { ok: true, value: reply };
}

/** Longest stretch of the endpoint's own words that is kept, in characters. */
const longestSaying = 300;

/** The endpoint's words without the key, should it echo it. */
function redacted(words: string, key: string | undefined): string | undefined {
  const clean = key === undefined ? words : words.replaceAll(key, '…');
  return clean === '' ? undefined : clean.slice(0, longestSaying);
}

const malformedWords: Readonly<Record<string, string>> = {
  html: 'it sent a web page',
  empty: 'it sent nothing',
  notJson: 'it sent plain text',
  cutOffJson: 'the answer breaks off in the middle',
  unknownShape: 'it sent data of an unknown shape',
};

export function malformed(kind: string, status: number): AssistantError {
  return new AssistantError('malformedReply', { status, said: malformedWords[kind] ?? kind });
}
