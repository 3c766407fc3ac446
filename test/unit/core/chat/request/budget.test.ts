import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inputRoom, planBudget, sensibleOutput } from '../../../../../src/core/chat/request/budget.ts';
import { expected } from '../../../../../src/core/chat/request/calibration.ts';
import { runs } from '../../../../support/runs.ts';

const limits = { window: 128_000, maxTokens: 4_096 };

describe('context budget', () => {
  it('sends everything where everything fits', () => {
    const plan = planBudget({ fixed: 200, exchanges: [1_000, 2_000], current: 300 }, limits);
    assert.deepEqual(plan, { fits: true, dropped: 0, droppedTokens: 0, input: 3_500, maxTokens: 4_096 });
  });

  it('takes from the output before it takes from the conversation', () => {
    const plan = planBudget({ fixed: 0, exchanges: [100_000], current: 25_000 }, limits);
    assert.deepEqual(plan, { fits: true, dropped: 0, droppedTokens: 0, input: 125_000, maxTokens: 3_000 });
  });

  it('leaves out the oldest exchanges, and no more than it takes', () => {
    const plan = planBudget({ fixed: 0, exchanges: [1_000, 60_000, 50_000, 10_000], current: 10_000 }, limits);
    assert.deepEqual(plan, { fits: true, dropped: 2, droppedTokens: 61_000, input: 70_000, maxTokens: 4_096 });
  });

  it('leaves no gap: what is older than an exchange left out goes too', () => {
    const plan = planBudget({ fixed: 0, exchanges: [1, 127_000, 5], current: 10 }, limits);
    assert.ok(plan.fits && plan.dropped === 2);
  });

  it('refuses a message that is too large by itself, with its size and the limit', () => {
    const plan = planBudget({ fixed: 1_000, exchanges: [10], current: 130_000 }, limits);
    assert.deepEqual(plan, { fits: false, tokens: 130_000, limit: 128_000 - 2_048 - 1_000 });
  });

  it('knows how small an output is still sensible', () => {
    assert.deepEqual([500, 2_048, 4_096, 10_000, 128_000].map(sensibleOutput), [500, 2_048, 2_048, 5_000, 8_192]);
  });

  it('holds its promises for any conversation', () => {
    const tokens = fc.integer({ min: 0, max: 60_000 });
    const calibration = fc.record({
      factor: fc.double({ min: 1, max: 1.5, noNaN: true }),
      offset: fc.integer({ min: 0, max: 500 }),
    });
    // No message is free: its framing alone costs tokens.
    const costs = fc.record({
      fixed: fc.integer({ min: 0, max: 2_000 }),
      exchanges: fc.array(tokens),
      current: fc.integer({ min: 1, max: 60_000 }),
    });
    const asked = fc.record({
      window: fc.integer({ min: 4_096, max: 200_000 }),
      maxTokens: fc.integer({ min: 1, max: 200_000 }),
    });
    fc.assert(
      fc.property(costs, asked, calibration, (parts, wanted, known) => {
        const plan = planBudget(parts, wanted, known);
        if (!plan.fits) {
          assert.ok(parts.current + parts.fixed > inputRoom(wanted, known));
          return;
        }
        assert.ok(expected(known, plan.input) + plan.maxTokens <= wanted.window, 'under the window');
        assert.ok(plan.maxTokens >= Math.min(sensibleOutput(wanted.maxTokens), wanted.maxTokens), 'a sensible output');
        const next = parts.exchanges[plan.dropped - 1];
        if (next !== undefined)
          assert.ok(plan.input + next > inputRoom(wanted, known), 'not one exchange too many left out');
      }),
      { numRuns: runs(5_000) },
    );
  });
});
