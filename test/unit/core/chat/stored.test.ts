import assert from 'node:assert/strict';
import fc from 'fast-check';
import { settleInterrupted, type Snapshot } from '../../../../src/core/chat/conversation.ts';
import { conversationOf } from '../../../../src/core/chat/conversationOf.ts';
import { decodeConversation } from '../../../../src/core/chat/stored.ts';
import { parseJson } from '../../../../src/core/parseJson.ts';

const snapshot: Snapshot = {
  id: 'c',
  chosen: [],
  all: [
    {
      id: 'u',
      role: 'user',
      text: 'why?',
      at: 1,
      after: '',
      attachments: [
        {
          path: 'a.ts',
          uri: 'file:///a.ts',
          languageId: 'typescript',
          firstLine: 1,
          lastLine: 2,
          code: 'x',
          origin: 'symbol',
        },
      ],
    },
    {
      id: 'a',
      role: 'assistant',
      replyTo: 'u',
      model: 'm',
      status: 'streaming',
      text: 'because',
      reasoning: '',
      at: 2,
    },
  ],
};

const decode = (text: string): Snapshot | undefined => decodeConversation(parseJson(text));

describe('a stored conversation', () => {
  it('comes back as it was', () => {
    assert.deepEqual(decode(JSON.stringify(snapshot)), snapshot);
  });

  it('comes back from the first version, which had no branches', () => {
    const old = JSON.stringify({ id: 'c', turns: snapshot.all }).replace(',"after":""', '');
    const read = decode(old);
    assert.ok(read);
    assert.deepEqual(conversationOf(read), conversationOf(snapshot));
  });

  it('is refused when damaged anywhere, and never throws', () => {
    const text = JSON.stringify(snapshot);
    for (let length = 0; length < text.length; length++) assert.equal(decode(text.slice(0, length)), undefined);
    for (const field of [
      '"id"', '"all"', '"chosen"', '"role"', '"text"', '"attachments"', '"status"', '"firstLine"', '"at"',
    ]) {
      assert.equal(decode(text.replace(field, '"other"')), undefined, field);
    }
    fc.assert(fc.property(fc.jsonValue(), (value) => void decode(JSON.stringify(value))));
  });

  it('is refused with numbers that cannot be written again, or are no times and no lines', () => {
    const text = JSON.stringify(snapshot);
    for (const [whole, broken] of [
      ['"at":1', '"at":1e400'],
      ['"at":2', '"at":1e300'],
      ['"firstLine":1', '"firstLine":-1e400'],
      ['"lastLine":2', '"lastLine":1.5'],
      ['"reasoning":""', '"reasoning":"","cost":1e999'],
      ['"reasoning":""', '"reasoning":"","reasoningMs":1e999'],
      ['"reasoning":""', '"reasoning":"","usage":{"promptTokens":1e999,"completionTokens":1,"totalTokens":1}'],
    ] as const) {
      assert.ok(text.includes(whole), whole);
      assert.equal(decode(text.replace(whole, broken)), undefined, broken);
    }
  });

  it('marks a reply that was on its way as stopped, keeping what came', () => {
    const [, reply] = settleInterrupted(conversationOf(snapshot)).turns;
    assert.deepEqual([reply?.role === 'assistant' && reply.status, reply?.text], ['stopped', 'because']);
  });
});
