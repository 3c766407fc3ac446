import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  applyChange,
  type Change,
  changesTo,
  type Conversation,
  emptyConversation,
  parentOf,
  snapshotOf,
  type Turn,
} from '../../../../src/core/chat/conversation.ts';
import { conversationOf } from '../../../../src/core/chat/conversationOf.ts';
import { turnsUpTo } from '../../../../src/core/chat/prompts/prompts.ts';
import { changes } from '../../../support/chats/changes.ts';

const question = (id: string, after?: string): Change => ({
  type: 'turnAdded',
  turn: { id, role: 'user', text: id, attachments: [], at: 0, ...(after === undefined ? {} : { after }) },
});
const reply = (id: string, replyTo: string): Change => ({
  type: 'turnAdded',
  turn: { id, role: 'assistant', replyTo, model: 'm', status: 'done', text: id, reasoning: '', at: 0 },
});
const after = (...list: Change[]): Conversation => list.reduce(applyChange, emptyConversation('c'));
const ids = (turns: readonly Turn[]): string => turns.map(({ id }) => id).join(' ');

describe('a conversation as a tree', () => {
  const talk = [question('u1'), reply('a1', 'u1'), question('u2'), reply('a2', 'u2')];

  it('is a line while nothing is asked anew', () => {
    const conversation = after(...talk);
    assert.equal(ids(conversation.turns), 'u1 a1 u2 a2');
    assert.equal(conversation.branches.size, 0);
  });

  it('goes on from an earlier message that was changed, and keeps the old branch', () => {
    const conversation = after(...talk, question('u2b', 'a1'), reply('a2b', 'u2b'));
    assert.equal(ids(conversation.turns), 'u1 a1 u2b a2b');
    assert.deepEqual([...conversation.branches], [['u2b', ['u2', 'u2b']]]);
    const back = applyChange(conversation, { type: 'branchChosen', id: 'u2' });
    assert.equal(ids(back.turns), 'u1 a1 u2 a2');
    assert.deepEqual(back.branches.get('u2'), ['u2', 'u2b']);
  });

  it('remembers what was shown further down', () => {
    const forked = after(
      question('u1'),
      reply('a1', 'u1'),
      reply('a1b', 'u1'),
      { type: 'branchChosen', id: 'a1' },
      question('v1', ''),
    );
    assert.equal(ids(forked.turns), 'v1');
    assert.equal(ids(applyChange(forked, { type: 'branchChosen', id: 'u1' }).turns), 'u1 a1');
  });

  it('shows what is new', () => {
    const conversation = after(...talk, reply('a1b', 'u1'), { type: 'branchChosen', id: 'a1' }, reply('a1c', 'u1'));
    assert.equal(ids(conversation.turns), 'u1 a1c');
    assert.deepEqual(conversation.branches.get('a1c'), ['a1', 'a1b', 'a1c']);
  });

  it('loses a turn with all that hangs on it, and nothing else', () => {
    const forked = [...talk, question('u2b', 'a1')];
    assert.equal(ids(after(...forked, { type: 'turnRemoved', id: 'u2b' }).turns), 'u1 a1 u2 a2');
    assert.equal(ids(after(...forked, { type: 'turnRemoved', id: 'a1' }).all), 'u1');
    assert.equal(ids(after(...forked, { type: 'turnRemoved', id: 'u2' }).all), 'u1 a1 u2b');
  });

  it('sends what leads to a question, whichever branch is shown', () => {
    const conversation = after(...talk, question('u2b', 'a1'), { type: 'branchChosen', id: 'u2' });
    assert.equal(ids(turnsUpTo(conversation, 'u2b')), 'u1 a1 u2b');
    assert.equal(ids(turnsUpTo(conversation, 'gone')), '');
  });

  it('keeps a turn whose question got lost in view', () => {
    assert.equal(ids(after(reply('a1', 'lost'), question('u2')).turns), 'a1 u2');
  });

  it('takes the name back', () => {
    const named = after({ type: 'renamed', title: 'Mine' }, { type: 'pinned', pinned: true });
    assert.deepEqual([named.title, named.pinned], ['Mine', true]);
    assert.equal(applyChange(named, { type: 'renamed', title: '' }).title, undefined);
  });
});

describe('any sequence of changes', () => {
  it('leaves a tree with one path through it', () => {
    fc.assert(fc.property(changes, (list) => hold(after(...list))));
  });

  it('comes back from its snapshot', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const conversation = after(...list);
        assert.deepEqual(conversationOf(snapshotOf(conversation)), conversation);
        assert.deepEqual(
          conversationOf(JSON.parse(JSON.stringify(snapshotOf(conversation))) as Conversation),
          conversation,
        );
      }),
    );
  });

  it('makes of a snapshot what its changes make of it one by one', () => {
    const turns = changes.map((list) => list.flatMap((one) => (one.type === 'turnAdded' ? [one.turn] : [])));
    fc.assert(
      fc.property(turns, changes, (all, others) => {
        const { chosen, title, pinned } = after(...others);
        const snapshot = {
          id: 'c',
          all,
          chosen,
          ...(title === undefined ? {} : { title }),
          ...(pinned === undefined ? {} : { pinned }),
        };
        assert.deepEqual(conversationOf(snapshot), changesTo(snapshot).reduce(applyChange, emptyConversation('c')));
      }),
    );
  });

  it('never loses a turn but by removing it', () => {
    fc.assert(
      fc.property(changes, (list) => {
        const kept = list.filter(({ type }) => type !== 'turnRemoved');
        const added = new Set(kept.flatMap((one) => (one.type === 'turnAdded' ? one.turn.id : [])));
        const { all } = after(...kept);
        assert.deepEqual(new Set(all.map(({ id }) => id)), added);
        // Each is on the path once it and those above it are chosen.
        for (const { id } of all) {
          const way = turnsUpTo(after(...kept), id).map((turn): Change => ({ type: 'branchChosen', id: turn.id }));
          assert.ok(after(...kept, ...way).turns.some((turn) => turn.id === id), id);
        }
      }),
    );
  });
});

function hold({ all, turns, chosen, branches }: Conversation): void {
  const names = all.map(({ id }) => id);
  assert.equal(new Set(names).size, names.length, 'ids are unique');
  for (const turn of turns) assert.ok(all.includes(turn), 'the path is made of turns that are there, the very same');
  const known = new Set(names);
  turns.forEach((turn, index) => {
    const above = turns[index - 1];
    if (above !== undefined) assert.equal(parentOf(turn), above.id, 'each hangs on the one before it');
  });
  const last = turns.at(-1);
  if (last === undefined) assert.equal(all.length, 0, 'something is shown where something is there');
  for (const id of chosen) assert.ok(known.has(id), 'only what is there is chosen');
  for (const [id, list] of branches) {
    assert.ok(list.length > 1 && list.includes(id));
    assert.equal(chosen.filter((one) => list.includes(one)).length <= 1, true, 'one of several is chosen');
  }
}
