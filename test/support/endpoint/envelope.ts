import type {
  ApiError,
  Behaviour,
  JsonObject,
  JsonValue,
  Protocol,
  ReplyTraits,
  ScriptedCall,
  ToolCallShape,
  Usage,
} from './behaviour.ts';

/** What is replied, before it is put into a protocol's words. */
export interface Reply extends ReplyTraits {
  readonly text: string;
  /** Already in the shape they go out in. */
  readonly toolCalls: readonly JsonObject[];
  /** Null: not sent. */
  readonly usage: Usage | null;
}

export type ReplyBehaviour = Extract<Behaviour, { kind: 'text' | 'slow' | 'toolCalls' | 'harmony' }>;

export const modelId = 'openai/gpt-oss-120b';

/** About four characters make a token of English text or code. */
export function roughTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

export function usageOf(prompt: number, completion: number): Usage {
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function textOf(behaviour: ReplyBehaviour): string {
  return behaviour.kind === 'harmony' ? behaviour.raw : (behaviour.text ?? '');
}

function shaped(call: ScriptedCall, shape: ToolCallShape, index: number): JsonObject {
  const { name } = call;
  const asText = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
  if (shape === 'object') return { name, arguments: call.arguments };
  if (shape === 'json') return { name, arguments: asText };
  return { id: `call_${index + 1}`, type: 'function', function: { name, arguments: asText } };
}

export function replyOf(behaviour: ReplyBehaviour, promptTokens: number): Reply {
  const text = textOf(behaviour);
  const toolCalls =
    behaviour.kind === 'toolCalls' ? behaviour.calls.map((call, index) => shaped(call, behaviour.shape, index)) : [];
  const said = text + (behaviour.reasoning ?? '') + (toolCalls.length > 0 ? JSON.stringify(toolCalls) : '');
  const usage = behaviour.usage === undefined ? usageOf(promptTokens, roughTokens(said)) : behaviour.usage;
  return { ...behaviour, text, toolCalls, usage };
}

export function reasoningFields(reply: Pick<Reply, 'reasoning' | 'reasoningField'>): JsonObject {
  return reply.reasoning === undefined ? {} : { [reply.reasoningField ?? 'reasoning']: reply.reasoning };
}

export function usageFields(usage: Usage | null): JsonObject {
  return usage === null ? {} : { usage: { ...usage } };
}

export function finishOf(reply: Reply): string {
  return reply.finish ?? (reply.toolCalls.length > 0 ? 'tool_calls' : 'stop');
}

function completion(reply: Reply): JsonObject {
  const message = {
    role: 'assistant',
    content: reply.text === '' && reply.toolCalls.length > 0 ? null : reply.text,
    ...reasoningFields(reply),
    ...(reply.toolCalls.length > 0 ? { tool_calls: reply.toolCalls } : {}),
  };
  return {
    id: 'chatcmpl-stand-in',
    object: 'chat.completion',
    created: 0,
    model: modelId,
    choices: [{ index: 0, message, finish_reason: finishOf(reply) }],
    ...usageFields(reply.usage),
  };
}

/** The documented envelope of a reply that worked. */
export function envelope(result: JsonValue): JsonObject {
  return { errors: [], messages: [], success: true, result };
}

function dataoortsResult(reply: Reply): JsonObject {
  return {
    response: reply.text,
    tool_calls: reply.toolCalls,
    ...usageFields(reply.usage),
    ...reasoningFields(reply),
    ...(reply.finish === undefined ? {} : { finish_reason: reply.finish }),
  };
}

/** The JSON body of a reply. */
export function replyBody(reply: Reply, protocol: Protocol): JsonObject {
  if (protocol === 'openai') return completion(reply);
  return envelope(reply.as === 'choices' ? completion(reply) : dataoortsResult(reply));
}

export function errorBody(errors: readonly (ApiError | string)[], protocol: Protocol): JsonObject {
  const entries = errors.map((entry) => (typeof entry === 'string' ? entry : { ...entry }));
  if (protocol === 'dataoorts') return { errors: entries, success: false, result: {}, messages: [] };
  const first = errors[0] ?? 'Unknown error';
  return typeof first === 'string'
    ? { error: { message: first, type: 'error', code: null } }
    : { error: { message: first.message, type: 'error', code: first.code } };
}

const usualErrors: Readonly<Record<number, ApiError>> = {
  400: { code: 5006, message: 'AiError: Bad input: the request does not match the schema' },
  401: { code: 10000, message: 'Authentication error' },
  403: { code: 10000, message: 'Access denied' },
  404: { code: 7000, message: 'No route for that URI' },
  405: { code: 7001, message: 'Method not allowed' },
  408: { code: 3007, message: 'AiError: Request timed out' },
  413: { code: 3006, message: 'AiError: Request is too large' },
  422: { code: 5004, message: 'AiError: Invalid data' },
  429: { code: 10429, message: 'Too many requests' },
};

/** The error a status usually comes with; the codes are those of ENDPOINT.md. */
export function usualError(status: number): ApiError {
  return usualErrors[status] ?? { code: status, message: `Stand-in error with status ${status}` };
}
