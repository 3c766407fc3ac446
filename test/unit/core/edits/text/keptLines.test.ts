import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keptLines } from '../../../../../src/core/edits/text/keptLines.ts';
import { diffSequences } from '../../../../../src/core/edits/text/sequenceDiff.ts';
import { countTelling, isTelling } from '../../../../../src/core/edits/text/telling.ts';
import { holds } from '../support.ts';

describe('keptLines', function () {
  this.timeout(120_000);

  it('gives the lines between the differences', () => {
    assert.deepEqual(keptLines([], 2), [{ a: 0, b: 0 }, { a: 1, b: 1 }]);
    assert.deepEqual(keptLines([{ a0: 0, a1: 1, b0: 0, b1: 2 }], 2), [{ a: 1, b: 2 }]);
    assert.deepEqual(
      keptLines(
        [
          { a0: 1, a1: 1, b0: 1, b1: 2 },
          { a0: 2, a1: 3, b0: 3, b1: 3 },
        ],
        3,
      ),
      [
        { a: 0, b: 0 },
        { a: 1, b: 2 },
      ],
    );
  });

  it('pairs lines that are equal, and all that no difference names', () => {
    const lines = fc.array(fc.nat(3), { maxLength: 12 });
    holds(fc.property(lines, lines, (one, two) => {
      const changes = diffSequences(one, two);
      const kept = keptLines(changes, one.length);
      for (const { a, b } of kept) assert.equal(one[a], two[b]);
      assert.equal(kept.length, one.length - changes.reduce((sum, { a0, a1 }) => sum + a1 - a0, 0));
      assert.equal(kept.length, two.length - changes.reduce((sum, { b0, b1 }) => sum + b1 - b0, 0));
    }));
  });
});

describe('a telling line', () => {
  it('has a letter or a digit of any script', () => {
    assert.deepEqual(
      ['a', '1', 'ä', '漢', '}', '---', '', '_'].map((line) => isTelling(line)),
      [true, true, true, true, false, false, false, false],
    );
    assert.ok(isTelling(['}', 'a']));
    assert.ok(!isTelling(['}', '']));
    assert.equal(countTelling(['a', '}', 'b', '']), 2);
  });
});
