import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyHunks } from '../../../../src/core/edits/hunks.ts';
import { placeInsertion, placeReplacement } from '../../../../src/core/edits/place.ts';

const into = (text: string) => ({ text, tabSize: 4, insertSpaces: true });

function replaced(text: string, selected: string, code: string): string {
  const start = text.indexOf(selected);
  return applyHunks(text, [placeReplacement(into(text), start, start + selected.length, code)]);
}

function inserted(text: string, behind: string, code: string): string {
  return applyHunks(text, [placeInsertion(into(text), text.indexOf(behind) + behind.length, code)]);
}

describe('placeReplacement', () => {
  it("puts code on the selection's own indentation", () => {
    assert.equal(replaced('a\n    b\n    c\nd', '    b\n    c\n', 'x\n  y'), 'a\n    x\n      y\nd');
    assert.equal(replaced('a\n    b\n    c\nd', 'b\n    c', '        x\n        y'), 'a\n    x\n    y\nd');
  });

  it('writes tabs where the file has tabs', () => {
    assert.equal(replaced('f() {\n\tif (a) {\n\t\tb\n\t}\n}', '\tif (a) {\n\t\tb\n\t}', 'if (x) {\n  y\n}'), 'f() {\n\tif (x) {\n\t\ty\n\t}\n}');
  });

  it('keeps the line endings of the file', () => {
    assert.equal(replaced('a\r\nb\r\nc\r\n', 'b\r\n', 'x\ny\n'), 'a\r\nx\r\ny\r\nc\r\n');
    assert.equal(replaced('a\r\nb\r\nc', 'c', 'x\ny'), 'a\r\nb\r\nx\r\ny');
  });

  it('keeps the first line, the last line and a missing final newline', () => {
    assert.equal(replaced('a\nb\nc', 'a\n', 'x\n'), 'x\nb\nc');
    assert.equal(replaced('a\nb\nc', 'c', 'x\n'), 'a\nb\nx');
    assert.equal(replaced('a\nb\n', 'a\nb\n', 'x'), 'x\n');
  });

  it('keeps blank lines at the edges of the selection', () => {
    assert.equal(replaced('a\n\nb\n\nc', '\nb\n\n', 'x'), 'a\n\nx\n\nc');
  });

  it('replaces a piece of a line in place', () => {
    assert.equal(replaced('  x = one(1);', 'one(1)', '  two(2)\n'), '  x = two(2);');
    assert.equal(replaced('  x = {};', '{}', '{\n  a: 1,\n}'), '  x = {\n    a: 1,\n  };');
  });

  it('never touches what lies outside the selection', () => {
    const line = fc.stringMatching(/^[ \t]{0,4}[a-z{};]{0,6}$/);
    const eol = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.array(line, { minLength: 1, maxLength: 6 }), fc.array(line, { maxLength: 6 }), eol, fc.string(), (before, chosen, after, end, code) => {
        const head = before.map((one) => one + end).join('');
        const tail = after.map((one) => one + end).join('');
        const body = chosen.map((one) => one + end).join('');
        const result = applyHunks(head + body + tail, [placeReplacement(into(head + body + tail), head.length, head.length + body.length, code)]);
        assert.ok(result.startsWith(head));
        assert.ok(result.endsWith(tail));
      }),
    );
  });
});

describe('placeInsertion', () => {
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
