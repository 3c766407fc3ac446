import assert from 'node:assert/strict';
import { fencedCode, openFence } from '../../../../../src/webview/markdown/parsing/fence.ts';

describe('openFence', () => {
  it('needs the whole first line', () => {
    assert.equal(openFence('```ts'), undefined);
    assert.equal(openFence('```ts title="a"\n')?.reader.info, 'ts title="a"');
    assert.equal(openFence('``` a`b\n'), undefined);
    assert.equal(openFence('    ```\n'), undefined);
  });

  it('grows and never shrinks', () => {
    const source = 'a\n``\n\n  b`\n````\nafter';
    let rest = '';
    let before = '';
    const reader = openFence('````\n')?.reader;
    assert.ok(reader);
    for (const character of source) {
      rest = reader.read(rest + character, false);
      if (reader.closed) break;
      assert.ok(reader.text.startsWith(before), JSON.stringify([before, reader.text]));
      before = reader.text;
    }
    assert.equal(reader.text, 'a\n``\n\n  b`');
    assert.equal(rest, '');
  });
});

describe('fencedCode', () => {
  it('reads a block that is closed, and one that is not', () => {
    assert.equal(fencedCode('```\na\n```'), 'a');
    assert.equal(fencedCode('```\na\nb'), 'a\nb');
    assert.equal(fencedCode('```'), '');
    assert.equal(fencedCode('a'), undefined);
  });

  it('looks at each line once', () => {
    const opened = openFence('```js\n');
    assert.ok(opened !== undefined);
    let rest = '';
    for (let count = 0; count < 1000; count++) {
      rest = opened.reader.read(`${rest}const a = 1;\nlet`, false);
      assert.equal(rest, 'let');
      rest = opened.reader.read(`${rest} b;\n`, false);
      assert.equal(rest, '');
    }
    assert.equal(opened.reader.text, 'const a = 1;\nlet b;\n'.repeat(1000).slice(0, -1));
  });
});
