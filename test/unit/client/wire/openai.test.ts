import assert from 'node:assert/strict';
import { createClient } from '../../../../src/client/client.ts';
import type { ClientConfig } from '../../../../src/client/wire/config.ts';
import type { AssistantError } from '../../../../src/core/errors.ts';
import { faults } from '../../../support/endpoint/faults.ts';
import type { StandIn } from '../../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../../support/endpoint/startEndpoint.ts';

describe('client, protocol openai', () => {
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint({ key: 'k' });
  });
  beforeEach(() => endpoint.reset());
  after(() => endpoint.stop());

  const client = (changes: Partial<ClientConfig> = {}) =>
    createClient({
      config: () =>
        Promise.resolve({
          url: endpoint.openaiUrl,
          protocol: 'openai',
          model: 'openai/gpt-oss-120b',
          key: undefined,
          parameters: { max_tokens: 512 },
          timeoutMs: 60_000,
          stream: true,
          sendsEffort: false,
          ...changes,
        }),
      log: { info: () => undefined, trace: () => undefined },
      wait: () => Promise.resolve(),
    });
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  const signal = new AbortController().signal;

  it('sends chat completions with no key, asks for usage in the stream, and reads it', async () => {
    await endpoint.reply({
      kind: 'text',
      text: 'Hello there.',
      reasoning: 'Simple.',
      usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
    });
    const reply = await client().complete({ messages }, { signal });
    assert.deepEqual(
      [reply.text, reply.reasoning, reply.usage?.totalTokens, reply.finish],
      ['Hello there.', 'Simple.', 10, 'stop'],
    );
    const [request] = endpoint.recorded;
    assert.deepEqual(request?.json, {
      model: 'openai/gpt-oss-120b', messages, max_tokens: 512, stream: true, stream_options: { include_usage: true },
    });
    assert.equal(request.headers['authorization'], undefined);
  });

  it('sends the key where there is one', async () => {
    await client({ key: 'k' }).complete({ messages }, { signal });
    assert.equal(endpoint.recorded[0]?.headers['authorization'], 'Bearer k');
  });

  it('finds its road from the server, its /v1, or the whole address', async () => {
    const urls = [
      endpoint.url,
      `${endpoint.url}/`,
      endpoint.openaiUrl,
      `${endpoint.openaiUrl}/`,
      `${endpoint.openaiUrl}/chat/completions`,
    ];
    for (const url of urls) assert.ok((await client({ url }).complete({ messages }, { signal })).text, url);
    for (const url of urls) assert.deepEqual(await client({ url }).listModels(signal), ['openai/gpt-oss-120b'], url);
  });

  it('lists models in each form servers send, and none for the documented protocol', async () => {
    for (const result of [
      { data: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] },
      { models: [{ name: 'a' }, { model: 'b' }] },
      ['a', 'b'],
    ]) {
      await endpoint.configure({ modelList: { kind: 'result', result } });
      assert.deepEqual(await client().listModels(signal), ['a', 'b']);
    }
    await endpoint.configure({ modelList: { kind: 'html', status: 200 } });
    await assert.rejects(client().listModels(signal), { reason: 'malformedReply' });
    await endpoint.configure({ modelList: { kind: 'status', status: 500 } });
    await assert.rejects(client().listModels(signal), { reason: 'server' });
    assert.equal(await client({ protocol: 'dataoorts', url: endpoint.dataoortsUrl }).listModels(signal), undefined);
  });

  it('gives every fault the reason it has in the other protocol', async () => {
    const same = [
      'status400', 'status401', 'status403', 'status413', 'status429', 'status500', 'htmlFromProxy', 'cutOffJson',
      'emptyBody',
    ] as const;
    for (const name of same) {
      const reasons: unknown[] = [];
      for (const [protocol, url] of [['openai', endpoint.openaiUrl], ['dataoorts', endpoint.dataoortsUrl]] as const) {
        await endpoint.otherwise(faults[name].behaviour);
        await client({ protocol, url, key: 'k', stream: false })
          .complete({ messages }, { signal })
          .catch((error: unknown) => reasons.push((error as AssistantError).reason));
      }
      assert.equal(reasons.length, 2, name);
      assert.equal(reasons[0], reasons[1], name);
    }
  });
});
