import assert from 'node:assert/strict';
import { contextFigures } from '../../../../../src/core/chat/request/contextFigures.ts';
import type { Message } from '../../../../../src/core/chat/messages.ts';

const words = (count: number): string => 'word '.repeat(count);
const user = (count: number): Message => ({ role: 'user', content: words(count) });
const assistant = (count: number): Message => ({ role: 'assistant', content: words(count) });
const limits = { window: 10_000, maxTokens: 2_000 };

describe('figures of the context', () => {
  it('say how much of the window is used', () => {
    const { used, ...rest } = contextFigures(
      [{ role: 'system', content: 'Be brief.' }, user(1_000), assistant(500), user(100)],
      limits,
    );
    assert.ok(used > 1_600 && used < 2_000, `${used}`);
    assert.deepEqual(rest, { window: 10_000, tooLarge: false });
  });

  it('say what would be left out', () => {
    const { used, trimmed } = contextFigures(
      [user(4_000), assistant(2_000), user(1_000), assistant(500), user(3_000)],
      limits,
    );
    assert.equal(trimmed?.exchanges, 1);
    assert.ok(trimmed.tokens > 5_500 && trimmed.tokens < 7_000);
    assert.ok(used < 8_000);
  });

  it('count what goes along beside the messages', () => {
    const { used } = contextFigures([user(100)], limits);
    assert.equal(contextFigures([user(100)], limits, 500).used, used + 500);
  });

  it('say when the message is too large by itself', () => {
    const { used, tooLarge } = contextFigures([user(1), assistant(1), user(9_000)], limits);
    assert.ok(tooLarge && used > 9_000);
  });
});
