import assert from 'node:assert/strict';
import {
  applyChange,
  emptyConversation,
  type Change,
  type Conversation,
} from '../../../../../src/core/chat/conversation.ts';
import { answeredWith } from '../../../../../src/core/chat/prompts/answeredWith.ts';

function asked(id: string, after: string | undefined, text: string): Change {
  const turn = { id, role: 'user', text, attachments: [], at: 0, ...(after === undefined ? {} : { after }) } as const;
  return { type: 'turnAdded', turn };
}

function replied(id: string, replyTo: string, text: string): Change {
  const turn = { id, role: 'assistant', replyTo, model: 'm', text, reasoning: '', status: 'done', at: 0 } as const;
  return { type: 'turnAdded', turn };
}

describe('the conversation that led to a block', () => {
  const changes = [
    asked('u1', undefined, 'Write a.'), replied('a1', 'u1', 'Here:\n```ts\na();\n```'),
    asked('u2', 'a1', 'Write b.'), replied('a2', 'u2', 'Here:\n```ts\nb();\n```'),
  ];
  const conversation = changes.reduce<Conversation>(applyChange, emptyConversation('c'));

  it('ends with the question whose reply holds it', () => {
    const found = answeredWith(conversation, 'a();\n');
    assert.deepEqual(
      found?.asked.map(({ role, content }) => (role === 'system' ? role : content)),
      ['system', 'Write a.'],
    );
    assert.equal(found.reply, 'Here:\n```ts\na();\n```');
    assert.equal(answeredWith(conversation, 'b();')?.asked.length, 4);
  });

  it('is none where no reply holds it', () => {
    assert.equal(answeredWith(conversation, 'c();'), undefined);
    assert.equal(answeredWith(conversation, '  '), undefined);
  });
});
