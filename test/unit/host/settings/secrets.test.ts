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
    let endpoint: string = dataoorts;
    const secrets = hostSecrets(new Shelf(), () => endpoint);
    let changes = 0;
    secrets.onDidChange(() => changes++);
    await secrets.store('one');
    endpoint = 'http://localhost:8000/v1';
    assert.equal(await secrets.stored(), undefined, 'another server does not get it');
    await secrets.store('two');
    endpoint = 'http://localhost:8000/v2';
    assert.equal(await secrets.stored(), 'two', 'the same server at another path does');
    await secrets.remove();
    assert.equal(await secrets.stored(), undefined);
    endpoint = dataoorts;
    assert.equal(await secrets.stored(), 'one');
    assert.equal(changes, 2);
  });

  it('are all known, so that none gets into an exported chat', async () => {
    let endpoint: string = dataoorts;
    const secrets = hostSecrets(new Shelf(), () => endpoint);
    await secrets.store('one');
    endpoint = 'not an address';
    await secrets.store('two');
    assert.deepEqual(await secrets.all(), ['one', 'two']);
  });
});
