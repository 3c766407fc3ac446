import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyHunks } from '../../../../../src/core/edits/text/hunks.ts';
import { columnsOf, indentUnit, reindent } from '../../../../../src/core/edits/text/indent.ts';
import { detectEol, splitText, withEol } from '../../../../../src/core/edits/text/textLines.ts';
import { anyText, holds } from '../support.ts';

describe('detectEol', function () {
  this.timeout(120_000);

  it('goes with the majority', () => {
    assert.equal(detectEol('a\r\nb\r\nc\n'), '\r\n');
    assert.equal(detectEol('a\r\nb\n'), '\n');
    assert.equal(detectEol(''), '\n');
    assert.equal(detectEol('a\rb\r'), '\r');
    assert.equal(detectEol('a\rb\n'), '\n');
  });
});

describe('splitText', function () {
  this.timeout(120_000);

  it('keeps each ending and leaves the byte order mark out of the first line', () => {
    const split = splitText('\uFEFFa\r\nb\nc');
    assert.deepEqual([split.lines, split.eols, split.starts], [['a', 'b', 'c'], ['\r\n', '\n', ''], [1, 4, 6, 7]]);
  });

  it('reads a lone carriage return as a character, except where nothing else ends lines', () => {
    assert.deepEqual(splitText('a\rb\nc').lines, ['a\rb', 'c']);
    assert.deepEqual(splitText('a\rb\rc').lines, ['a', 'b', 'c']);
    assert.deepEqual(splitText('\n').lines, ['']);
    assert.deepEqual(splitText('\r\n').eols, ['\r\n']);
  });

  it('loses nothing', () => {
    holds(fc.property(anyText, fc.boolean(), (text, bom) => {
      const all = (bom ? '\uFEFF' : '') + text;
      const { lines, eols, starts } = splitText(all);
      assert.equal((bom ? '\uFEFF' : '') + lines.map((line, i) => line + eols[i]!).join(''), all);
      assert.equal(starts.length, lines.length + 1);
      lines.forEach((line, i) => assert.equal(all.slice(starts[i], starts[i + 1]), line + eols[i]!));
    }));
  });

  it('rewrites endings', () => {
    assert.equal(withEol('a\r\nb\nc', '\r\n'), 'a\r\nb\r\nc');
  });
});

describe('applyHunks', function () {
  this.timeout(120_000);

  it('applies in any order', () => {
    const hunks = [{ start: 3, end: 4, text: 'Z' }, { start: 0, end: 0, text: '>' }, { start: 0, end: 1, text: '' }];
    assert.equal(applyHunks('abcd', hunks), '>bcZ');
  });

  it('throws on overlap and outside', () => {
    assert.throws(
      () =>
        applyHunks('abcd', [
          { start: 0, end: 2, text: '' },
          { start: 1, end: 3, text: '' },
        ]),
      RangeError,
    );
    assert.throws(() => applyHunks('abcd', [{ start: 3, end: 5, text: '' }]), RangeError);
    assert.throws(() => applyHunks('abcd', [{ start: 3, end: 2, text: '' }]), RangeError);
    assert.throws(() => applyHunks('abcd', [{ start: -1, end: 2, text: '' }]), RangeError);
  });
});

describe('reindent', function () {
  this.timeout(120_000);

  it('moves a block and keeps its steps', () => {
    assert.equal(reindent('if (a) {\n  b();\n\n}', '    '), '    if (a) {\n      b();\n\n    }');
    assert.equal(reindent('      x\n        y', '  '), '  x\n    y');
    assert.equal(reindent('  x\n    y', ''), 'x\n  y');
  });

  it('writes tabs where the target has tabs, and spaces where it has spaces', () => {
    assert.equal(reindent('a\n    b\n        c', '\t'), '\ta\n\t\tb\n\t\t\tc');
    assert.equal(reindent('a\n\tb', '  ', '  '), '  a\n    b');
    assert.equal(reindent('a\n  b', '', '\t'), 'a\n\tb');
  });

  it('sees a first line that lost its indentation', () => {
    assert.equal(reindent('foo() {\n      bar();\n    }', '  '), '  foo() {\n    bar();\n  }');
    assert.equal(reindent('if x:\n    y\n    z', ''), 'if x:\n    y\n    z');
  });

  it('drops carriage returns and blanks of empty lines', () => {
    assert.equal(reindent('a\r\n   \r\nb', ''), 'a\n\nb');
  });
});

describe('indentUnit', function () {
  this.timeout(120_000);

  it('measures one level', () => {
    assert.equal(indentUnit(['a', '  b', '    c', '  d']), '  ');
    assert.equal(indentUnit(['a', '\tb']), '\t');
    assert.equal(indentUnit(['a', 'b']), undefined);
    assert.equal(indentUnit(['a', '    b', '    c', 'd', '    e']), '    ');
  });

  it('counts a tab up to the next stop', () => {
    assert.equal(columnsOf('  \t'), 4);
    assert.equal(columnsOf('\t\t', 8), 16);
  });
});
