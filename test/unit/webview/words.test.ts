import assert from 'node:assert/strict';
import type { AssistantTurn } from '../../../src/core/chat/conversation.ts';
import {
  announcement, failureIcon, figuresOf, formatDuration, leftOutWords, reasoningTitle, sumOf, waitWords,
} from '../../../src/webview/words.ts';

const reply: AssistantTurn = {
  id: 'a',
  role: 'assistant',
  replyTo: 'u',
  model: 'openai/gpt-oss-120b',
  status: 'waiting',
  text: '',
  reasoning: '',
  at: 0,
};

describe('words', () => {
  it('formats durations', () => {
    assert.deepEqual([0, 850, 9940, 9960, 59_400, 125_000].map(formatDuration), [
      '0.0 s', '0.8 s', '9.9 s', '10 s', '59 s', '2 min 5 s',
    ]);
  });

  it('says what was left out', () => {
    assert.equal(
      leftOutWords({ exchanges: 1, tokens: 1_200 }),
      'Not sent, to fit the context window: the oldest question with its reply, about 1,200 tokens.',
    );
    assert.match(leftOutWords({ exchanges: 3, tokens: 5 }), /the 3 oldest questions with their replies/);
  });

  it('lists only the figures there are', () => {
    assert.deepEqual(figuresOf(reply), ['gpt-oss-120b']);
    const usage = { promptTokens: 1000, completionTokens: 234, totalTokens: 1234 };
    assert.deepEqual(figuresOf({ ...reply, usage, cost: 0.00041, durationMs: 3200 }), [
      '1,234 tokens', '$0.00041', '3.2 s', 'gpt-oss-120b',
    ]);
  });

  it('speaks once per step of a reply, and not while text comes in', () => {
    const streaming = { ...reply, status: 'streaming' as const, text: 'a' };
    assert.equal(announcement(undefined, reply), 'Waiting for the reply');
    assert.equal(announcement(reply, streaming), 'The reply is coming in');
    assert.equal(announcement(streaming, { ...streaming, text: 'ab' }), undefined);
    assert.equal(announcement(streaming, { ...streaming, status: 'done' }), 'Reply finished');
    assert.equal(announcement(streaming, { ...streaming, status: 'stopped' }), 'Reply stopped');
  });

  it('tells of another try once', () => {
    const delayed = { ...reply, delay: { attempt: 2, until: 9000, message: 'Too many requests at the moment.' } };
    assert.match(announcement(reply, delayed) ?? '', /^Too many requests at the moment\. Trying again/);
    assert.equal(announcement(delayed, { ...delayed }), undefined);
  });

  it('says how long it waits, and for what', () => {
    assert.equal(waitWords(2, undefined, 0), 'Thinking');
    assert.equal(waitWords(7, undefined, 0), 'Still thinking, 7 s');
    assert.equal(waitWords(80, undefined, 0), 'Still thinking, 1 min 20 s');
    const delay = { attempt: 3, until: 12_000, message: 'No capacity. Try again in 12 seconds.' };
    assert.equal(waitWords(2, delay, 1500), 'No capacity. Trying again in 11 s.');
    assert.equal(waitWords(20, delay, 12_000), 'Trying again (try 3)');
  });

  it('names the time of reasoning where it is known', () => {
    assert.equal(reasoningTitle(undefined), 'Reasoning');
    assert.equal(reasoningTitle(12_300), 'Thought for 12 s');
  });

  it('sums up what a chat took', () => {
    const usage = { promptTokens: 1000, completionTokens: 234, totalTokens: 1234 };
    const done = { ...reply, usage, cost: 0.0004 };
    assert.deepEqual(sumOf([done]), []);
    assert.deepEqual(sumOf([done, reply, done]), ['2 replies', '2,468 tokens', '$0.00080']);
  });

  it('has a picture for every failure', () => {
    assert.equal(failureIcon('offline'), 'debug-disconnect');
    assert.equal(failureIcon('unheard of'), 'error');
    assert.equal(failureIcon('constructor'), 'error');
  });
});
