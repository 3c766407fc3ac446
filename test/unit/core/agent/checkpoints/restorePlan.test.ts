import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Checkpoint,
  type FileStateId,
  restorePlan,
} from '../../../../../src/core/agent/checkpoints/restorePlan.ts';

describe('restoring files to before a message', () => {
  const checkpoints: readonly Checkpoint[] = [
    { turn: 'one', files: [{ path: 'a', before: 'a0', after: 'a1' }] },
    {
      turn: 'two',
      files: [
        { path: 'a', before: 'a1', after: 'a2' },
        { path: 'new', before: undefined, after: 'n1' },
      ],
    },
  ];

  const plan = (turn: string, now: Readonly<Record<string, FileStateId>>) =>
    restorePlan(checkpoints, turn, (path) => now[path]);

  it('goes back over all that came later', () => {
    assert.deepEqual(plan('one', { a: 'a2', new: 'n1' }), {
      safe: [
        { path: 'a', before: 'a0', after: 'a2' },
        { path: 'new', before: undefined, after: 'n1' },
      ],
      changed: [],
    });
    assert.deepEqual(plan('two', { a: 'a2' }).safe, [{ path: 'a', before: 'a1', after: 'a2' }]);
  });

  it('asks about files that somebody changed since', () => {
    assert.deepEqual(plan('one', { a: 'mine', new: 'n1' }).changed, [
      { path: 'a', before: 'a0', after: 'a2', now: 'mine' },
    ]);
  });

  it('leaves out what is as it was, and knows no turn that was not', () => {
    assert.deepEqual(plan('one', { a: 'a0' }), { safe: [], changed: [] });
    assert.deepEqual(plan('three', { a: 'a2' }), { safe: [], changed: [] });
  });

  it('never counts a file as safe that is not what the run left', () => {
    const state = fc.constantFrom(undefined, 'x', 'y', 'z');
    const trace = fc.record({ path: fc.constantFrom('a', 'b'), before: state, after: state });
    const checkpoint = fc.record({ turn: fc.constantFrom('1', '2', '3'), files: fc.array(trace, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(checkpoint, { maxLength: 4 }), state, state, (all, a, b) => {
        const now = (path: string): FileStateId => (path === 'a' ? a : b);
        for (const { path, after } of restorePlan(all, '1', now).safe) assert.equal(now(path), after);
      }),
    );
  });
});
