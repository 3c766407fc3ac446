import assert from 'node:assert/strict';
import type { Arrival, ReplyDelta } from '../../../../src/app/ports.ts';
import { readAnswer } from '../../../../src/client/answer/readAnswer.ts';
import { createClient } from '../../../../src/client/client.ts';
import { Deadline } from '../../../../src/client/exchange/deadline.ts';
import {
  mostErrorCharacters,
  mostEvents,
  mostReplyCharacters,
  mostStreamCharacters,
} from '../../../../src/client/exchange/limits.ts';
import { prettyJson } from '../../../../src/core/prettyJson.ts';
import { AssistantError } from '../../../../src/core/errors.ts';
import type { FloodBehaviour } from '../../../support/endpoint/behaviour.ts';
import { hostileFaults } from '../../../support/endpoint/hostileFaults.ts';
import type { StandIn } from '../../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../../support/endpoint/startEndpoint.ts';

/** Characters that a body gives out at once, at most: what is read past a limit. */
const oneRead = 1_048_576;

/** A body of one text again and again, which counts what was read of it and whether it was let go. */
class Endless {
  read = 0;
  released = false;
  readonly #first: string;
  readonly #piece: string;

  constructor(first: string, piece: string) {
    this.#first = first;
    this.#piece = piece;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    try {
      for (let piece = this.#first; ; piece = this.#piece) {
        this.read += piece.length;
        yield await Promise.resolve(piece);
      }
    } finally {
      this.released = true;
    }
  }
}

interface Heard {
  readonly deltas: ReplyDelta[];
  readonly progress: boolean[];
  readonly arrivals: Arrival[];
}

function heard() {
  const all: Heard = { deltas: [], progress: [], arrivals: [] };
  const hooks = {
    onArrival: (arrival: Arrival) => void all.arrivals.push(arrival),
    onDelta: (delta: ReplyDelta) => void all.deltas.push(delta),
    onPiece: (isProgress: boolean) => void all.progress.push(isProgress),
  };
  return { all, hooks };
}

async function readTooMuch(body: Endless, status = 200): Promise<Heard> {
  const { all, hooks } = heard();
  const answer = { status, headers: new Headers(), chunks: body };
  await assert.rejects(
    readAnswer(answer, hooks),
    (thrown) => thrown instanceof AssistantError && thrown.reason === 'tooMuch',
  );
  assert.ok(body.released, 'the body is let go');
  return all;
}

describe('limits on an answer', function () {
  // Megabytes are read; on a busy machine that takes seconds.
  this.timeout(120_000);
  const block = 'a'.repeat(65_536);

  it('end a body that has no end', async () => {
    const body = new Endless('{"response":"', block);
    await readTooMuch(body);
    assert.ok(body.read <= mostReplyCharacters + oneRead, `${body.read}`);
  });

  it('end blanks that have no end, each looked at once', async () => {
    const body = new Endless('', ' '.repeat(1_024));
    await readTooMuch(body);
    assert.ok(body.read <= mostReplyCharacters + oneRead);
  });

  it('end a stream, and keep what came of it', async () => {
    const { deltas } = await readTooMuch(
      new Endless('data: {"response":"first"}\n\n', `data: {"response":"${block}"}\n\n`),
    );
    const text = deltas.map(({ answer }) => answer).join('');
    assert.ok(text.startsWith('firstaaa'));
    assert.ok(text.length > mostReplyCharacters - 2 * block.length && text.length <= mostReplyCharacters);
  });

  it('end an event, comments, empty events and blank lines that have no end', async () => {
    for (const piece of [
      block,
      `data: ${block}\n`,
      `: ${block}\n\n`,
      'data: {}\n\n'.repeat(5_000),
      '\n'.repeat(60_000),
    ]) {
      const body = new Endless('data: {"response":"kept"}\n\n', piece);
      const { deltas } = await readTooMuch(body);
      assert.equal(deltas.map(({ answer }) => answer).join(''), 'kept');
      assert.ok(body.read <= Math.max(mostReplyCharacters, mostEvents * 10) + oneRead, piece.slice(0, 10));
    }
  });

  it('end a stream whose text is small beside what stands around it', async () => {
    const padding = `data: {"response":"","p":"${'x'.repeat(1_000_000)}"}\n\n`;
    const body = new Endless('data: {"response":"kept"}\n\n', padding);
    await readTooMuch(body);
    assert.ok(body.read <= mostStreamCharacters + 2 * oneRead);
  });

  it('leave an error body unread as soon as it is long enough to tell', async () => {
    const { hooks } = heard();
    const body = new Endless('{"errors":[{"code":5006,"message":"', block);
    const { decoded } = await readAnswer({ status: 400, headers: new Headers(), chunks: body }, hooks);
    assert.ok(!decoded.ok && body.released);
    assert.ok(body.read <= mostErrorCharacters + oneRead);
  });

  it('tell signs of life from a reply', async () => {
    const { all, hooks } = heard();
    const chunks = (async function* () {
      await Promise.resolve();
      yield *
        [
          ': ping\n\n',
          'data: {"response":"a"}\n\n',
          'data: {"response":""}\n\n',
          'event: ping\ndata: {}\n\n',
          'data: [DONE]\n\n',
        ];
    })();
    await readAnswer({ status: 200, headers: new Headers(), chunks }, hooks);
    assert.deepEqual(all.progress, [false, true, false, false, false]);
  });

  it('keep what was held back when the connection breaks', async () => {
    const { all, hooks } = heard();
    const chunks = (async function* () {
      await Promise.resolve();
      yield 'data: {"response":"analysis"}\n\n';
      yield 'data: {"response":"We look."}\n\n';
      throw new TypeError('terminated');
    })();
    await assert.rejects(readAnswer({ status: 200, headers: new Headers(), chunks }, hooks), TypeError);
    assert.deepEqual(all.deltas.map(({ reasoning }) => reasoning).join(''), 'We look.');
  });
});

describe('JSON as text for a person', () => {
  it('is indented where it is small', () => assert.equal(prettyJson({ a: [1] }), '{\n  "a": [\n    1\n  ]\n}'));

  it('never grows to many times its length', () => {
    for (const depth of [10, 17, 100, 3_000]) {
      const text = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
      assert.ok(prettyJson(JSON.parse(text)).length <= text.length * 8);
    }
    const wide = Array.from({ length: 100_000 }, () => [[[[[1]]]]]);
    assert.ok(prettyJson(wide).length <= JSON.stringify(wide).length);
  });

  it('is empty for what has none', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    for (const value of [undefined, circle, () => 1, 1n]) assert.equal(prettyJson(value), '');
  });
});

describe('a time limit', () => {
  const setReal = globalThis.setTimeout;
  afterEach(() => {
    globalThis.setTimeout = setReal;
  });

  it('longer than a timer takes does not run out at once', () => {
    const set: number[] = [];
    const timer = setReal(() => undefined, 0);
    globalThis.setTimeout = ((_work: () => void, ms: number) => (set.push(ms), timer)) as unknown as typeof setTimeout;
    for (const seconds of [1, 2_147_483, 2_147_484, 1e9, Infinity]) {
      const deadline = new Deadline(seconds * 1_000);
      assert.equal(deadline.seconds, seconds);
      deadline.stop();
    }
    assert.deepEqual(set, [1_000, 2_147_483_000, 2_147_483_647, 2_147_483_647, 2_147_483_647]);
  });
});

describe('a hostile server', function () {
  this.timeout(120_000);
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint({ key: 'k' });
  });
  beforeEach(() => endpoint.reset());
  after(() => endpoint.stop());

  /** Growth of the process's peak that one answer may cause: the limit in characters, several times over. */
  const mostMemory = 200 * 1_048_576;

  async function ask(behaviour: FloodBehaviour, changes: object = {}) {
    await endpoint.otherwise(behaviour);
    const config = {
      url: endpoint.dataoortsUrl, protocol: 'dataoorts', model: 'openai/gpt-oss-120b', key: 'k', stream: false,
      sendsEffort: false, parameters: { max_tokens: 512 }, timeoutMs: 60_000, ...changes,
    } as const;
    const log = { info: () => undefined, trace: () => undefined };
    const client = createClient({ config: () => Promise.resolve(config), log, wait: () => Promise.resolve() });
    const request = { messages: [{ role: 'user', content: 'Hi' }] } as const;
    const peak = process.resourceUsage().maxRSS;
    const ended = await client
      .complete(request, { signal: new AbortController().signal })
      .catch((thrown: unknown) => thrown);
    const grown = (process.resourceUsage().maxRSS - peak) * 1_024;
    assert.ok(grown < mostMemory, `${Math.round(grown / 1_048_576)} MB more`);
    assert.ok(ended instanceof AssistantError, String(ended).slice(0, 200));
    return ended;
  }

  it('cannot make 30,000,000 characters of a few hundred bytes of brotli', async () => {
    const { behaviour } = hostileFaults.bombBrotli;
    assert.ok(behaviour.kind === 'flood');
    const error = await ask({ ...behaviour, piece: 'a'.repeat(300_000), times: 100 });
    assert.equal(error.reason, 'tooMuch');
    assert.match(error.details.came ?? '', /^8,\d{3},\d{3} characters$/);
  });

  it('is left alone as soon as there is too much', async () => {
    for (const name of [
      'endlessGzip',
      'endlessBody',
      'endlessEvents',
      'endlessErrorBody',
      'endlessRedirect',
    ] as const) {
      const { behaviour } = hostileFaults[name];
      assert.ok(behaviour.kind === 'flood');
      await endpoint.reset();
      await ask(behaviour);
      assert.equal(await endpoint.recorded[0]?.finished, 'aborted', name);
    }
  });

  it('cannot keep a request alive with comments, or with events that bring nothing', async () => {
    for (const events of [': still there\n\n', 'data: {}\n\n', 'data: {"choices":[{"delta":{}}]}\n\n']) {
      await endpoint.reset();
      const text = events.repeat(2_000);
      await endpoint.otherwise({ kind: 'stream', events: text, end: 'none', chunking: events.length, delayMs: 1 });
      const config = {
        url: endpoint.dataoortsUrl, protocol: 'dataoorts', model: 'openai/gpt-oss-120b', key: 'k', stream: true,
        sendsEffort: false, parameters: { max_tokens: 512 }, timeoutMs: 60, idleMs: 50,
      } as const;
      const log = { info: () => undefined, trace: () => undefined };
      const client = createClient({ config: () => Promise.resolve(config), log, wait: () => Promise.resolve() });
      const request = { messages: [{ role: 'user', content: 'Hi' }] } as const;
      const ended = client.complete(request, { signal: new AbortController().signal });
      await assert.rejects(ended, { reason: 'timeout' });
      await endpoint.recorded[0]?.aborted;
    }
  });
});
