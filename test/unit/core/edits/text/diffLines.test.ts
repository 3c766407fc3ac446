import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diffLines } from '../../../../../src/core/edits/text/diffLines.ts';
import { applyHunks } from '../../../../../src/core/edits/text/hunks.ts';
import { diffSequences, risingRun } from '../../../../../src/core/edits/text/sequenceDiff.ts';
import { anyText, holds } from '../support.ts';

/** Length of the longest common subsequence, the plain quadratic way. */
function lcs(a: readonly number[], b: readonly number[]): number {
  const row = Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    let diagonal = 0;
    b.forEach((y, j) => {
      const above = row[j + 1]!;
      row[j + 1] = x === y ? diagonal + 1 : Math.max(above, row[j]!);
      diagonal = above;
    });
  }
  return row[b.length]!;
}

describe('diffLines', function () {
  this.timeout(120_000);

  it('gives nothing for equal texts', () => {
    assert.deepEqual(diffLines('a\nb', 'a\nb'), []);
  });

  it('touches only the changed line', () => {
    assert.deepEqual(diffLines('a\nb\nc\n', 'a\nX\nc\n'), [{ start: 2, end: 4, text: 'X\n' }]);
  });

  it('appends behind a last line without ending as a pure insertion', () => {
    assert.deepEqual(diffLines('a\nb', 'a\nb\nc'), [{ start: 3, end: 3, text: '\nc' }]);
  });

  it('counts a changed line ending as a changed line', () => {
    assert.deepEqual(diffLines('a\r\nb\n', 'a\nb\n'), [{ start: 0, end: 3, text: 'a\n' }]);
  });

  it('leads from any text to any other', () => {
    holds(fc.property(anyText, anyText, (a, b) => {
      const hunks = diffLines(a, b);
      assert.equal(applyHunks(a, hunks), b);
      hunks.forEach((hunk, i) => assert.ok(i === 0 || hunk.start > hunks[i - 1]!.end, 'sorted, apart'));
    }));
  });
});

describe('diffSequences', function () {
  this.timeout(120_000);

  const ids = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 });

  it('finds a shortest script', () => {
    holds(fc.property(ids, ids, (a, b) => {
      const changed = diffSequences(a, b).reduce((sum, d) => sum + d.a1 - d.a0 + d.b1 - d.b0, 0);
      assert.equal(changed, a.length + b.length - 2 * lcs(a, b));
    }));
  });

  it('stays right when the budget is spent', () => {
    holds(fc.property(ids, ids, fc.integer({ min: 0, max: 30 }), (a, b, budget) => {
      const rebuilt: number[] = [];
      let at = 0;
      for (const { a0, a1, b0, b1 } of diffSequences(a, b, budget)) {
        rebuilt.push(...a.slice(at, a0), ...b.slice(b0, b1));
        at = a1;
      }
      assert.deepEqual([...rebuilt, ...a.slice(at)], b);
    }));
  });

  it('anchors on unique items when the budget is spent', () => {
    assert.deepEqual(diffSequences([1, 1, 5, 2, 2], [3, 5, 4], 0), [
      { a0: 0, a1: 2, b0: 0, b1: 1 },
      { a0: 3, a1: 5, b0: 2, b1: 3 },
    ]);
    assert.deepEqual(diffSequences([1, 1], [2, 2, 2], 0), [{ a0: 0, a1: 2, b0: 0, b1: 3 }]);
  });

  it('is quick on long sequences with nothing in common', () => {
    const a = Array.from({ length: 100_000 }, (_, i) => i);
    const b = a.map((i) => i + 1_000_000);
    assert.deepEqual(diffSequences(a, b), [{ a0: 0, a1: 100_000, b0: 0, b1: 100_000 }]);
  });
});

describe('risingRun', function () {
  this.timeout(120_000);

  it('keeps the longest rising run', () => {
    const run = risingRun([{ x: 0, y: 5 }, { x: 1, y: 1 }, { x: 2, y: 2 }, { x: 3, y: 0 }, { x: 4, y: 3 }]);
    assert.deepEqual(run.map(({ y }) => y), [1, 2, 3]);
  });
});
