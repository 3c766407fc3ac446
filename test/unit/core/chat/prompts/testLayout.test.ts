import assert from 'node:assert/strict';
import { findTestPlace, frameworkIn, manifestsFor } from '../../../../../src/core/chat/prompts/testLayout.ts';

const place = (path: string, ...files: string[]): string => {
  const found = findTestPlace(path, [path, ...files]);
  return `${found.exists ? 'there' : 'new'} ${found.path}`;
};

describe('the place of tests', () => {
  it('is the test file that is there, in any form of name and folder', () => {
    assert.equal(place('src/cart.ts', 'src/cart.test.ts'), 'there src/cart.test.ts');
    assert.equal(place('src/cart.ts', 'test/unit/cart.spec.ts'), 'there test/unit/cart.spec.ts');
    assert.equal(place('shop/cart.py', 'tests/shop/test_cart.py'), 'there tests/shop/test_cart.py');
    assert.equal(place('cart.go', 'cart_test.go'), 'there cart_test.go');
    assert.equal(
      place('src/main/java/shop/Cart.java', 'src/test/java/shop/CartTest.java'),
      'there src/test/java/shop/CartTest.java',
    );
  });

  it('is not the test of another file of the same name', () => {
    assert.equal(place('src/a/index.ts', 'src/b/index.test.ts', 'src/b/index.ts'), 'new src/a/index.test.ts');
  });

  it('follows the example of the tests of other files', () => {
    assert.equal(
      place('src/core/cost.ts', 'src/app/keys.ts', 'test/unit/app/keys.test.ts'),
      'new test/unit/core/cost.test.ts',
    );
    assert.equal(place('src/b.tsx', 'src/a.tsx', 'src/__tests__/a.spec.tsx'), 'new src/__tests__/b.spec.tsx');
    assert.equal(place('a.ts', 'b.ts', 'test/b.test.ts'), 'new test/a.test.ts');
    assert.equal(place('lib/b.rb', 'lib/a.rb', 'spec/a_spec.rb'), 'new spec/b_spec.rb');
    assert.equal(place('shop/b.py', 'shop/a.py', 'tests/test_a.py'), 'new tests/test_b.py');
  });

  it('is the usual one of the language where there are no tests', () => {
    assert.equal(place('src/a.ts'), 'new src/a.test.ts');
    assert.equal(place('shop/a.py'), 'new tests/test_a.py');
    assert.equal(place('shop/a.go'), 'new shop/a_test.go');
    assert.equal(place('src/main/java/shop/A.java'), 'new src/test/java/shop/ATest.java');
  });

  it('comes with a test to take after, in the same language', () => {
    assert.equal(findTestPlace('src/a.ts', ['src/a.ts', 'tests/test_x.py', 'src/b.test.ts']).sample, 'src/b.test.ts');
  });

  it('comes with the framework the nearest manifest names', () => {
    assert.deepEqual(manifestsFor('web/src/a.ts', ['package.json', 'web/package.json', 'api/package.json']), [
      'web/package.json',
      'package.json',
    ]);
    assert.equal(frameworkIn('{"devDependencies": {"vitest": "^3"}}'), 'vitest');
    assert.equal(frameworkIn('[project.optional-dependencies]\ntest = ["pytest>=8"]'), 'pytest');
    assert.equal(frameworkIn('{"scripts": {"test": "node --test"}}'), 'node:test');
    assert.equal(frameworkIn('{}'), undefined);
  });
});
