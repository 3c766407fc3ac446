import assert from 'node:assert/strict';
import { keyProblem, Keys } from '../../../../src/app/model/keys.ts';
import { FakeSecrets } from '../../../support/fakes.ts';

function keysWith(secrets: FakeSecrets, typed?: string): Keys {
  return new Keys(secrets, () => Promise.resolve(typed));
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
    assert.equal(await keysWith(secrets, ' abc\n').set(), true);
    assert.equal(secrets.value, 'abc');
  });

  it('takes the environment only where nothing is stored', async () => {
    const secrets = new FakeSecrets();
    secrets.environment = 'from env';
    const keys = keysWith(secrets);
    assert.equal(await keys.current(), 'from env');
    secrets.value = 'stored';
    assert.equal(await keys.current(), 'stored');
    await keys.remove();
    assert.equal(await keys.current(), 'from env');
  });

  it('notices a keyring that loses what it takes', async () => {
    const secrets = new FakeSecrets();
    secrets.forgets = true;
    await assert.rejects(keysWith(secrets, 'abc').set(), { reason: 'keyNotStored' });
  });

  it('notices a keyring that refuses', async () => {
    const secrets = new FakeSecrets();
    secrets.store = () => Promise.reject(new Error('no keyring'));
    await assert.rejects(keysWith(secrets, 'abc').set(), { reason: 'keyNotStored' });
  });

  it('asks only where there is none, and goes on once it has one', async () => {
    const secrets = new FakeSecrets();
    await keysWith(secrets, 'abc').ensure('to explain');
    assert.equal(secrets.value, 'abc');
    let asked = 0;
    await new Keys(secrets, () => Promise.resolve(String(asked++))).ensure('again');
    assert.equal(asked, 0);
  });
});
