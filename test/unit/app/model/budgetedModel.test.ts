import assert from 'node:assert/strict';
import { BudgetedModel } from '../../../../src/app/model/budgetedModel.ts';
import type { CompletionRequest } from '../../../../src/app/ports.ts';
import type { Message, Trimmed } from '../../../../src/core/chat/messages.ts';
import { AssistantError } from '../../../../src/core/errors.ts';
import { FakeModel, fakeSettings, FakeTokenCounter, replyOf } from '../../../support/fakes.ts';

/** A text of so many tokens, as `FakeTokenCounter` counts. */
const text = (tokens: number): string => 'abc '.repeat(tokens);
const user = (tokens: number): Message => ({ role: 'user', content: text(tokens) });
const assistant = (tokens: number): Message => ({ role: 'assistant', content: text(tokens) });
const system: Message = { role: 'system', content: 'Be brief.' };

function rig(
  settings: Partial<typeof fakeSettings | { maxTokens: number; contextWindow: number; model: string }> = {},
) {
  const model = new FakeModel();
  const counter = new FakeTokenCounter();
  const used: { model: string; maxTokens: number; contextWindow: number } = { ...fakeSettings, ...settings };
  const budgeted = new BudgetedModel({ model, counter, settings: used });
  const trimmed: Trimmed[] = [];
  const send = (messages: readonly Message[], extra: Partial<CompletionRequest> = {}) =>
    budgeted.complete(
      { messages, ...extra },
      { signal: new AbortController().signal, onTrimmed: (one) => trimmed.push(one) },
    );
  return { model, counter, settings: used, trimmed, send };
}

const usage = (promptTokens: number) => ({
  usage: { promptTokens, completionTokens: 1, totalTokens: promptTokens + 1 },
});

describe('the budget of requests', () => {
  it('lets a small request through as it is, without an exact count', async () => {
    const { model, counter, send, trimmed } = rig();
    const messages = [system, user(100)];
    model.next(replyOf('ok'));
    assert.equal((await send(messages)).text, 'ok');
    assert.deepEqual(model.requests, [{ messages }]);
    assert.deepEqual([counter.counted, trimmed], [[], []]);
  });

  it('leaves out the oldest exchanges and says what', async () => {
    const { model, send, trimmed } = rig();
    model.next(replyOf('ok'));
    const messages = [system, user(50_000), assistant(30_000), user(20_000), assistant(10_000), user(60_000)];
    await send(messages);
    assert.deepEqual(model.requests[0]?.messages, [messages[0], ...messages.slice(3)]);
    assert.deepEqual(trimmed, [{ exchanges: 1, tokens: 80_012 }]);
  });

  it('never leaves out what is to be answered', async () => {
    const { model, send } = rig();
    model.next(replyOf('ok'));
    const messages = [system, user(90_000), assistant(90_000), user(60_000), assistant(30_000), user(10)];
    await send(messages, { keep: 3 });
    assert.deepEqual(model.requests[0]?.messages, [messages[0], ...messages.slice(3)]);
  });

  it('lowers the output for one request before it leaves anything out', async () => {
    const { model, send, trimmed } = rig();
    model.next(replyOf('ok'), replyOf('ok'));
    const messages = [system, user(100_000), assistant(20_000), user(4_500)];
    await send(messages);
    const [request] = model.requests;
    assert.equal(request?.messages.length, 4);
    assert.ok(
      request.maxTokens !== undefined && request.maxTokens > 2_048 && request.maxTokens < 4_096,
      `${request.maxTokens}`,
    );
    assert.deepEqual(trimmed, []);
    await send([system, user(1)]);
    assert.equal(model.requests[1]?.maxTokens, undefined);
  });

  it('takes a limit as large as the window for a ceiling', async () => {
    const { model, counter, send } = rig({ maxTokens: 128_000 });
    model.next(replyOf('ok'));
    await send([system, user(1_000)]);
    const { maxTokens = 0 } = model.requests[0] ?? {};
    assert.ok(maxTokens > 100_000 && maxTokens < 127_000, `${maxTokens}`);
    assert.deepEqual(counter.counted, []);
  });

  it('refuses a message that is too large alone, and sends nothing', async () => {
    const { model, send } = rig();
    await assert.rejects(send([system, user(130_000)]), (error: unknown) => {
      assert.ok(error instanceof AssistantError);
      assert.equal(error.reason, 'messageTooLarge');
      assert.ok(error.details.tokens! >= 130_000 && error.details.limit! > 120_000 && error.details.limit! < 126_000);
      return true;
    });
    assert.deepEqual(model.requests, []);
  });

  it('counts each message once, and none that is left out anyway', async () => {
    const { model, counter, send } = rig();
    const oldest = [user(5_000), assistant(5_000)];
    const messages = [
      system,
      ...oldest,
      user(60_000),
      assistant(60_000),
      user(30_000),
      assistant(30_000),
      user(20_000),
    ];
    model.next(replyOf('ok'), replyOf('ok'));
    await send(messages);
    const first = counter.counted.length;
    assert.equal(first, 6);
    await send([...messages, assistant(3), user(4)]);
    assert.equal(counter.counted.length, first + 2);
  });

  it('learns from usage that the endpoint counts more, per model', async () => {
    const { model, send, settings, trimmed } = rig();
    const large = [system, user(50_000), assistant(1), user(60_000)];
    model.next(replyOf('ok', usage(132_000)), replyOf('ok', usage(132_000)), replyOf('ok'));
    await send(large);
    assert.deepEqual(trimmed, []);
    await send(large);
    assert.equal(trimmed.length, 1);
    settings.model = 'another';
    await send(large);
    assert.equal(trimmed.length, 1);
  });

  it('counts the tools that are offered', async () => {
    const { model, send } = rig();
    model.next(replyOf('ok'));
    const parameters = { type: 'object', description: text(70_000) };
    await assert.rejects(send([user(80_000)], { tools: [{ name: 'look', description: '', parameters }] }));
    assert.deepEqual(model.requests, []);
  });

  it('says which setting is wrong where the window is none', async () => {
    const { send } = rig({ contextWindow: 12 });
    await assert.rejects(send([user(1)]), /gptOss\.contextWindow|badSetting/);
  });

  it('leaves a wrong limit to the client, which says so', async () => {
    const { model, send } = rig({ maxTokens: -1 });
    model.next(replyOf('ok'));
    await send([user(1)]);
    assert.deepEqual(model.requests, [{ messages: [user(1)] }]);
  });
});
