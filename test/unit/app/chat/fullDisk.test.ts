import assert from 'node:assert/strict';
import { Chat } from '../../../../src/app/chat/chat.ts';
import { Sessions } from '../../../../src/app/chat/sessions.ts';
import type { AssistantTurn } from '../../../../src/core/chat/conversation.ts';
import { FakeChatFolder } from '../../../support/fakeChatFolder.ts';
import { FakeClock, FakeModel, fakeSettings, replyOf } from '../../../support/fakes.ts';

let ids = 0;

const ask = (text: string) => ({ text, attachments: [] });

function lastReply({ conversation }: Chat): AssistantTurn {
  const turn = conversation.turns.at(-1);
  assert.equal(turn?.role, 'assistant');
  return turn;
}

describe('Chat on a disk that is full', () => {
  const chatOnFullDisk = (model: FakeModel) => {
    const folder = new FakeChatFolder();
    const notices: string[] = [];
    const { clock, newId } = { clock: new FakeClock(), newId: () => `id${++ids}` };
    const sessions = new Sessions({ folder, clock, newId, notify: (message) => notices.push(message) });
    const ensureKey = (): Promise<void> => Promise.resolve();
    const chat = new Chat({ model, sessions, clock, settings: fakeSettings, newId, ensureKey });
    folder.full = true;
    return { chat, folder, sessions, notices };
  };

  it('sends nothing and leaves the words where they were written, until there is room again', async () => {
    const model = new FakeModel().next(replyOf('Hello'));
    const { chat, folder, sessions, notices } = chatOnFullDisk(model);
    let isTaken = false;
    await assert.rejects(chat.ask(ask('Hi'), () => (isTaken = true)), { reason: 'notSaved' });
    assert.deepEqual([model.requests.length, chat.conversation.all.length, isTaken, notices.length], [0, 0, false, 1]);
    folder.full = false;
    assert.equal((await chat.ask(ask('Hi'))).text, 'Hello');
    assert.deepEqual(chat.conversation.turns.map(({ text }) => text), ['Hi', 'Hello']);
    await sessions.open(chat.conversation.id).then((session) => session?.flush());
    assert.deepEqual(folder.conversation(chat.conversation.id)?.turns, chat.conversation.turns);
    sessions.dispose();
  });

  it('sends no question again that was changed, and shows why with a way to try again', async () => {
    const model = new FakeModel().next(replyOf('Hello'), replyOf('Bye'));
    const { chat, folder, sessions } = chatOnFullDisk(model);
    folder.full = false;
    await chat.ask(ask('Hi'));
    folder.full = true;
    await assert.rejects(chat.edit(chat.conversation.turns[0]!.id, 'Goodbye'), { reason: 'notSaved' });
    const { status, failure, id } = lastReply(chat);
    assert.deepEqual([model.requests.length, status, failure?.reason], [1, 'failed', 'notSaved']);
    assert.ok(failure?.remedies.includes('retry'));
    folder.full = false;
    assert.equal((await chat.retry(id))?.text, 'Bye');
    sessions.dispose();
  });
});
