import assert from 'node:assert/strict';
import { parseReply } from '../../../../src/core/edits/formats/parseReply.ts';
import { planEdits, type Plan } from '../../../../src/core/edits/planEdits.ts';
import { after, block, FILES, hunks, plan, reasons, sr, v4a } from './fixtures.ts';

// Replies that were once taken for something else than they say.
describe('never otherwise than meant', () => {
  it('two edits of which one changes something between the changes of the other', () => {
    const text = 'a\nb\nc\nd\ne\n';
    const reply = [
      ...sr('x.py', ['a', 'b', 'c', 'd'], ['a2', 'b', 'c', 'd2']),
      ...sr('x.py', ['b', 'c'], ['b', 'x', 'c']),
    ];
    assert.deepEqual(reasons(plan(reply, { text })), ['overlap', 'overlap']);
  });

  it('two edits side by side, whatever each shows around itself, are both made', () => {
    const reply = [...sr('x.py', ['b', 'c'], ['B', 'c']), ...sr('x.py', ['a', 'b', 'c'], ['a', 'b', 'C'])];
    assert.equal(after(plan(reply, { text: 'a\nb\nc\nd\n' })), 'a\nB\nC\nd\n');
  });

  it('white space at line ends does not say which lines stay', () => {
    const text = 'a\nb\nfoo\n# title\nc\nc\nd\ne\n';
    const reply = [
      ...sr('x.py', ['foo', '# title', 'c '], ['foo', 'foo', 'c ', 'line', 'c']),
      ...sr('x.py', ['c ', 'c', 'd'], ['c', 'x', 'x', 'c ', 'd']),
    ];
    assert.equal(after(plan(reply, { text })).replaceAll('c ', 'c'), 'a\nb\nfoo\nfoo\nc\nline\nc\nx\nx\nc\nd\ne\n');
  });

  it('a title with a letter of git in front is no new file', () => {
    const result = plan(block('a/a.py', ...(FILES['a.py'] ?? '').replace('import os', 'import sys').split('\n')));
    assert.deepEqual(hunks(result), ['whole|import os\n|import sys\n']);
  });

  it('a title with folders the model made up is no new file beside the open one', () => {
    const open = FILES['a.py'] ?? '';
    const code = open.replace('import os', 'import sys').split('\n');
    assert.deepEqual(
      reasons(
        planEdits(block('path/to/a.py', ...code).join('\n'), {
          read: (path) => (path === 'a.py' ? open : undefined),
          defaultPath: 'a.py',
        }),
      ),
      ['file-exists'],
    );
    const other = planEdits(block('path/to/a.py', 'print("new")').join('\n'), {
      read: (path) => (path === 'a.py' ? open : undefined),
      defaultPath: 'a.py',
    });
    assert.deepEqual(
      other.files.map(({ kind, path }) => [kind, path]),
      [['create', 'path/to/a.py']],
    );
  });

  it('a patch in a call goes where the call is made', () => {
    const patch = [
      '*** Begin Patch', '*** Add File: src/new.ts', '+x', '*** Update File: /abs/a.ts', '@@', '-a', '+b',
      '*** End Patch', '',
    ].join('\n');
    const paths = (call: object): (string | undefined)[] =>
      parseReply(JSON.stringify(call)).proposals.map(({ path }) => path);
    assert.deepEqual(paths({ command: ['apply_patch', patch], workdir: 'web' }), ['web/src/new.ts', '/abs/a.ts']);
    for (const workdir of ['.', '', '/home/me/project'])
      assert.deepEqual(paths({ command: ['apply_patch', patch], workdir }), ['src/new.ts', '/abs/a.ts']);
  });

  it('a space in front of new lines is theirs where the lines around have it too', () => {
    const text = '/**\n * A.\n * B.\n */\nfunction f() {\n  a();\n}\n';
    assert.equal(
      after(plan(v4a('a.ts', '@@', '  * A.', '+ * C.', '  * B.'), { text })),
      text.replace(' * B', ' * C.\n * B'),
    );
    const odd = 'function f() {\n  const all = [a,\n               b,\n               c];\n  g();\n}\n';
    const patch = v4a('a.ts', '@@', '                b,', '+               d,', '                c];');
    assert.equal(after(plan(patch, { text: odd })), odd.replace('b,\n', 'b,\n               d,\n'));
  });

  it('blank lines do not tell whether a space stands behind every mark', () => {
    const text = '   \n    }\n  foo;\n  bar\n';
    assert.equal(
      after(plan(v4a('a.ts', '@@', '-    ', '+  baz;', '     }', '   foo;'), { text })),
      text.replace('   ', '  baz;'),
    );
  });

  it('lines for a preprocessor do not end the block that an anchor opens', () => {
    const check = (name: string): string[] => [`    if (${name}()) {`, '        return -1;', '    }'];
    const text = [
      'int main(void) {', ...check('a'), '#ifdef B', ...check('b'), '#endif', '    return 0;', '}', '',
    ].join('\n');
    assert.deepEqual(
      reasons(plan(v4a('a.c', '@@ int main(void) {', '         return -1;', '+        // no', '     }'), { text })),
      ['ambiguous'],
    );
  });

  it('points of a list as deep as their key belong to it', () => {
    const text = 'steps:\n- a: 1\n  on: true\n- b: 1\n  on: true\nend: 1\n';
    assert.deepEqual(reasons(plan(v4a('a.yml', '@@ steps:', '-  on: true', '+  on: false'), { text })), ['ambiguous']);
    assert.equal(
      after(plan(v4a('a.yml', '@@ steps:', ' - b: 1', '-  on: true', '+  on: false'), { text })),
      text.replace('b: 1\n  on: true', 'b: 1\n  on: false'),
    );
  });

  it('what is only like its place must lie where the anchor and the order of the patch say', () => {
    const text = [
      'first:', '  one("a")', '  two("b")', '  three()', '  four()', '', 'second:', '  five()', '  six()', '', 'end',
      '',
    ].join('\n');
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
    const diff = (count: number): string[] => [
      '```diff', '--- a/a.js', '+++ b/a.js', '@@ -7,2 +7,2 @@', '-  a();', '+  c();', '   b();',
      `@@ -11,${count} +11,2 @@`,
      ' end();', '-last();', '+final();', '```',
    ];
    assert.equal(
      after(plan(diff(2), { text })),
      [...twin, 'start {', '  c();', '  b();', '}', '', 'end();', 'final();', ''].join('\n'),
    );
    assert.deepEqual(
      plan(diff(3), { text }).refused.map(({ reason }) => reason),
      ['ambiguous'],
    );
  });

  it('a place that is only like it when lines are passed over is not well ahead of its twin', () => {
    const text = ['ten', 'eleven', 'twelve', 'other', '', 'ten', 'eleven', 'x1', 'x2', 'thirteen', ''].join('\n');
    assert.equal(
      plan(sr('a.txt', ['ten', 'eleven', 'thirteen'], ['ten', 'new', 'thirteen']), { text }).files.length,
      0,
    );
  });

  it('tabs are not written into a file of spaces, nor spaces into one of tabs', () => {
    const text = 'a\nb\nif x:\n    c\n';
    assert.deepEqual(reasons(plan(v4a('a.py', '@@', ' a', '+if y:', '+\td', ' b'), { text })), ['indentation']);
    const tabs = text.replace('    ', '\t');
    assert.deepEqual(reasons(plan(v4a('a.py', '@@', ' a', '+if y:', '+    d', ' b'), { text: tabs })), ['indentation']);
    assert.equal(
      after(plan(v4a('a.c', '@@', ' a', '+/*', '+ * d', ' b'), { text: tabs })),
      tabs.replace('a\n', 'a\n/*\n * d\n'),
    );
    const mixed = `${text}\te\n`;
    assert.equal(
      after(plan(v4a('a.py', '@@', ' a', '+if y:', '+\td', ' b'), { text: mixed })),
      mixed.replace('a\n', 'a\nif y:\n\td\n'),
    );
  });
});

describe('a reply that was applied before', () => {
  const twin = (name: string): string[] => [
    `def ${name}():`,
    '    a = start()', '    b = finish()', '    return a', '',
  ];
  const text = [...twin('one'), ...twin('two'), 'print(1)', 'print(2)', ''].join('\n');
  /** Applies the same reply twice: what became of it the second time. */
  const again = (reply: readonly string[], from = text): string[] =>
    reasons(plan(reply, { text: after(plan(reply, { text: from })) }));

  it('is not done to a twin', () => {
    for (const [line, change] of [
      ['    b = finish(a)\n', ['-    b = finish()', '+    b = finish(a)']],
      ['', ['-    b = finish()']],
    ] as const) {
      const done = text.replace('    b = finish()\n', line);
      assert.deepEqual(
        reasons(plan(v4a('a.py', '@@', '     a = start()', ...change, '     return a'), { text: done })),
        ['already-applied'],
      );
    }
  });

  it('is done to a twin by its own number, or where it shows too little to be known again', () => {
    const done = text.replace('finish()', 'finish(a)');
    const diff = [
      '```diff', '--- a/a.py', '+++ b/a.py', '@@ -7,3 +7,3 @@', '     a = start()', '-    b = finish()',
      '+    b = finish(a)', '     return a', '```',
    ];
    assert.equal(after(plan(diff, { text: done })), text.replaceAll('finish()', 'finish(a)'));
    const short = v4a('a.py', '@@ def two():', '-    b = finish()', '+    b = finish(a)');
    assert.equal(after(plan(short, { text: done })), text.replaceAll('finish()', 'finish(a)'));
  });

  it('is known by one of its hunks', () => {
    const reply = [
      ...sr('a.py', ['print(1)'], ['print(1)', 'print(3)']),
      ...sr('a.py', ['def one():', '    a = start()'], ['def one():', '    a = start(1)']),
      ...sr('a.py', ['print(2)'], ['print(4)']),
    ];
    const once = after(plan(reply, { text }));
    assert.deepEqual(reasons(plan(reply, { text: `${once}print(2)\n` })), [
      'already-applied',
      'already-applied',
      'already-applied',
    ]);
    const half = plan(reply, { text: text.replace('print(1)\n', 'print(1)\nprint(3)\n') });
    assert.deepEqual(half.refused.map(({ reason }) => reason), ['already-applied']);
    assert.equal(after(half), once);
  });

  it('is seen inside what it made', () => {
    assert.deepEqual(again(sr('a.py', ['print(1)'], ['if x:', '    print(1)'])), ['already-applied']);
    assert.deepEqual(again(sr('a.py', ['print(2)'], ['print(2)', 'print(3)', 'print(4)'])), ['already-applied']);
  });

  it('does not put several lines beside the same ones, though one line may be doubled', () => {
    assert.deepEqual(
      reasons(plan(v4a('a.py', '@@', ' def one():', '+    a = start()', '+    b = finish()'), { text })),
      ['already-applied'],
    );
    assert.equal(
      after(plan(v4a('a.py', '@@', ' print(1)', '+print(1)', ' print(2)'), { text })),
      text.replace('print(1)\n', 'print(1)\nprint(1)\n'),
    );
  });
});

describe('a block of another file', () => {
  it('is not put next to the one line that both have', () => {
    const text = ['import re', 'import sys', ...Array.from({ length: 20 }, (_, i) => `h${i}()`), ''].join('\n');
    const licence = Array.from({ length: 7 }, (_, i) => `# Licence, line ${i}.`);
    const reply = (lines: readonly string[]): Plan =>
      plan(['Change it:', '```python', '# ...', ...lines, 'import re', '# ...', '```'], { text, defaultPath: 'a.py' });
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
    const reply = (...code: string[]): Plan =>
      planEdits(['```', ...code].join('\n'), { read, selection: { path: 'a.ts', start, end } });
    assert.deepEqual(reasons(reply('f({', '  a: {', '    b: 3,', '  });')), ['cut-off']);
    assert.deepEqual(reasons(reply('f({', '  a: {', '    b: 3,', '});')), ['cut-off']);
    assert.equal(after(reply('f({', '  a: {', '    b: 3,', '  },', '});')), 'f({\n  a: {\n    b: 3,\n  },\n});\n');
  });
});
