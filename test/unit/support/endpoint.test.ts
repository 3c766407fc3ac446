import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { behaviourKinds, type Behaviour } from '../../support/endpoint/behaviour.ts';
import type { StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';
import { ask, bodyOf, documentedBody, payloads } from './endpointCalls.ts';

describe('stand-in endpoint', () => {
  let endpoint: StandIn;

  beforeEach(async () => {
    endpoint = await startEndpoint();
  });

  afterEach(() => endpoint.stop());

  async function answered(behaviour: Behaviour): Promise<Response> {
    await endpoint.reply(behaviour);
    return ask(endpoint.url);
  }

  describe('the documented call', () => {
    it('answers in the documented envelope', async () => {
      const response = await answered({ kind: 'text', text: 'It is 42.' });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'application/json');
      assert.deepEqual(await response.json(), {
        errors: [],
        messages: [],
        success: true,
        result: {
          response: 'It is 42.',
          tool_calls: [],
          usage: { prompt_tokens: 8, completion_tokens: 3, total_tokens: 11 },
        },
      });
    });

    it('answers a wrong key with 401 and code 10000, and keeps the script', async () => {
      await endpoint.reply({ kind: 'text', text: 'kept' });
      const refused = await ask(endpoint.url, { key: 'wrong' });
      assert.equal(refused.status, 401);
      assert.equal((await bodyOf(refused)).errors?.[0]?.code, 10000);
      assert.equal((await bodyOf(await ask(endpoint.url))).result?.response, 'kept');
    });

    it('refuses what a service of this kind refuses', async () => {
      const init = { method: 'POST', headers: { Authorization: 'Bearer stand-in-key-0123456789' } };
      const send = async (body: unknown) => {
        const response = await fetch(endpoint.dataoortsUrl, { ...init, body: JSON.stringify(body) });
        return [response.status, (await bodyOf(response)).errors?.[0]?.code];
      };
      assert.deepEqual(await send({ ...documentedBody(), model: 'other' }), [400, 5007]);
      assert.deepEqual(await send({ model: documentedBody().model, data: {} }), [400, 5006]);
      assert.deepEqual(await send(documentedBody({ messages: [{ role: 'user', content: null }] })), [400, 5006]);
      const notJson = await fetch(endpoint.dataoortsUrl, { ...init, body: '{' });
      assert.equal(notJson.status, 400);
      assert.equal((await fetch(endpoint.dataoortsUrl)).status, 405);
      assert.equal((await fetch(`${endpoint.url}/api/v2`)).status, 404);
    });

    it('refuses streams, tools and reasoning_effort when told', async () => {
      await endpoint.configure({ streaming: 'refuse', tools: 'refused', reasoningEffort: 'refused' });
      for (const more of [{ stream: true }, { tools: [] }, { reasoning_effort: 'low' }]) {
        assert.equal((await ask(endpoint.url, { more })).status, 400);
      }
      assert.equal((await ask(endpoint.url)).status, 200);
    });

    it('takes behaviours in order, then what was said for otherwise', async () => {
      await endpoint.reply({ kind: 'text', text: 'one' }, { kind: 'text', text: 'two' });
      await endpoint.otherwise((request) => ({ kind: 'text', text: `request ${request.id}` }));
      const replies: unknown[] = [];
      for (let n = 0; n < 3; n += 1) replies.push((await bodyOf(await ask(endpoint.url))).result?.response);
      assert.deepEqual(replies, ['one', 'two', 'request 3']);
    });
  });

  describe('the OpenAI protocol', () => {
    it('answers as a chat completion, with no key needed', async () => {
      await endpoint.reply({ kind: 'text', text: 'It is 42.', reasoning: 'Simple.' });
      const body = await bodyOf(await ask(endpoint.url, { protocol: 'openai', key: 'none' }));
      assert.deepEqual(body.choices?.[0], {
        index: 0,
        message: { role: 'assistant', content: 'It is 42.', reasoning: 'Simple.' },
        finish_reason: 'stop',
      });
    });

    it('asks for the key when told', async () => {
      await endpoint.configure({ openaiKey: 'required' });
      const refused = await ask(endpoint.url, { protocol: 'openai', key: 'none' });
      assert.equal(refused.status, 401);
      assert.equal((await bodyOf(refused)).error?.message, 'Authentication error');
      assert.equal((await ask(endpoint.url, { protocol: 'openai' })).status, 200);
      assert.equal((await fetch(`${endpoint.openaiUrl}/models`)).status, 401);
    });

    it('lists its models, or misbehaves there', async () => {
      await endpoint.configure({ models: ['gpt-oss:20b', 'gpt-oss:120b'] });
      const list = (await (await fetch(`${endpoint.openaiUrl}/models`)).json()) as { data: { id: string }[] };
      assert.deepEqual(
        list.data.map(({ id }) => id),
        ['gpt-oss:20b', 'gpt-oss:120b'],
      );
      await endpoint.configure({ modelList: { kind: 'html', status: 502 } });
      assert.equal((await fetch(`${endpoint.openaiUrl}/models`)).status, 502);
    });

    it('streams deltas, with the usage last when asked for', async () => {
      const more = { stream: true, stream_options: { include_usage: true } };
      await endpoint.reply({ kind: 'text', text: 'It is 42.' });
      const events = payloads(await (await ask(endpoint.url, { protocol: 'openai', more })).text());
      assert.equal(events.pop(), '[DONE]');
      const chunks = events.map(
        (event) => JSON.parse(event) as { usage?: unknown; choices: { delta: { content?: string } }[] },
      );
      assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), 'It is 42.');
      assert.deepEqual(chunks.at(-1)?.usage, { prompt_tokens: 8, completion_tokens: 3, total_tokens: 11 });
    });
  });

  describe('answers to stream: true', () => {
    const more = { stream: true };

    async function streamed(streaming: Extract<Behaviour, { kind: 'text' }>['streaming']): Promise<Response> {
      await endpoint.reply({ kind: 'text', text: 'It is 42.', ...(streaming ? { streaming } : {}) });
      return ask(endpoint.url, { more });
    }

    it('sends response events by itself', async () => {
      const response = await streamed(undefined);
      assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
      assert.deepEqual(payloads(await response.text()), [
        '{"response":"It i"}',
        '{"response":"s 42"}',
        '{"response":"."}',
        '{"response":"","usage":{"prompt_tokens":8,"completion_tokens":3,"total_tokens":11}}',
        '[DONE]',
      ]);
    });

    it('sends deltas, plain JSON, an empty result, the event text in JSON, or a 400', async () => {
      assert.match(await (await streamed('sse-openai')).text(), /"delta":\{"content":"It i"\}/);
      assert.equal((await bodyOf(await streamed('json'))).result?.response, 'It is 42.');
      assert.deepEqual((await bodyOf(await streamed('json-empty'))).result, {});
      const inJson = await bodyOf(await streamed('json-events'));
      assert.match(String(inJson.result?.response), /^data: \{"response":"It i"\}/);
      assert.equal((await streamed('refuse')).status, 400);
    });
  });

  describe('each kind of behaviour', () => {
    const tried = new Set<string>();

    function kind(behaviour: Behaviour, check: (response: Response) => unknown): void {
      tried.add(behaviour.kind);
      it(`${behaviour.kind} ${JSON.stringify({ ...behaviour, kind: undefined })}`, async () => {
        await check(await answered(behaviour));
      });
    }

    kind({ kind: 'text', text: 'Hi' }, async (r) => assert.equal((await bodyOf(r)).result?.response, 'Hi'));
    kind({ kind: 'text', text: 'Hi', as: 'choices' }, async (response) => {
      const result = (await bodyOf(response)).result as { choices?: { message: unknown }[] };
      assert.deepEqual(result.choices?.[0]?.message, { role: 'assistant', content: 'Hi' });
    });
    kind({ kind: 'slow', text: 'Größe 🦀', chunkChars: 1 }, async (response) => {
      assert.equal((await bodyOf(response)).result?.response, 'Größe 🦀');
    });
    kind({ kind: 'status', status: 503 }, (r) => assert.equal(r.status, 503));
    kind({ kind: 'status', status: 418, body: 'tea', headers: { 'x-pot': '1' } }, async (response) => {
      assert.deepEqual([response.headers.get('x-pot'), await response.json()], ['1', 'tea']);
    });
    kind({ kind: 'envelopeError', status: 200, errors: [{ code: 3040, message: 'full' }, 'text'] }, async (r) => {
      assert.deepEqual(await r.json(), {
        errors: [{ code: 3040, message: 'full' }, 'text'],
        success: false,
        result: {},
        messages: [],
      });
    });
    kind({ kind: 'html', status: 502 }, async (response) => assert.match(await response.text(), /^<!DOCTYPE html>/));
    kind({ kind: 'cutOffJson' }, (response) => assert.rejects(response.json(), SyntaxError));
    kind({ kind: 'empty', status: 500 }, async (r) => assert.deepEqual([r.status, await r.text()], [500, '']));
    kind({ kind: 'raw', status: 200, headers: { 'x-a': 'b' }, body: { base64: '/wA=' } }, async (response) => {
      assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], [255, 0]);
    });
    kind({ kind: 'reset', afterBytes: 40 }, async (response) => {
      assert.equal(response.status, 200);
      await assert.rejects(response.text());
      assert.equal(await endpoint.recorded[0]?.finished, 'dropped');
    });
    for (const retryAfter of [7, 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      kind({ kind: 'rateLimited', retryAfter }, (response) => {
        assert.deepEqual([response.status, response.headers.get('retry-after')], [429, String(retryAfter)]);
      });
    }
    for (const shape of ['object', 'json', 'openai'] as const) {
      kind({ kind: 'toolCalls', calls: [{ name: 'read', arguments: { path: 'a' } }], shape }, async (response) => {
        const called = { name: 'read', arguments: shape === 'object' ? { path: 'a' } : '{"path":"a"}' };
        const expected = shape === 'openai' ? { id: 'call_1', type: 'function', function: called } : called;
        assert.deepEqual((await bodyOf(response)).result?.tool_calls, [expected]);
      });
    }
    kind({ kind: 'harmony', raw: '<|channel|>final<|message|>Hi' }, async (response) => {
      assert.equal((await bodyOf(response)).result?.response, '<|channel|>final<|message|>Hi');
    });
    kind({ kind: 'emptyReply', completionTokens: 9 }, async (response) => {
      const usage = { prompt_tokens: 8, completion_tokens: 9, total_tokens: 17 };
      assert.deepEqual((await bodyOf(response)).result, { response: '', tool_calls: [], usage });
    });
    kind({ kind: 'result', result: { response: null } }, async (response) => {
      assert.deepEqual((await bodyOf(response)).result, { response: null });
    });
    kind({ kind: 'demo' }, async (response) => {
      assert.match(String((await bodyOf(response)).result?.response), /```ts\n/);
    });
    kind({ kind: 'stream', events: ['{"response":"Hi"}'], end: 'cut' }, async (response) => {
      assert.equal(await response.text(), 'data: {"response":"Hi"}\n\n');
    });
    kind({ kind: 'stream', events: ['{"response":"Hi"}'], end: 'reset' }, async (response) => {
      await assert.rejects(response.text());
    });
    kind({ kind: 'stream', events: ['1', '2'], end: 'done', chunking: 3 }, async (response) => {
      assert.equal(await response.text(), 'data: 1\n\ndata: 2\n\ndata: [DONE]\n\n');
    });

    it('reset: the connection is gone before any answer', async () => {
      await assert.rejects(answered({ kind: 'reset' }), TypeError);
      assert.equal(await endpoint.recorded[0]?.finished, 'dropped');
    });

    it('redirect: to another stand-in, which records what it gets', async () => {
      const other = await startEndpoint();
      const response = await answered({ kind: 'redirect', location: other.dataoortsUrl, status: 307 });
      assert.equal(response.url, other.dataoortsUrl);
      assert.equal(other.recorded[0]?.headers['authorization'], undefined);
      await other.stop();
    });

    it('stream: cut in the middle of a character, one piece at a time', async () => {
      const events = 'data: {"response":"é"}\n\n';
      const at = Buffer.from(events).indexOf(0xa9);
      await endpoint.reply({ kind: 'stream', events, end: 'none', chunking: [at], gate: 'bytes' });
      const response = await ask(endpoint.url);
      const reader = response.body!.getReader();
      await endpoint.openGate('bytes', 1);
      assert.equal((await reader.read()).value?.length, at);
      await endpoint.openGate('bytes', 1);
      assert.equal((await reader.read()).value?.[0], 0xa9);
      await reader.cancel();
      await endpoint.recorded[0]?.aborted;
    });

    it('stream: without a gate, each piece is a chunk of its own on the wire', async () => {
      await endpoint.configure({ modelList: { kind: 'stream', events: 'abcdef', end: 'cut', chunking: [1, 4] } });
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        get(`${endpoint.openaiUrl}/models`, resolve).on('error', reject);
      });
      const sizes: number[] = [];
      response.on('data', (piece: Buffer) => sizes.push(piece.length));
      await once(response, 'end');
      assert.deepEqual(sizes, [1, 3, 2]);
    });

    it('hang: until the client goes away, which is seen', async () => {
      await endpoint.reply({ kind: 'hang' });
      const client = new AbortController();
      const call = ask(endpoint.url, { init: { signal: client.signal } });
      const request = await endpoint.waitForRequest(1);
      assert.equal(request.outcome, 'pending');
      client.abort();
      await assert.rejects(call, { name: 'AbortError' });
      await request.aborted;
      assert.equal(request.outcome, 'aborted');
    });

    it('slow: the gate lets the pieces through', async () => {
      await endpoint.reply({ kind: 'slow', text: 'abcdef', chunkChars: 2, gate: 'slow' });
      const response = await ask(endpoint.url, { more: { stream: true } });
      const reader = response.body!.getReader();
      await endpoint.openGate('slow', 1);
      assert.equal(Buffer.from((await reader.read()).value!).toString(), 'data: {"response":"ab"}\n\n');
      await endpoint.openGate('slow');
      const rest: Uint8Array[] = [];
      for (let next = await reader.read(); !next.done; next = await reader.read()) rest.push(next.value);
      assert.match(Buffer.concat(rest).toString(), /^data: \{"response":"cd"\}\n\ndata: \{"response":"ef"\}/);
      assert.equal(await endpoint.recorded[0]?.finished, 'answered');
    });

    it('leaves none out', () => {
      // Floods are tried among the faults.
      const others = ['hang', 'redirect', 'flood'];
      assert.deepEqual([...behaviourKinds].sort(), [...new Set([...tried, ...others])].sort());
    });
  });
});
