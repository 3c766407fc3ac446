import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planEdits } from '../../../../../src/core/edits/planEdits.ts';
import { holds } from '../support.ts';
import { applied, writeSearchReplace, writeV4a, type Change } from '../writers.ts';

const PATH = 'src/chain.ts';
const word = fc.nat(400).map((n) => `${' '.repeat(n % 3)}value${n} = ${n};`);
const fresh = fc.nat(400).map((n) => `  fresh${n} = ${n};`);

/** One change somewhere in as many lines as there happen to be. */
interface Step {
  readonly at: number;
  readonly length: number;
  readonly lines: readonly string[];
}

const step: fc.Arbitrary<Step> = fc.record({
  at: fc.nat(12),
  length: fc.nat(2),
  lines: fc.array(fresh, { maxLength: 3 }),
});

function changeIn(lines: readonly string[], { at, length, lines: now }: Step): Change {
  const start = at % lines.length;
  return { start, end: Math.min(lines.length, start + length), lines: now };
}

describe('edits that build on each other', function () {
  this.timeout(60_000);

  for (const [name, write] of [['blocks', writeSearchReplace], ['patches', writeV4a]] as const) {
    it(`as ${name} end in the state the last one leaves, or some are refused`, () => {
      let done = 0;
      holds(
        fc.property(
          fc.uniqueArray(word, { minLength: 4, maxLength: 14 }),
          fc.array(step, { minLength: 2, maxLength: 4 }),
          fc.integer({ min: 1, max: 3 }),
          (lines, steps, context) => {
            let now: readonly string[] = lines;
            const replies: string[] = [];
            for (const one of steps) {
              const task = { path: PATH, lines: now, changes: [changeIn(now, one)] };
              replies.push(write(task, context));
              now = applied(task);
              // Taking out one of two equal lines, and then the other, reads like saying the same thing twice.
              fc.pre(now.length > 0 && new Set(now).size === now.length);
            }
            const before = `${lines.join('\n')}\n`;
            const plan = planEdits(replies.join('\n\n'), { read: () => before });
            if (plan.refused.length > 0) return;
            const [file] = plan.files;
            assert.ok(file?.kind === 'change' && plan.files.length === 1);
            assert.equal(file.after, `${now.join('\n')}\n`);
            done++;
          },
        ),
      );
      assert.ok(done > 0, 'some must get through');
    });
  }
});
