import assert from 'node:assert/strict';
import type { ClientConfig } from '../../../../src/client/wire/config.ts';
import { createPreview } from '../../../../src/client/wire/preview.ts';

const config: ClientConfig = {
  url: 'https://example.org/api',
  protocol: 'dataoorts',
  model: 'openai/gpt-oss-120b',
  key: 'sk-secret',
  parameters: { max_tokens: 4096 },
  timeoutMs: 1000,
  stream: false,
  sendsEffort: false,
};

describe('createPreview', () => {
  it('gives what would go on the wire, and never the key', async () => {
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const shown = await createPreview(() => Promise.resolve(config)).preview({ messages, maxTokens: 100 });
    assert.deepEqual(shown, { url: config.url, body: { model: config.model, data: { messages, max_tokens: 100 } } });
    assert.doesNotMatch(JSON.stringify(shown), /sk-secret|Bearer|Authorization/);
  });

  it('needs no key', async () => {
    const shown = await createPreview(() => Promise.resolve({ ...config, protocol: 'openai', key: undefined })).preview(
      { messages: [] },
    );
    assert.match(shown.url, /^https:\/\/example\.org\/api/);
  });
});
