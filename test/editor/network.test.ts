import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { createClient } from '../../src/client/client.ts';
import { describe as inWords } from '../../src/core/describe.ts';
import { AssistantError, type Reason } from '../../src/core/errors.ts';
import type { StandIn } from '../support/endpoint/standIn.ts';
import { startEndpoint } from '../support/endpoint/startEndpoint.ts';
import { type Certificate, createAuthority } from '../support/net/certificates.ts';
import { type Proxy, startProxy } from '../support/net/proxy.ts';
import { set } from './support.ts';

const key = process.env['DATAOORTS_API_KEY'] ?? '';

/**
 * For `endpoint.test`, by an authority that is among the system's certificates; undefined where it cannot be put there.
 */
function trustedCertificate(): Certificate | undefined {
  const path = process.env['GPT_OSS_TEST_CERTIFICATE'];
  return path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as Certificate);
}

async function setHttp(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('http').update(name, value, vscode.ConfigurationTarget.Global);
}

/** The client over VS Code's own fetch. */
function complete(url: string): Promise<string> {
  const client = createClient({
    config: () =>
      Promise.resolve({
        url,
        protocol: 'dataoorts',
        stream: false,
        sendsEffort: false,
        model: 'openai/gpt-oss-120b',
        key,
        parameters: { max_tokens: 10 },
        timeoutMs: 20_000,
      }),
    log: { info: () => undefined, trace: () => undefined },
    wait: () => Promise.resolve(),
  });
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  return client.complete({ messages }, { signal: new AbortController().signal }).then(({ text }) => text);
}

async function assertFails(url: string, reason: Reason, words: RegExp): Promise<void> {
  const thrown = await complete(url).then(() => assert.fail('it succeeded'), (error: unknown) => error);
  assert.ok(thrown instanceof AssistantError, String(thrown));
  const { message, detail } = inWords(thrown);
  assert.equal(thrown.reason, reason, `${message} ${detail}`);
  assert.match(`${message} ${detail}`, words);
}

describe("VS Code's network settings", () => {
  const named = 'http://endpoint.test/api/v1';
  const secure = 'https://endpoint.test/api/v1';
  // Only the test run's own start can make an authority that this system trusts; a run from the editor has none, so the
  // two tests that need one say that they were left out.
  const trusted = trustedCertificate();
  let plain: StandIn;
  let tls: StandIn;
  let stranger: StandIn;
  let proxy: Proxy;

  before(async () => {
    plain = await startEndpoint({ key, otherwise: { kind: 'text', text: 'plain' } });
    tls = await startEndpoint({
      key,
      tls: trusted ?? createAuthority().issue({ hosts: ['endpoint.test'] }),
      otherwise: { kind: 'text', text: 'secure' },
    });
    stranger = await startEndpoint({ key, tls: createAuthority('a stranger').issue({ hosts: ['stranger.test'] }) });
    const portOf = ({ url }: StandIn): number => Number(new URL(url).port);
    proxy = await startProxy({
      routes: {
        'endpoint.test:80': portOf(plain),
        'endpoint.localhost:80': portOf(plain),
        'endpoint.test:443': portOf(tls),
        'other.test:443': portOf(tls),
        'stranger.test:443': portOf(stranger),
      },
    });
  });
  after(async () => {
    for (const server of [plain, tls, stranger, proxy]) await server.stop();
  });
  beforeEach(async () => {
    proxy.manner = 'pass';
    await setHttp('proxy', proxy.url);
  });
  afterEach(async () => {
    for (const name of ['proxy', 'noProxy', 'proxySupport', 'systemCertificates']) await setHttp(name, undefined);
  });

  it('send the whole road through the proxy', async () => {
    const before = vscode.workspace.getConfiguration('gptOss').inspect('endpoint.url')?.globalValue;
    // A name of this machine, so that the key of the environment may go there without a question.
    await set('endpoint.url', 'http://endpoint.localhost/api/v1');
    try {
      const answer = await vscode.commands.executeCommand<{ text: string }>('gptOss.ask', {
        prompt: 'Hi',
        attachSelection: false,
      });
      assert.equal(answer.text, 'plain');
    } finally {
      await set('endpoint.url', before);
    }
    assert.ok(proxy.asked.some((line) => line.includes('endpoint.localhost')), proxy.asked.join());
    assert.equal(plain.recorded.length, 1);
  });

  it('leave the proxy out where they say so', async () => {
    await setHttp('proxySupport', 'off');
    const asked = proxy.asked.length;
    await assertFails(named, 'unreachable', /Could not reach endpoint\.test: .*its name could not be/);
    await setHttp('proxySupport', undefined);
    await setHttp('noProxy', ['endpoint.test']);
    await assertFails(named, 'unreachable', /Could not reach endpoint\.test/);
    assert.equal(proxy.asked.length, asked);
  });

  it('trust an authority of the system, through the proxy too', async function () {
    if (trusted === undefined) this.skip();
    assert.equal(await complete(secure), 'secure');
    assert.ok(proxy.asked.includes('CONNECT endpoint.test:443'));
  });

  it('trust no other authority, and send nothing then', async function () {
    if (trusted === undefined) this.skip();
    const sent = tls.recorded.length;
    await setHttp('systemCertificates', false);
    await assertFails(
      secure,
      'certificate',
      new RegExp(
        'The certificate of endpoint\\.test is not trusted, so nothing was sent\\.' +
          '.*authority that this system does not know',
      ),
    );
    await setHttp('systemCertificates', undefined);
    await assertFails('https://stranger.test/api/v1', 'certificate', /authority that this system does not know/);
    await assertFails('https://other.test/api/v1', 'certificate', /for another host/);
    assert.deepEqual([tls.recorded.length, stranger.recorded.length], [sent, 0]);
  });

  it('are named where the proxy is at fault', async () => {
    for (const url of [named, secure]) {
      proxy.manner = 'askPassword';
      await assertFails(url, 'proxy', /asks for a user name and password\. Put them into the setting http\.proxy/);
      proxy.manner = 'forbid';
      await assertFails(url, 'proxy', /does not let requests to the endpoint through/);
      proxy.manner = 'unknownName';
      await assertFails(url, 'proxy', /The proxy could not reach the endpoint/);
    }
    await setHttp('proxy', 'http://127.0.0.1:1');
    await assertFails(secure, 'proxy', /The proxy 127\.0\.0\.1:1 could not be reached\..*refused the connection/);
    await setHttp('proxy', 'http://proxy.invalid:8080');
    await assertFails(secure, 'proxy', /The proxy proxy\.invalid could not be reached/);
  });

  it('take the password for the proxy from the setting', async () => {
    proxy.manner = 'askPassword';
    await setHttp('proxy', proxy.url.replace('//', '//user:secret@'));
    assert.equal(await complete(named), 'plain');
  });
});
