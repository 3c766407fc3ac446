import assert from 'node:assert/strict';
import type { Plan } from '../../../../../src/core/edits/planEdits.ts';
import { after, block, hunks, plan, reasons } from '../fixtures.ts';

describe('a block that is not quite the file', () => {
  const body = [
    'export function f() {', '  return readFile(name);', '}', '', 'export function g() {', '  return 1;', '}',
  ];
  const changed = (lines: readonly string[]): string[] => lines.map((line) => line.replace('return 1', 'return 2'));

  it('does not take the comment at its head away', () => {
    const text = ['// Licence: MIT', '', ...body, ''].join('\n');
    assert.deepEqual(reasons(plan(block('a.ts', ...changed(body)), { text })), ['looks-like-snippet']);
  });

  it('does not take imports away that it uses, but does those it does not', () => {
    const text = ["import { readFile } from './a.ts';", "import { join } from './b.ts';", '', ...body, ''].join('\n');
    assert.deepEqual(reasons(plan(block('a.ts', "import { join } from './b.ts';", '', ...changed(body)), { text })), [
      'looks-like-snippet',
    ]);
    const other = ["import { join } from './b.ts';", "import { readFile } from './a.ts';", '', ...body, ''].join('\n');
    const reply = block('a.ts', "import { readFile } from './a.ts';", '', ...changed(body));
    assert.deepEqual(hunks(plan(reply, { text: other })), [
      "whole|import { join } from './b.ts';\n|",
      'whole|  return 1;\n|  return 2;\n',
    ]);
  });

  it('does not take the end of its last block away', () => {
    const text = [...body, ''].join('\n');
    assert.deepEqual(
      reasons(plan(block('a.ts', ...body.slice(0, -2).map((line) => line.replace('name', 'path'))), { text })),
      ['looks-like-snippet'],
    );
  });

  it('does not take its last line away, if no title says that it is all', () => {
    const lines = [...body, 'f();'];
    const text = [...lines, ''].join('\n');
    assert.deepEqual(reasons(plan(block('', ...changed(body)), { text, defaultPath: 'a.ts' })), ['looks-like-snippet']);
    assert.equal(after(plan(block('a.ts', ...changed(body)), { text })), `${changed(body).join('\n')}\n`);
  });

  it('does not take the brackets around it away', () => {
    const inner = Array.from({ length: 8 }, (_, i) => `  "key${i}": ${i}${i < 7 ? ',' : ''}`);
    const reply = block('a.json', ...inner.map((line) => line.replace(': 3', ': 33')));
    const text = ['{', ...inner, '}', ''].join('\n');
    assert.equal(after(plan(reply, { text })), text.replace(': 3', ': 33'));
  });
});

describe('the brackets of a snippet', () => {
  const REACT = [
    "import { useEffect } from 'react';", '', 'export function View({ a, b }) {', '  useEffect(() => {',
    '    const run = start(a);', '    run.go();', '    return () => run.stop();', '  }, [a]);', '',
    '  const other = use(b);', '  const third = use(other);', '  return show(third);', '}', '',
    'export function Other() {', '  return null;', '}', '',
  ].join('\n');
  const react = (...code: string[]): Plan => plan(block('a.jsx', ...code), { text: REACT });

  it('that say something new are not passed over', () => {
    const inner = ['    const run = start(a);', '    run.go(b);', '    return () => run.stop();'];
    assert.deepEqual(reasons(react('// ...', ...inner, '  }, [a, b]);', '// ...')), ['looks-like-snippet']);
    assert.equal(after(react('// ...', ...inner, '  }, [a]);', '// ...')), REACT.replace('go()', 'go(b)'));
    assert.deepEqual(reasons(react('// ...', ...inner, '  }, [a]);', ' });', '// ...')), ['looks-like-snippet']);
  });

  it('behind a placeholder are those of the file, not new ones', () => {
    const win = [
      'a();', 'b();', 'c();', 'd();', 'e();', 'f();', 'g();', 'h();', 'function f(x) {', '  if (x) {', '    return y;',
      '  }', '  return z;', '}', '',
    ].join('\n');
    assert.deepEqual(
      reasons(
        plan(block('a.js', 'function f(x) {', '  // ...', '  }', '  const r = 1;', '  return z;', '}'), { text: win }),
      ),
      ['looks-like-snippet'],
    );
    const text =
      'a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\nh = 8\ni = 9\nj = 10\nfunction f() {\n  one();\n  two();\n' +
      '  ;\n  three();\n}\n';
    assert.deepEqual(
      reasons(plan(block('a.js', 'function f() {', '  // ...', '  ;', '  added();', '  three();', '}'), { text })),
      ['looks-like-snippet'],
    );
  });

  it('must be as many as before', () => {
    assert.deepEqual(reasons(react('export function Other() {', '  return show({', '    a: 1,', '  };', '}')), [
      'looks-like-snippet',
    ]);
    assert.equal(
      after(react('export function Other() {', '  return show({', '    a: 1,', '  });', '}')),
      REACT.replace('return null;', 'return show({\n    a: 1,\n  });'),
    );
  });

  it('of a comment do not go because the snippet ends above them', () => {
    const lines = [
      '#define A 1', '#define B 2', '#define C 3', '/* About f.', ' * More.', ' */', 'int f(int a, int b);',
      ...Array.from({ length: 12 }, (_, i) => `int g${i}(void);`),
      '',
    ];
    const text = lines.join('\n');
    assert.equal(
      after(plan(block('a.h', '#define A 1', '#define B 22', '#define C 3', '/* About f.', ' * More.'), { text })),
      text.replace('B 2', 'B 22'),
    );
  });

  it('of a place further up do not end it', () => {
    const text = [
      'def f():', '    """Text', '0000', '    """', '    a = one()', '    b = two()', '    assert a', '', 'def g():',
      '    assert a', '',
      ...Array.from({ length: 20 }, (_, i) => `h${i}()`),
      '',
    ].join('\n');
    const result = plan(
      block('a.py', 'def f():', '    """Text', '    """', '    a = one()', '    b = three()', '    assert a'),
      { text },
    );
    assert.equal(result.files.length, 0);
  });

  it('of a new block do not tell where the snippet ends', () => {
    const inner = ['  const a = one();', '', '  if (two) {', '    three();', '  }', '', '  const b = four();'];
    const text = ['function f() {', ...inner, '}', '', ...Array.from({ length: 20 }, (_, i) => `h${i}();`), ''].join(
      '\n',
    );
    assert.deepEqual(
      reasons(plan(block('a.js', 'function f() {', '  if (on) {', '    const a = one();', '  }'), { text })),
      ['looks-like-snippet'],
    );
  });

  it('and rules and quotes alone are not put in once more', () => {
    const inner = ['    """Text.', '', '    Returns:', '        A number.', '    """', '', '    return 1'];
    const text = ['def f():', ...inner, '', ...Array.from({ length: 20 }, (_, i) => `h${i}()`), ''].join('\n');
    const reply = block('a.py', 'def f():', '    # ...', '    Returns:', '        No number.', '    """', '    # ...');
    const result = plan(reply, { text });
    assert.ok(result.files.length === 0 || after(result) === text.replace('A number', 'No number'));
    const changed = block('a.py', 'def f():', '    # ...', '    Returns:', '        A number?', '    """', '    # ...');
    assert.ok(
      plan(changed, { text }).files.every(
        (file) => file.kind === 'change' && file.after === text.replace('number.', 'number?'),
      ),
    );
    const stars = [
      '/*', ' * One thing.', ' *', ' * Other thing.', ' */',
      ...Array.from({ length: 20 }, (_, i) => `h${i}();`),
      '',
    ].join('\n');
    assert.equal(
      plan(block('a.c', '/*', ' * One thing.', ' * New words.', ' *', '// ...', 'h3();'), { text: stars }).files.length,
      0,
    );
    const rule = `// ${'='.repeat(30)}`;
    const ruled = [rule, '// A', rule, '', 'a();', '', ...Array.from({ length: 20 }, (_, i) => `h${i}();`), ''].join(
      '\n',
    );
    assert.equal(plan(block('a.js', '// A', '// ...', rule, '', 'a();'), { text: ruled }).files.length, 0);
  });

  it('that close several things it shows are counted', () => {
    const text = [
      'f() {', '  a();', '}', '', 'g() {', '  b();', '}', '',
      ...Array.from({ length: 20 }, (_, i) => `h${i}();`),
      '',
    ].join('\n');
    assert.equal(
      after(plan(block('a.sh', 'f() {', '  a();', '}', '', 'g() {', '  c();', '}'), { text })),
      text.replace('b()', 'c()'),
    );
  });

  it('do not make a member of what stands elsewhere', () => {
    const text = [
      'class A {', '  one() {', '    a();', '  }', '}', '', 'class B {', '  two() {', '    b();', '  }', '}', '',
      'x();', 'y();', 'z();', 'u();', 'v();', 'w();', '',
    ].join('\n');
    assert.deepEqual(
      reasons(plan(block('a.js', 'class A {', '  // ...', '  two() {', '    b();', '  }', '}'), { text })),
      ['looks-like-snippet'],
    );
  });
});
