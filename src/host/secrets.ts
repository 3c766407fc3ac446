import type * as vscode from 'vscode';
import type { SecretsPort } from '../app/ports.ts';
import { keyVariable } from '../contributions.ts';
import type { Disposable, Listener } from '../core/lifetime.ts';

const secretName = 'gptOss.apiKey';

/** VS Code's SecretStorage; its change event reaches every window. */
export function hostSecrets(storage: vscode.SecretStorage): SecretsPort {
  return {
    stored: async () => (await storage.get(secretName)) ?? undefined,
    store: async (key) => storage.store(secretName, key),
    remove: async () => storage.delete(secretName),
    fromEnvironment: () => {
      const key = process.env[keyVariable]?.trim();
      return key === '' ? undefined : key;
    },
    onDidChange: (listener: Listener<undefined>): Disposable =>
      storage.onDidChange(({ key }) => {
        if (key === secretName) listener(undefined);
      }),
  };
}
