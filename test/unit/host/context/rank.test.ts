import assert from 'node:assert/strict';
import { rank } from '../../../../src/host/context/rank.ts';

const offer = (path: string) => {
  const slash = path.replace(/\/$/, '').lastIndexOf('/');
  return {
    ref: { kind: 'file', uri: `file:///w/${path}`, path },
    label: path.slice(slash + 1),
    detail: path.slice(0, Math.max(0, slash)),
  } as const;
};
const paths = ['src/cart.ts', 'src/', 'src/lib/cartItems.ts', 'docs/chart.md', 'README.md'];
const ranked = (words: string): string[] =>
  rank(words, paths.map(offer), 10).map(({ ref }) => ('path' in ref ? ref.path : ''));

describe('rank', () => {
  it('puts names before paths', () => {
    assert.equal(ranked('cart')[0], 'src/cart.ts');
    assert.equal(ranked('src')[0], 'src/');
    assert.equal(ranked('ctit')[0], 'src/lib/cartItems.ts');
  });

  it('takes a path typed in parts', () => {
    assert.equal(ranked('src/cart')[0], 'src/cart.ts');
    assert.equal(ranked('lib/car')[0], 'src/lib/cartItems.ts');
  });

  it('leaves out what does not fit, and keeps the order where nothing is typed', () => {
    assert.deepEqual(ranked('zzz'), []);
    assert.deepEqual(ranked(''), paths);
    assert.deepEqual(rank('', paths.map(offer), 2).length, 2);
  });
});
