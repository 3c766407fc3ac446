import assert from 'node:assert/strict';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createClient } from '../../../src/client/client.ts';
import { AssistantError } from '../../../src/core/errors.ts';
import { mostReplyCharacters } from '../../../src/client/exchange/limits.ts';
import type { Behaviour } from '../../support/endpoint/behaviour.ts';
import type { StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';
import { runs } from '../../support/runs.ts';

const key = 'sk-fuzz-0123456789';
const half = 'half of it';

/** Pieces of bodies and streams, right and wrong, from which whatever comes is put together. */
const scraps = fc.constantFrom(
  'data: ',
  'event: error\n',
  'event: response.completed\n',
  ': ping\n\n',
  '\n\n',
  '\r\n\r\n',
  '\r',
  'retry: 1\n',
  'id: \0\n',
  '[DONE]',
  '{"response":"',
  `{"response":"${half}"}`,
  '{"choices":[{"delta":{"content":"',
  '"}}]}',
  '"}',
  '}',
  ']',
  '[',
  '{"a":',
  '{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{"}}]}}]}',
  '{"choices":[{"delta":{},"finish_reason":"stop"}]}',
  '{"choices":[{"delta":{},"finish_reason":"abort"}]}',
  '{"object":"error","message":"m","code":500}',
  '{"success":false,"errors":[{"code":3040,"message":"busy"}]}',
  '{"success":true,"result":',
  '{"usage":{"prompt_tokens":1e400,"completion_tokens":-1}}',
  '<html><title>',
  '<|channel|>analysis<|message|>',
  '<|start|>assistant',
  '<|call|>',
  'analysis',
  'assistantfinal',
  '\uFEFF',
  '\u0000',
  '\\u0000',
  '\ud800',
  '"',
  '\\',
  '1e400',
  'null',
  key,
);

const text = fc.array(fc.oneof(scraps, fc.string({ maxLength: 8 })), { maxLength: 40 }).map((parts) => parts.join(''));

/** Bodies grown by repeating their beginning or middle, up to some hundred kilobytes; the floods go further. */
const body = fc
  .tuple(text, text, fc.constantFrom(1, 1, 10, 1_000), text)
  .map(([head, middle, times, tail]) => head + middle.repeat(times) + tail);

const packings = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  identity: (bytes: Buffer) => bytes,
} as const;

/** A body in an encoding, rightly or wrongly named, perhaps with its end missing. */
const packed = fc.record({
  body,
  status: fc.constantFrom(200, 200, 200, 201, 204, 301, 307, 400, 401, 418, 429, 500, 503, 599),
  type: fc.constantFrom('application/json', 'text/event-stream', 'text/html', 'text/plain; charset=utf-16', 'x'),
  packing: fc.constantFrom(...(Object.keys(packings) as (keyof typeof packings)[])),
  named: fc.constantFrom('gzip', 'br', 'deflate', 'identity', 'gzip, gzip', 'unheard-of'),
  honest: fc.boolean(),
  cut: fc.nat(64),
  retryAfter: fc.constantFrom('', '1e400', '-1', '99999999999999999999', 'soon', '0'),
}).map(({ body: sent, status, type, packing, named, honest, cut, retryAfter }): Behaviour => {
  const bytes = packings[packing](Buffer.from(sent));
  const kept = bytes.subarray(0, Math.max(1, bytes.length - (cut > 32 ? cut : 0)));
  const encoding = honest ? packing : named;
  const headers = {
    'content-type': type,
    'content-encoding': encoding,
    ...(retryAfter === '' ? {} : { 'retry-after': retryAfter }),
  };
  return { kind: 'raw', status, headers, body: { base64: kept.toString('base64') } };
});

const stream = fc.record({
  events: body,
  end: fc.constantFrom('done' as const, 'cut' as const, 'none' as const, 'reset' as const),
  chunking: fc.oneof(fc.constantFrom(1, 7, 64, 4_096), fc.array(fc.nat(2_000), { maxLength: 20 })),
}).map(({ events, end, chunking }): Behaviour => {
  // A piece of one byte is a write of its own.
  const size = typeof chunking === 'number' && events.length > 5_000 ? Math.max(chunking, 4_096) : chunking;
  return { kind: 'stream', events, end, chunking: size };
});

const flood = fc.record({
  head: text,
  piece: fc.oneof(scraps, text.filter((piece) => piece !== '')),
  type: fc.constantFrom('application/json', 'text/event-stream'),
  status: fc.constantFrom(200, 200, 400, 503),
  packs: fc.boolean(),
}).map(({ packs, ...rest }): Behaviour => ({ kind: 'flood', ...rest, ...(packs ? { encoding: 'gzip' } : {}) }));

const broken: fc.Arbitrary<Behaviour> = fc.oneof(
  fc.nat(400).map((afterBytes): Behaviour => ({ kind: 'reset', afterBytes })),
  fc.constant<Behaviour>({ kind: 'hang' }),
  fc.webUrl().map((location): Behaviour => ({ kind: 'redirect', status: 308, location })),
);

const hostile = fc.oneof(
  { weight: 5, arbitrary: packed },
  { weight: 4, arbitrary: stream },
  { weight: 1, arbitrary: flood },
  broken,
);

describe('the client before a hostile server', function () {
  this.timeout(0);
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint({ key });
  });
  after(() => endpoint.stop());

  /** Growth of the peak of this process, the server in it, over all runs, in bytes. */
  const mostMemory = 512 * 1_048_576;

  interface Ended {
    readonly came: string;
    readonly ended: unknown;
    readonly logged: number;
  }

  async function exchange(behaviour: Behaviour, streams: boolean): Promise<Ended> {
    await endpoint.reset();
    await endpoint.otherwise(behaviour);
    let logged = 0;
    let came = '';
    const log = {
      info: (line: string) => void (logged += line.length),
      trace: (line: string) => void (logged += line.length),
    };
    const config = {
      url: endpoint.dataoortsUrl,
      protocol: 'dataoorts',
      model: 'openai/gpt-oss-120b',
      key,
      stream: streams,
      sendsEffort: false,
      parameters: { max_tokens: 512 },
      timeoutMs: 500,
      idleMs: 50,
    } as const;
    const client = createClient({ config: () => Promise.resolve(config), log, wait: () => Promise.resolve() });
    const onDelta = ({ answer, reasoning }: { answer: string; reasoning: string }): void =>
      void (came += answer + reasoning);
    const request = { messages: [{ role: 'user', content: 'Hi' }] } as const;
    const signal = new AbortController().signal;
    const ended = await client.complete(request, { signal, onDelta }).catch((thrown: unknown) => thrown);
    return { came, ended, logged };
  }

  it('gives a reply or an error that says why, within its limits', async () => {
    const peak = process.resourceUsage().maxRSS;
    const property = fc.asyncProperty(hostile, fc.boolean(), async (behaviour, streams) => {
      const { came, ended, logged } = await exchange(behaviour, streams);
      assert.ok(came.length <= mostReplyCharacters + 100, 'what is kept is bounded');
      assert.ok(logged < 2_000_000, 'so is what is logged');
      assert.ok(endpoint.recorded.length <= 8, 'and how often is asked');
      if (ended instanceof AssistantError) {
        assert.notEqual(ended.reason, 'unexpected');
        assert.ok((ended.details.said ?? '').length <= 300);
        assert.ok(!JSON.stringify(ended.details).includes(key), 'no error holds the key');
      } else {
        assert.ok(typeof ended === 'object' && ended !== null && 'finish' in ended, String(ended));
      }
    });
    await fc.assert(property, { numRuns: Math.min(runs(30), 20_000), endOnFailure: true });
    const grown = (process.resourceUsage().maxRSS - peak) * 1_024;
    assert.ok(grown < mostMemory, `${Math.round(grown / 1_048_576)} MB more`);
  });
});
