import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { tokensIn } from '../../../../../src/client/tokens/tokenizer.ts';
import { estimateTokens } from '../../../../../src/core/chat/request/tokens.ts';

const root = resolve(import.meta.dirname, '../../../../..');
const file = (path: string): string => readFileSync(join(root, path), 'utf8').slice(0, 100_000);

const russian = 'Расширение отвечает на вопросы о коде и предлагает изменения, которые можно принять или отклонить. ';
const chinese = '扩展程序回答有关代码的问题,并提出可以接受或拒绝的更改。没有您的同意,不会写入任何内容。';

const texts: readonly [name: string, text: string, off: number][] = [
  ['TypeScript', file('src/core/edits/planFile.ts'), 0.25],
  ['English', file('README.md'), 0.25],
  ['JSON', file('package-lock.json'), 0.25],
  ['a style sheet', file('media/chat.css'), 0.25],
  ['Russian', russian.repeat(20), 0.4],
  ['Chinese', chinese.repeat(20), 0.4],
  ['base64', Buffer.from(file('README.md')).toString('base64'), 0.4],
];

describe('estimate of tokens', () => {
  for (const [name, text, off] of texts) {
    it(`is near for ${name}, and its upper end is above`, () => {
      const exact = tokensIn(text);
      const { likely, most } = estimateTokens(text);
      assert.ok(Math.abs(likely / exact - 1) < off, `${likely} for ${exact}`);
      assert.ok(most >= exact, `${most} for ${exact}`);
    });
  }

  it('has an upper end above what any characters come to', () => {
    const units = [fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }), fc.string({ unit: 'grapheme' })];
    fc.assert(
      fc.property(fc.oneof(...units), (text) => {
        const { likely, most } = estimateTokens(text);
        assert.ok(likely <= most);
        assert.ok(most >= tokensIn(text), `${most} for ${tokensIn(text)}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is nothing for nothing', () => assert.deepEqual(estimateTokens(''), { likely: 0, most: 0 }));
});
