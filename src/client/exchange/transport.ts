import { ofetch } from 'ofetch';
import { AssistantError } from '../../core/errors.ts';
import type { WireRequest } from '../wire/config.ts';

/** A server's answer once its headers are in; the body is read as it comes. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly chunks: AsyncIterable<string>;
}

/**
 * Sends one request and never follows a redirect, so that the key goes to the configured address alone.
 * `ofetch` calls the global fetch, which in VS Code honours its proxy and certificate settings; it neither
 * retries nor times out here, since its own ways ignore the caller's signal.
 * Throws what fetch throws (see `connectionFailure`), and `redirected`.
 */
export async function send(request: WireRequest, signal: AbortSignal): Promise<Answer> {
  const response = await ofetch.raw(request.url, {
    method: request.method,
    headers: request.headers,
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    redirect: 'manual',
    responseType: 'stream',
    ignoreResponseError: true,
    retry: 0,
    signal,
  });
  if (isRedirect(response)) {
    // Whatever comes with a redirect is left unread, and its connection is let go.
    response._data?.cancel().catch(() => undefined);
    throw redirected(response, request.url);
  }
  return { status: response.status, headers: response.headers, chunks: decoded(response._data) };
}

function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

function redirected({ status, headers }: Response, url: string): AssistantError {
  const location = headers.get('location');
  const target = location !== null && URL.canParse(location, url) ? new URL(location, url).origin : undefined;
  return new AssistantError('redirected', {
    status,
    ...(target === undefined ? {} : { said: `to ${target}` }),
  });
}

async function* decoded(body: ReadableStream<Uint8Array> | undefined): AsyncGenerator<string> {
  if (body === undefined) return;
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    // Leaving early (a stop, an error in the text) lets the connection go; after the end it does nothing.
    reader.cancel().catch(() => undefined);
  }
}
