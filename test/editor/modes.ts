import assert from 'node:assert/strict';
import { endpoint, set } from './support.ts';
import type { RecordedRequest } from '../support/endpoint/standIn.ts';
import { assertDocumented } from '../support/endpoint/assertDocumented.ts';

/** A way of talking to the endpoint. */
export interface Mode {
  readonly protocol: 'dataoorts' | 'openai';
  readonly streaming: 'on' | 'off';
}

const modes: readonly Mode[] = [
  { protocol: 'dataoorts', streaming: 'off' },
  { protocol: 'dataoorts', streaming: 'on' },
  { protocol: 'openai', streaming: 'off' },
  { protocol: 'openai', streaming: 'on' },
];

/** Runs a suite in both protocols, streaming and not; what a person sees must not differ. */
export function inEveryMode(title: string, suite: (mode: Mode) => void): void {
  for (const mode of modes) {
    describe(`${title}, ${mode.protocol}, streaming ${mode.streaming}`, () => {
      before(async () => {
        const origin = new URL(process.env['GPT_OSS_TEST_ENDPOINT'] ?? '').origin;
        await set('endpoint.protocol', mode.protocol);
        await set('endpoint.url', `${origin}${mode.protocol === 'openai' ? '/v1' : '/api/v1'}`);
        await set('streaming', mode.streaming);
      });
      after(async () => {
        for (const key of ['endpoint.protocol', 'streaming']) await set(key, undefined);
        await set('endpoint.url', `${new URL(process.env['GPT_OSS_TEST_ENDPOINT'] ?? '').origin}/api/v1`);
        await endpoint().reset();
      });
      suite(mode);
    });
  }
}

/** The messages of a request, in either protocol. */
export function messagesOf({ json }: RecordedRequest): readonly { readonly role: string; readonly content: string }[] {
  const body = json as { data?: { messages: [] }; messages?: [] };
  return body.data?.messages ?? body.messages ?? [];
}

/** The request is what the mode says, and in the plain Dataoorts mode the documented one to the letter. */
export function assertOfMode(request: RecordedRequest, { protocol, streaming }: Mode): void {
  assert.equal(request.protocol, protocol);
  const body = request.json as { stream?: boolean; data?: { stream?: boolean } };
  assert.equal((body.data ?? body).stream, streaming === 'on' ? true : undefined);
  if (protocol === 'dataoorts' && streaming === 'off') assertDocumented(request);
}
