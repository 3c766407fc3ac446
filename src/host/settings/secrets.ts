import type * as vscode from 'vscode';
import type { SecretsPort } from '../../app/ports.ts';
import { defaultSettings, keyVariable } from '../../contributions.ts';
import type { Disposable, Listener } from '../../core/lifetime.ts';

const secretName = 'gptOss.apiKey';

/** A key is for the server it was set for: another one gets a name of its own, so that it never gets this key. */
function secretNameFor(endpoint: string): string {
  const server = serverOf(endpoint);
  return server === serverOf(defaultSettings['endpoint.url']) ? secretName : `${secretName} ${server}`;
}

function serverOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).origin : endpoint;
}

/** The part of VS Code's SecretStorage that is used. */
export type SecretShelf = Pick<vscode.SecretStorage, 'keys' | 'get' | 'store' | 'delete' | 'onDidChange'>;

/** VS Code's SecretStorage, with a key for each server; its change event reaches every window. */
export function hostSecrets(storage: SecretShelf): SecretsPort {
  return {
    stored: async (url) => (await storage.get(secretNameFor(url))) ?? undefined,
    all: async () => Promise.all((await storage.keys()).map(async (name) => (await storage.get(name)) ?? '')),
    store: async (url, key) => storage.store(secretNameFor(url), key),
    remove: async (url) => storage.delete(secretNameFor(url)),
    fromEnvironment: () => {
      const key = process.env[keyVariable]?.trim();
      return key === '' ? undefined : key;
    },
    onDidChange: (listener: Listener<undefined>): Disposable =>
      storage.onDidChange(({ key }) => {
        if (key.startsWith(secretName)) listener(undefined);
      }),
  };
}
