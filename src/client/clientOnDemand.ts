import type { ModelPort } from '../app/ports.ts';
import type { ClientParts } from './client.ts';

/** The client, loaded with the first request: starting the editor does not pay for reading replies. */
export function clientOnDemand(parts: ClientParts): ModelPort {
  let client: Promise<ModelPort> | undefined;
  const load = (): Promise<ModelPort> => import('./client.ts').then(({ createClient }) => createClient(parts));
  const loaded = (): Promise<ModelPort> => (client ??= load());
  return {
    complete: async (request, options) => (await loaded()).complete(request, options),
    listModels: async (signal) => (await loaded()).listModels(signal),
  };
}
