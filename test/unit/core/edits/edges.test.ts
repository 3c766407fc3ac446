import assert from 'node:assert/strict';
import { after, hunks, plan, PY, reasons, sr, v4a } from './fixtures.ts';

const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `value${from + i} = ${from + i}`);
const text = `${lines(0, 20).join('\n')}\n`;
const block = (...body: string[]): string[] => ['**v.py**', '```python', ...body, '```'];

describe('a whole file', () => {
  it('may lose its last line, or an import at its head, or two when one takes their place, and no more', () => {
    assert.equal(after(plan(block(...lines(0, 19)), { text })), `${lines(0, 19).join('\n')}\n`);
    assert.equal(after(plan(block(...lines(0, 18), 'last'), { text })), `${lines(0, 18).join('\n')}\nlast\n`);
    assert.equal(after(plan(block(...lines(0, 20)), { text: `import os\n${text}` })), text);
    const lost = [
      lines(1, 20),
      lines(2, 20),
      lines(0, 18),
      ['first', ...lines(2, 20)],
      [...lines(0, 17), 'last'],
      lines(1, 19),
    ];
    for (const part of lost)
      assert.deepEqual(reasons(plan(block(...part), { text })), ['looks-like-snippet'], part.join());
    assert.deepEqual(reasons(plan(block(...lines(0, 20)), { text: `import os\nimport re\n${text}` })), [
      'looks-like-snippet',
    ]);
  });

  it('may lose up to a third inside, and must keep half', () => {
    assert.equal(after(plan(block(...lines(0, 8), ...lines(14, 20)), { text })).includes('value13'), false);
    assert.deepEqual(reasons(plan(block(...lines(0, 8), ...lines(15, 20)), { text })), ['would-delete']);
    const half = [...lines(0, 5), ...lines(50, 60), ...lines(15, 20)];
    assert.equal(after(plan(block(...half), { text })), `${half.join('\n')}\n`);
    assert.deepEqual(reasons(plan(block(...lines(0, 4), ...lines(50, 61), ...lines(15, 20)), { text })), [
      'looks-like-snippet',
    ]);
  });

  it('is no part of it that begins behind its head and ends before its last definition', () => {
    const source = [
      "import React from 'react';", '', 'export function List() {', '  return <ul />;', '}', '',
      'export function Head() {', '  return <h1 />;', '}', '',
    ].join('\n');
    const part = ['export function List() {', '  const n = 1;', '  const m = 2;', '  return <ul />;', '}'];
    assert.equal(
      after(plan(['**v.jsx**', '```jsx', ...part, '```'], { text: source })),
      source.replace('  return <ul />', '  const n = 1;\n  const m = 2;\n  return <ul />'),
    );
    assert.deepEqual(reasons(plan(['**v.jsx**', '```jsx', 'const one = 1;', ...part, '```'], { text: source })), [
      'looks-like-snippet',
    ]);
    const css =
      '.a {\n  margin: 0;\n  padding: 4px;\n}\n\n.b {\n  margin: 0;\n  padding: 4px;\n}\n\n.c {\n  margin: 0;\n' +
      '  padding: 4px;\n}\n';
    assert.deepEqual(
      reasons(
        plan(
          [
            '**v.css**', '```css', '.a {', '  margin: 0;', '  padding: 4px;', '}', '', '.b {', '  color: red;',
            '  margin: 0;', '  padding: 4px;', '}', '```',
          ],
          { text: css },
        ),
      ),
      ['looks-like-snippet'],
    );
    const sql =
      'CREATE TABLE users (\n  id INT,\n  name TEXT\n);\n\nCREATE TABLE posts (\n  id INT,\n  body TEXT\n);\n';
    assert.deepEqual(
      reasons(
        plan(['**v.sql**', '```sql', 'CREATE TABLE users (', '  id INT,', '  body TEXT', '  name TEXT', ');', '```'], {
          text: sql,
        }),
      ),
      ['looks-like-snippet'],
    );
  });

  it('of many lines does not lose more than twenty at once', () => {
    const long = `${lines(0, 200).join('\n')}\n`;
    assert.equal(plan(block(...lines(0, 80), ...lines(100, 200)), { text: long }).files.length, 1);
    assert.deepEqual(reasons(plan(block(...lines(0, 80), ...lines(101, 200)), { text: long })), ['would-delete']);
  });

  it('must keep more where the file is named in passing only', () => {
    const mention = (...body: string[]): string[] => ['Change `v.py` so:', '```python', ...body, '```'];
    const kept14 = [...lines(0, 7), ...lines(50, 56), ...lines(13, 20)];
    assert.equal(after(plan(mention(...kept14), { text })), `${kept14.join('\n')}\n`);
    assert.deepEqual(reasons(plan(mention(...lines(0, 6), ...lines(50, 57), ...lines(13, 20)), { text })), [
      'looks-like-snippet',
    ]);
  });

  it('without its closing fence must end like the file', () => {
    const open = (...body: string[]): string[] => ['**v.py**', '```python', ...body];
    assert.equal(after(plan(open('first', ...lines(1, 20)), { text })), `first\n${lines(1, 20).join('\n')}\n`);
    assert.deepEqual(reasons(plan(open('first', ...lines(1, 20), 'more'), { text })), ['cut-off']);
  });
});

describe('a part of a file', () => {
  const long = Array.from({ length: 9 }, (_, i) => `def f${i}():\n    x = ${i}\n    return x\n`).join('\n');
  const mark = '# ... existing code ...';

  it('is refused when its first or its last line is unclear', () => {
    assert.deepEqual(reasons(plan(block(mark, '    return x', '    y = 1', mark), { text: long })), [
      'looks-like-snippet',
    ]);
    assert.deepEqual(
      reasons(plan(block(mark, 'def f3():', '    x = 7', '    return y', '    # ... more', mark), { text: long })),
      ['looks-like-snippet'],
    );
    assert.deepEqual(reasons(plan(block(mark, '}', '    y = 1', '}', mark), { text: long })), ['looks-like-snippet']);
  });

  it('must come in the order of the file', () => {
    const part = (i: number): string[] => [`def f${i}():`, '    y = 1', `    x = ${i}`];
    assert.equal(hunks(plan(block(mark, ...part(2), mark, ...part(5), mark), { text: long })).length, 2);
    assert.deepEqual(reasons(plan(block(mark, ...part(5), mark, ...part(2), mark), { text: long })), [
      'looks-like-snippet',
    ]);
  });

  it('may be found by a few lines together', () => {
    const twice = 'a = 1\nb = 1\nend1\n\na = 1\nb = 2\nend2\n';
    assert.deepEqual(hunks(plan(block(mark, 'a = 1', 'b = 2', 'c = 3', 'end2', mark), { text: twice })), [
      'snippet||c = 3\n',
    ]);
  });

  it('may replace lines by some of its own, not by far fewer', () => {
    const body = `start_here\n${lines(0, 8).join('\n')}\nend_here\nother\n`;
    const now = (count: number): string[] => ['start_here', ...lines(70, 70 + count), 'end_here'];
    assert.equal(hunks(plan(block(mark, ...now(7), mark), { text: body })).length, 1);
    assert.deepEqual(reasons(plan(block(mark, ...now(6), mark), { text: body })), ['would-delete']);
  });
});

describe('edits that meet', () => {
  const abc = 'aa\nbb\ncc\ndd\n';

  it('are made in the order of their hunks where these lie apart', () => {
    const reply = v4a('f.txt', '@@', ' aa', ' bb', '+one', '@@', '+two', ' cc', ' dd');
    assert.equal(after(plan(reply, { text: abc })), 'aa\nbb\none\ntwo\ncc\ndd\n');
  });

  it('are refused where their order is unclear', () => {
    const both = [
      ...sr('f.txt', ['bb', 'cc'], ['bb', 'one', 'cc']),
      ...sr('f.txt', ['bb', 'cc', 'dd'], ['bb', 'two', 'cc', 'dd']),
    ];
    assert.deepEqual(reasons(plan(both, { text: abc })), ['overlap', 'overlap']);
    const touching = [
      ...sr('f.txt', ['aa', 'bb', 'cc'], ['aa', 'BB', 'cc']),
      ...sr('f.txt', ['bb', 'cc'], ['bb', 'one', 'cc']),
    ];
    assert.equal(after(plan(touching, { text: abc })), 'aa\nBB\none\ncc\ndd\n');
    const crossing = [
      ...sr('f.txt', ['bb', 'cc'], ['BB', 'cc']),
      ...sr('f.txt', ['aa', 'bb', 'cc'], ['aa', 'bb', 'one', 'cc']),
    ];
    assert.deepEqual(reasons(plan(crossing, { text: abc })), ['overlap', 'overlap']);
  });

  it('stay apart where each replaces lines of its own', () => {
    const reply = [...sr('f.txt', ['aa', 'bb'], ['AA', 'bb']), ...sr('f.txt', ['bb', 'cc'], ['BB', 'cc'])];
    assert.deepEqual(hunks(plan(reply, { text: abc })), ['exact|aa\n|AA\n', 'exact|bb\n|BB\n']);
  });

  it('of a hunk that deletes and one that changes the same line are refused', () => {
    const reply = [...sr('f.txt', ['bb', 'cc'], ['bb']), ...sr('f.txt', ['cc', 'dd'], ['CC', 'dd'])];
    assert.deepEqual(reasons(plan(reply, { text: abc })), ['overlap', 'overlap']);
    const three = [...reply, ...sr('f.txt', ['aa'], ['AA'])];
    assert.equal(after(plan(three, { text: abc })), 'AA\nbb\ncc\ndd\n');
  });

  it('with a deletion of the whole file are refused', () => {
    const reply = [...v4a('f.txt', '@@', '-aa', '+AA').slice(0, -1), '*** Delete File: f.txt', '*** End Patch'];
    assert.deepEqual(reasons(plan(reply, { text: abc })), ['overlap', 'overlap']);
  });
});

describe('what was done before', () => {
  it('is seen above and below the line it was put next to', () => {
    const abc = 'import a\nimport b\nimport c\n';
    assert.deepEqual(reasons(plan(sr('f.py', ['import b'], ['import a', 'import b']), { text: abc })), [
      'already-applied',
    ]);
    assert.deepEqual(reasons(plan(sr('f.py', ['import b'], ['import b', 'import c']), { text: abc })), [
      'already-applied',
    ]);
    assert.equal(
      after(plan(sr('f.py', ['import b'], ['import b', 'import a']), { text: abc })),
      'import a\nimport b\nimport a\nimport c\n',
    );
    assert.deepEqual(reasons(plan(sr('f.py', ['import x', 'foo'], ['import a', 'import b']), { text: abc })), [
      'already-applied',
    ]);
  });

  it('is not done to its twin', () => {
    const text = 'f() {\n  a();\n  b();\n}\n\ng() {\n  a();\n  b();\n}\n';
    const diff = ['```diff', '--- a/f.js', '+++ b/f.js', '@@ -7,2 +7,3 @@', '   a();', '+  new();', '   b();', '```'];
    const once = after(plan(diff, { text }));
    assert.equal(once, text.replace(/(g.*\n.*\n)/, '$1  new();\n'));
    assert.deepEqual(reasons(plan(diff, { text: once })), ['already-applied']);
  });

  it('does not count for lines that are changed, nor for brackets', () => {
    assert.equal(after(plan(sr('f.ts', ['a()', '}'], ['a()', '}', '}']), { text: 'a()\n}\n}\n' })), 'a()\n}\n}\n}\n');
  });
});

describe('anchors of V4A', () => {
  it('above, inside or at the place do not contradict it', () => {
    for (const anchor of ['import os', 'class A:', 'def foo(self):', 'x = 1']) {
      const result = plan(v4a('a.py', `@@ ${anchor}`, '     def foo(self):', '-        x = 1', '+        x = 2'));
      assert.deepEqual(hunks(result), ['exact|        x = 1\n|        x = 2\n'], anchor);
    }
  });

  it('below it do, unless three lines speak for the place', () => {
    assert.deepEqual(
      reasons(plan(v4a('a.py', '@@ def main():', '     def foo(self):', '-        x = 1', '+        x = 2'))),
      ['contradiction'],
    );
    const sure = v4a('a.py', '@@ def main():', ' class A:', '     def foo(self):', '-        x = 1', '+        x = 2');
    assert.equal(hunks(plan(sure)).length, 1);
  });

  it('that occur twice say nothing, unless the one before them tells which', () => {
    const two = 'class A:\n    def f():\n        x = 1\n\nclass B:\n    def f():\n        x = 1\n';
    assert.deepEqual(reasons(plan(v4a('f.py', '@@ def f():', '-        x = 1', '+        x = 2'), { text: two })), [
      'ambiguous',
    ]);
    assert.equal(
      after(plan(v4a('f.py', '@@ class B:', '@@ def f():', '-        x = 1', '+        x = 2'), { text: two })),
      `${two.slice(0, -2)}2\n`,
    );
  });
});

describe('anchored edits', () => {
  const body = ['alpha()', 'beta()', 'gamma()', 'delta()', 'epsilon()', 'zeta()'];
  const file = `${body.join('\n')}\n`;
  const gone = (at: number): string[] => body.map((line, i) => (i === at ? 'unknown()' : line));

  it('need two thirds of the lines and three of them', () => {
    const few = [...body.slice(0, 2), 'no1()'];
    assert.deepEqual(reasons(plan(sr('f.ts', few, ['alpha()', 'BETA()', 'no1()']), { text: file })), ['not-found']);
    const half = [...body.slice(0, 3), 'no1()', 'no2()'];
    assert.deepEqual(reasons(plan(sr('f.ts', half, ['ALPHA()', ...half.slice(1)]), { text: file })), ['not-found']);
  });

  it('remove lines only in a row and next to a neighbour that is there', () => {
    const old = gone(2);
    assert.deepEqual(hunks(plan(sr('f.ts', old, [...old.slice(0, 3), 'DELTA()', ...old.slice(4)]), { text: file })), [
      'anchored|delta()\n|DELTA()\n',
    ]);
    assert.deepEqual(hunks(plan(sr('f.ts', old, [old[0]!, 'BETA()', ...old.slice(2)]), { text: file })), [
      'anchored|beta()\n|BETA()\n',
    ]);
    assert.deepEqual(reasons(plan(sr('f.ts', old, [...old.slice(0, 2), ...old.slice(4)]), { text: file })), [
      'text-differs',
    ]);
  });

  it('do not remove across a line that the reply does not show', () => {
    const wide = 'alpha()\nbeta()\nhidden()\ngamma()\ndelta()\nepsilon()\n';
    const old = body.slice(0, 5);
    assert.deepEqual(reasons(plan(sr('f.ts', old, ['alpha()', 'NEW()', 'delta()', 'epsilon()']), { text: wide })), [
      'text-differs',
    ]);
    assert.deepEqual(hunks(plan(sr('f.ts', old, [...old.slice(0, 4), 'E()']), { text: wide })), [
      'anchored|epsilon()\n|E()\n',
    ]);
    assert.deepEqual(hunks(plan(sr('f.ts', old, ['NEW()', ...old]), { text: wide })), ['anchored||NEW()\n']);
    assert.deepEqual(hunks(plan(sr('f.ts', old, [...old, 'NEW()']), { text: wide })), ['anchored||NEW()\n']);
  });

  it('take the indentation of the place', () => {
    const inner = `f {\n${body.map((line) => `    ${line}`).join('\n')}\n}\n`;
    const old = gone(1);
    const now = [...old.slice(0, 4), 'NEW()', ...old.slice(4)];
    assert.deepEqual(hunks(plan(sr('f.ts', old, now), { text: inner })), ['anchored||    NEW()\n']);
  });
});

describe('look-alikes that the model substitutes', () => {
  it('are undone in the new lines of the same hunk only', () => {
    const own = 'a("x")\nb(1)\n// it\u2019s\n';
    const reply = sr('f.ts', ['a(\u201Cx\u201D)', 'b(1)'], ['a(\u201Cx\u201D)', 'c(\u201Cy\u201D)']);
    assert.equal(after(plan(reply, { text: own })), 'a("x")\nc("y")\n// it\u2019s\n');
    const other = sr('f.ts', ['b(1)'], ['c() // \u201Cy\u201D']);
    assert.equal(after(plan(other, { text: own })), 'a("x")\nc() // \u201Cy\u201D\n// it\u2019s\n');
  });
});

describe('placeholders in patches', () => {
  it('cut a hunk in pieces that must all be there, in order', () => {
    const old = ['class A:', '...', 'def main():'];
    assert.deepEqual(hunks(plan(sr('a.py', old, ['class B:', '...', 'def main():']))), ['exact|class A:\n|class B:\n']);
    assert.deepEqual(
      reasons(plan(sr('a.py', ['def main():', '...', 'class A:'], ['def main2():', '...', 'class B:']))),
      ['ambiguous'],
    );
    assert.deepEqual(reasons(plan(sr('a.py', old, old))), ['nothing-to-change']);
    assert.deepEqual(reasons(plan(sr('a.py', old, ['class B:', 'def main():']))), ['not-found']);
  });

  it('are code where the file has them', () => {
    const stub = 'def f():\n    ...\n\ndef g():\n    pass\n';
    assert.deepEqual(hunks(plan(sr('s.py', ['def f():', '    ...'], ['def f(x):', '    ...']), { text: stub })), [
      'exact|def f():\n|def f(x):\n',
    ]);
    assert.equal(after(plan(sr('s.py', ['    pass'], ['    ...']), { text: stub })), stub.replace('pass', '...'));
    assert.ok(PY.length > 0);
  });
});
