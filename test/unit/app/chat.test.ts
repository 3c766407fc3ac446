import assert from 'node:assert/strict';
import { Chat, type ChatEvent } from '../../../src/app/chat.ts';
import type { CompletionOptions, CompletionRequest } from '../../../src/app/ports.ts';
import { applyChange, type AssistantTurn, type Conversation, emptyConversation } from '../../../src/core/chat/conversation.ts';
import { AssistantError } from '../../../src/core/errors.ts';
import { FakeClock, FakeModel, fakeSettings, FakeStore, replyOf, untilStopped } from '../../support/fakes.ts';

function chatWith(model: FakeModel, extra: { store?: FakeStore; ensureKey?: () => Promise<void> } = {}) {
  let ids = 0;
  const store = extra.store ?? new FakeStore();
  const clock = new FakeClock();
  const ensureKey = extra.ensureKey ?? (() => Promise.resolve());
  const chat = new Chat({ model, store, clock, settings: fakeSettings, newId: () => `id${++ids}`, ensureKey });
  return { chat, store, clock };
}

const ask = (text: string) => ({ text, attachments: [] });

function lastReply(conversation: Conversation): AssistantTurn {
  const turn = conversation.turns.at(-1);
  assert.equal(turn?.role, 'assistant');
  return turn;
}

describe('Chat', () => {
  it('answers and counts tokens and cost', async () => {
    const { chat } = chatWith(new FakeModel().next(replyOf('Hello')));
    assert.deepEqual(await chat.ask(ask('Hi')), { text: 'Hello', usage: replyOf('').usage });
    const reply = lastReply(chat.conversation);
    assert.equal(reply.status, 'done');
    assert.equal(reply.text, 'Hello');
    assert.equal(reply.cost, (20 * 0.3 + 10 * 0.45) / 1e6);
  });

  it('keeps its context and never sends reasoning back', async () => {
    const model = new FakeModel().next(replyOf('one', { reasoning: 'secret thoughts' }), replyOf('two'));
    const { chat } = chatWith(model);
    await chat.ask(ask('first'));
    await chat.ask(ask('second'));
    const [, ...spoken] = model.requests[1]!.messages;
    assert.deepEqual(spoken, [
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'one' },
      { role: 'user', content: 'second' },
    ]);
  });

  it('stores the message before the request goes out', async () => {
    const store = new FakeStore();
    const seen: (string | undefined)[] = [];
    const model = new FakeModel().next(() => {
      seen.push(store.kept?.turns[0]?.text);
      return replyOf('ok');
    });
    await chatWith(model, { store }).chat.ask(ask('precious words'));
    assert.deepEqual(seen, ['precious words']);
  });

  it('keeps what came when it is stopped', async () => {
    const model = new FakeModel().next((request, { signal, onDelta }) => {
      onDelta?.({ answer: 'half of', reasoning: 'hm' });
      return untilStopped(request, { signal });
    });
    const { chat, store } = chatWith(model);
    chat.onEvent((event) => event.type === 'changed' && event.change.type === 'answerAppended' && chat.stop());
    await assert.rejects(chat.ask(ask('Hi')), { reason: 'cancelled' });
    const reply = lastReply(chat.conversation);
    assert.deepEqual([reply.status, reply.text, reply.reasoning], ['stopped', 'half of', 'hm']);
    assert.deepEqual(store.kept, chat.conversation);
    assert.equal(chat.busy, false);
  });

  it('shows a failure in place, and a retry takes that place', async () => {
    const model = new FakeModel().next(new AssistantError('capacity'), replyOf('at last'));
    const { chat } = chatWith(model);
    await assert.rejects(chat.ask(ask('Hi')), { reason: 'capacity' });
    const failed = lastReply(chat.conversation);
    assert.equal(failed.failure?.reason, 'capacity');
    assert.ok(failed.failure.remedies.includes('retry'));
    await chat.retry(failed.id, 9999);
    assert.equal(chat.conversation.turns.length, 2);
    assert.equal(lastReply(chat.conversation).text, 'at last');
    assert.equal(model.requests[1]!.maxTokens, 9999);
  });

  it('keeps the words of a user who gives no key', async () => {
    const model = new FakeModel();
    const { chat, store } = chatWith(model, { ensureKey: () => Promise.reject(new AssistantError('noKey')) });
    await assert.rejects(chat.ask(ask('my question')), { reason: 'noKey' });
    assert.equal(store.kept?.turns[0]?.text, 'my question');
    assert.equal(model.requests.length, 0);
  });

  it('answers questions one after the other', async () => {
    const order: string[] = [];
    const answer = (text: string) => (_request: CompletionRequest, { onDelta }: CompletionOptions) => {
      order.push(text);
      onDelta?.({ answer: text, reasoning: '' });
      return Promise.resolve(replyOf(text));
    };
    const { chat } = chatWith(new FakeModel().next(answer('a'), answer('b')));
    await Promise.all([chat.ask(ask('1')), chat.ask(ask('2'))]);
    assert.deepEqual(order, ['a', 'b']);
    assert.deepEqual(chat.conversation.turns.map(({ text }) => text), ['1', 'a', '2', 'b']);
  });

  it('answers the second question though the first one failed', async () => {
    const { chat } = chatWith(new FakeModel().next(new AssistantError('server'), replyOf('b')));
    const [first, second] = await Promise.allSettled([chat.ask(ask('1')), chat.ask(ask('2'))]);
    assert.equal(first.status, 'rejected');
    assert.equal(second.status, 'fulfilled');
  });

  it('comes back after a reload, with an interrupted reply marked', async () => {
    const store = new FakeStore();
    store.kept = {
      id: 'old',
      turns: [
        { id: 'u', role: 'user', text: 'q', attachments: [], at: 1 },
        { id: 'a', role: 'assistant', replyTo: 'u', model: 'm', status: 'streaming', text: 'so far', reasoning: '', at: 2 },
      ],
    };
    const { chat } = chatWith(new FakeModel(), { store });
    await chat.load();
    const reply = lastReply(chat.conversation);
    assert.deepEqual([reply.status, reply.text], ['stopped', 'so far']);
  });

  it('sends changes that rebuild the same state elsewhere', async () => {
    const { chat } = chatWith(new FakeModel().next(replyOf('x', { reasoning: 'r' }), new AssistantError('server'), replyOf('y')));
    let mirror = emptyConversation(chat.conversation.id);
    chat.onEvent((event: ChatEvent) => {
      if (event.type === 'changed') mirror = applyChange(mirror, event.change);
    });
    await chat.ask(ask('1'));
    await assert.rejects(chat.ask(ask('2')));
    await chat.retry(lastReply(chat.conversation).id);
    assert.deepEqual(mirror, chat.conversation);
  });

  it('starts anew, stopping what is on its way', async () => {
    const { chat } = chatWith(new FakeModel());
    const pending = chat.ask(ask('Hi'));
    await chat.newChat();
    await assert.rejects(pending, { reason: 'cancelled' });
    assert.deepEqual(chat.conversation.turns, []);
  });
});
