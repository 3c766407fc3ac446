import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Turn } from '../../../../../src/core/chat/conversation.ts';
import { chatMessages, fence } from '../../../../../src/core/chat/prompts/prompts.ts';

describe('prompts', () => {
  it('fence any code so that it ends where it should', () => {
    const code = fc
      .array(fc.constantFrom('`', '```', '~~~', 'a', '\n', ' ', '````ts\n'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(code, (text) => {
        const lines = fence(text, 'ts').split('\n');
        const marks = /^`+/.exec(lines[0]!)![0];
        const closing = lines.findIndex((line, index) => index > 0 && line.startsWith(marks));
        assert.equal(closing, lines.length - 1);
        const inside = lines.slice(1, -1).join('\n');
        assert.equal(inside, text.endsWith('\n') ? text.slice(0, -1) : text);
      }),
    );
  });

  it('set the reasoning level in the system message, and only where one is chosen', () => {
    assert.match(chatMessages([], 'high')[0]!.content, /^Reasoning: high\n/);
    assert.doesNotMatch(chatMessages([], 'default')[0]!.content, /Reasoning:/);
  });

  it('leave out empty replies and every reasoning', () => {
    const turns: Turn[] = [
      { id: '1', role: 'user', text: 'q', attachments: [], at: 0 },
      { id: '2', role: 'assistant', replyTo: '1', model: 'm', status: 'failed', text: '', reasoning: 'thought', at: 0 },
      { id: '3', role: 'user', text: 'again', attachments: [], at: 0 },
    ];
    assert.deepEqual(chatMessages(turns, 'default').slice(1).map(({ content }) => content), ['q', 'again']);
  });
});
