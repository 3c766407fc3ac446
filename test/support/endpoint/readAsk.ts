import { roughTokens } from './envelope.ts';
import type { RecordedRequest } from './standIn.ts';

export interface AskedMessage {
  readonly role: string;
  /** Undefined where it is not a string. */
  readonly content: string | undefined;
}

/** A request for a reply, as far as the stand-in cares, in either protocol. */
export interface Ask {
  readonly model: string | undefined;
  /** Undefined where there is no list of messages. */
  readonly messages: readonly AskedMessage[] | undefined;
  readonly maxTokens: number | undefined;
  readonly stream: boolean;
  /** OpenAI's `stream_options.include_usage`. */
  readonly includeUsage: boolean;
  readonly tools: boolean;
  readonly reasoningEffort: boolean;
  /** Roughly, of all messages together. */
  readonly promptTokens: number;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stringOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readMessage(value: unknown): AskedMessage {
  const message = isRecord(value) ? value : {};
  return { role: stringOrNothing(message['role']) ?? '', content: stringOrNothing(message['content']) };
}

/** Nothing is documented about streaming and tools, so both are looked for inside `data` and beside it. */
export function readAsk(request: Pick<RecordedRequest, 'json' | 'protocol'>): Ask {
  const body = isRecord(request.json) ? request.json : {};
  const data = request.protocol === 'dataoorts' && isRecord(body['data']) ? body['data'] : {};
  const asked = request.protocol === 'dataoorts' ? { ...body, messages: undefined, ...data } : body;
  const list: unknown = asked['messages'];
  const messages = Array.isArray(list) ? list.map(readMessage) : undefined;
  const options: unknown = asked['stream_options'];
  const limit: unknown = asked['max_tokens'] ?? asked['max_completion_tokens'];
  return {
    model: stringOrNothing(body['model']),
    messages,
    maxTokens: typeof limit === 'number' ? limit : undefined,
    stream: asked['stream'] === true,
    includeUsage: isRecord(options) && options['include_usage'] === true,
    tools: asked['tools'] !== undefined,
    reasoningEffort: asked['reasoning_effort'] !== undefined,
    promptTokens: (messages ?? []).reduce((sum, { content }) => sum + roughTokens(content ?? ''), 0),
  };
}
