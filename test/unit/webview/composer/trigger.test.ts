import assert from 'node:assert/strict';
import fc from 'fast-check';
import { triggerAt } from '../../../../src/webview/composer/trigger.ts';

/** The cursor stands where `|` does. */
const at = (text: string) => triggerAt(text.replace('|', ''), text.indexOf('|'));

describe('triggerAt', () => {
  it('finds what is being mentioned', () => {
    assert.deepEqual(at('@|'), { sign: '@', start: 0, end: 1, words: '' });
    assert.deepEqual(at('see @src/ca| now'), { sign: '@', start: 4, end: 11, words: 'src/ca' });
    assert.equal(at('(@cart|)')?.words, 'cart');
    assert.equal(at('one\n@two|')?.words, 'two');
  });

  it('leaves addresses, decorators behind a word and finished mentions alone', () => {
    for (const text of ['me@example|', 'a@|', '@cart |', '@a@b|', 'no|', '|@cart', ''])
      assert.equal(at(text), undefined, text);
  });

  it('finds a command at the very start only', () => {
    assert.deepEqual(at('/ex|'), { sign: '/', start: 0, end: 3, words: 'ex' });
    for (const text of [' /ex|', '/explain |', 'a /ex|', '/usr/bin|', '/Ex|']) assert.equal(at(text), undefined, text);
  });

  it('spans exactly the sign and the words', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, place) => {
        const cursor = Math.min(place, text.length);
        const found = triggerAt(text, cursor);
        if (found !== undefined) assert.equal(text.slice(found.start, found.end), found.sign + found.words);
      }),
    );
  });
});
