import assert from 'node:assert/strict';
import fc from 'fast-check';
import { depthOf, inlinePieces, weigh } from '../../../../../src/webview/markdown/parsing/weight.ts';

describe('inlinePieces', () => {
  it('leaves what replies hold whole', () => {
    const paragraph = 'Call `load()` in **every** [case](https://example.com/a), as _told_ above. '.repeat(12);
    assert.deepEqual(inlinePieces(paragraph), [paragraph]);
  });

  it('cuts a long text where no markup is open', () => {
    const pieces = inlinePieces('some `code with blanks` and **strong words** here '.repeat(400));
    assert.ok(pieces.length > 4);
    for (const piece of pieces) {
      assert.equal((piece.match(/`/g) ?? []).length % 2, 0, piece);
      assert.equal((piece.match(/\*\*/g) ?? []).length % 2, 0, piece);
    }
  });

  it('gives every character once, and no piece with more than its share of marks', () => {
    const part = fc.constantFrom(
      '*', '`', '[', 'word ', '\\', '𝒳', ' ',
      'x'.repeat(3000),
      '*'.repeat(3000),
      '[a]('.repeat(500),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const pieces = inlinePieces(text);
        assert.equal(pieces.join(''), text);
        for (const piece of pieces) {
          assert.ok(piece.length <= 4000);
          assert.ok(piece.length * (piece.match(/[*_~`[\]()<&!\\@|]/g) ?? []).length <= 200_000 + 8000);
          assert.doesNotMatch(piece, /^[\uDC00-\uDFFF]/);
        }
      }),
    );
  });
});

describe('weigh', () => {
  it('lets through what replies hold in earnest', () => {
    const item = `1. First, do this:\n\n   \`\`\`ts\n${'   const a = load(path);\n'.repeat(200)}   \`\`\`\n`;
    assert.equal(weigh(item).cut, undefined);
  });

  it('cuts a long block between its lines, best at an empty one', () => {
    const text = `- one\n${`${'  line of words\n'.repeat(20)}\n`.repeat(100)}`;
    const { cut } = weigh(text);
    assert.equal(cut?.kind, 'lines');
    assert.equal(text.slice(0, cut.end).endsWith('\n\n'), true);
  });

  it('takes a line apart that is too long, or has too many marks', () => {
    assert.equal(weigh('a '.repeat(20_000)).cut?.kind, 'longLine');
    assert.equal(weigh('~'.repeat(2000)).cut?.kind, 'denseLine');
    assert.deepEqual(weigh(`a\n${'~'.repeat(2000)}`).cut, { end: 2, kind: 'lines' });
  });
});

describe('depthOf', () => {
  it('counts what a line opens or goes on with', () => {
    assert.equal(depthOf('plain - words'), 0);
    assert.equal(depthOf('> - a'), 2);
    assert.equal(depthOf('1. 2. a'), 2);
    assert.equal(depthOf('      - a'), 4);
    assert.equal(depthOf('--- a'), 0);
  });
});
