import assert from 'node:assert/strict';
import { defaultSettings } from '../../../../src/contributions.ts';
import { hostSecrets, type SecretShelf } from '../../../../src/host/settings/secrets.ts';

/** VS Code's storage of secrets, in memory. */
class Shelf implements SecretShelf {
  readonly #secrets = new Map<string, string>();
  readonly #listeners = new Set<(change: { readonly key: string }) => void>();
  readonly onDidChange = (listener: (change: { readonly key: string }) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  keys(): Promise<string[]> {
    return Promise.resolve([...this.#secrets.keys()]);
  }

  get(name: string): Promise<string | undefined> {
    return Promise.resolve(this.#secrets.get(name));
  }

  store(name: string, value: string): Promise<void> {
    this.#secrets.set(name, value);
    for (const listener of this.#listeners) listener({ key: name });
    return Promise.resolve();
  }

  delete(name: string): Promise<void> {
    this.#secrets.delete(name);
    return Promise.resolve();
  }
}

const dataoorts = defaultSettings['endpoint.url'];

describe('stored keys', () => {
  it('are each for the server they were set for', async () => {
    const secrets = hostSecrets(new Shelf());
    let changes = 0;
    secrets.onDidChange(() => changes++);
    await secrets.store(dataoorts, 'one');
    assert.equal(await secrets.stored('http://localhost:8000/v1'), undefined, 'another server does not get it');
    await secrets.store('http://localhost:8000/v1', 'two');
    assert.equal(await secrets.stored('http://localhost:8000/v2'), 'two', 'the same server at another path does');
    await secrets.remove('http://localhost:8000/v2');
    assert.equal(await secrets.stored('http://localhost:8000/v1'), undefined);
    assert.equal(await secrets.stored(dataoorts), 'one');
    assert.equal(changes, 2);
  });

  it('are all known, so that none gets into an exported chat', async () => {
    const secrets = hostSecrets(new Shelf());
    await secrets.store(dataoorts, 'one');
    await secrets.store('not an address', 'two');
    assert.deepEqual(await secrets.all(), ['one', 'two']);
  });
});
