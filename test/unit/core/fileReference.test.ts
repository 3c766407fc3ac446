import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileReferenceOfLink, fileReferencesIn, parseFileReference } from '../../../src/core/fileReference.ts';

describe('parseFileReference', () => {
  it('reads a path, and the lines in every common spelling', () => {
    assert.deepEqual(parseFileReference('src/a.ts'), { path: 'src/a.ts' });
    assert.deepEqual(parseFileReference('./a.ts'), { path: 'a.ts' });
    for (const text of [
      'src/a.ts:12', 'src/a.ts:12:5', 'src/a.ts#L12', 'src/a.ts#L12C5', 'src/a.ts#12', 'src/a.ts(12)', 'src/a.ts(12,5)',
      'src/a.ts:12-12',
    ]) {
      assert.deepEqual(parseFileReference(text), { path: 'src/a.ts', line: 12 }, text);
    }
    for (const text of ['src/a.ts:3-7', 'src/a.ts#L3-L7', 'src/a.ts#L3-7', 'src/a.ts:3–7', 'src/a.ts#L3C1-L7C2']) {
      assert.deepEqual(parseFileReference(text), { path: 'src/a.ts', line: 3, lastLine: 7 }, text);
    }
    assert.deepEqual(parseFileReference('Makefile:3'), { path: 'Makefile', line: 3 });
    assert.deepEqual(parseFileReference('C:\\work\\a.ts:3'), { path: 'C:\\work\\a.ts', line: 3 });
  });

  it('leaves code and words alone', () => {
    for (const text of [
      '', 'total', 'items.reduce', 'console.log', 'a / b', 'Node.js', '1.2.3', 'e.g.', 'f()',
      'x'.repeat(400),
    ]) {
      assert.equal(parseFileReference(text), undefined, text);
    }
  });

  it('never throws, and gives lines from 1 in order', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('a', '/', '.', ':', '#', 'L', '3', '-', '(', ')', ',', ' ') }),
    );
    fc.assert(
      fc.property(text, (value) => {
        const { line = 1, lastLine = line + 1 } = parseFileReference(value) ?? {};
        assert.ok(line >= 1 && lastLine > line);
      }),
    );
  });
});

describe('fileReferenceOfLink', () => {
  it('takes relative addresses, decoded, and nothing with a scheme or a host', () => {
    assert.deepEqual(fileReferenceOfLink('src/my%20file.ts#L3'), { path: 'src/my file.ts', line: 3 });
    assert.deepEqual(fileReferenceOfLink('src/a.ts:3'), { path: 'src/a.ts', line: 3 });
    assert.deepEqual(fileReferenceOfLink('a.ts:3'), { path: 'a.ts', line: 3 });
    for (const href of [
      'https://x.example/a.ts', 'file:///etc/passwd.ts', 'command:a/b.ts', 'javascript:a/b.ts', '//x.example/a.ts',
      '#a.ts', '%E0%A4%A', 'vscode://a/b.ts', 'data:a/b.ts',
    ]) {
      assert.equal(fileReferenceOfLink(href), undefined, href);
    }
  });
});

describe('fileReferencesIn', () => {
  const found = (text: string): string[] => fileReferencesIn(text).map((one) => one.text);

  it('finds files named with a folder or a line in running text', () => {
    assert.deepEqual(found('See src/a.ts:12, and (lib/b.py) or "c.ts:3".'), ['src/a.ts:12', 'lib/b.py', 'c.ts:3']);
    assert.deepEqual(found('In a.ts, and/or TCP/IP, 1/2, https://x.example/a.ts, v1.2/3'), []);
  });

  it('tells exactly where they stand, in any text, in linear time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b/c.ts', ':3', ' ', '.', ',', '(', 'src/', '`') }),
        (text) => {
          for (const { index, text: part } of fileReferencesIn(text))
            assert.equal(text.slice(index, index + part.length), part);
        },
      ),
    );
    const start = performance.now();
    fileReferencesIn('a/'.repeat(500_000));
    fileReferencesIn('a.'.repeat(500_000));
    assert.ok(performance.now() - start < 1000);
  });
});
