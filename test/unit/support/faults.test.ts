import assert from 'node:assert/strict';
import { assertDocumented, undocumented } from '../../support/endpoint/assertDocumented.ts';
import { faultNames, faults } from '../../support/endpoint/faults.ts';
import { isBehaviour } from '../../support/endpoint/behaviour.ts';
import type { StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';
import { ask, documentedBody } from './endpointCalls.ts';

describe('stand-in endpoint, faults and documentation', function () {
  this.timeout(120_000);
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint();
  });

  after(() => endpoint.stop());

  beforeEach(() => endpoint.reset());

  /** What a plain client sees: the status and the body's size, or that the call failed. */
  async function seen(response: Promise<Response>): Promise<string> {
    try {
      const { status, text } = await response.then(async (r) => ({ status: r.status, text: await r.text() }));
      return `${status}, ${text.length} characters`;
    } catch (failure) {
      return failure instanceof Error ? failure.name : 'unknown failure';
    }
  }

  describe('faults', () => {
    for (const name of faultNames) {
      const { behaviour, describes, asksStream } = faults[name];

      it(`${name}: ${describes}`, async () => {
        assert.deepEqual(JSON.parse(JSON.stringify(behaviour)), behaviour, 'can travel the control road');
        assert.ok(isBehaviour(behaviour));
        await endpoint.reply(behaviour);
        const client = new AbortController();
        const isFlood = behaviour.kind === 'flood' && behaviour.times === undefined;
        const endless =
          behaviour.kind === 'hang' || isFlood || (behaviour.kind === 'stream' && behaviour.end === 'none');
        const more = asksStream ? { stream: true } : {};
        const answer = seen(ask(endpoint.url, { more, init: { signal: client.signal, redirect: 'manual' } }));
        const request = await endpoint.waitForRequest(1);
        if (endless) client.abort();
        const broken = behaviour.kind === 'reset' || (behaviour.kind === 'stream' && behaviour.end === 'reset');
        assert.match(await answer, endless ? /^AbortError$/ : broken ? /^TypeError$/ : /^\d{3}, \d+ characters$/);
        assert.equal(await request.finished, endless ? 'aborted' : broken ? 'dropped' : 'answered');
      });
    }
  });

  describe('assertDocumented', () => {
    async function recorded(body: unknown, headers: Record<string, string> = {}) {
      await fetch(endpoint.dataoortsUrl, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: 'Bearer a-key', ...headers },
        body: JSON.stringify(body),
      });
      return endpoint.recorded[0]!;
    }

    it('accepts the documented request, with each parameter', async () => {
      assertDocumented(await recorded(documentedBody()));
      await endpoint.reset();
      assertDocumented(
        await recorded(
          documentedBody({ seed: 9_999_999_999, repetition_penalty: 2, frequency_penalty: 0, presence_penalty: 1.5 }),
        ),
      );
    });

    it('lists every difference', async () => {
      const body = {
        ...documentedBody({
          messages: [{ role: 'tool', content: null, name: 'x' }, 'hello'],
          max_tokens: undefined,
          temperature: 5.1,
          top_k: 1.5,
          seed: 0,
          stream: false,
        }),
        user: 'me',
      };
      const request = await recorded(body, { 'Content-Type': 'text/plain', Authorization: 'Basic abc' });
      assert.deepEqual(undocumented(request), [
        'content-type must be application/json, but is "text/plain"',
        'authorization must be "Bearer <API key>"',
        'body.user is not documented',
        'data.stream is not documented',
        'data.messages[0].name is not documented',
        'data.messages[0].role must be one of system, user, assistant, but is "tool"',
        'data.messages[0].content must be a string, but is null',
        'data.messages[1] must be an object, but is "hello"',
        'data.max_tokens is missing; it is always sent',
        'data.temperature must be a number from 0 to 5, but is 5.1',
        'data.top_k must be a whole number from 1 to 50, but is 1.5',
        'data.seed must be a whole number from 1 to 9999999999, but is 0',
      ]);
      assert.throws(() => assertDocumented(request), {
        name: 'AssertionError',
        message: /^The request is not the documented one:\n {2}- content-type must be/,
      });
    });

    it('knows another road and a body that is no object', () => {
      const request = { method: 'GET', path: '/v1/models', headers: {}, json: undefined };
      assert.deepEqual(undocumented(request).slice(0, 1), ['the call is POST /api/v1, but this is GET /v1/models']);
      assert.deepEqual(undocumented(request).slice(-1), ['the body must be a JSON object, but is missing']);
    });
  });
});
