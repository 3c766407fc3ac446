import assert from 'node:assert/strict';
import { inLanes } from '../../../support/run/lanes.ts';

interface Step {
  readonly name: string;
  readonly after?: string;
}

interface Result {
  readonly name: string;
  readonly ok: boolean;
}

/** Steps that end when they are told to. */
function begin(steps: readonly Step[], lanes: number) {
  const started: string[] = [];
  const ends = new Map<string, (ok: boolean) => void>();
  const results = inLanes<Step, Result>(steps, {
    lanes,
    carryOut: ({ name }) => {
      started.push(name);
      return new Promise((resolve) => ends.set(name, (ok) => resolve({ name, ok })));
    },
    leaveOut: ({ name }) => ({ name: `${name} left out`, ok: false }),
  });
  const end = async (name: string, ok = true): Promise<void> => {
    ends.get(name)?.(ok);
    // The microtasks behind that end.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { started, end, results };
}

describe('the steps of a run', () => {
  it('begin in their order, so many at once', async () => {
    const { started, end, results } = begin([{ name: 'a' }, { name: 'b' }, { name: 'c' }], 2);
    assert.deepEqual(started, ['a', 'b']);
    await end('b');
    assert.deepEqual(started, ['a', 'b', 'c']);
    await end('a', false);
    await end('c');
    assert.deepEqual(await results, [{ name: 'b', ok: true }, { name: 'a', ok: false }, { name: 'c', ok: true }]);
  });

  it('let others pass while they wait for the one they need', async () => {
    const { started, end, results } = begin([{ name: 'build' }, { name: 'e2e', after: 'build' }, { name: 'lint' }], 2);
    assert.deepEqual(started, ['build', 'lint']);
    await end('build');
    assert.deepEqual(started, ['build', 'lint', 'e2e']);
    await end('lint');
    await end('e2e');
    assert.equal((await results).length, 3);
  });

  it('are left out where that one failed', async () => {
    const { started, end, results } = begin([{ name: 'build' }, { name: 'e2e', after: 'build' }], 2);
    await end('build', false);
    assert.deepEqual(await results, [{ name: 'build', ok: false }, { name: 'e2e left out', ok: false }]);
    assert.deepEqual(started, ['build']);
  });
});
