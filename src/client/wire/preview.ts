import type { PreviewPort } from '../../app/ports.ts';
import { adapterOf } from './adapters.ts';
import { callOf, withLimit } from './call.ts';
import type { ClientConfig } from './config.ts';

/** What a request would put on the wire. It is built without the key, so that none can show. */
export function createPreview(config: () => Promise<ClientConfig>): PreviewPort {
  return {
    async preview(request) {
      const keyless = { ...withLimit(await config(), request.maxTokens), key: undefined };
      const { url, body } = adapterOf(keyless).completion(keyless, callOf(keyless, request));
      return { url, body };
    },
  };
}
