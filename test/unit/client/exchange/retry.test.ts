import assert from 'node:assert/strict';
import { retryAfterMs } from '../../../../src/client/failures/failure.ts';
import { type Attempt, defaultPolicy, timerWait, withRetries } from '../../../../src/client/exchange/retry.ts';
import { AssistantError } from '../../../../src/core/errors.ts';

describe('retries', () => {
  const failed: Attempt<string> = { ok: false, retryable: true, error: new AssistantError('server') };

  it('back off exponentially, with jitter between half and all of the step', async () => {
    for (const [chance, expected] of [[0, [250, 500, 1000]], [0.999999, [500, 1000, 2000]]] as const) {
      const waits: number[] = [];
      const wait = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
      await assert.rejects(
        withRetries(() => Promise.resolve(failed), {
          signal: new AbortController().signal,
          wait,
          random: () => chance,
        }),
      );
      assert.deepEqual(waits, expected);
    }
  });

  it('never wait longer than the longest step', async () => {
    const waits: number[] = [];
    const policy = { ...defaultPolicy, attempts: 12 };
    const wait = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
    await assert.rejects(
      withRetries(() => Promise.resolve(failed), {
        signal: new AbortController().signal,
        wait,
        random: () => 1,
        policy,
      }),
    );
    assert.equal(Math.max(...waits), policy.maxMs);
    assert.equal(waits.length, 11);
  });

  it('end at once when stopped during a wait', async () => {
    const controller = new AbortController();
    let attempts = 0;
    const attempt = (): Promise<Attempt<string>> => {
      attempts++;
      return Promise.resolve({
        ok: false,
        retryable: true,
        error: new AssistantError('rateLimited', { retryAfterMs: 59_000 }),
      });
    };
    const onRetry = (): void => controller.abort();
    await assert.rejects(
      withRetries(attempt, { signal: controller.signal, wait: timerWait, random: Math.random, onRetry }),
      { reason: 'cancelled' },
    );
    assert.equal(attempts, 1);
  });

  it('really wait', () => timerWait(1, new AbortController().signal));
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it('reads seconds and dates, and nothing else', () => {
    assert.equal(retryAfterMs('3', now), 3000);
    assert.equal(retryAfterMs('0.5', now), 500);
    assert.equal(retryAfterMs('-1', now), 0);
    assert.equal(retryAfterMs('Thu, 01 Jan 2026 00:00:10 GMT', now), 10_000);
    assert.equal(retryAfterMs('Wed, 21 Oct 2015 07:28:00 GMT', now), 0);
    for (const nothing of [null, '', '  ', 'soon']) assert.equal(retryAfterMs(nothing, now), undefined);
  });
});
