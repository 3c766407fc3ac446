import assert from 'node:assert/strict';
import { applyChange, type Change, emptyConversation, type Turn } from '../../../../src/core/chat/conversation.ts';
import { ConversationBuilder } from '../../../../src/core/chat/conversationBuilder.ts';
import { conversationOf } from '../../../../src/core/chat/conversationOf.ts';
import fc from 'fast-check';
import { changes } from '../../../support/chats/changes.ts';

/** Shapes of chats with so many questions: one long line, all beside each other, and each asked twice. */
const shapes: Readonly<Record<string, (index: number) => string>> = {
  line: (index) => (index === 0 ? '' : `a${index - 1}`),
  beside: () => '',
  twice: (index) => (index < 2 ? '' : `a${index - 2}`),
};

/** The turns, with every look at an id counted. */
function turnsOf(count: number, after: (index: number) => string, looked: () => void): Turn[] {
  const counting = (turn: Turn): Turn => {
    const { id } = turn;
    return Object.defineProperty({ ...turn }, 'id', {
      enumerable: true,
      get: () => {
        looked();
        return id;
      },
    });
  };
  return Array.from({ length: count }, (_, index): Turn[] => [
    { id: `u${index}`, role: 'user', text: '', attachments: [], at: 1, after: after(index) },
    {
      id: `a${index}`,
      role: 'assistant',
      replyTo: `u${index}`,
      model: 'm',
      status: 'done',
      text: '',
      reasoning: '',
      at: 1,
    },
  ])
    .flat()
    .map(counting);
}

describe('ConversationBuilder', () => {
  it('comes to what the changes come to one after the other', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const builder = new ConversationBuilder(emptyConversation('c'));
        for (const change of list) builder.apply(change);
        assert.deepEqual(builder.conversation, list.reduce(applyChange, emptyConversation('c')));
      }),
    );
  });

  it('looks at each turn a few times, however many there are', () => {
    for (const [name, after] of Object.entries(shapes)) {
      const looksFor = (count: number): number => {
        let looks = 0;
        const all = turnsOf(count, after, () => looks++);
        conversationOf({ id: 'c', all, chosen: all.map(({ id }) => id) });
        return looks;
      };
      assert.ok(looksFor(2_000) < 15 * looksFor(200), `${name}: ${looksFor(200)}, ${looksFor(2_000)}`);
    }
  });

  it('goes on from what is there', () => {
    const turn = (id: string, after?: string): Change => ({
      type: 'turnAdded',
      turn: { id, role: 'user', text: id, attachments: [], at: 1, ...(after === undefined ? {} : { after }) },
    });
    const before = [turn('a', ''), turn('b', ''), { type: 'branchChosen', id: 'a' } as const].reduce(
      applyChange,
      emptyConversation('c'),
    );
    const builder = new ConversationBuilder(before);
    builder.apply(turn('c'));
    assert.deepEqual(builder.conversation, applyChange(before, turn('c')));
    assert.deepEqual(builder.conversation.turns.map(({ id }) => id), ['a', 'c']);
  });
});
