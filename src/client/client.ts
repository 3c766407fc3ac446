/**
 * The client of the endpoint: one request in, one typed reply or one `AssistantError` out.
 *
 * Read in this order: `dataoorts.ts` (the request as documented), `decode.ts` (every shape a reply may have),
 * `failure.ts` (what an error answer means), `retry.ts` (what is tried again), `transport.ts` (the wire).
 * What is documented and what is merely tolerated comes from the endpoint's public page for gpt-oss-120b
 * and from services with the same envelope.
 */
import type { CompletionOptions, CompletionRequest, ModelPort } from '../app/ports.ts';
import type { ModelReply } from '../core/chat/messages.ts';
import { AssistantError } from '../core/errors.ts';
import { assembleReply } from './assemble.ts';
import type { ClientConfig, ClientLog, WireRequest } from './config.ts';
import { dataoortsRequest } from './dataoorts.ts';
import { decodeBody } from './decode.ts';
import type { Decoded } from './rawReply.ts';
import { httpFailure, retryAfterMs } from './failure.ts';
import { checkParameters } from './parameters.ts';
import { type Attempt, timerWait, type Wait, withRetries } from './retry.ts';
import { type Answer, readAll, readFailure, send } from './transport.ts';

export interface ClientParts {
  readonly config: () => Promise<ClientConfig>;
  readonly log: ClientLog;
  /** For tests: how to wait between attempts, and the chance in the jitter. */
  readonly wait?: Wait;
  readonly random?: () => number;
}

export function createClient(parts: ClientParts): ModelPort {
  return { complete: (request, options) => complete(parts, request, options) };
}

async function complete(parts: ClientParts, request: CompletionRequest, options: CompletionOptions): Promise<ModelReply> {
  const config = withLimit(await parts.config(), request.maxTokens);
  const wire = checkedRequest(config, request);
  parts.log.trace(`request ${JSON.stringify(wire.body)}`);
  const reply = await withRetries(() => attempt(parts.log, config, wire, options.signal), {
    signal: options.signal,
    wait: parts.wait ?? timerWait,
    random: parts.random ?? Math.random,
    onRetry: (notice) => {
      parts.log.info(`attempt ${notice.attempt} in ${notice.waitMs} ms: ${notice.error.message}`);
      options.onRetry?.(notice);
    },
  });
  if (reply.text.trim() === '' && reply.toolCalls.length === 0) throw emptyReply(reply);
  options.onDelta?.({ answer: reply.text, reasoning: reply.reasoning });
  return reply;
}

function withLimit(config: ClientConfig, maxTokens: number | undefined): ClientConfig {
  return maxTokens === undefined ? config : { ...config, parameters: { ...config.parameters, max_tokens: maxTokens } };
}

function checkedRequest(config: ClientConfig, request: CompletionRequest): WireRequest {
  checkUrl(config.url);
  checkParameters(config.parameters);
  if (config.key === undefined) throw new AssistantError('noKey');
  return dataoortsRequest(config, config.key, request.messages);
}

function checkUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'https:' || protocol === 'http:') return;
  throw new AssistantError('badSetting', {
    setting: `The setting gptOss.endpoint.url is ${JSON.stringify(url)}, but must be an address that begins with https:// or http://.`,
  });
}

async function attempt(log: ClientLog, config: ClientConfig, wire: WireRequest, user: AbortSignal): Promise<Attempt<ModelReply>> {
  const deadline = AbortSignal.timeout(config.timeoutMs);
  const began = performance.now();
  try {
    const answer = await send(wire, AbortSignal.any([user, deadline]));
    const text = await readAll(answer.chunks);
    log.info(`HTTP ${answer.status}, ${text.length} characters in ${Math.round(performance.now() - began)} ms`);
    log.trace(`answer ${text}`);
    return outcome(answer, decodeBody(text, answer.status), config.key);
  } catch (thrown) {
    return { ok: false, ...readFailure(thrown, config.url, user, deadline, config.timeoutMs) };
  }
}

function outcome(answer: Answer, decoded: Decoded, key: string | undefined): Attempt<ModelReply> {
  const ok = answer.status >= 200 && answer.status < 300;
  if (decoded.ok && ok) return { ok: true, value: assembleReply(decoded.reply, []) };
  if (!decoded.ok && ok && decoded.kind !== 'envelope') return { ok: false, error: malformed(decoded.kind, answer.status), retryable: false };
  const words = decoded.ok ? '' : decoded.messages.join('; ');
  return {
    ok: false,
    ...httpFailure({
      status: answer.status,
      code: decoded.ok ? undefined : decoded.code,
      said: redacted(words, key),
      retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), Date.now()),
    }),
  };
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

function malformed(kind: string, status: number): AssistantError {
  return new AssistantError('malformedReply', { status, said: malformedWords[kind] ?? kind });
}

function emptyReply(reply: ModelReply): AssistantError {
  const { usage } = reply;
  return new AssistantError('emptyReply', usage === undefined ? {} : { usage, said: `${usage.completionTokens} tokens were used` });
}
