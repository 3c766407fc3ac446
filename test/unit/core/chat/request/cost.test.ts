import assert from 'node:assert/strict';
import { costOf, formatCost, formatTokens } from '../../../../../src/core/chat/request/cost.ts';

describe('cost', () => {
  it('counts input and output by their prices per million', () => {
    const usage = { promptTokens: 1_000_000, completionTokens: 2_000_000, totalTokens: 3_000_000 };
    assert.equal(costOf(usage, { input: 0.3, output: 0.45 }), 0.3 + 0.9);
  });

  it('shows as many places as it takes to see it', () => {
    assert.deepEqual([0, 1.234, 0.1, 0.0123, 0.00024, 0.0000012].map(formatCost), [
      '$0', '$1.23', '$0.10', '$0.012', '$0.00024', '$0.0000012',
    ]);
  });

  it('shows tokens', () => {
    assert.deepEqual([1, 0, 1234567].map(formatTokens), ['1 token', '0 tokens', '1,234,567 tokens']);
  });
});
