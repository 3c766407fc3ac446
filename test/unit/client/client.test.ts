import assert from 'node:assert/strict';
import type { ClientConfig } from '../../../src/client/wire/config.ts';
import { createClient } from '../../../src/client/client.ts';
import { describe as inWords } from '../../../src/core/describe.ts';
import { AssistantError, type Reason } from '../../../src/core/errors.ts';
import { assertDocumented } from '../../support/endpoint/assertDocumented.ts';
import { errorFaults } from '../../support/endpoint/errorFaults.ts';
import type { StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';

const key = 'sk-secret-0123456789';

describe('client', () => {
  let endpoint: StandIn;
  const logged: string[] = [];
  const waits: number[] = [];

  before(async () => {
    endpoint = await startEndpoint({ key });
  });
  beforeEach(async () => {
    await endpoint.reset();
    logged.length = 0;
    waits.length = 0;
  });
  after(() => endpoint.stop());

  const config = (changes: Partial<ClientConfig> = {}): ClientConfig => ({
    url: endpoint.dataoortsUrl,
    protocol: 'dataoorts',
    stream: false,
    sendsEffort: false,
    model: 'openai/gpt-oss-120b',
    key,
    parameters: { max_tokens: 512 },
    timeoutMs: 60_000,
    ...changes,
  });

  const client = (changes: Partial<ClientConfig> = {}) =>
    createClient({
      config: () => Promise.resolve(config(changes)),
      log: { info: (line) => logged.push(line), trace: (line) => logged.push(line) },
      wait: (ms) => Promise.resolve(void waits.push(ms)),
      random: () => 0.5,
    });

  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi ✓' },
  ] as const;

  const complete = (changes: Partial<ClientConfig> = {}, signal = new AbortController().signal, maxTokens?: number) =>
    client(changes).complete({ messages, ...(maxTokens === undefined ? {} : { maxTokens }) }, { signal });

  async function failureOf(work: Promise<unknown>): Promise<AssistantError> {
    const thrown = await work.then(() => assert.fail('it succeeded'), (error: unknown) => error);
    assert.ok(thrown instanceof AssistantError, String(thrown));
    return thrown;
  }

  it('sends the documented request and reads the documented reply', async () => {
    await endpoint.reply({
      kind: 'text',
      text: 'Hello',
      usage: { prompt_tokens: 21, completion_tokens: 5, total_tokens: 26 },
    });
    const parameters = { max_tokens: 512, temperature: 0.1, top_p: 0.9, top_k: 40 };
    const reply = await complete({ parameters });
    assert.equal(reply.text, 'Hello');
    assert.deepEqual(reply.usage, { promptTokens: 21, completionTokens: 5, totalTokens: 26 });
    const [request] = endpoint.recorded;
    assertDocumented(request!);
    assert.deepEqual(request!.json, { model: 'openai/gpt-oss-120b', data: { messages, ...parameters } });
    assert.equal(request!.headers['authorization'], `Bearer ${key}`);
  });

  it('sends every parameter within its range, and none beyond', async () => {
    await endpoint.otherwise({ kind: 'text', text: 'ok' });
    await complete({
      parameters: {
        max_tokens: 1,
        temperature: 5,
        top_p: 2,
        top_k: 50,
        seed: 9_999_999_999,
        repetition_penalty: 0,
        frequency_penalty: 2,
        presence_penalty: 2,
      },
    });
    assertDocumented(endpoint.recorded[0]!);
    const bad: [object, RegExp][] = [
      [{ temperature: 5.1 }, /gptOss\.temperature is 5\.1, but must be a number from 0 to 5/],
      [{ top_k: 1.5 }, /gptOss\.topK is 1\.5, but must be a whole number from 1 to 50/],
      [{ seed: 0 }, /gptOss\.seed/],
      [{ top_p: '1' }, /gptOss\.topP is "1"/],
      [{ presence_penalty: Number.NaN }, /gptOss\.presencePenalty/],
      [{ max_tokens: 0 }, /gptOss\.maxTokens/],
    ];
    for (const [change, words] of bad) {
      const error = await failureOf(complete({ parameters: { max_tokens: 512, ...change } }));
      assert.equal(error.reason, 'badSetting');
      assert.match(inWords(error).message, words);
    }
    assert.equal(endpoint.recorded.length, 1);
  });

  it('takes the limit of one request over the setting', async () => {
    await endpoint.reply({ kind: 'text', text: 'ok' });
    await complete({}, undefined, 16);
    assert.equal((endpoint.recorded[0]!.json as { data: { max_tokens: number } }).data.max_tokens, 16);
  });

  it('refuses an address that is none, and a missing key, before anything is sent', async () => {
    assert.equal((await failureOf(complete({ url: 'cloud.example' }))).reason, 'badSetting');
    assert.equal((await failureOf(complete({ url: 'file:///etc/passwd' }))).reason, 'badSetting');
    assert.equal((await failureOf(complete({ key: undefined }))).reason, 'noKey');
    assert.equal(endpoint.recorded.length, 0);
  });

  /** What each fault of the table ends in when it comes every time, and how many requests are made. */
  const outcomes: Readonly<Record<Exclude<keyof typeof errorFaults, 'hang'>, readonly [Reason, number]>> = {
    status400: ['badRequest', 1],
    status401: ['unauthorized', 1],
    status403: ['forbidden', 1],
    status404: ['noSuchModel', 1],
    status408: ['timeout', 4],
    status409: ['server', 4],
    status413: ['tooLarge', 1],
    status422: ['badRequest', 1],
    status425: ['server', 4],
    status429: ['rateLimited', 4],
    status500: ['server', 4],
    status502: ['server', 4],
    status503: ['server', 4],
    status504: ['server', 4],
    quotaUsedUp: ['quota', 1],
    noCapacity: ['capacity', 4],
    timeout3007: ['timeout', 4],
    timeout3008: ['timeout', 4],
    tooLarge3006: ['tooLarge', 1],
    noSuchModel3042: ['noSuchModel', 1],
    noSuchModel5007: ['noSuchModel', 1],
    badInput3003: ['badRequest', 1],
    badInput5004: ['badRequest', 1],
    badInput5006: ['badRequest', 1],
    badCredentials10000: ['unauthorized', 1],
    errorWithStatus200: ['badRequest', 1],
    capacityWithStatus200: ['capacity', 4],
    errorsAsStrings: ['badRequest', 1],
    codeInsideMessage: ['capacity', 4],
    noErrorsListed: ['server', 1],
    bodyWithoutEnvelope: ['server', 4],
    htmlFromProxy: ['server', 4],
    htmlWithStatus200: ['malformedReply', 1],
    emptyBody: ['malformedReply', 1],
    emptyErrorBody: ['server', 4],
    cutOffJson: ['malformedReply', 1],
    notJson: ['malformedReply', 1],
    rateLimitedSeconds: ['rateLimited', 4],
    rateLimitedDate: ['rateLimited', 4],
    reset: ['disconnected', 4],
    resetInBody: ['disconnected', 4],
    redirectElsewhere: ['redirected', 1],
  };

  for (const [name, [reason, requests]] of Object.entries(outcomes)) {
    const { behaviour, describes } = errorFaults[name as keyof typeof outcomes];
    it(`${name}: ${reason} after ${requests} (${describes})`, async () => {
      await endpoint.otherwise(behaviour);
      const error = await failureOf(complete());
      assert.equal(error.reason, reason);
      assert.equal(endpoint.recorded.length, requests);
      assert.equal(error.details.attempts ?? 1, requests);
      const { message } = inWords(error);
      assert.ok(message.length > 20 && !message.includes('undefined'), message);
      // Neither the words nor the log hold the key.
      assert.ok(!JSON.stringify([error.message, error.details, logged]).includes(key));
    });
  }

  it('covers every fault of the table', () => {
    assert.deepEqual(Object.keys(errorFaults).filter((name) => !Object.hasOwn(outcomes, name)), ['hang']);
  });

  it('succeeds after faults that pass', async () => {
    await endpoint.reply(errorFaults.noCapacity.behaviour, { kind: 'reset' }, { kind: 'text', text: 'at last' });
    assert.equal((await complete()).text, 'at last');
    assert.deepEqual(waits, [375, 750]);
  });

  it('waits as long as the endpoint asks, and not at all when that is too long', async () => {
    await endpoint.reply({ kind: 'rateLimited', retryAfter: 7 }, { kind: 'text', text: 'ok' });
    await complete();
    assert.deepEqual(waits, [7000]);
    await endpoint.reply({ kind: 'rateLimited', retryAfter: 600 });
    const error = await failureOf(complete());
    assert.match(inWords(error).message, /in 600 seconds/);
    assert.equal(endpoint.recorded.length, 3);
  });

  it('gives up after the time limit, without trying again', async () => {
    await endpoint.otherwise({ kind: 'hang' });
    const error = await failureOf(complete({ timeoutMs: 30 }));
    assert.equal(error.reason, 'timeout');
    assert.equal(endpoint.recorded.length, 1);
    await endpoint.recorded[0]!.aborted;
  });

  it('aborts the request at once when it is cancelled', async () => {
    await endpoint.otherwise({ kind: 'hang' });
    const controller = new AbortController();
    const pending = failureOf(complete({}, controller.signal));
    const request = await endpoint.waitForRequest(1);
    controller.abort();
    assert.equal((await pending).reason, 'cancelled');
    await request.aborted;
  });

  it('sends nothing when it was cancelled before', async () => {
    const error = await failureOf(complete({}, AbortSignal.abort()));
    assert.equal(error.reason, 'cancelled');
    assert.equal(endpoint.recorded.length, 0);
  });

  it('sends the key to no other address', async () => {
    const other = await startEndpoint({ key });
    try {
      for (const status of [301, 302, 303, 307, 308] as const) {
        await endpoint.reply({ kind: 'redirect', status, location: other.dataoortsUrl });
        const error = await failureOf(complete());
        assert.equal(error.reason, 'redirected');
        assert.match(error.message, new RegExp(other.url));
      }
      assert.equal(other.recorded.length, 0);
    } finally {
      await other.stop();
    }
  });

  it('never shows the key, even where the endpoint echoes it', async () => {
    await endpoint.reply({
      kind: 'envelopeError',
      status: 400,
      errors: [{ code: 5006, message: `Bad header Bearer ${key}` }],
    });
    const error = await failureOf(complete());
    assert.ok(!JSON.stringify([error.message, error.details, inWords(error)]).includes(key));
  });

  it('calls an empty reply by its name, with what it cost', async () => {
    await endpoint.reply({ kind: 'emptyReply', completionTokens: 512 });
    const error = await failureOf(complete());
    assert.equal(error.reason, 'emptyReply');
    assert.equal(error.details.usage?.completionTokens, 512);
    assert.ok(inWords(error).remedies.includes('raiseMaxTokens'));
  });
});
