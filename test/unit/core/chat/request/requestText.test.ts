import assert from 'node:assert/strict';
import { requestText } from '../../../../../src/core/chat/request/requestText.ts';

const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Look:\n```ts\nlet a;\n```' },
] as const;
const body = { model: 'm', data: { messages, max_tokens: 4096 } };
const request = { url: 'https://example.org/api', body, messages, input: 1234, window: 128_000 };

describe('requestText', () => {
  it('shows address, parameters and every message word for word', () => {
    const text = requestText(request);
    assert.match(text, /^POST https:\/\/example\.org\/api$/m);
    assert.match(text, /About 1,234 tokens of a window of 128,000 tokens\./);
    assert.match(text, /"max_tokens": 4096/);
    assert.match(text, /"messages": "\(2, below\)"/);
    assert.ok(text.includes('## Message 1: system\n\n```\nBe brief.\n```'));
    assert.ok(text.includes('## Message 2: user\n\n````\nLook:\n```ts\nlet a;\n```\n````'));
  });

  it('says what is left out', () => {
    assert.match(requestText({ ...request, trimmed: { exchanges: 2, tokens: 900 } }), /the 2 oldest exchanges\./);
  });
});
