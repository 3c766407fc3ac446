import assert from 'node:assert/strict';
import { Chat, type ChatEvent } from '../../../src/app/chat.ts';
import type { CompletionOptions, CompletionRequest } from '../../../src/app/ports.ts';
import { applyChange, type AssistantTurn, type Conversation, conversationOf, emptyConversation } from '../../../src/core/chat/conversation.ts';
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

  it('says what was left out to fit the window, while the reply is still on its way', async () => {
    const trimmed = { exchanges: 2, tokens: 9_000 };
    const seen: unknown[] = [];
    const model = new FakeModel().next((_request, { onTrimmed }) => {
      onTrimmed?.(trimmed);
      seen.push(lastReply(chat.conversation).trimmed);
      return replyOf('ok');
    });
    const { chat } = chatWith(model);
    await chat.ask(ask('Hi'));
    assert.deepEqual([...seen, lastReply(chat.conversation).trimmed], [trimmed, trimmed]);
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
    await chat.retry(failed.id, { moreTokens: true });
    assert.equal(chat.conversation.turns.length, 2);
    assert.equal(lastReply(chat.conversation).text, 'at last');
    assert.equal(model.requests[1]!.maxTokens, 4 * fakeSettings.maxTokens);
  });

  it('asks again with less reasoning, and with still more tokens each time', async () => {
    const empty = (): AssistantError => new AssistantError('emptyReply');
    const model = new FakeModel().next(empty(), empty(), empty(), replyOf('at last'));
    const { chat } = chatWith(model);
    await assert.rejects(chat.ask(ask('Hi')));
    await assert.rejects(chat.retry(lastReply(chat.conversation).id, { moreTokens: true }));
    await assert.rejects(chat.retry(lastReply(chat.conversation).id, { moreTokens: true }));
    await chat.retry(lastReply(chat.conversation).id, { lessReasoning: true });
    assert.deepEqual(model.requests.map(({ maxTokens }) => maxTokens), [undefined, 16_384, 65_536, 65_536]);
    assert.equal(model.requests[3]!.effort, 'low');
    assert.match(model.requests[3]!.messages[0]!.content, /^Reasoning: low\n/);
  });

  it('goes on where a reply was cut off, joins the seam, and counts both requests', async () => {
    const model = new FakeModel().next(replyOf('It adds the prices', { finish: 'length', reasoning: 'r1' }), replyOf('the prices of all.', { reasoning: 'r2' }));
    const { chat } = chatWith(model);
    await chat.ask(ask('What?'));
    const { id } = lastReply(chat.conversation);
    await chat.continue(id);
    const reply = lastReply(chat.conversation);
    assert.deepEqual([reply.id, reply.text, reply.status, reply.finish], [id, 'It adds the prices of all.', 'done', 'stop']);
    assert.equal(reply.usage?.totalTokens, 60);
    assert.equal(reply.reasoning, 'r1r2');
    assert.deepEqual(model.requests[1]!.messages.slice(1).map(({ role }) => role), ['user', 'assistant', 'user']);
    assert.equal(await chat.continue(id), undefined, 'a whole reply does not go on');
  });

  it('keeps what came when going on fails, and can go on again', async () => {
    const model = new FakeModel().next(replyOf('one', { finish: 'cutOff' }), (_request, { onDelta }) => {
      onDelta?.({ answer: ' two', reasoning: '' });
      throw new AssistantError('stalled');
    }, replyOf(' three'));
    const { chat } = chatWith(model);
    await chat.ask(ask('Count'));
    const { id } = lastReply(chat.conversation);
    await assert.rejects(chat.continue(id), { reason: 'stalled' });
    assert.deepEqual([lastReply(chat.conversation).text, lastReply(chat.conversation).status], ['one two', 'failed']);
    await chat.continue(id);
    assert.equal(lastReply(chat.conversation).text, 'one two three');
    assert.equal(lastReply(chat.conversation).failure, undefined);
  });

  it('shows the wait before another try, and no more of it afterwards', async () => {
    const model = new FakeModel().next((_request, { onRetry }) => {
      onRetry?.({ attempt: 2, waitMs: 7_000, error: new AssistantError('capacity') });
      return replyOf('ok');
    });
    const { chat, clock } = chatWith(model);
    const seen: unknown[] = [];
    chat.onEvent((event) => event.type === 'changed' && event.change.type === 'replyDelayed' && seen.push(event.change.delay.until));
    await chat.ask(ask('Hi'));
    assert.deepEqual(seen, [clock.now() + 7_000]);
    assert.equal(lastReply(chat.conversation).delay, undefined);
  });

  it('shows a call of a tool that is not there instead of nothing', async () => {
    const call = { name: 'apply_patch', arguments: { ok: true as const, value: { input: '*** Begin Patch\n*** End Patch' } } };
    const { chat } = chatWith(new FakeModel().next(replyOf('', { toolCalls: [call], finish: 'toolCalls' })));
    const answer = await chat.ask(ask('Fix it'));
    assert.match(lastReply(chat.conversation).text, /^```patch\n\*\*\* Begin Patch/);
    assert.equal(answer.text, lastReply(chat.conversation).text);
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
    store.kept = conversationOf({
      id: 'old',
      chosen: [],
      all: [
        { id: 'u', role: 'user', text: 'q', attachments: [], at: 1 },
        { id: 'a', role: 'assistant', replyTo: 'u', model: 'm', status: 'streaming', text: 'so far', reasoning: '', at: 2 },
      ],
    });
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
