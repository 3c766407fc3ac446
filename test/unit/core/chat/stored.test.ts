import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Conversation } from '../../../../src/core/chat/conversation.ts';
import { settleInterrupted } from '../../../../src/core/chat/conversation.ts';
import { decodeConversation } from '../../../../src/core/chat/stored.ts';

const conversation: Conversation = {
  id: 'c',
  turns: [
    {
      id: 'u',
      role: 'user',
      text: 'why?',
      at: 1,
      attachments: [{ path: 'a.ts', uri: 'file:///a.ts', languageId: 'typescript', firstLine: 1, lastLine: 2, code: 'x', origin: 'symbol' }],
    },
    { id: 'a', role: 'assistant', replyTo: 'u', model: 'm', status: 'streaming', text: 'because', reasoning: '', at: 2 },
  ],
};

describe('a stored conversation', () => {
  it('comes back as it was', () => {
    assert.deepEqual(decodeConversation(JSON.stringify(conversation)), conversation);
  });

  it('is refused when damaged anywhere, and never throws', () => {
    const text = JSON.stringify(conversation);
    for (let length = 0; length < text.length; length++) assert.equal(decodeConversation(text.slice(0, length)), undefined);
    for (const field of ['"id"', '"turns"', '"role"', '"text"', '"attachments"', '"status"', '"firstLine"', '"at"']) {
      assert.equal(decodeConversation(text.replace(field, '"other"')), undefined, field);
    }
    fc.assert(fc.property(fc.jsonValue(), (value) => void decodeConversation(JSON.stringify(value))));
  });

  it('marks a reply that was on its way as stopped, keeping what came', () => {
    const [, reply] = settleInterrupted(conversation).turns;
    assert.deepEqual([reply?.role === 'assistant' && reply.status, reply?.text], ['stopped', 'because']);
  });
});
