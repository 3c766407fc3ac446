import assert from 'node:assert/strict';
import { keyAddress } from '../../../../src/app/model/keyAddress.ts';
import {
  type AskForConsent,
  type KeyEndpoint,
  keyProblem,
  type KeyRequest,
  Keys,
} from '../../../../src/app/model/keys.ts';
import { FakeConsents, fakeKeys, FakeSecrets } from '../../../support/fakes.ts';

const documented = 'https://cloud.dataoorts.com/api/v1';

/** Keys for endpoints that change, with the questions that were asked. */
class Desk {
  readonly secrets = new FakeSecrets();
  readonly consents = new FakeConsents();
  readonly boxes: KeyRequest[] = [];
  readonly questions: Parameters<AskForConsent>[0][] = [];
  endpoint: KeyEndpoint = { url: documented, needsKey: true };
  typed: string | undefined;
  answer: Awaited<ReturnType<AskForConsent>>;
  readonly keys = new Keys({
    secrets: this.secrets,
    consents: this.consents,
    endpoint: () => this.endpoint,
    documentedUrl: documented,
    askForKey: (request) => {
      this.boxes.push(request);
      return Promise.resolve(this.typed);
    },
    askForConsent: (question) => {
      this.questions.push(question);
      return Promise.resolve(this.answer);
    },
  });

  at(url: string, needsKey = true): this {
    this.endpoint = { url, needsKey };
    return this;
  }

  key(): Promise<string | undefined> {
    return this.keys.keyFor(this.endpoint.url);
  }
}

describe('Keys', () => {
  it('refuses what no key can be, with the reason', () => {
    assert.match(keyProblem('') ?? '', /empty/);
    assert.match(keyProblem('  \n ') ?? '', /empty/);
    assert.match(keyProblem('abc def') ?? '', /spaces/);
    assert.match(keyProblem('abc\ndef') ?? '', /line breaks/);
    assert.match(keyProblem('abcdéf') ?? '', /characters/);
    assert.equal(keyProblem('  sk-abc.DEF_123  '), undefined);
  });

  it('stores the trimmed key', async () => {
    const secrets = new FakeSecrets();
    assert.equal(await fakeKeys(secrets, ' abc\n').set(), true);
    assert.equal(secrets.value, 'abc');
  });

  it('takes the environment only where nothing is stored', async () => {
    const secrets = new FakeSecrets();
    secrets.environment = 'from env';
    const keys = fakeKeys(secrets);
    assert.equal(await keys.keyFor(documented), 'from env');
    secrets.value = 'stored';
    assert.equal(await keys.keyFor(documented), 'stored');
    await keys.remove();
    assert.equal(await keys.keyFor(documented), 'from env');
  });

  it('notices a keyring that loses what it takes', async () => {
    const secrets = new FakeSecrets();
    secrets.forgets = true;
    await assert.rejects(fakeKeys(secrets, 'abc').set(), { reason: 'keyNotStored' });
  });

  it('notices a keyring that refuses', async () => {
    const secrets = new FakeSecrets();
    secrets.store = () => Promise.reject(new Error('no keyring'));
    await assert.rejects(fakeKeys(secrets, 'abc').set(), { reason: 'keyNotStored' });
  });

  it('asks only where there is none, and goes on once it has one', async () => {
    const desk = new Desk();
    desk.typed = 'abc';
    await desk.keys.ensure('to explain');
    assert.equal(desk.secrets.value, 'abc');
    await desk.keys.ensure('again');
    assert.equal(desk.boxes.length, 1);
  });
});

describe('a key and the address it goes to', () => {
  it('is known for documented, for this machine, or for another', () => {
    const trust = (url: string): unknown => keyAddress(url, documented)?.trust;
    for (const url of [documented, 'https://cloud.dataoorts.com/other', 'https://CLOUD.dataoorts.com:443/api/v1/']) {
      assert.equal(trust(url), 'documented', url);
    }
    const loopback = [
      'http://localhost:8000/v1', 'http://api.localhost', 'http://127.0.0.1', 'http://127.1:8', 'http://0x7f.0.0.1',
      'http://[::1]:80',
    ];
    for (const url of loopback) assert.equal(trust(url), 'loopback', url);
    const others = [
      'http://cloud.dataoorts.com/api/v1',
      'https://cloud.dataoorts.com.evil.example/api/v1',
      'https://cloud.dataoorts.com@evil.example/api/v1',
      'https://cloud.dataoorts.com:8443/api/v1',
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'http://localhost@evil.example',
      'http://192.168.1.5:8000',
      'http://0.0.0.0:8000',
      'http://1270.0.0.1.example',
    ];
    for (const url of others) assert.equal(trust(url), 'other', url);
    for (const url of ['', 'evil', 'file:///etc/passwd', 'javascript:alert(1)'])
      assert.equal(keyAddress(url, documented), undefined, url);
  });

  it('from the environment goes to another address only after a yes, and to no third one', async () => {
    const desk = new Desk().at('https://one.example/v1');
    desk.secrets.environment = 'from env';
    assert.equal(await desk.key(), undefined);
    desk.answer = 'send';
    await desk.keys.ensure('to ask');
    assert.deepEqual(
      desk.questions.map(({ address, source, optional }) => [address.url, source, optional]),
      [['https://one.example/v1', 'environment', false]],
    );
    assert.equal(await desk.key(), 'from env');
    await desk.keys.ensure('to ask again');
    assert.equal(desk.questions.length, 1, 'it is remembered');
    for (const url of [
      'https://two.example/v1', 'https://one.example/v2', 'http://one.example/v1', 'https://one.example:444/v1',
    ]) {
      assert.equal(await desk.at(url).key(), undefined, url);
    }
    assert.equal(await desk.at('http://localhost:1/v1').key(), 'from env');
  });

  it('that was stored goes to no address it was not stored for, though the server is the same', async () => {
    const desk = new Desk().at('https://gateway.example/mine');
    desk.typed = 'typed';
    assert.equal(await desk.keys.set(), true);
    assert.equal(await desk.key(), 'typed');
    assert.equal(desk.boxes[0]?.address.url, 'https://gateway.example/mine', 'the box says for which address');
    assert.equal(await desk.at('https://gateway.example/theirs').key(), undefined);
    await assert.rejects(desk.keys.ensure('to ask'), { reason: 'keyWithheld' });
    assert.equal(desk.questions[0]?.source, 'stored');
    assert.equal(await desk.key(), undefined, 'closing the question is no yes');
    await desk.at('https://gateway.example/mine').keys.remove();
    desk.secrets.environment = 'from env';
    assert.equal(await desk.key(), undefined, 'a yes for a typed key is none for another');
  });

  it('may be left out where the endpoint can do without, once and for all', async () => {
    const desk = new Desk().at('http://192.168.1.5:8000/v1', false);
    desk.secrets.environment = 'from env';
    desk.answer = 'withhold';
    await desk.keys.ensure('to ask');
    await desk.keys.ensure('to ask');
    assert.equal(desk.questions.length, 1);
    assert.deepEqual([desk.questions[0]?.optional, desk.questions[0]?.address.isReadable], [true, true]);
    assert.equal(await desk.key(), undefined);
    // The same address, asked by a protocol that needs a key: leaving it out is no answer there.
    desk.at('http://192.168.1.5:8000/v1').answer = 'send';
    await desk.keys.ensure('to ask');
    assert.equal(await desk.key(), 'from env');
  });

  it('is not asked for at all where none is needed and none is there', async () => {
    const desk = new Desk().at('http://192.168.1.5:8000/v1', false);
    await desk.keys.ensure('to ask');
    assert.deepEqual([desk.questions, desk.boxes], [[], []]);
  });

  it('goes nowhere where the setting is no address', async () => {
    const desk = new Desk().at('not an address');
    desk.secrets.environment = 'from env';
    await desk.keys.ensure('to ask');
    assert.equal(await desk.key(), undefined);
    await assert.rejects(desk.keys.set(), { reason: 'badSetting' });
  });
});
