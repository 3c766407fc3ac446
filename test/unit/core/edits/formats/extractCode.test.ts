import assert from 'node:assert/strict';
import { extractCode } from '../../../../../src/core/edits/formats/extractCode.ts';

const reply = (...lines: string[]): string => lines.join('\n');

describe('extractCode', () => {
  it('takes the code out of prose and fence', () => {
    assert.equal(extractCode(reply('Here you are:', '', '```ts', 'const a = 1;', '```', 'Done.')), 'const a = 1;');
    assert.equal(extractCode(reply('~~~~', 'x', '~~~', 'y', '~~~~')), reply('x', '~~~', 'y'));
  });

  it('gives nothing for prose', () => {
    assert.equal(extractCode('I would not change anything here.'), undefined);
    assert.equal(extractCode(''), undefined);
  });

  it('takes bare code, but not sentences', () => {
    assert.equal(extractCode('const a = 1;\nfoo(a);\n'), 'const a = 1;\nfoo(a);');
    assert.equal(extractCode('Here is the code:\nconst a = 1;'), undefined);
  });

  it('keeps fences that belong to the code', () => {
    const inner = reply('# T', '', '```js', 'x', '```', 'end');
    assert.equal(extractCode(reply('````md', inner, '````')), inner);
    assert.equal(extractCode(reply('```md', inner, '```')), inner);
    const doc = reply('def f():', '    """', '    ```', '    x', '    ```', '    """');
    assert.equal(extractCode(reply('```python', doc, '```')), doc);
  });

  it('gives nothing when the end of the block is unclear', () => {
    assert.equal(extractCode(reply('```', 'a', '    ```', 'b', '```', 'c', '    ```')), undefined);
  });

  it('reads an unclosed block to the end and an indented one without its indentation', () => {
    assert.equal(extractCode(reply('```ts', 'a();', 'b();')), reply('a();', 'b();'));
    assert.equal(extractCode(reply('1. So:', '   ```ts', '   a();', '     b();', '   ```')), reply('a();', '  b();'));
    assert.equal(extractCode(reply('- ```ts', '  a();', '  ```')), 'a();');
  });

  it('prefers the language, then what is not for the shell, and does not choose between equals', () => {
    const two = reply('```bash', 'npm i', '```', '```ts', 'a();', '```');
    assert.equal(extractCode(two), 'a();');
    assert.equal(extractCode(two, 'typescript'), 'a();');
    assert.equal(extractCode(two, 'shellscript'), 'npm i');
    assert.equal(extractCode(reply('```ts', 'a', '```', '```ts', 'b', '```'), 'typescript'), undefined);
  });

  it('leaves prompt tags and control tokens out', () => {
    assert.equal(extractCode(reply('```ts', '<selection>', 'a();', '</selection>', '```')), 'a();');
    assert.equal(extractCode(reply('<answer>', '```ts', 'a();', '```', '</answer>', '<|return|>')), 'a();');
    assert.equal(
      extractCode(reply('```xml', '<content>', 'a', '</content>', '```'), 'xml'),
      reply('<content>', 'a', '</content>'),
    );
  });

  it('does not take inline code for a fence', () => {
    assert.equal(extractCode('```a``` is a name.'), undefined);
  });
});
