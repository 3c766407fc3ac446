import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawTree } from '../../../../src/core/context/tree.ts';

describe('drawTree', () => {
  it('draws folders before files, in order', () => {
    const { text } = drawTree(['b.ts', 'a.ts', 'lib/z.ts', 'lib/deep/y.ts'], 10);
    assert.equal(text, ['lib/', '  deep/', '    y.ts', '  z.ts', 'a.ts', 'b.ts'].join('\n'));
  });

  it('says how much it left out', () => {
    const { text, left } = drawTree(['a', 'b', 'c', 'd'], 2);
    assert.equal(text, 'a\nb\n… and 2 more');
    assert.equal(left, 2);
  });

  it('names every file once', () => {
    const path = fc.array(fc.stringMatching(/^[a-c]$/), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(path), (paths) => {
        const files = paths.map((one) => `${one}.ts`);
        const lines = drawTree(files, 1000).text.split('\n').filter((line) => line.endsWith('.ts'));
        assert.equal(lines.length, new Set(files).size);
      }),
    );
  });
});
