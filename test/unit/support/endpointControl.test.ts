import assert from 'node:assert/strict';
import { controlEndpoint } from '../../support/endpoint/controlEndpoint.ts';
import type { EndpointControl, StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';
import { ask, bodyOf, documentedBody } from './endpointCalls.ts';

describe('stand-in endpoint, steered', () => {
  let endpoint: StandIn;

  beforeEach(async () => {
    endpoint = await startEndpoint();
  });

  afterEach(() => endpoint.stop());

  /** The same promises, in the endpoint's process and over the control road. */
  function behavesAlike(name: string, controlOf: () => EndpointControl): void {
    describe(name, () => {
      let control: EndpointControl;

      beforeEach(() => {
        control = controlOf();
      });

      it('scripts replies and records requests', async () => {
        await control.reply({ kind: 'text', text: 'scripted' });
        await control.otherwise({ kind: 'html', status: 502 });
        assert.equal((await bodyOf(await ask(endpoint.url))).result?.response, 'scripted');
        assert.equal((await ask(endpoint.url, { protocol: 'openai' })).status, 502);
        const [first, second, ...more] = await control.requests();
        assert.equal(more.length, 0);
        assert.deepEqual([first?.method, first?.path, first?.protocol], ['POST', '/api/v1', 'dataoorts']);
        assert.equal(first?.headers['content-type'], 'application/json');
        assert.deepEqual(first.json, documentedBody());
        assert.equal(first.body, JSON.stringify(documentedBody()));
        assert.deepEqual([first.id, second?.id, second?.path], [1, 2, '/v1/chat/completions']);
        assert.ok(first.at <= second!.at);
        assert.equal(await second?.finished, 'answered');
      });

      it('waits for a request, opens gates and sees the abort', async () => {
        await control.reply({ kind: 'slow', text: 'abc', chunkChars: 1, gate: 'g' });
        const arrival = control.waitForRequest(1);
        const client = new AbortController();
        const response = await ask(endpoint.url, { more: { stream: true }, init: { signal: client.signal } });
        const request = await arrival;
        await control.openGate('g', 1);
        const reader = response.body!.getReader();
        assert.match(Buffer.from((await reader.read()).value!).toString(), /"a"/);
        assert.equal((await control.waitForRequest(1)).outcome, 'pending');
        client.abort();
        await request.aborted;
        assert.equal(await request.finished, 'aborted');
      });

      it('changes manners, and resets all', async () => {
        await control.configure({ key: 'another-key' });
        await control.reply({ kind: 'hang' }, { kind: 'empty' });
        const hanging = assert.rejects(ask(endpoint.url, { key: 'another-key' }));
        const request = await control.waitForRequest(1);
        await control.reset();
        await hanging;
        assert.equal(await request.finished, 'dropped');
        assert.deepEqual(await control.requests(), []);
        assert.equal((await ask(endpoint.url)).status, 200);
        assert.equal((await control.waitForRequest(1)).id, 2);
        await assert.rejects(control.waitForRequest(0), /counted from 1/);
      });
    });
  }

  behavesAlike('in its own process', () => endpoint);
  behavesAlike('over the control road', () => controlEndpoint(endpoint.url));

  describe('the control road', () => {
    it('says what it does not understand', async () => {
      const headers = { 'content-type': 'application/json' };
      const send = async (body: string, type: Record<string, string> = headers) => {
        const response = await fetch(`${endpoint.url}/__control`, { method: 'POST', headers: type, body });
        return `${response.status} ${await response.text()}`;
      };
      assert.match(await send('{"do":"dance"}'), /^400 .*Not a control command/);
      assert.match(await send('{"do":"reply","behaviours":[{"kind":"magic"}]}'), /^400 .*Not a behaviour/);
      assert.match(await send('{"do":"reply"}'), /^400 .*list of behaviours/);
      assert.match(await send('{"do":"reset"}', { 'content-type': 'text/plain' }), /^415 /);
      assert.equal((await fetch(`${endpoint.url}/__control/other`)).status, 404);
      assert.equal((await fetch(`${endpoint.url}/__control/finished/9`)).status, 404);
    });

    it('is not recorded', async () => {
      await controlEndpoint(endpoint.url).requests();
      assert.deepEqual(endpoint.recorded, []);
    });
  });

  describe('stop', () => {
    it('ends hanging answers, half-sent ones and who waits for requests', async () => {
      await endpoint.reply({ kind: 'hang' }, { kind: 'slow', text: 'abc', chunkChars: 1, gate: 'never' });
      const hanging = assert.rejects(ask(endpoint.url), TypeError);
      const first = await endpoint.waitForRequest(1);
      const half = await ask(endpoint.url);
      const waiting = assert.rejects(endpoint.waitForRequest(3), /stopped while request 3 was waited for; 2 had/);
      const second = await endpoint.waitForRequest(2);
      await endpoint.stop();
      await Promise.all([hanging, waiting, assert.rejects(half.text())]);
      assert.deepEqual([await first.finished, await second.finished], ['dropped', 'dropped']);
      await assert.rejects(fetch(endpoint.url), TypeError);
    });

    it('like a reset, tells who waits for a request', async () => {
      const waiting = assert.rejects(endpoint.waitForRequest(1), /reset while request 1 was waited for; 0 had arrived/);
      await endpoint.reset();
      await waiting;
    });

    it('may be called twice', async () => {
      await Promise.all([endpoint.stop(), endpoint.stop()]);
    });
  });
});
