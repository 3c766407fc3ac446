import assert from 'node:assert/strict';
import type { AssistantTurn } from '../../../src/core/chat/conversation.ts';
import { announcement, figuresOf, formatDuration, leftOutWords } from '../../../src/webview/words.ts';

const reply: AssistantTurn = { id: 'a', role: 'assistant', replyTo: 'u', model: 'openai/gpt-oss-120b', status: 'waiting', text: '', reasoning: '', at: 0 };

describe('words', () => {
  it('formats durations', () => {
    assert.deepEqual([0, 850, 9940, 9960, 59_400, 125_000].map(formatDuration), ['0.0 s', '0.8 s', '9.9 s', '10 s', '59 s', '2 min 5 s']);
  });

  it('says what was left out', () => {
    assert.equal(leftOutWords({ exchanges: 1, tokens: 1_200 }), 'Not sent, to fit the context window: the oldest question with its reply, about 1,200 tokens.');
    assert.match(leftOutWords({ exchanges: 3, tokens: 5 }), /the 3 oldest questions with their replies/);
  });

  it('lists only the figures there are', () => {
    assert.deepEqual(figuresOf(reply), ['gpt-oss-120b']);
    const usage = { promptTokens: 1000, completionTokens: 234, totalTokens: 1234 };
    assert.deepEqual(figuresOf({ ...reply, usage, cost: 0.00041, durationMs: 3200 }), ['1,234 tokens', '$0.00041', '3.2 s', 'gpt-oss-120b']);
  });

  it('speaks once per step of a reply, and not while text comes in', () => {
    const streaming = { ...reply, status: 'streaming' as const, text: 'a' };
    assert.equal(announcement(undefined, reply), 'Waiting for the reply');
    assert.equal(announcement(reply, streaming), 'The reply is coming in');
    assert.equal(announcement(streaming, { ...streaming, text: 'ab' }), undefined);
    assert.equal(announcement(streaming, { ...streaming, status: 'done' }), 'Reply finished');
    assert.equal(announcement(streaming, { ...streaming, status: 'stopped' }), 'Reply stopped');
  });
});
