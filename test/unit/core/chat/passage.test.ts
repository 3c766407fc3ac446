import assert from 'node:assert/strict';
import fc from 'fast-check';
import { passageWith, searchedText, searchedWords } from '../../../../src/core/chat/passage.ts';

const find = (text: string, search: string): string | undefined => passageWith(text, searchedWords(search));

describe('a passage with the words of a search', () => {
  it('is what stands around the first of them, on one line', () => {
    assert.equal(find('Why is\nthe  sky blue?', 'SKY why'), 'Why is the sky blue?');
    const long = `${'before '.repeat(20)}the needle ${'after '.repeat(40)}`;
    assert.match(find(long, 'needle') ?? '', /^…before before the needle after .*…$/);
    assert.match(find('Ärger mit a[0].b', 'ärger a[0].') ?? '', /^Ärger/);
  });

  it('is there only where all of them are', () => {
    assert.equal(find('Why is the sky blue?', 'sky green'), undefined);
    assert.equal(find('Why is the sky blue?', ''), undefined);
  });

  it('is found for any words that are in the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, word, after) => {
        if (word.trim() === '') return;
        assert.notEqual(find(`${before}${word}${after}`, word), undefined);
      }),
    );
  });

  it('comes from every branch', () => {
    const turn = (id: string, after: string) => ({
      id,
      role: 'user' as const,
      text: `text of ${id}`,
      attachments: [],
      at: 0,
      after,
    });
    assert.equal(searchedText({ id: 'c', all: [turn('a', ''), turn('b', '')], chosen: ['a'] }), 'text of a\ntext of b');
  });
});
