import assert from 'node:assert/strict';
import { checkConnection, reportLine } from '../../../../src/app/model/connection.ts';
import { AssistantError, type Reason } from '../../../../src/core/errors.ts';
import { FakeClock, FakeModel, fakeSettings, replyOf } from '../../../support/fakes.ts';

const signal = new AbortController().signal;

describe('checkConnection', () => {
  it('makes one tiny call and tells what works', async () => {
    const model = new FakeModel().next(replyOf('OK'));
    const report = await checkConnection(model, new FakeClock(), signal);
    assert.equal(model.requests.length, 1);
    assert.ok(model.requests[0]!.maxTokens! <= 16);
    assert.equal(
      reportLine(report, fakeSettings),
      'Reachable: yes · key accepted: yes · openai/gpt-oss-120b available: yes · 0 ms · 30 tokens ($0.000010).',
    );
  });

  it('takes an empty reply for a reply: so few tokens may all go into reasoning', async () => {
    const usage = { promptTokens: 5, completionTokens: 16, totalTokens: 21 };
    const report = await checkConnection(
      new FakeModel().next(new AssistantError('emptyReply', { usage })),
      new FakeClock(),
      signal,
    );
    assert.equal(report.failure, undefined);
    assert.deepEqual(report.usage, usage);
  });

  it('tells how far a failed call got', async () => {
    const cases: [Reason, boolean | undefined, boolean | undefined, boolean | undefined][] = [
      ['offline', false, undefined, undefined],
      ['unreachable', false, undefined, undefined],
      ['certificate', false, undefined, undefined],
      ['proxy', false, undefined, undefined],
      ['timeout', false, undefined, undefined],
      ['unauthorized', true, false, undefined],
      ['noSuchModel', true, true, false],
      ['server', true, undefined, undefined],
      ['badSetting', undefined, undefined, undefined],
    ];
    for (const [reason, ...known] of cases) {
      const report = await checkConnection(new FakeModel().next(new AssistantError(reason)), new FakeClock(), signal);
      assert.deepEqual([report.reachable, report.keyAccepted, report.modelAvailable], known, reason);
      assert.equal(report.failure?.reason, reason);
    }
  });

  it('can be cancelled', async () => {
    await assert.rejects(checkConnection(new FakeModel(), new FakeClock(), AbortSignal.abort()), {
      reason: 'cancelled',
    });
  });
});
