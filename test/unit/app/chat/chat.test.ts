import assert from 'node:assert/strict';
import { Chat, type ChatEvent } from '../../../../src/app/chat/chat.ts';
import { Sessions } from '../../../../src/app/chat/sessions.ts';
import type { CompletionOptions, CompletionRequest } from '../../../../src/app/ports.ts';
import {
  applyChange,
  type AssistantTurn,
  type Conversation,
  emptyConversation,
} from '../../../../src/core/chat/conversation.ts';
import { AssistantError } from '../../../../src/core/errors.ts';
import { FakeChatFolder } from '../../../support/fakeChatFolder.ts';
import { FakeClock, FakeModel, fakeSettings, replyOf, untilStopped } from '../../../support/fakes.ts';

let ids = 0;

function chatWith(model: FakeModel, extra: { folder?: FakeChatFolder; ensureKey?: () => Promise<void> } = {}) {
  const folder = extra.folder ?? new FakeChatFolder();
  const clock = new FakeClock();
  const newId = (): string => `id${++ids}`;
  const sessions = new Sessions({ folder, clock, newId, notify: (message) => assert.fail(message) });
  const ensureKey = extra.ensureKey ?? (() => Promise.resolve());
  const chat = new Chat({ model, sessions, clock, settings: fakeSettings, newId, ensureKey });
  const kept = (): Conversation | undefined => folder.conversation(chat.conversation.id);
  return { chat, folder, sessions, kept, clock };
}

const ask = (text: string) => ({ text, attachments: [] });

function lastReply(conversation: Conversation): AssistantTurn {
  const turn = conversation.turns.at(-1);
  assert.equal(turn?.role, 'assistant');
  return turn;
}

function until(chat: Chat, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listener = chat.onEvent(() => {
      if (!condition()) return;
      listener.dispose();
      resolve();
    });
  });
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
    const seen: (string | undefined)[] = [];
    const model = new FakeModel().next(() => {
      seen.push(kept()?.turns[0]?.text);
      return replyOf('ok');
    });
    const { chat, kept } = chatWith(model);
    await chat.ask(ask('precious words'));
    assert.deepEqual(seen, ['precious words']);
  });

  it('keeps what came when it is stopped', async () => {
    const model = new FakeModel().next((request, { signal, onDelta }) => {
      onDelta?.({ answer: 'half of', reasoning: 'hm' });
      return untilStopped(request, { signal });
    });
    const { chat, kept } = chatWith(model);
    chat.onEvent((event) => event.type === 'changed' && event.change.type === 'answerAppended' && chat.stop());
    await assert.rejects(chat.ask(ask('Hi')), { reason: 'cancelled' });
    const reply = lastReply(chat.conversation);
    assert.deepEqual([reply.status, reply.text, reply.reasoning], ['stopped', 'half of', 'hm']);
    assert.deepEqual(kept(), chat.conversation);
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

  it('asks again for a question whose reply was deleted, once', async () => {
    const model = new FakeModel().next(replyOf('first'), replyOf('second'));
    const { chat } = chatWith(model);
    await chat.ask(ask('Hi'));
    chat.removeTurn(lastReply(chat.conversation).id);
    const question = chat.conversation.turns[0]!.id;
    const [answer, again] = await Promise.all([chat.retry(question), chat.retry(question)]);
    assert.deepEqual([answer?.text, again], ['second', undefined]);
    assert.deepEqual(chat.conversation.turns.map(({ text }) => text), ['Hi', 'second']);
    assert.equal(model.requests.length, 2);
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
    const model = new FakeModel().next(
      replyOf('It adds the prices', { finish: 'length', reasoning: 'r1' }),
      replyOf('the prices of all.', { reasoning: 'r2' }),
    );
    const { chat } = chatWith(model);
    await chat.ask(ask('What?'));
    const { id } = lastReply(chat.conversation);
    await chat.continue(id);
    const reply = lastReply(chat.conversation);
    assert.deepEqual(
      [reply.id, reply.text, reply.status, reply.finish],
      [id, 'It adds the prices of all.', 'done', 'stop'],
    );
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
    chat.onEvent(
      (event) =>
        event.type === 'changed' && event.change.type === 'replyDelayed' && seen.push(event.change.delay.until),
    );
    await chat.ask(ask('Hi'));
    assert.deepEqual(seen, [clock.now() + 7_000]);
    assert.equal(lastReply(chat.conversation).delay, undefined);
  });

  it('shows a call of a tool that is not there instead of nothing', async () => {
    const call = {
      name: 'apply_patch',
      arguments: { ok: true as const, value: { input: '*** Begin Patch\n*** End Patch' } },
    };
    const { chat } = chatWith(new FakeModel().next(replyOf('', { toolCalls: [call], finish: 'toolCalls' })));
    const answer = await chat.ask(ask('Fix it'));
    assert.match(lastReply(chat.conversation).text, /^```patch\n\*\*\* Begin Patch/);
    assert.equal(answer.text, lastReply(chat.conversation).text);
  });

  it('keeps the words of a user who gives no key', async () => {
    const model = new FakeModel();
    const { chat, kept } = chatWith(model, { ensureKey: () => Promise.reject(new AssistantError('noKey')) });
    await assert.rejects(chat.ask(ask('my question')), { reason: 'noKey' });
    assert.equal(kept()?.turns[0]?.text, 'my question');
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
    const folder = new FakeChatFolder();
    const before = chatWith(new FakeModel().next((_request, { onDelta }) => {
      onDelta?.({ answer: 'so far', reasoning: '' });
      return new Promise(() => undefined);
    }), { folder });
    void before.chat.ask(ask('q'));
    await until(before.chat, () => before.chat.conversation.turns.at(-1)?.text === 'so far');
    // Written a little later, when nobody waits for it.
    await before.sessions.open(before.chat.conversation.id).then((session) => session?.flush());
    const { chat } = chatWith(new FakeModel(), { folder });
    await chat.load();
    const reply = lastReply(chat.conversation);
    assert.deepEqual([reply.status, reply.text, reply.finish], ['stopped', 'so far', 'cutOff']);
  });

  it('keeps how long the model reasoned before it answered, where that was seen', async () => {
    const { chat, clock } = chatWith(
      new FakeModel().next(
        (_request, { onDelta }) => {
          onDelta?.({ answer: '', reasoning: 'hm' });
          clock.time += 12_000;
          onDelta?.({ answer: 'So', reasoning: '' });
          clock.time += 3_000;
          return replyOf('So', { reasoning: 'hm' });
        },
        replyOf('At once', { reasoning: 'hm' }),
      ),
    );
    await chat.ask(ask('Hi'));
    assert.equal(lastReply(chat.conversation).reasoningMs, 12_000);
    await chat.ask(ask('And?'));
    assert.equal(lastReply(chat.conversation).reasoningMs, undefined);
  });

  it('says when the endpoint wants to be asked again', async () => {
    const { chat, clock } = chatWith(new FakeModel().next(new AssistantError('rateLimited', { retryAfterMs: 20_000 })));
    await assert.rejects(chat.ask(ask('Hi')), { reason: 'rateLimited' });
    assert.equal(lastReply(chat.conversation).failure?.retryAt, clock.time + 20_000);
  });

  it('sends changes that rebuild the same state elsewhere', async () => {
    const { chat } = chatWith(
      new FakeModel().next(replyOf('x', { reasoning: 'r' }), new AssistantError('server'), replyOf('y')),
    );
    await chat.load();
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

  describe('with branches', () => {
    const texts = ({ conversation }: Chat): string[] => conversation.turns.map(({ text }) => text);

    it('goes on from an earlier message with other words, and keeps the old branch', async () => {
      const model = new FakeModel().next(replyOf('a'), replyOf('b'), replyOf('c'));
      const { chat, kept } = chatWith(model);
      await chat.ask(ask('first'));
      await chat.ask(ask('second'));
      const first = chat.conversation.turns[0]!;
      await chat.edit(first.id, 'other words');
      assert.deepEqual(texts(chat), ['other words', 'c']);
      assert.deepEqual(model.requests[2]!.messages.slice(1).map(({ content }) => content), ['other words']);
      await chat.choose(first.id);
      assert.deepEqual(texts(chat), ['first', 'a', 'second', 'b']);
      assert.deepEqual(kept(), chat.conversation);
    });

    it('keeps a reply that was asked for again beside the new one', async () => {
      const { chat } = chatWith(new FakeModel().next(replyOf('one'), replyOf('two')));
      await chat.ask(ask('Hi'));
      await chat.retry(lastReply(chat.conversation).id);
      const reply = lastReply(chat.conversation);
      assert.equal(reply.text, 'two');
      assert.equal(chat.conversation.branches.get(reply.id)?.length, 2);
    });

    it('removes a turn with what hangs on it, stops what is on its way there, and brings it back', async () => {
      const { chat } = chatWith(new FakeModel().next(replyOf('a')));
      await chat.ask(ask('first'));
      const pending = chat.ask(ask('second'));
      await until(chat, () => chat.busy);
      const undo = chat.removeTurn(chat.conversation.turns[2]!.id);
      await assert.rejects(pending, { reason: 'cancelled' });
      assert.deepEqual(texts(chat), ['first', 'a']);
      undo?.();
      assert.deepEqual(texts(chat), ['first', 'a', 'second', '']);
      assert.equal(lastReply(chat.conversation).status, 'stopped');
    });
  });

  describe('with several chats', () => {
    it('lets a reply come in where it was asked for, while another chat is shown', async () => {
      let answer: () => void = () => undefined;
      const answered = new Promise<void>((resolve) => (answer = resolve));
      const { chat, folder, sessions } = chatWith(
        new FakeModel().next(replyOf('old'), async () => answered.then(() => replyOf('late'))),
      );
      await chat.ask(ask('other'));
      const other = chat.conversation.id;
      await chat.newChat();
      const { id } = chat.conversation;
      const pending = chat.ask(ask('slow'));
      await until(chat, () => chat.busy);
      assert.equal(await chat.open(other), true);
      assert.equal(chat.busy, false);
      answer();
      await pending;
      assert.equal(lastReply(folder.conversation(id)!).text, 'late');
      assert.equal(lastReply(chat.conversation).text, 'old');
      assert.deepEqual((await sessions.list()).map(({ title }) => title).sort(), ['other', 'slow']);
    });

    it('begins with the chat that was open last, also an empty one', async () => {
      const folder = new FakeChatFolder();
      const { chat } = chatWith(new FakeModel().next(replyOf('a')), { folder });
      await chat.ask(ask('one'));
      const again = chatWith(new FakeModel(), { folder }).chat;
      await again.load();
      assert.deepEqual(again.conversation, chat.conversation);
      await again.newChat();
      const third = chatWith(new FakeModel(), { folder }).chat;
      await third.load();
      assert.deepEqual([third.conversation.id, third.conversation.all], [again.conversation.id, []]);
    });

    it('removes the chat that is shown, begins a new one, and brings it back', async () => {
      const { chat, sessions } = chatWith(new FakeModel().next(replyOf('a')));
      await chat.ask(ask('one'));
      const { id } = chat.conversation;
      await chat.remove(id);
      assert.deepEqual(chat.conversation.all, []);
      assert.deepEqual(await sessions.list(), []);
      assert.equal(await chat.open(id), false);
      assert.equal(await sessions.restore(id), true);
      assert.equal(await chat.open(id), true);
      assert.equal(lastReply(chat.conversation).text, 'a');
    });
  });
});
