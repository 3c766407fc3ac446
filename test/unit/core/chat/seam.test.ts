import assert from 'node:assert/strict';
import fc from 'fast-check';
import { joinSeam, SeamJoiner } from '../../../../src/core/chat/seam.ts';
import { runs } from '../../../support/runs.ts';

describe('joinSeam', () => {
  const cases: [string, string, string, string][] = [
    ['goes on with the next word', 'The answer', ' is 42.', 'The answer is 42.'],
    ['goes on in the middle of a word', 'The ans', 'wer is 42.', 'The answer is 42.'],
    [
      'leaves out repeated words', 'It adds the prices of all', 'the prices of all items.',
      'It adds the prices of all items.',
    ],
    ['leaves out a repeated word begun anew', 'const tot', 'total = 1;', 'const total = 1;'],
    [
      'leaves out a repeated line', 'a\nfunction f() {\n  return', 'function f() {\n  return 1;\n}',
      'a\nfunction f() {\n  return 1;\n}',
    ],
    [
      'leaves out repeated indentation', '```js\nf() {\n    ', '    return 1;\n}\n```',
      '```js\nf() {\n    return 1;\n}\n```',
    ],
    [
      'leaves out a fence opened again', '```js\nlet a = 1;\n', '```js\nlet b = 2;\n```\n',
      '```js\nlet a = 1;\nlet b = 2;\n```\n',
    ],
    [
      'leaves out a fence opened again and the line in it', '```js\nlet a = 1;\nlet b', '```js\nlet b = 2;\n```\n',
      '```js\nlet a = 1;\nlet b = 2;\n```\n',
    ],
    ['keeps a fence that closes', '```js\nlet a = 1;\n', '```\nDone.', '```js\nlet a = 1;\n```\nDone.'],
    ['keeps a fence where none is open', 'Look:\n\n', '```js\na\n```\n', 'Look:\n\n```js\na\n```\n'],
    ['does not take a chance letter for a repeat', 'this is a', 'and that', 'this is aand that'],
    ['joins to nothing', '', 'Hello', 'Hello'],
    ['takes an empty continuation', 'Hello', '', 'Hello'],
    [
      'leaves out blanks before a repeated piece', 'It adds the prices', '\n\nIt adds the prices of all.',
      'It adds the prices of all.',
    ],
  ];
  for (const [title, before, continuation, whole] of cases) {
    it(title, () => assert.equal(joinSeam(before, continuation), whole));
  }

  const text = fc.string({
    unit: fc.constantFrom('a', 'b', ' ', '\n', '`', '```\n', '```js\n', 'foo ', 'bar'),
    maxLength: 40,
  });

  it('gives the same however the continuation is cut', () => {
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 6 }), (before, pieces) => {
        const joiner = new SeamJoiner(before);
        const streamed = before + pieces.map((piece) => joiner.push(piece)).join('') + joiner.end();
        assert.equal(streamed, joinSeam(before, pieces.join('')));
      }),
      { numRuns: runs(10_000) },
    );
  });

  it('repeats no piece of a line that was begun anew, and loses nothing', () => {
    const words = fc.array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta', '{', '}', '=>', '42'), {
      minLength: 3,
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (list, cut, back) => {
        // Each word once, so that a repeat is one beyond doubt.
        const whole = list.map((word, index) => `${word}${index}`).join(' ');
        const at = cut % whole.length;
        const lineStart = whole.lastIndexOf(' ', at - (back % 20)) + 1;
        if (at - lineStart < 3) return;
        assert.equal(joinSeam(whole.slice(0, at), whole.slice(lineStart)), whole);
      }),
      { numRuns: runs(10_000) },
    );
  });

  it('holds back no more than a piece may be, whatever comes', () => {
    for (const before of ['text', '```js\nlet a = 1;\n']) {
      for (const piece of [' '.repeat(100), '\n'.repeat(100), '```js', '~~~x', '`']) {
        const joiner = new SeamJoiner(before);
        let [pushed, given] = [0, 0];
        for (let count = 0; count < 1_000; count++) {
          pushed += piece.length;
          given += joiner.push(piece).length;
          assert.ok(pushed - given <= 4_300, `${JSON.stringify(piece)}: ${pushed - given} are held back`);
        }
      }
    }
  });

  it('is linear in a long continuation', () => {
    const joiner = new SeamJoiner('ab '.repeat(1_000));
    let length = 0;
    for (let count = 0; count < 100_000; count++) length += joiner.push('ab ').length;
    assert.ok(length > 290_000);
  });
});
