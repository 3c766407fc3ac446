import type { Protocol } from '../../support/endpoint/behaviour.ts';
import { modelId } from '../../support/endpoint/envelope.ts';
import { standInKey } from '../../support/endpoint/script.ts';

/** The documented request, with more in `data` when wanted. */
export function documentedBody(more: Readonly<Record<string, unknown>> = {}) {
  return {
    model: modelId,
    data: {
      messages: [
        { role: 'system', content: 'Answer briefly.' },
        { role: 'user', content: 'What is 6 × 7?' },
      ],
      temperature: 0.1,
      top_p: 0.9,
      top_k: 40,
      max_tokens: 512,
      ...more,
    },
  };
}

function openaiBody(more: Readonly<Record<string, unknown>>) {
  const { model, data } = documentedBody();
  return { model, messages: data.messages, max_tokens: 512, ...more };
}

export interface CallOptions {
  readonly protocol?: Protocol;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly key?: string;
  readonly init?: RequestInit;
}

/** A call for a reply with plain fetch. */
export function ask(url: string, { protocol = 'dataoorts', more = {}, key = standInKey, init }: CallOptions = {}) {
  const path = protocol === 'dataoorts' ? '/api/v1' : '/v1/chat/completions';
  const body = protocol === 'dataoorts' ? documentedBody(more) : openaiBody(more);
  return fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
    ...init,
  });
}

interface AnyBody {
  readonly success?: boolean;
  readonly errors?: readonly { readonly code: number }[];
  readonly result?: { readonly response?: unknown; readonly tool_calls?: unknown; readonly usage?: unknown };
  readonly choices?: readonly { readonly message: Readonly<Record<string, unknown>>; readonly finish_reason: string }[];
  readonly error?: { readonly message: string };
}

export async function bodyOf(response: Response): Promise<AnyBody> {
  return (await response.json()) as AnyBody;
}

/** The payloads of an event stream, `[DONE]` among them. */
export function payloads(events: string): string[] {
  return events
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.replace(/^data: /, ''));
}
