import assert from 'node:assert/strict';
import { applyHunks } from '../../../../../src/core/edits/text/hunks.ts';
import { insertAtCursor } from '../../../../../src/core/edits/placing/atCursor.ts';

const into = (text: string) => ({ text, tabSize: 4, insertSpaces: true });

function inserted(text: string, behind: string, code: string): string {
  return applyHunks(text, [insertAtCursor(into(text), text.indexOf(behind) + behind.length, code)]);
}

describe('insertAtCursor', () => {
  it('fills a blank line, at its indentation or that of the code above', () => {
    assert.equal(inserted('def f():\n    \nx', '    ', 'return 1'), 'def f():\n    return 1\nx');
    assert.equal(inserted('  a\n\nb', '  a\n', 'x\ny'), '  a\n  x\n  y\nb');
  });

  it('goes below a line that is done, a level deeper behind an opener', () => {
    assert.equal(inserted('def f():\n', 'def f():', 'x = 1\nreturn x'), 'def f():\n    x = 1\n    return x\n');
    assert.equal(inserted('{\n\ta\n}', '{', 'b'), '{\n\tb\n\ta\n}');
    assert.equal(inserted('a\r\nb', 'a', 'x\ny'), 'a\r\nx\r\ny\r\nb');
  });

  it('goes above a line when the cursor stands before its text', () => {
    assert.equal(inserted('a\n  b\n', 'a\n  ', 'x'), 'a\n  x\n  b\n');
  });

  it('goes into the middle of a line', () => {
    assert.equal(inserted('f(a, c)', 'f(a, ', ' b,'), 'f(a, b,c)');
  });

  it('makes an empty file hold the code', () => {
    assert.equal(inserted('', '', 'x\ny\n'), 'x\ny');
  });
});
