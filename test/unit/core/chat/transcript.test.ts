import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  applyChange,
  emptyConversation,
  settleInterrupted,
  type Turn,
} from '../../../../src/core/chat/conversation.ts';
import { conversationOf } from '../../../../src/core/chat/conversationOf.ts';
import {
  chatJson,
  chatMarkdown,
  importedChat,
  turnMarkdown,
  withoutSecrets,
} from '../../../../src/core/chat/transcript.ts';
import { changes } from '../../../support/chats/changes.ts';

const attachment = {
  path: 'a.ts',
  uri: 'file:///a.ts',
  languageId: 'ts',
  firstLine: 1,
  lastLine: 2,
  code: 'x\n```\n',
  origin: 'selection',
} as const;
const turns: Turn[] = [
  { id: 'u', role: 'user', text: 'Why?', attachments: [attachment], at: 1 },
  {
    id: 'a',
    role: 'assistant',
    replyTo: 'u',
    model: 'm',
    status: 'done',
    text: '**Because.**',
    reasoning: 'hm',
    at: 2,
  },
];
const chat = conversationOf({ id: 'c', all: turns, chosen: [] });

describe('a transcript', () => {
  it('reads as markdown', () => {
    assert.equal(turnMarkdown(turns[0]!), 'Why?\n\n`a.ts`, lines 1 to 2:\n\n````ts\nx\n```\n````');
    assert.match(chatMarkdown(chat), /^# Why\?\n\n## You\n\nWhy\?[^]*\n\n## gpt-oss\n\n\*\*Because\.\*\*\n$/);
    assert.doesNotMatch(chatMarkdown(chat), /hm/);
  });

  it('comes back from its export as the same chat under another id', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const before = settleInterrupted(list.reduce(applyChange, emptyConversation('c')));
        const snapshot = importedChat(chatJson(before), () => 'new');
        assert.ok(snapshot);
        assert.deepEqual(conversationOf(snapshot), { ...before, id: 'new', pinned: false });
      }),
    );
  });

  it('takes nothing else for one', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => importedChat(text, () => 'new') === undefined));
    const text = chatJson(chat);
    for (const [from, to] of [
      ['gpt-oss-chat', 'other'],
      ['"version": 1', '"version": 2'],
      ['"role": "user"', '"role": "system"'],
    ] as const) {
      assert.equal(
        importedChat(text.replace(from, to), () => 'new'),
        undefined,
        to,
      );
    }
  });

  it('holds no key', () => {
    assert.equal(withoutSecrets('a sk-1 b sk-1 sk-2', ['sk-1', undefined, '']), 'a [API key] b [API key] sk-2');
  });
});
