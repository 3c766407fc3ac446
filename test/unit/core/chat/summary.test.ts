import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Turn } from '../../../../src/core/chat/conversation.ts';
import { conversationOf } from '../../../../src/core/chat/conversationOf.ts';
import {
  type ChatSummary,
  decodeIndex,
  encodeIndex,
  inOrder,
  summaryOf,
  titleFrom,
} from '../../../../src/core/chat/summary.ts';

const turns: Turn[] = [
  { id: 'u', role: 'user', text: '\n\n## Why is   this slow?\nLook.', attachments: [], at: 10 },
  {
    id: 'a',
    role: 'assistant',
    replyTo: 'u',
    model: 'm',
    status: 'done',
    text: '',
    reasoning: '',
    at: 11,
    durationMs: 5,
  },
];

describe('a summary', () => {
  it('takes its title from the first question, and its dates from the turns', () => {
    const conversation = conversationOf({ id: 'c', all: turns, chosen: [] });
    assert.deepEqual(summaryOf(conversation), {
      id: 'c',
      title: 'Why is this slow?',
      pinned: false,
      createdAt: 10,
      updatedAt: 16,
      questions: 1,
    });
    assert.equal(summaryOf({ ...conversation, title: 'Speed' }).title, 'Speed');
  });

  it('cuts long titles between words and never says nothing', () => {
    assert.equal(titleFrom('word '.repeat(40)), `${'word '.repeat(11)}word…`);
    assert.deepEqual([titleFrom('???'), titleFrom(' \n ')], ['???', 'New chat']);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (question) => {
      const title = titleFrom(question);
      assert.ok(title.length > 0 && title.length <= 61 && !title.includes('\n'));
    }));
  });
});

describe('the index', () => {
  const entry = (id: string, pinned: boolean, updatedAt: number): ChatSummary => ({
    id,
    title: id,
    pinned,
    createdAt: 0,
    updatedAt,
    questions: 1,
  });

  it('has pinned chats first, then the latest', () => {
    const list = inOrder([
      entry('old', false, 1),
      entry('new', false, 3),
      entry('kept', true, 0),
      entry('mid', false, 2),
    ]);
    assert.deepEqual(list.map(({ id }) => id), ['kept', 'new', 'mid', 'old']);
  });

  it('comes back as it was, and as an empty one from anything else', () => {
    const index = new Map([
      ['a', { size: 1, modifiedAt: 2.5, summary: entry('a', true, 3) }],
      ['b', { size: 0, modifiedAt: 1 }],
    ]);
    assert.deepEqual(decodeIndex(encodeIndex(index)), index);
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void decodeIndex(text)));
    assert.equal(decodeIndex('{"version":1,"chats":[["a",{"size":1}],7]}').size, 0);
  });
});
