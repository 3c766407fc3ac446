import assert from 'node:assert/strict';
import type { Message } from '../../../../../src/core/chat/messages.ts';
import { partsOf } from '../../../../../src/core/chat/request/requestParts.ts';

const message = (short: string): Message => {
  const role = short.startsWith('s') ? 'system' : short.startsWith('u') ? 'user' : 'assistant';
  return { role, content: short };
};
const parts = (shorts: string, keep?: number): unknown => {
  const { fixed, exchanges, current } = partsOf(shorts.split(' ').map(message), keep);
  const names = (messages: readonly Message[]): string => messages.map(({ content }) => content).join(' ');
  return [names(fixed), exchanges.map(names), names(current)];
};

describe('parts of a request', () => {
  it('are the system message, exchanges and the current message', () => {
    assert.deepEqual(parts('s u1 a1 u2 a2 u3'), ['s', ['u1 a1', 'u2 a2'], 'u3']);
  });

  it('keep a question without a reply and several replies to one', () => {
    assert.deepEqual(parts('s u1 u2 a2 a3 u3'), ['s', ['u1', 'u2 a2 a3'], 'u3']);
  });

  it('keep together what a reply that goes on needs', () => {
    assert.deepEqual(parts('s u1 a1 u2 a2 u3', 3), ['s', ['u1 a1'], 'u2 a2 u3']);
  });

  it('do without a system message, and without more than one message', () => {
    assert.deepEqual(parts('u1'), ['', [], 'u1']);
    assert.deepEqual(parts('s u1', 5), ['s', [], 'u1']);
  });
});
