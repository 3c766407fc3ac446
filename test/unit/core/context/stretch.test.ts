import assert from 'node:assert/strict';
import fc from 'fast-check';
import { moveStretch } from '../../../../src/core/context/stretch.ts';

describe('moveStretch', () => {
  const stretch = { start: 10, end: 20 };
  const moved = (offset: number, removed: number, added: number) => {
    const { start, end } = moveStretch(stretch, { offset, removed, added });
    return [start, end];
  };

  it('moves with what happens before it, and stays with what happens behind it', () => {
    assert.deepEqual(moved(0, 0, 3), [13, 23]);
    assert.deepEqual(moved(2, 5, 1), [6, 16]);
    assert.deepEqual(moved(20, 4, 9), [10, 20]);
  });

  it('grows and shrinks with what happens inside it, not at its edges', () => {
    assert.deepEqual(moved(15, 0, 4), [10, 24]);
    assert.deepEqual(moved(12, 3, 0), [10, 17]);
    assert.deepEqual(moved(10, 0, 4), [14, 24]);
    assert.deepEqual(moved(20, 0, 4), [10, 20]);
  });

  it('keeps what is left of it when its edge is replaced', () => {
    assert.deepEqual(moved(5, 10, 2), [7, 12]);
    assert.deepEqual(moved(15, 10, 2), [10, 15]);
    assert.deepEqual(moved(5, 20, 3), [8, 8]);
  });

  it('keeps its text through edits outside of it', () => {
    const text = fc.string({ maxLength: 30 });
    const input = fc.record({
      before: text,
      inside: fc.string({ minLength: 1, maxLength: 10 }),
      after: text,
      left: fc.boolean(),
      from: fc.nat(30),
      length: fc.nat(30),
      added: text,
    });
    fc.assert(
      fc.property(input, ({ before, inside, after, left, from, length, added }) => {
        const side = left ? before : after;
        const offset = Math.min(from, side.length);
        const removed = Math.min(length, side.length - offset);
        const at = offset + (left ? 0 : before.length + inside.length);
        const whole = before + inside + after;
        const edited = whole.slice(0, at) + added + whole.slice(at + removed);
        const { start, end } = moveStretch(
          { start: before.length, end: before.length + inside.length },
          { offset: at, removed, added: added.length },
        );
        assert.equal(edited.slice(start, end), inside);
      }),
    );
  });
});
