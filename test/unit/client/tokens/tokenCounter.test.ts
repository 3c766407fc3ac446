import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { cutText } from '../../../../src/client/failures/cutText.ts';
import { createTokenCounter } from '../../../../src/client/tokens/tokenCounter.ts';
import { tokensIn } from '../../../../src/client/tokens/tokenizer.ts';

const lock = readFileSync(join(resolve(import.meta.dirname, '../../../..'), 'package-lock.json'), 'utf8');

describe('token counter', () => {
  const counter = createTokenCounter();

  it('counts as o200k_harmony does', async () => {
    assert.equal(await counter.count('', 10), 0);
    assert.equal(await counter.count('hello world', 10), 2);
    assert.equal(await counter.count('  return total;\n', 100), 4);
  });

  it('takes the markers of harmony as text', async () => {
    assert.ok((await counter.count('<|start|>assistant<|message|>', 100)) > 5);
  });

  it('counts a long text exactly though it cuts it', async () => {
    assert.ok([...cutText(lock)].length > 3);
    assert.equal(await counter.count(lock, Infinity), tokensIn(lock));
  });

  it('stops past the limit and says what the whole would be', async () => {
    const seen: number[] = [];
    const counting = createTokenCounter(() =>
      Promise.resolve({ tokensIn: (text) => (seen.push(text.length), text.length) }),
    );
    const tokens = await counting.count('word\n'.repeat(200_000), 40_000);
    assert.equal(tokens, 1_000_000);
    assert.equal(seen.length, 2);
  });

  it('lets the editor work while it counts', async () => {
    let time = 0;
    const slow = createTokenCounter(() => Promise.resolve({ tokensIn: () => (time += 20) && 1 }), () => time);
    const order: string[] = [];
    const counting = slow.count('word\n'.repeat(50_000), Infinity).then(() => order.push('counted'));
    setTimeout(() => order.push('editor'), 0);
    await counting;
    assert.deepEqual(order, ['editor', 'counted']);
  });

  it('loads the tokenizer once, and not before it is asked', async () => {
    let loads = 0;
    const lazy = createTokenCounter(() => {
      loads++;
      return Promise.resolve({ tokensIn });
    });
    assert.equal(loads, 0);
    await Promise.all([lazy.count('a', 1), lazy.count('b', 1)]);
    assert.equal(loads, 1);
  });
});

describe('cutting a text for the tokenizer', () => {
  const line = fc.string({
    unit: fc.constantFrom('a', 'B', '7', ' ', '\t', '.', '/', '=', 'é', '語', '😀', '\r', '\n'),
    maxLength: 300,
  });
  const text = fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n').repeat(10));

  it('loses nothing, and cuts no character in half', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const pieces = [...cutText(whole)];
        assert.equal(pieces.join(''), whole);
        assert.ok(pieces.every((piece) => !/[\ud800-\udbff]$/.test(piece)));
      }),
    );
  });

  it('cuts long runs, so that time grows with the text', () => {
    for (const run of ['a', '=', ' ', '\n', '語']) {
      const pieces = [...cutText(run.repeat(10_000))];
      assert.ok(pieces.every((piece) => piece.length <= 128), run);
    }
  });

  it('adds hardly a token', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const pieces = [...cutText(whole)];
        const sum = pieces.reduce((total, piece) => total + tokensIn(piece), 0);
        assert.ok(Math.abs(sum - tokensIn(whole)) <= pieces.length * 2, `${sum} for ${tokensIn(whole)}`);
      }),
      { numRuns: 200 },
    );
  });
});
