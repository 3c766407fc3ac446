import assert from 'node:assert/strict';
import { parseReply } from '../../../../src/core/edits/formats/parseReply.ts';
import { planEdits, type Plan } from '../../../../src/core/edits/planEdits.ts';
import { after, FILES, hunks, plan, reasons, sr, v4a } from './fixtures.ts';

const block = (title: string, ...code: string[]): string[] => [...(title === '' ? [] : [`**${title}**`, '']), '```', ...code, '```'];

// Replies that were once taken for something else than they say.
describe('never otherwise than meant', () => {
  it('two edits of which one changes something between the changes of the other', () => {
    const text = 'a\nb\nc\nd\ne\n';
    const reply = [...sr('x.py', ['a', 'b', 'c', 'd'], ['a2', 'b', 'c', 'd2']), ...sr('x.py', ['b', 'c'], ['b', 'x', 'c'])];
    assert.deepEqual(reasons(plan(reply, { text })), ['overlap', 'overlap']);
  });

  it('two edits side by side, whatever each shows around itself, are both made', () => {
    const reply = [...sr('x.py', ['b', 'c'], ['B', 'c']), ...sr('x.py', ['a', 'b', 'c'], ['a', 'b', 'C'])];
    assert.equal(after(plan(reply, { text: 'a\nb\nc\nd\n' })), 'a\nB\nC\nd\n');
  });

  it('white space at line ends does not say which lines stay', () => {
    const text = 'a\nb\nfoo\n# title\nc\nc\nd\ne\n';
    const reply = [...sr('x.py', ['foo', '# title', 'c '], ['foo', 'foo', 'c ', 'line', 'c']), ...sr('x.py', ['c ', 'c', 'd'], ['c', 'x', 'x', 'c ', 'd'])];
    assert.equal(after(plan(reply, { text })).replaceAll('c ', 'c'), 'a\nb\nfoo\nfoo\nc\nline\nc\nx\nx\nc\nd\ne\n');
  });

  it('a title with a letter of git in front is no new file', () => {
    const result = plan(block('a/a.py', ...(FILES['a.py'] ?? '').replace('import os', 'import sys').split('\n')));
    assert.deepEqual(hunks(result), ['whole|import os\n|import sys\n']);
  });

  it('a title with folders the model made up is no new file beside the open one', () => {
    const open = FILES['a.py'] ?? '';
    const code = open.replace('import os', 'import sys').split('\n');
    assert.deepEqual(reasons(planEdits(block('path/to/a.py', ...code).join('\n'), { read: (path) => (path === 'a.py' ? open : undefined), defaultPath: 'a.py' })), ['file-exists']);
    const other = planEdits(block('path/to/a.py', 'print("new")').join('\n'), { read: (path) => (path === 'a.py' ? open : undefined), defaultPath: 'a.py' });
    assert.deepEqual(other.files.map(({ kind, path }) => [kind, path]), [['create', 'path/to/a.py']]);
  });

  it('a patch in a call goes where the call is made', () => {
    const patch = ['*** Begin Patch', '*** Add File: src/new.ts', '+x', '*** Update File: /abs/a.ts', '@@', '-a', '+b', '*** End Patch', ''].join('\n');
    const paths = (call: object): (string | undefined)[] => parseReply(JSON.stringify(call)).proposals.map(({ path }) => path);
    assert.deepEqual(paths({ command: ['apply_patch', patch], workdir: 'web' }), ['web/src/new.ts', '/abs/a.ts']);
    for (const workdir of ['.', '', '/home/me/project']) assert.deepEqual(paths({ command: ['apply_patch', patch], workdir }), ['src/new.ts', '/abs/a.ts']);
  });

  it('a space in front of new lines is theirs where the lines around have it too', () => {
    const text = '/**\n * A.\n * B.\n */\nfunction f() {\n  a();\n}\n';
    assert.equal(after(plan(v4a('a.ts', '@@', '  * A.', '+ * C.', '  * B.'), { text })), text.replace(' * B', ' * C.\n * B'));
    const odd = 'function f() {\n  const all = [a,\n               b,\n               c];\n  g();\n}\n';
    const patch = v4a('a.ts', '@@', '                b,', '+               d,', '                c];');
    assert.equal(after(plan(patch, { text: odd })), odd.replace('b,\n', 'b,\n               d,\n'));
  });

  it('blank lines do not tell whether a space stands behind every mark', () => {
    const text = '   \n    }\n  foo;\n  bar\n';
    assert.equal(after(plan(v4a('a.ts', '@@', '-    ', '+  baz;', '     }', '   foo;'), { text })), text.replace('   ', '  baz;'));
  });

  it('lines for a preprocessor do not end the block that an anchor opens', () => {
    const check = (name: string): string[] => [`    if (${name}()) {`, '        return -1;', '    }'];
    const text = ['int main(void) {', ...check('a'), '#ifdef B', ...check('b'), '#endif', '    return 0;', '}', ''].join('\n');
    assert.deepEqual(reasons(plan(v4a('a.c', '@@ int main(void) {', '         return -1;', '+        // no', '     }'), { text })), ['ambiguous']);
  });

  it('points of a list as deep as their key belong to it', () => {
    const text = 'steps:\n- a: 1\n  on: true\n- b: 1\n  on: true\nend: 1\n';
    assert.deepEqual(reasons(plan(v4a('a.yml', '@@ steps:', '-  on: true', '+  on: false'), { text })), ['ambiguous']);
    assert.equal(after(plan(v4a('a.yml', '@@ steps:', ' - b: 1', '-  on: true', '+  on: false'), { text })), text.replace('b: 1\n  on: true', 'b: 1\n  on: false'));
  });

  it('what is only like its place must lie where the anchor and the order of the patch say', () => {
    const text = ['first:', '  one("a")', '  two("b")', '  three()', '  four()', '', 'second:', '  five()', '  six()', '', 'end', ''].join('\n');
    const like = ['   one("a")', "-  two('b')", '+  two(2)', '   three()', '   four()'];
    assert.equal(after(plan(v4a('a.x', '@@ first:', ...like), { text })), text.replace('two("b")', 'two(2)'));
    assert.deepEqual(reasons(plan(v4a('a.x', '@@ second:', ...like), { text })), ['contradiction']);
    const behind = plan(v4a('a.x', '@@', '-end', '+END', '@@', ...like), { text });
    assert.deepEqual(behind.refused.map(({ reason }) => reason), ['contradiction']);
    const above = plan(v4a('a.x', '@@', ...like, '@@', '-first:', '+First:'), { text });
    assert.deepEqual(above.refused.map(({ reason }) => reason), ['contradiction']);
    const between = plan(v4a('a.x', '@@', '-first:', '+First:', '@@', ...like, '@@', '-end', '+END'), { text });
    assert.deepEqual(between.refused, []);
  });

  it('hunks out of order are taken only where they stand nowhere else', () => {
    const text = ['a', '  x', '  y', 'b', '    x', '    y', 'c', ''].join('\n');
    const shifted = plan(v4a('a.x', '@@', '     x', '-    y', '+    z', '@@', '-b', '+B'), { text });
    assert.deepEqual(shifted.refused.map(({ reason }) => reason), ['ambiguous']);
    assert.deepEqual(plan(v4a('a.x', '@@', '-c', '+C', '@@', '-b', '+B'), { text }).refused, []);
  });

  it('line numbers of a diff do not count where it counts its own lines wrong', () => {
    const twin = ['start {', '  a();', '  b();', '}', ''];
    const text = [...twin, ...twin, 'end();', 'last();', ''].join('\n');
    const diff = (count: number): string[] => ['```diff', '--- a/a.js', '+++ b/a.js', '@@ -7,2 +7,2 @@', '-  a();', '+  c();', '   b();', `@@ -11,${count} +11,2 @@`, ' end();', '-last();', '+final();', '```'];
    assert.equal(after(plan(diff(2), { text })), [...twin, 'start {', '  c();', '  b();', '}', '', 'end();', 'final();', ''].join('\n'));
    assert.deepEqual(plan(diff(3), { text }).refused.map(({ reason }) => reason), ['ambiguous']);
  });

  it('a place that is only like it when lines are passed over is not well ahead of its twin', () => {
    const text = ['ten', 'eleven', 'twelve', 'other', '', 'ten', 'eleven', 'x1', 'x2', 'thirteen', ''].join('\n');
    assert.equal(plan(sr('a.txt', ['ten', 'eleven', 'thirteen'], ['ten', 'new', 'thirteen']), { text }).files.length, 0);
  });

  it('tabs are not written into a file of spaces, nor spaces into one of tabs', () => {
    const text = 'a\nb\nif x:\n    c\n';
    assert.deepEqual(reasons(plan(v4a('a.py', '@@', ' a', '+if y:', '+\td', ' b'), { text })), ['indentation']);
    const tabs = text.replace('    ', '\t');
    assert.deepEqual(reasons(plan(v4a('a.py', '@@', ' a', '+if y:', '+    d', ' b'), { text: tabs })), ['indentation']);
    assert.equal(after(plan(v4a('a.c', '@@', ' a', '+/*', '+ * d', ' b'), { text: tabs })), tabs.replace('a\n', 'a\n/*\n * d\n'));
    const mixed = `${text}\te\n`;
    assert.equal(after(plan(v4a('a.py', '@@', ' a', '+if y:', '+\td', ' b'), { text: mixed })), mixed.replace('a\n', 'a\nif y:\n\td\n'));
  });
});

describe('a reply that was applied before', () => {
  const twin = (name: string): string[] => [`def ${name}():`, '    a = start()', '    b = finish()', '    return a', ''];
  const text = [...twin('one'), ...twin('two'), 'print(1)', 'print(2)', ''].join('\n');
  /** Applies the same reply twice: what became of it the second time. */
  const again = (reply: readonly string[], from = text): string[] => reasons(plan(reply, { text: after(plan(reply, { text: from })) }));

  it('is not done to a twin', () => {
    for (const [line, change] of [['    b = finish(a)\n', ['-    b = finish()', '+    b = finish(a)']], ['', ['-    b = finish()']]] as const) {
      const done = text.replace('    b = finish()\n', line);
      assert.deepEqual(reasons(plan(v4a('a.py', '@@', '     a = start()', ...change, '     return a'), { text: done })), ['already-applied']);
    }
  });

  it('is done to a twin by its own number, or where it shows too little to be known again', () => {
    const done = text.replace('finish()', 'finish(a)');
    const diff = ['```diff', '--- a/a.py', '+++ b/a.py', '@@ -7,3 +7,3 @@', '     a = start()', '-    b = finish()', '+    b = finish(a)', '     return a', '```'];
    assert.equal(after(plan(diff, { text: done })), text.replaceAll('finish()', 'finish(a)'));
    const short = v4a('a.py', '@@ def two():', '-    b = finish()', '+    b = finish(a)');
    assert.equal(after(plan(short, { text: done })), text.replaceAll('finish()', 'finish(a)'));
  });

  it('is known by one of its hunks', () => {
    const reply = [...sr('a.py', ['print(1)'], ['print(1)', 'print(3)']), ...sr('a.py', ['def one():', '    a = start()'], ['def one():', '    a = start(1)']), ...sr('a.py', ['print(2)'], ['print(4)'])];
    const once = after(plan(reply, { text }));
    assert.deepEqual(reasons(plan(reply, { text: `${once}print(2)\n` })), ['already-applied', 'already-applied', 'already-applied']);
    const half = plan(reply, { text: text.replace('print(1)\n', 'print(1)\nprint(3)\n') });
    assert.deepEqual(half.refused.map(({ reason }) => reason), ['already-applied']);
    assert.equal(after(half), once);
  });

  it('is seen inside what it made', () => {
    assert.deepEqual(again(sr('a.py', ['print(1)'], ['if x:', '    print(1)'])), ['already-applied']);
    assert.deepEqual(again(sr('a.py', ['print(2)'], ['print(2)', 'print(3)', 'print(4)'])), ['already-applied']);
  });

  it('does not put several lines beside the same ones, though one line may be doubled', () => {
    assert.deepEqual(reasons(plan(v4a('a.py', '@@', ' def one():', '+    a = start()', '+    b = finish()'), { text })), ['already-applied']);
    assert.equal(after(plan(v4a('a.py', '@@', ' print(1)', '+print(1)', ' print(2)'), { text })), text.replace('print(1)\n', 'print(1)\nprint(1)\n'));
  });
});

describe('a block of another file', () => {
  it('is not put next to the one line that both have', () => {
    const text = ['import re', 'import sys', ...Array.from({ length: 20 }, (_, i) => `h${i}()`), ''].join('\n');
    const licence = Array.from({ length: 7 }, (_, i) => `# Licence, line ${i}.`);
    const reply = (lines: readonly string[]): Plan => plan(['Change it:', '```python', '# ...', ...lines, 'import re', '# ...', '```'], { text, defaultPath: 'a.py' });
    assert.deepEqual(reasons(reply(licence)), ['looks-like-snippet']);
    assert.equal(after(reply(licence.slice(0, 6))), [...licence.slice(0, 6), text].join('\n'));
  });
});

describe('a reply that breaks off', () => {
  it('in a patch is seen behind a blank line too', () => {
    const patch = ['*** Begin Patch', '*** Update File: a.py', '@@', '-import os', ''];
    assert.deepEqual(reasons(plan(patch)), ['cut-off']);
  });

  it('in a diff is seen by the fence that nothing closes, be its lines complete', () => {
    const diff = ['--- a/a.py', '+++ b/a.py', '@@ -15,1 +15,1 @@', '-    print("hi")', '+    print("h'];
    assert.deepEqual(reasons(plan(['```diff', ...diff])), ['cut-off']);
    assert.equal(plan(['```diff', ...diff, '```']).files.length, 1);
    assert.equal(plan(diff).files.length, 1);
  });

  it('in a block for the selection is not there to its end because of a bracket', () => {
    const text = ['|f({', '  a: {', '    b: 1,', '  },', '  c: {', '    d: 2,', '  }', '});|', ''].join('\n');
    const [start, end] = [0, text.lastIndexOf('|') - 1];
    const read = (): string => text.replaceAll('|', '');
    const reply = (...code: string[]): Plan => planEdits(['```', ...code].join('\n'), { read, selection: { path: 'a.ts', start, end } });
    assert.deepEqual(reasons(reply('f({', '  a: {', '    b: 3,', '  });')), ['cut-off']);
    assert.deepEqual(reasons(reply('f({', '  a: {', '    b: 3,', '});')), ['cut-off']);
    assert.equal(after(reply('f({', '  a: {', '    b: 3,', '  },', '});')), 'f({\n  a: {\n    b: 3,\n  },\n});\n');
  });
});

describe('a block that is not quite the file', () => {
  const body = ['export function f() {', '  return readFile(name);', '}', '', 'export function g() {', '  return 1;', '}'];
  const changed = (lines: readonly string[]): string[] => lines.map((line) => line.replace('return 1', 'return 2'));

  it('does not take the comment at its head away', () => {
    const text = ['// Licence: MIT', '', ...body, ''].join('\n');
    assert.deepEqual(reasons(plan(block('a.ts', ...changed(body)), { text })), ['looks-like-snippet']);
  });

  it('does not take imports away that it uses, but does those it does not', () => {
    const text = ["import { readFile } from './a.ts';", "import { join } from './b.ts';", '', ...body, ''].join('\n');
    assert.deepEqual(reasons(plan(block('a.ts', "import { join } from './b.ts';", '', ...changed(body)), { text })), ['looks-like-snippet']);
    const other = ["import { join } from './b.ts';", "import { readFile } from './a.ts';", '', ...body, ''].join('\n');
    const reply = block('a.ts', "import { readFile } from './a.ts';", '', ...changed(body));
    assert.deepEqual(hunks(plan(reply, { text: other })), ["whole|import { join } from './b.ts';\n|", 'whole|  return 1;\n|  return 2;\n']);
  });

  it('does not take the end of its last block away', () => {
    const text = [...body, ''].join('\n');
    assert.deepEqual(reasons(plan(block('a.ts', ...body.slice(0, -2).map((line) => line.replace('name', 'path'))), { text })), ['looks-like-snippet']);
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
    "import { useEffect } from 'react';", '', 'export function View({ a, b }) {', '  useEffect(() => {', '    const run = start(a);', '    run.go();',
    '    return () => run.stop();', '  }, [a]);', '', '  const other = use(b);', '  const third = use(other);', '  return show(third);', '}', '',
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
    const win = ['a();', 'b();', 'c();', 'd();', 'e();', 'f();', 'g();', 'h();', 'function f(x) {', '  if (x) {', '    return y;', '  }', '  return z;', '}', ''].join('\n');
    assert.deepEqual(reasons(plan(block('a.js', 'function f(x) {', '  // ...', '  }', '  const r = 1;', '  return z;', '}'), { text: win })), ['looks-like-snippet']);
    const text = 'a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\ng = 7\nh = 8\ni = 9\nj = 10\nfunction f() {\n  one();\n  two();\n  ;\n  three();\n}\n';
    assert.deepEqual(reasons(plan(block('a.js', 'function f() {', '  // ...', '  ;', '  added();', '  three();', '}'), { text })), ['looks-like-snippet']);
  });

  it('must be as many as before', () => {
    assert.deepEqual(reasons(react('export function Other() {', '  return show({', '    a: 1,', '  };', '}')), ['looks-like-snippet']);
    assert.equal(after(react('export function Other() {', '  return show({', '    a: 1,', '  });', '}')), REACT.replace('return null;', 'return show({\n    a: 1,\n  });'));
  });

  it('of a comment do not go because the snippet ends above them', () => {
    const lines = ['#define A 1', '#define B 2', '#define C 3', '/* About f.', ' * More.', ' */', 'int f(int a, int b);', ...Array.from({ length: 12 }, (_, i) => `int g${i}(void);`), ''];
    const text = lines.join('\n');
    assert.equal(after(plan(block('a.h', '#define A 1', '#define B 22', '#define C 3', '/* About f.', ' * More.'), { text })), text.replace('B 2', 'B 22'));
  });

  it('of a place further up do not end it', () => {
    const text = ['def f():', '    """Text', '0000', '    """', '    a = one()', '    b = two()', '    assert a', '', 'def g():', '    assert a', '', ...Array.from({ length: 20 }, (_, i) => `h${i}()`), ''].join('\n');
    const result = plan(block('a.py', 'def f():', '    """Text', '    """', '    a = one()', '    b = three()', '    assert a'), { text });
    assert.equal(result.files.length, 0);
  });

  it('of a new block do not tell where the snippet ends', () => {
    const inner = ['  const a = one();', '', '  if (two) {', '    three();', '  }', '', '  const b = four();'];
    const text = ['function f() {', ...inner, '}', '', ...Array.from({ length: 20 }, (_, i) => `h${i}();`), ''].join('\n');
    assert.deepEqual(reasons(plan(block('a.js', 'function f() {', '  if (on) {', '    const a = one();', '  }'), { text })), ['looks-like-snippet']);
  });

  it('and rules and quotes alone are not put in once more', () => {
    const inner = ['    """Text.', '', '    Returns:', '        A number.', '    """', '', '    return 1'];
    const text = ['def f():', ...inner, '', ...Array.from({ length: 20 }, (_, i) => `h${i}()`), ''].join('\n');
    const reply = block('a.py', 'def f():', '    # ...', '    Returns:', '        No number.', '    """', '    # ...');
    const result = plan(reply, { text });
    assert.ok(result.files.length === 0 || after(result) === text.replace('A number', 'No number'));
    const changed = block('a.py', 'def f():', '    # ...', '    Returns:', '        A number?', '    """', '    # ...');
    assert.ok(plan(changed, { text }).files.every((file) => file.kind === 'change' && file.after === text.replace('number.', 'number?')));
    const stars = ['/*', ' * One thing.', ' *', ' * Other thing.', ' */', ...Array.from({ length: 20 }, (_, i) => `h${i}();`), ''].join('\n');
    assert.equal(plan(block('a.c', '/*', ' * One thing.', ' * New words.', ' *', '// ...', 'h3();'), { text: stars }).files.length, 0);
    const rule = `// ${'='.repeat(30)}`;
    const ruled = [rule, '// A', rule, '', 'a();', '', ...Array.from({ length: 20 }, (_, i) => `h${i}();`), ''].join('\n');
    assert.equal(plan(block('a.js', '// A', '// ...', rule, '', 'a();'), { text: ruled }).files.length, 0);
  });

  it('that close several things it shows are counted', () => {
    const text = ['f() {', '  a();', '}', '', 'g() {', '  b();', '}', '', ...Array.from({ length: 20 }, (_, i) => `h${i}();`), ''].join('\n');
    assert.equal(after(plan(block('a.sh', 'f() {', '  a();', '}', '', 'g() {', '  c();', '}'), { text })), text.replace('b()', 'c()'));
  });

  it('do not make a member of what stands elsewhere', () => {
    const text = ['class A {', '  one() {', '    a();', '  }', '}', '', 'class B {', '  two() {', '    b();', '  }', '}', '', 'x();', 'y();', 'z();', 'u();', 'v();', 'w();', ''].join('\n');
    assert.deepEqual(reasons(plan(block('a.js', 'class A {', '  // ...', '  two() {', '    b();', '  }', '}'), { text })), ['looks-like-snippet']);
  });
});
