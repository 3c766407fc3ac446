import type { FinishReason, Usage } from '../core/chat/messages.ts';

/** A reply as it came, before markup in its text is read. */
export interface RawReply {
  readonly text: string;
  readonly reasoning: string;
  readonly nativeToolCalls: readonly unknown[];
  readonly usage: Usage | undefined;
  readonly finish: FinishReason;
}

export type Decoded =
  | { readonly ok: true; readonly reply: RawReply }
  | {
      readonly ok: false;
      readonly kind: 'envelope' | 'html' | 'empty' | 'notJson' | 'cutOffJson' | 'unknownShape';
      readonly code?: number;
      readonly messages: readonly string[];
    };

type Fields = Readonly<Record<string, unknown>>;

/** Reads the body of an answer, whatever it holds. Never throws. */
export function decodeBody(body: string): Decoded {
  const text = body.trim();
  if (text === '') return { ok: false, kind: 'empty', messages: [] };
  if (text.startsWith('<')) return { ok: false, kind: 'html', messages: [] };
  try {
    return decodeJson(JSON.parse(text) as unknown);
  } catch {
    return { ok: false, kind: /^[[{]/.test(text) ? 'cutOffJson' : 'notJson', messages: [] };
  }
}

function decodeJson(value: unknown): Decoded {
  if (!isFields(value)) return { ok: false, kind: 'unknownShape', messages: [] };
  const errors = listOf(value['errors']);
  if (value['success'] === false || errors.length > 0) return envelopeError(errors);
  const { result } = value;
  if (!isFields(result) || typeof result['response'] !== 'string') return { ok: false, kind: 'unknownShape', messages: [] };
  return {
    ok: true,
    reply: {
      text: result['response'],
      reasoning: '',
      nativeToolCalls: listOf(result['tool_calls']),
      usage: usageOf(result['usage']),
      finish: 'unknown',
    },
  };
}

function envelopeError(errors: readonly unknown[]): Decoded {
  const messages = errors.map((error) => (isFields(error) ? textOf(error['message']) : String(error)));
  const codes = errors.flatMap((error) => (isFields(error) && typeof error['code'] === 'number' ? [error['code']] : []));
  const inWords = messages.flatMap((message) => /^\s*(\d{4,5})\s*:/.exec(message)?.[1] ?? []).map(Number);
  const code = codes[0] ?? inWords[0];
  return { ok: false, kind: 'envelope', messages, ...(code === undefined ? {} : { code }) };
}

function usageOf(value: unknown): Usage | undefined {
  if (!isFields(value)) return undefined;
  const [promptTokens, completionTokens] = [count(value['prompt_tokens']), count(value['completion_tokens'])];
  if (promptTokens === undefined || completionTokens === undefined) return undefined;
  return { promptTokens, completionTokens, totalTokens: count(value['total_tokens']) ?? promptTokens + completionTokens };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
