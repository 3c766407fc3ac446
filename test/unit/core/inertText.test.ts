import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inertText, longestMessage } from '../../../src/core/inertText.ts';

/** What VS Code takes for a link in a notification (`parseLinkedText`) and for an icon in a label. */
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i;
const icon = /\$\([\w~-]+\)/;

describe('inert text', () => {
  it('reads as it did where nothing in it means anything', () => {
    for (const text of ['src/a.ts: $HOME (not [here])', 'naïve 日本語 ', 'میخواهم', '👩‍💻', 'a(b)[c]']) {
      assert.equal(inertText(text), text);
    }
  });

  it('holds no link and no icon, and still shows every character of one', () => {
    const text = 'Your plan has ended. [Renew](command:workbench.action.quit) $(trash)';
    const inert = inertText(text);
    assert.doesNotMatch(inert, link);
    assert.doesNotMatch(inert, icon);
    assert.equal(inert.replaceAll('\u200c', ''), text);
  });

  it('stays on one line and in the order it is written', () => {
    assert.equal(inertText('a\r\n\tb\u2028c'), 'a b c');
    assert.equal(inertText('cod\u202egpj.exe'), 'cod\ufffdgpj.exe');
    assert.equal(inertText('a\u0000\u001b[31m\u2067b\u200b\ufeff\ud800'), 'a\ufffd\ufffd[31m\ufffdb\ufffd\ufffd\ufffd');
  });

  it('keeps both ends of a long text, and says how much was left out', () => {
    const inert = inertText(`${'x'.repeat(5_000)} is gone. Choose another file.`);
    assert.ok(inert.length <= longestMessage);
    assert.match(inert, /^x+ … \([\d,]+ characters left out\) … x+ is gone\. Choose another file\.$/);
    const said = Number(/\(([\d,]+) characters/.exec(inert)?.[1]?.replace(',', ''));
    assert.equal(
      said + inert.replace(/ … .* … /, '').length,
      5_030,
      'what is shown and what is said to be left out are all of it',
    );
  });

  it('holds for any text, and for one that went through twice', () => {
    const piece = fc.oneof(
      fc.constantFrom('[a]', '](', '$(', 'command:x', ')', '$', '(', ']', '\u202e', '\u200c', '\n'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece).map((pieces) => pieces.join('')), fc.integer({ min: 50, max: 400 }), (text, most) => {
        const inert = inertText(text, most);
        assert.doesNotMatch(inert, link);
        assert.doesNotMatch(inert, icon);
        assert.doesNotMatch(inert, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        assert.equal(inertText(inert, Number.MAX_SAFE_INTEGER), inert);
      }),
    );
  });
});
