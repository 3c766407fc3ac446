import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Arrival, CompletionRequest, ReplyDelta } from '../../../../src/app/ports.ts';
import { assembleReply } from '../../../../src/client/answer/assemble.ts';
import { createClient } from '../../../../src/client/client.ts';
import type { ClientConfig } from '../../../../src/client/wire/config.ts';
import { ReplyStream } from '../../../../src/client/answer/replyStream.ts';
import type { ModelReply } from '../../../../src/core/chat/messages.ts';
import { AssistantError, type Reason } from '../../../../src/core/errors.ts';
import { replyFaults } from '../../../support/endpoint/replyFaults.ts';
import { harmonyFaults } from '../../../support/endpoint/harmonyFaults.ts';
import type { StandIn } from '../../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../../support/endpoint/startEndpoint.ts';
import { streamFaults } from '../../../support/endpoint/streamFaults.ts';
import { runs } from '../../../support/runs.ts';

interface Heard {
  readonly reply: ModelReply | undefined;
  readonly error: AssistantError | undefined;
  readonly text: string;
  readonly reasoning: string;
  readonly arrivals: readonly Arrival[];
}

describe('client, streaming', () => {
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint({ key: 'k' });
  });
  let refusals = 0;
  beforeEach(async () => {
    refusals = 0;
    await endpoint.reset();
  });
  after(() => endpoint.stop());

  async function hear(
    changes: Partial<ClientConfig> = {},
    request: Partial<CompletionRequest> = {},
    signal = new AbortController().signal,
  ): Promise<Heard> {
    const config: ClientConfig = {
      url: endpoint.dataoortsUrl,
      protocol: 'dataoorts',
      model: 'openai/gpt-oss-120b',
      key: 'k',
      parameters: { max_tokens: 512 },
      timeoutMs: 60_000,
      stream: true,
      sendsEffort: false,
      ...changes,
    };
    const client = createClient({
      config: () => Promise.resolve(config),
      log: { info: () => undefined, trace: () => undefined },
      wait: () => Promise.resolve(),
      random: () => 0,
      onRefusal: () => (refusals += 1),
    });
    const heard = { text: '', reasoning: '', arrivals: [] as Arrival[] };
    const onDelta = ({ answer, reasoning }: ReplyDelta): void => {
      heard.text += answer;
      heard.reasoning += reasoning;
    };
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const onArrival = (arrival: Arrival): number => heard.arrivals.push(arrival);
    try {
      const reply = await client.complete({ messages, ...request }, { signal, onDelta, onArrival });
      return { ...heard, reply, error: undefined };
    } catch (thrown) {
      assert.ok(thrown instanceof AssistantError, String(thrown));
      return { ...heard, reply: undefined, error: thrown };
    }
  }

  it('asks for a stream and gives the pieces out as they come', async () => {
    await endpoint.reply({ kind: 'slow', text: 'The answer is 42.', chunkChars: 4, gate: 'go', reasoning: 'Simple.' });
    const controller = new AbortController();
    const pending = hear({}, {}, controller.signal);
    await endpoint.openGate('go', 3);
    const request = await endpoint.waitForRequest(1);
    await endpoint.openGate('go');
    const { reply, text } = await pending;
    assert.equal(text, 'The answer is 42.');
    assert.equal(reply?.text, text);
    assert.equal((request.json as { data: { stream: boolean } }).data.stream, true);
  });

  /** What each stream ends in: the reply's text or the error, how it finished, and how many requests it took. */
  const outcomes: Readonly<
    Record<
      keyof typeof streamFaults,
      { text?: string; finish?: string; error?: Reason; kept?: string; requests?: number }
    >
  > = {
    streamAnsweredWithJson: { text: 'The answer is 42.' },
    streamAnsweredEmpty: { text: 'This is the answer of the stand-in endpoint.', requests: 2 },
    streamAnsweredWithEvents: { text: 'The answer is 42.' },
    streamRefused: { text: 'This is the answer of the stand-in endpoint.', requests: 2 },
    streamPadded: { text: 'The answer is 42.' },
    streamDeltas: { text: 'The answer is 42.', finish: 'stop' },
    streamReasoning: { text: 'The answer is 42.', finish: 'stop' },
    streamReasoningContent: { text: 'The answer is 42.', finish: 'stop' },
    streamToolCalls: { text: '', finish: 'toolCalls' },
    streamFinishWithoutDone: { text: 'The answer is 42.', finish: 'stop' },
    streamCutOff: { text: 'The answer is', finish: 'cutOff' },
    streamCutInEvent: { text: 'The answer', finish: 'cutOff' },
    streamSilent: { error: 'stalled', kept: 'The answer is' },
    streamReset: { error: 'cutOff', kept: 'The answer is' },
    streamEmpty: { error: 'emptyReply' },
    streamErrorEvent: { error: 'capacity', kept: 'The answer' },
    streamSplitCharacter: { text: 'Größe → 🦀 42.' },
    streamSplitMarker: { text: 'The answer is 42.' },
    streamCarriageReturns: { text: 'The answer is 42.' },
  };

  for (const [name, expected] of Object.entries(outcomes)) {
    const fault = streamFaults[name as keyof typeof outcomes];
    it(`${name}: ${fault.describes}`, async () => {
      await endpoint.reply(fault.behaviour);
      const { reply, error, text } = await hear({ idleMs: name === 'streamSilent' ? 100 : 60_000 });
      assert.equal(error?.reason, expected.error);
      if (expected.text !== undefined) assert.equal(reply?.text, expected.text);
      if (expected.finish !== undefined) assert.equal(reply?.finish, expected.finish);
      assert.equal(text, expected.kept ?? expected.text ?? '', 'what was given out');
      assert.equal(endpoint.recorded.length, expected.requests ?? 1);
    });
  }

  for (const [name, { behaviour }] of Object.entries({ ...replyFaults, ...harmonyFaults })) {
    it(`${name}: the same reply streamed and whole`, async () => {
      await endpoint.otherwise(behaviour);
      const [streamed, whole] = [await hear(), await hear({ stream: false })];
      assert.equal(streamed.error?.reason, whole.error?.reason);
      const { finish: _streamed, ...one } = streamed.reply ?? ({} as ModelReply);
      const { finish: _whole, ...other } = whole.reply ?? ({} as ModelReply);
      assert.deepEqual(one, other);
    });
  }

  it('reads a stream that nobody asked for', async () => {
    await endpoint.reply(streamFaults.streamDeltas.behaviour);
    const { reply, arrivals } = await hear({ stream: false });
    assert.equal(reply?.text, 'The answer is 42.');
    assert.deepEqual(arrivals, ['stream']);
  });

  it('tries again after a stream that broke before it said anything, and never after', async () => {
    for (const events of [[], ': keep-alive\n\n', 'data: {"resp']) {
      await endpoint.reset();
      await endpoint.reply({ kind: 'stream', events, end: 'cut' }, { kind: 'text', text: 'Here.' });
      assert.equal((await hear()).text, 'Here.');
      assert.equal(endpoint.recorded.length, 2);
    }
    await endpoint.reset();
    await endpoint.otherwise(streamFaults.streamReset.behaviour);
    await hear();
    assert.equal(endpoint.recorded.length, 1);
  });

  it('keeps what came when it is stopped, and ends the request', async () => {
    await endpoint.reply(streamFaults.streamSilent.behaviour);
    const controller = new AbortController();
    const client = createClient({
      config: () =>
        Promise.resolve({
          url: endpoint.dataoortsUrl,
          protocol: 'dataoorts',
          model: 'openai/gpt-oss-120b',
          key: 'k',
          parameters: { max_tokens: 9 },
          timeoutMs: 60_000,
          stream: true,
          sendsEffort: false,
        }),
      log: { info: () => undefined, trace: () => undefined },
    });
    let text = '';
    const onDelta = ({ answer }: ReplyDelta): void => {
      text += answer;
      if (text === 'The answer is') controller.abort();
    };
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    await assert.rejects(client.complete({ messages }, { signal: controller.signal, onDelta }), {
      reason: 'cancelled',
    });
    assert.equal(text, 'The answer is');
    await endpoint.recorded[0]!.aborted;
  });

  describe('beyond the documented call', () => {
    const data = (index: number): Record<string, unknown> =>
      (endpoint.recorded[index]!.json as { data: Record<string, unknown> }).data;

    it('sends the reasoning level only where the endpoint is known to take it', async () => {
      await endpoint.otherwise({ kind: 'text', text: 'ok' });
      await hear({ stream: false }, { effort: 'high' });
      await hear({ stream: false, sendsEffort: true }, { effort: 'high' });
      await hear({ stream: false, sendsEffort: true }, { effort: 'default' });
      assert.deepEqual([0, 1, 2].map((index) => data(index)['reasoning_effort']), [undefined, 'high', undefined]);
    });

    it('falls back to the documented call when the rest is refused, but not in a probe', async () => {
      await endpoint.configure({ reasoningEffort: 'refused' });
      const { reply } = await hear({ sendsEffort: true }, { effort: 'low' });
      assert.ok(reply);
      assert.equal(refusals, 1);
      assert.deepEqual(Object.keys(data(1)).sort(), ['max_tokens', 'messages']);
      const { error } = await hear({}, { effort: 'low', probe: 'reasoningEffort' });
      assert.equal(error?.reason, 'badRequest');
      assert.equal(endpoint.recorded.length, 3);
      assert.equal(refusals, 1);
    });

    it('does not send an empty answer again that was paid for', async () => {
      await endpoint.otherwise({ kind: 'emptyReply', completionTokens: 512 });
      await endpoint.configure({ streaming: 'json' });
      assert.equal((await hear()).error?.reason, 'emptyReply');
      assert.equal(endpoint.recorded.length, 1);
    });

    it('offers tools and reads the call', async () => {
      await endpoint.reply({ kind: 'toolCalls', calls: [{ name: 'ping', arguments: {} }], shape: 'openai' });
      const tool = { name: 'ping', description: 'Answers.', parameters: { type: 'object', properties: {} } };
      const { reply } = await hear({ stream: false }, { tools: [tool], probe: 'tools' });
      assert.deepEqual(reply?.toolCalls.map(({ name }) => name), ['ping']);
      assert.deepEqual(data(0)['tools'], [{ type: 'function', function: tool }]);
    });
  });
});

describe('ReplyStream', () => {
  const texts = [
    'Plain text with a <|> b and `code`.',
    '<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final<|message|>The answer.<|return|>',
    '<|channel|>commentary<|message|>First I look.<|end|><|start|>assistant<|channel|>final<|message|>' +
    'Then I say.<|return|>',
    'analysisThink.assistantfinalThe answer.',
  ];

  it('gives out what the whole reply holds, however the stream is cut', () => {
    const cuts = fc.array(fc.nat(400), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(fc.nat(60), { maxLength: 8 }), cuts, (text, tokens, chunks) => {
        const events = pieces(text, tokens).map((response) => `data: ${JSON.stringify({ response })}\n\n`);
        const stream = new ReplyStream();
        const deltas = [
          ...pieces(`${events.join('')}data: [DONE]\n\n`, chunks).map((chunk) => stream.push(chunk)),
          stream.flush(),
        ];
        const reply = assembleReply(stream.end(), []);
        assert.equal(deltas.map((delta) => delta?.answer ?? '').join(''), reply.text);
        assert.equal(deltas.map((delta) => delta?.reasoning ?? '').join(''), reply.reasoning);
      }),
      { numRuns: runs(10_000) },
    );
  });
});

function pieces(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...new Set(cuts.map((cut) => Math.min(cut, text.length))), text.length].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}
