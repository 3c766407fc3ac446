import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextHunk } from '../../../../../src/core/edits/text/hunks.ts';
import { Shifts } from '../../../../../src/core/edits/text/shifts.ts';

/** Changes in the order of the text, none overlapping another; some touch, some only insert. */
const changes = fc
  .array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(4)), { maxLength: 12 })
  .map((sizes) => {
    let at = 0;
    return sizes.map(([gap, length, grown]): TextHunk => {
      const start = at + gap;
      at = start + length;
      return { start, end: at, text: 'x'.repeat(grown) };
    });
  });

/** Counts how often a start or an end is looked at. */
function counted(count: number, looked: () => void): TextHunk[] {
  return Array.from({ length: count }, (_, index) => {
    const looksAt = (offset: number): number => {
      looked();
      return offset;
    };
    return {
      text: '',
      get start() {
        return looksAt(index * 10);
      },
      get end() {
        return looksAt(index * 10 + 5);
      },
    };
  });
}

describe('Shifts', () => {
  it('say what a look through all changes says', () => {
    fc.assert(
      fc.property(changes, fc.nat(40), fc.nat(10), (list, start, length) => {
        const end = start + length;
        const before = list.filter((one) => one.end <= start);
        const grown = before.reduce((sum, one) => sum + one.text.length - (one.end - one.start), 0);
        const shifts = new Shifts(list);
        assert.equal(shifts.before(start), grown);
        assert.deepEqual(shifts.near(start, end), list.filter((one) => one.end >= start && one.start <= end));
      }),
    );
  });

  it('cost little for many hunks among many changes', () => {
    const looksFor = (count: number): number => {
      let looks = 0;
      const shifts = new Shifts(counted(count, () => looks++));
      for (let at = 0; at < count; at++) {
        shifts.near(at * 10, at * 10 + 5);
        shifts.before(at * 10);
      }
      return looks;
    };
    assert.ok(looksFor(10_000) < 15 * looksFor(1_000), `${looksFor(1_000)}, ${looksFor(10_000)}`);
  });
});
