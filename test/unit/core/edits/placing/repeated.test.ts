import assert from 'node:assert/strict';
import fc from 'fast-check';
import { after, plan, reasons, sr } from '../fixtures.ts';
import { holds } from '../support.ts';

const text = 'use(old);\na();\nuse(old);\nb();\nuse(old);\n';
const one = sr('a.js', ['use(old);'], ['use(now);']);

describe('the same block several times', function () {
  this.timeout(120_000);

  it('is for all places of its text, where it comes as often', () => {
    assert.equal(after(plan([...one, ...one, ...one], { text })), text.replaceAll('old', 'now'));
  });

  it('is refused where it comes more or less often', () => {
    assert.deepEqual(reasons(plan([...one, ...one], { text })), ['ambiguous', 'ambiguous']);
    assert.deepEqual(reasons(plan([...one, ...one, ...one, ...one], { text })), [
      'ambiguous',
      'ambiguous',
      'ambiguous',
      'ambiguous',
    ]);
    assert.deepEqual(plan([...one, ...one, ...sr('a.js', ['use(old);'], ['use(new);'])], { text }).files, []);
  });

  it('never changes anything else', () => {
    const line = fc.constantFrom('use(old);', 'a();', '', '  use(old);', '}');
    holds(
      fc.property(fc.array(line, { minLength: 1, maxLength: 10 }), fc.integer({ min: 1, max: 5 }), (lines, count) => {
        const own = `${lines.join('\n')}\n`;
        const result = plan(Array.from({ length: count }, () => one).flat(), { text: own });
        const places = lines.filter((it) => it === 'use(old);').length;
        // One place takes the block however often it comes; several are told apart only where each has its own block.
        if (places === 1 || (places > 0 && places === count)) assert.deepEqual(result.refused, []);
        else if (places > 0) assert.deepEqual(result.files, []);
        for (const edit of result.files) {
          assert.equal(
            edit.kind === 'change' ? edit.after : '',
            places === 0 ? own.replaceAll('use(old);', 'use(now);') : own.replaceAll(/^use\(old\);/gm, 'use(now);'),
          );
        }
      }),
    );
  });
});
