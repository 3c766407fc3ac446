/**
 * The client of the endpoint: one request in, one typed reply or one `AssistantError` out.
 *
 * Read in this order: `dataoorts.ts` (the request as documented) and `openai.ts` (the other protocol), `readAnswer.ts`
 * (a body or a stream), `decode.ts` (every shape a reply may have), `failure.ts` (what an error answer means),
 * `retry.ts` (what is tried again), `transport.ts` (the wire).
 * What is documented and what is merely tolerated comes from the endpoint's public page for gpt-oss-120b
 * and from services with the same envelope.
 */
import type { Arrival, CompletionOptions, CompletionRequest, ModelPort } from '../app/ports.ts';
import type { ModelReply } from '../core/chat/messages.ts';
import { AssistantError } from '../core/errors.ts';
import { adapterOf } from './wire/adapters.ts';
import { assembleReply } from './answer/assemble.ts';
import { attempt, type AttemptParts } from './exchange/attempt.ts';
import { redactedLog, redactor } from './failures/redact.ts';
import { callOf, withLimit } from './wire/call.ts';
import type { ClientConfig, ClientLog } from './wire/config.ts';
import { checkParameters } from './wire/parameters.ts';
import { readModels } from './exchange/models.ts';
import { timerWait, type Wait, withRetries } from './exchange/retry.ts';
import { type Call, documented, goesBeyond } from './wire/wire.ts';

export interface ClientParts {
  readonly config: () => Promise<ClientConfig>;
  readonly log: ClientLog;
  /** Told when the endpoint answered the documented call, having refused the same with more in it. */
  readonly onRefusal?: () => void;
  /** For tests: how to wait between attempts, and the chance in the jitter. */
  readonly wait?: Wait;
  readonly random?: () => number;
}

export function createClient(parts: ClientParts): ModelPort {
  return {
    complete: (request, options) => complete(parts, request, options),
    listModels: async (signal) => {
      const config = await parts.config();
      checkUrl(config.url);
      const wire = adapterOf(config).models(config);
      return wire === undefined ? undefined : readModels(wire, sendingParts(parts.log, config, signal));
    },
  };
}

/** What each request is sent with: nothing it leaves in a log or an error holds the key. */
function sendingParts(log: ClientLog, config: ClientConfig, user: AbortSignal): AttemptParts {
  const redact = redactor(config.key);
  return { config, log: redactedLog(log, redact), redact, user };
}

async function complete(
  parts: ClientParts,
  request: CompletionRequest,
  options: CompletionOptions,
): Promise<ModelReply> {
  const config = checked(await parts.config(), request.maxTokens);
  const call = callOf(config, request);
  const run = new Run(parts, config, options);
  try {
    return await run.complete(call);
  } catch (thrown) {
    if (request.probe !== undefined || !goesBeyond(call) || !run.mayHaveBeenRefused(thrown)) throw thrown;
    parts.log.info('The endpoint did not take what goes beyond the documented call; trying without it.');
    const reply = await run.complete(documented(call));
    parts.onRefusal?.();
    return reply;
  }
}

/** Throws `badSetting` and `noKey` before anything is sent. */
function checked(config: ClientConfig, maxTokens: number | undefined): ClientConfig {
  const limited = withLimit(config, maxTokens);
  checkUrl(limited.url);
  checkParameters(limited.parameters);
  if (limited.key === undefined && adapterOf(limited).needsKey) throw new AssistantError('noKey');
  return limited;
}

function checkUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'https:' || protocol === 'http:') return;
  const wanted = 'but must be an address that begins with https:// or http://.';
  throw new AssistantError('badSetting', {
    setting: `The setting gptOss.endpoint.url is ${JSON.stringify(url)}, ${wanted}`,
  });
}

/** One request of a use case: its attempts, and what was given out of them so far. */
class Run {
  readonly #parts: ClientParts;
  readonly #config: ClientConfig;
  readonly #options: CompletionOptions;
  #arrival: Arrival | undefined;
  #delivered = false;

  constructor(parts: ClientParts, config: ClientConfig, options: CompletionOptions) {
    this.#parts = parts;
    this.#config = config;
    this.#options = options;
  }

  async complete(call: Call): Promise<ModelReply> {
    const { wait = timerWait, random = Math.random } = this.#parts;
    const { signal, onRetry } = this.#options;
    const from = sendingParts(this.#parts.log, this.#config, signal);
    const { log } = from;
    const wire = adapterOf(this.#config).completion(this.#config, call);
    log.trace(`request ${JSON.stringify(wire.body)}`);
    const raw = await withRetries(() => attempt(from, wire, this.#hooks()), {
      signal,
      wait,
      random,
      onRetry: (notice) => {
        log.info(`attempt ${notice.attempt} in ${notice.waitMs} ms: ${notice.error.message}`);
        onRetry?.(notice);
      },
    });
    const reply = assembleReply(raw, call.tools.map(({ name }) => name));
    return this.#told(withinLimit(reply, call.parameters.max_tokens));
  }

  /** Whether a second try with nothing but the documented call may be answered where this one was not. */
  mayHaveBeenRefused(thrown: unknown): boolean {
    if (this.#delivered || !(thrown instanceof AssistantError)) return false;
    if (thrown.reason === 'badRequest') return true;
    return thrown.reason === 'emptyReply' && this.#arrival === 'whole' && thrown.details.usage === undefined;
  }

  #told(reply: ModelReply): ModelReply {
    if (reply.text.trim() === '' && reply.toolCalls.length === 0) throw emptyReply(reply);
    if (this.#arrival !== 'stream') this.#options.onDelta?.({ answer: reply.text, reasoning: reply.reasoning });
    return reply;
  }

  #hooks() {
    return {
      onArrival: (arrival: Arrival) => {
        this.#arrival = arrival;
        this.#options.onArrival?.(arrival);
      },
      onDelta: (delta: { readonly answer: string; readonly reasoning: string }) => {
        this.#delivered = true;
        this.#options.onDelta?.(delta);
      },
      delivered: () => this.#delivered,
    };
  }
}

/** The documented call has no finish reason: a reply that took all its tokens ran into the limit. */
function withinLimit(reply: ModelReply, maxTokens: number): ModelReply {
  const used = reply.usage?.completionTokens ?? 0;
  return reply.finish === 'unknown' && used >= maxTokens ? { ...reply, finish: 'length' } : reply;
}

function emptyReply({ usage, finish, cutOffBy }: ModelReply): AssistantError {
  const billed = usage === undefined ? {} : { usage };
  if (finish === 'cutOff') {
    return new AssistantError('cutOff', { ...billed, ...(cutOffBy === undefined ? {} : { cutOffBy }) });
  }
  const said = usage === undefined ? {} : { said: `${usage.completionTokens} tokens were used` };
  return new AssistantError('emptyReply', { ...billed, ...said });
}
