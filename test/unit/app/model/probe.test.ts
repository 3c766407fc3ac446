import assert from 'node:assert/strict';
import { beyondDocumented, findingsOf } from '../../../../src/app/model/capabilities.ts';
import { checkAndProbe } from '../../../../src/app/model/connection.ts';
import type { Capabilities, EndpointIdentity } from '../../../../src/app/ports.ts';
import { createClient } from '../../../../src/client/client.ts';
import type { Manners, StandIn } from '../../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../../support/endpoint/startEndpoint.ts';
import { FakeCapabilities, FakeClock } from '../../../support/fakes.ts';

describe('probing an endpoint', () => {
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint({ key: 'k' });
  });
  beforeEach(() => endpoint.reset());
  after(() => endpoint.stop());

  async function probe(key = 'k') {
    const identity: EndpointIdentity = {
      url: endpoint.dataoortsUrl,
      protocol: 'dataoorts',
      model: 'openai/gpt-oss-120b',
    };
    const model = createClient({
      config: () =>
        Promise.resolve({
          ...identity,
          key,
          parameters: { max_tokens: 512 },
          timeoutMs: 60_000,
          stream: false,
          sendsEffort: false,
        }),
      log: { info: () => undefined, trace: () => undefined },
      wait: () => Promise.resolve(),
    });
    const store = new FakeCapabilities();
    const parts = { model, clock: new FakeClock(), store, endpoint: identity };
    const checked = await checkAndProbe(parts, new AbortController().signal, () => undefined);
    return { checked, known: store.read(identity), identity, store };
  }

  const cases: [Partial<Manners>, Partial<Capabilities>][] = [
    [{}, { stream: 'streams', tools: 'taken', reasoningEffort: 'taken' }],
    [{ streaming: 'sse-openai' }, { stream: 'streams' }],
    [{ streaming: 'json' }, { stream: 'whole' }],
    [{ streaming: 'json-events' }, { stream: 'whole' }],
    [{ streaming: 'json-empty' }, { stream: 'empty' }],
    [{ streaming: 'refuse' }, { stream: 'refused' }],
    [
      { tools: 'refused', reasoningEffort: 'refused' },
      { stream: 'streams', tools: 'refused', reasoningEffort: 'refused' },
    ],
  ];
  for (const [manners, expected] of cases) {
    it(`${JSON.stringify(manners)} is found to be ${JSON.stringify(expected)}`, async () => {
      await endpoint.configure(manners);
      const { checked, known } = await probe();
      assert.equal(checked.failure, undefined);
      for (const [name, value] of Object.entries(expected))
        assert.equal(known?.[name as keyof Capabilities], value, name);
      assert.equal(endpoint.recorded.length, 4);
      assert.deepEqual(
        endpoint.recorded.map(({ json }) => (json as { data: { max_tokens: number } }).data.max_tokens),
        [16, 16, 64, 16],
      );
    });
  }

  it('sends the documented call first, and nothing else where that fails', async () => {
    const { checked, known } = await probe('wrong');
    assert.equal(checked.failure?.reason, 'unauthorized');
    assert.equal(known, undefined);
    assert.equal(endpoint.recorded.length, 1);
  });

  it('finds a tool that is called', async () => {
    const text = { kind: 'text', text: 'OK' } as const;
    await endpoint.reply(text, text, { kind: 'toolCalls', calls: [{ name: 'ping', arguments: {} }], shape: 'object' });
    assert.equal((await probe()).known?.tools, 'called');
  });

  it('takes a stream of nothing but reasoning for a stream', async () => {
    const text = { kind: 'text', text: 'OK' } as const;
    await endpoint.reply(text, {
      kind: 'stream',
      events: ['{"choices":[{"delta":{"reasoning":"Hm"}}]}', '{"choices":[{"delta":{},"finish_reason":"length"}]}'],
      end: 'done',
    });
    assert.equal((await probe()).known?.stream, 'streams');
  });

  it('decides what later requests make use of', async () => {
    const { store, identity } = await probe();
    const openai = { ...identity, protocol: 'openai' } as const;
    const fresh = new FakeCapabilities();
    assert.deepEqual(beyondDocumented(identity, 'auto', fresh), { stream: false, sendsEffort: false });
    assert.deepEqual(beyondDocumented(identity, 'auto', store), { stream: true, sendsEffort: true });
    assert.deepEqual(beyondDocumented(identity, 'off', store), { stream: false, sendsEffort: true });
    assert.deepEqual(beyondDocumented(identity, 'on', fresh), { stream: true, sendsEffort: false });
    assert.deepEqual(beyondDocumented(openai, 'auto', fresh), { stream: true, sendsEffort: false });
    await store.write(openai, { stream: 'refused', tools: 'unknown', reasoningEffort: 'refused', checkedAt: 1 });
    assert.deepEqual(beyondDocumented(openai, 'auto', store), { stream: false, sendsEffort: false });
    await store.clear();
    assert.deepEqual(beyondDocumented(identity, 'auto', store), { stream: false, sendsEffort: false });
  });

  it('puts every finding into words', () => {
    const found = findingsOf({ stream: 'streams', tools: 'refused', reasoningEffort: 'unknown', checkedAt: 0 });
    assert.deepEqual(found.map(({ title, words, good }) => `${title} ${words} ${good}`), [
      'Streaming works true',
      'Tools are refused false',
      'Reasoning level as a parameter could not be tried false',
    ]);
  });
});
