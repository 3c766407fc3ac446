import assert from 'node:assert/strict';
import { after, hunks, plan, PY, reasons, sr, v4a } from './fixtures.ts';

const importSys = ['exact|import os\n|import sys\n'];
const block = ['<<<<<<< SEARCH', 'import os', '=======', 'import sys', '>>>>>>> REPLACE'];
const fenced = (language: string, ...body: string[]): string[] => [`\`\`\`${language}`, ...body, '```'];
const bar7 = (text: string): boolean => text.includes('def bar(self):\n        x = 1\n        return 7');

describe('anchors', () => {
  const body = ['         x = 1', '-        return x', '+        return 7'];

  it('may name a part of their line', () => {
    assert.ok(bar7(after(plan(v4a('a.py', '@@ class A', '@@ def bar', ...body)))));
    assert.ok(bar7(after(plan(v4a('a.py', '@@ bar', ...body)))));
    assert.deepEqual(reasons(plan(v4a('a.py', '@@ ba', ...body))), ['ambiguous']);
    assert.deepEqual(reasons(plan(v4a('a.py', '@@ ar', ...body))), ['ambiguous']);
  });

  it('that open another block contradict a hunk that shows little', () => {
    assert.deepEqual(reasons(plan(v4a('a.py', '@@ def foo(self):', '-    print("hi")', '+    print("ho")'))), [
      'contradiction',
    ]);
    const shown = ['     def bar(self):', '         x = 1', '-        return x', '+        return 7'];
    assert.ok(bar7(after(plan(v4a('a.py', '@@ def foo(self):', ...shown)))));
  });

  it('stand behind the numbers of a diff, or instead of them', () => {
    const diff = (header: string, ...lines: string[]): string[] =>
      fenced('diff', '--- a/a.py', '+++ b/a.py', header, ...lines);
    assert.ok(bar7(after(plan(diff('@@ -90,2 +90,2 @@ def bar(self):', ...body)))));
    assert.ok(bar7(after(plan(diff('@@ def bar(self): @@', ...body)))));
    assert.deepEqual(reasons(plan(diff('@@ ... @@', ...body))), ['ambiguous']);
    assert.deepEqual(reasons(plan(diff('@@ def foo(self): @@', '-    print("hi")', '+    print("ho")'))), [
      'contradiction',
    ]);
    assert.equal(
      hunks(plan(diff('@@ -90,1 +90,1 @@ def foo(self):', '-    print("hi")', '+    print("ho")'))).length,
      1,
    );
  });
});

describe('marks of a diff', () => {
  it('may have a space behind them where context has none', () => {
    const reply = v4a(
      'a.py', '@@', '     def bar(self):', '-         x = 1', '+         if True:', '+             x = 2',
      '         return x',
    );
    assert.deepEqual(hunks(plan(reply)), ['exact|        x = 1\n|        if True:\n            x = 2\n']);
  });

  it('may have one all through a patch, be it that lines are only added', () => {
    const removes = ['@@', '- import os', '+ import sys'];
    const adds = ['@@', ' def main():', '+ # greets', '     print("hi")'];
    assert.ok(after(plan(v4a('a.py', ...removes, ...adds))).includes('def main():\n# greets\n    print'));
    assert.ok(after(plan(v4a('a.py', ...adds))).includes('def main():\n# greets\n    print'));
    assert.ok(
      after(plan(v4a('a.py', ...adds, '@@', '-import os', '+import sys'))).includes(
        'def main():\n # greets\n    print',
      ),
    );
    const comment = fenced('diff', '--- a/f.ts', '+++ b/f.ts', '@@ -1,2 +1,3 @@', ' /**', '+ * Two.', '  */');
    assert.equal(
      after(plan(comment, { text: '/**\n */\nfunction f() {\n  return 1;\n}\n' })).slice(0, 12),
      '/**\n * Two.\n',
    );
  });

  it('are seen in a block of code', () => {
    assert.deepEqual(hunks(plan(['**a.py**', ...fenced('python', '-import os', '+import sys')])), importSys);
    assert.deepEqual(hunks(plan(['**n.py**', ...fenced('python', '+import os')])), ['create n.py|import os\n']);
    assert.deepEqual(reasons(plan(['**n.py**', ...fenced('python', '-import os', '+import sys')])), ['missing-file']);
    assert.deepEqual(hunks(plan(['**n.md**', ...fenced('md', '+ one', '+ two')])), ['create n.md|+ one\n+ two\n']);
  });

  it('may stand in a list', () => {
    const patch = v4a('a.py', '@@', '-import os', '+import sys');
    const diff = ['--- a/a.py', '+++ b/a.py', '@@ -1 +1 @@', '-import os', '+import sys'];
    const indent = (lines: readonly string[]): string[] => lines.map((line) => `   ${line}`);
    for (const lines of [patch, diff]) {
      assert.deepEqual(hunks(plan(['1. First:', '', ...indent(fenced('diff', ...lines)), '', 'Done.'])), importSys);
      assert.deepEqual(hunks(plan(['- ```', ...indent(lines).map((line) => line.slice(1)), '  ```'])), importSys);
    }
    assert.deepEqual(hunks(plan(indent(patch))), importSys);
  });

  it('may be fed to a command', () => {
    const diff = ['--- a/a.py', '+++ b/a.py', '@@ -1 +1 @@', '-import os', '+import sys'];
    assert.deepEqual(hunks(plan(fenced('bash', "patch -p1 <<'EOF'", ...diff, 'EOF'))), importSys);
    assert.deepEqual(hunks(plan(["git apply <<'EOF'", ...diff, 'EOF', 'Fine.'])), importSys);
  });

  it('that break off without counts are refused', () => {
    assert.deepEqual(reasons(plan(['```diff', '--- a/a.py', '+++ b/a.py', '@@', '-import os', '+import sy'])), [
      'cut-off',
    ]);
  });

  it('need one name only, with or without a word about it', () => {
    assert.deepEqual(hunks(plan(fenced('diff', '+++ b/a.py', '@@ -1 +1 @@', '-import os', '+import sys'))), importSys);
    assert.deepEqual(
      hunks(
        plan(fenced('diff', '--- a.py (original)', '+++ a.py (updated)', '@@ -1 +1 @@', '-import os', '+import sys')),
      ),
      importSys,
    );
  });
});

describe('the order of edits', () => {
  const text = 'a\nx = 1\nb\nx = 1\nc\n';

  it('chooses between equal places in a patch or a diff', () => {
    assert.equal(
      after(plan(v4a('f.py', '@@', '-b', '+B', '@@', '-x = 1', '+x = 2'), { text })),
      'a\nx = 1\nB\nx = 2\nc\n',
    );
    const diff = fenced('diff', '--- a/f.py', '+++ b/f.py', '@@', '-x = 1', '+x = 2', '@@', '-b', '+B');
    assert.equal(after(plan(diff, { text })), 'a\nx = 2\nB\nx = 1\nc\n');
  });

  it('says nothing between blocks, nor between patches', () => {
    const apart = [
      plan([...sr('f.py', ['b'], ['B']), ...sr('f.py', ['x = 1'], ['x = 2'])], { text }),
      plan([...v4a('f.py', '@@', '-b', '+B'), ...v4a('f.py', '@@', '-x = 1', '+x = 2')], { text }),
    ];
    for (const result of apart) {
      assert.deepEqual(result.refused.map(({ reason }) => reason), ['ambiguous']);
      assert.equal(after(result), text.replace('b', 'B'));
    }
  });

  it('allows for lines that two hunks show', () => {
    const twice = 'a\nx = 1\nb\nc\na\nx = 1\nb\nd\n';
    const reply = v4a('f.py', '@@', ' a', '-x = 1', '+x = 2', ' b', '@@', ' b', '-d', '+D');
    assert.deepEqual(plan(reply, { text: twice }).refused.map(({ reason }) => reason), ['ambiguous']);
  });

  it('and right numbers or headings do not make brackets tell', () => {
    const brackets = 'f(a, {\n});\ng(b, {\n});\n';
    assert.deepEqual(
      reasons(plan(fenced('diff', '--- a/f.js', '+++ b/f.js', '@@ -2,1 +2,2 @@', '+x', ' });'), { text: brackets })),
      ['ambiguous'],
    );
    assert.deepEqual(
      reasons(
        plan(fenced('diff', '--- a/f.js', '+++ b/f.js', '@@ -9,1 +9,2 @@ g(b, {', '+x', ' });'), { text: brackets }),
      ),
      ['ambiguous'],
    );
  });
});

describe('words above an edit', () => {
  it('make a pair of what was and what is to be', () => {
    const pair = (first: string, second: string): string[] => [
      'In `a.py`:',
      '',
      first,
      ...fenced('python', '    print("hi")'),
      second,
      ...fenced('python', '    print("ho")'),
    ];
    for (const [first, second] of [
      ['Before:', 'After:'],
      ['**Before**', '**After**'],
      ['Find:', 'Replace with:'],
      ['Replace this code:', 'with:'],
      ['### Old code', '### New code'],
      ['修改前:', '修改后:'],
      ['Было:', 'Стало:'],
      ['Vorher:', 'Nachher:'],
    ] as const) {
      assert.deepEqual(hunks(plan(pair(first, second))), ['exact|    print("hi")\n|    print("ho")\n'], first);
    }
    assert.deepEqual(
      reasons(
        plan([
          'In `a.py`:',
          'Before:',
          ...fenced('python', '    print("no")'),
          'After:',
          ...fenced('python', '    print("ho")'),
        ]),
      ),
      ['not-found'],
    );
    assert.deepEqual(
      reasons(
        plan([
          'In `a.py`:',
          'Before:',
          ...fenced('python', '        x = 1'),
          'After:',
          ...fenced('python', '        x = 2'),
        ]),
      ),
      ['ambiguous'],
    );
  });

  it('may say that it is not meant', () => {
    assert.deepEqual(
      hunks(
        plan(["Don't do this:", '', ...sr('req.txt', ['flask'], ['django']), '', 'Do this:', '', 'a.py', ...block]),
      ),
      importSys,
    );
    assert.deepEqual(reasons(plan(['❌ Wrong:', 'a.py', ...block])), ['not-meant']);
    assert.deepEqual(reasons(plan(['Usage:', ...fenced('python', 'A().foo()')], { defaultPath: 'a.py' })), [
      'not-meant',
    ]);
    assert.equal(
      after(
        plan(
          [
            ...fenced('python', ...PY.replace('import os', 'import sys').trimEnd().split('\n')),
            'Example usage:',
            ...fenced('python', 'A().foo()'),
          ],
          { defaultPath: 'a.py' },
        ),
      ),
      PY.replace('import os', 'import sys'),
    );
  });

  it('may offer a choice, of which none is made', () => {
    const other = sr('a.py', ['    print("hi")'], ['    print("ho")']);
    assert.deepEqual(reasons(plan(['## Option 1', 'a.py', ...block, '## Option 2: print', ...other])), [
      'several-choices',
      'several-choices',
    ]);
    assert.deepEqual(
      reasons(
        plan([
          '**Approach A**',
          '**n.py**',
          ...fenced('python', 'a = 1'),
          '**Approach B**',
          '**m.py**',
          ...fenced('python', 'b = 1'),
        ]),
      ),
      ['several-choices', 'several-choices'],
    );
    const first = plan(['a.py', ...block, '', 'Alternatively, change the output:', '', ...other]);
    assert.deepEqual(first.refused.map(({ reason }) => reason), ['several-choices']);
    assert.equal(after(first), PY.replace('import os', 'import sys'));
    assert.equal(hunks(plan(['## Option 1', 'a.py', ...block, '## Notes', ...other])).length, 2);
  });
});

describe('thoughts', () => {
  it('are no edits', () => {
    const thought = [
      '*** Begin Patch', '*** Update File: a.py', '@@', '-    print("hi")', '+    print("ho")', '*** End Patch',
    ];
    for (const reply of [
      ['<think>', ...thought, '</think>', 'a.py', ...block],
      [...thought, '</think>', 'a.py', ...block],
      [
        '<|channel|>analysis<|message|>', ...thought, '<|end|><|start|>assistant<|channel|>final<|message|>', 'a.py',
        ...block,
      ],
    ])
      assert.deepEqual(hunks(plan(reply)), importSys, reply.join('\n'));
    assert.deepEqual(reasons(plan(['<think>', ...thought])), ['no-edit']);
    assert.equal(
      hunks(plan(['a.py', '<<<<<<< SEARCH', 'import os', '=======', '# <think>', '# </think>', '>>>>>>> REPLACE']))
        .length,
      1,
    );
  });
});

describe('edits in tags', () => {
  it('are read with their path', () => {
    const cline = ['------- SEARCH', 'import os', '=======', 'import sys', '+++++++ REPLACE'];
    for (const reply of [
      ['<replace_in_file>', '<path>a.py</path>', '<diff>', ...cline, '</diff>', '</replace_in_file>'],
      [
        '<apply_diff>', '<path>a.py</path>', '<diff>', '<<<<<<< SEARCH', ':start_line:1', '-------', 'import os',
        '=======', 'import sys', '>>>>>>> REPLACE', '</diff>', '</apply_diff>',
      ],
      ['<edit>', '<path>a.py</path>', '<old_str>import os</old_str>', '<new_str>import sys</new_str>', '</edit>'],
      ['<edit path="a.py">', '<search>', 'import os', '</search>', '<replace>', 'import sys', '</replace>', '</edit>'],
      [
        '<invoke name="edit">', '<parameter name="path">a.py</parameter>',
        '<parameter name="old_string">import os</parameter>', '<parameter name="new_string">import sys</parameter>',
        '</invoke>',
      ],
    ])
      assert.deepEqual(hunks(plan(reply)), importSys, reply.join('\n'));
  });

  it('may be whole files', () => {
    const text = ['flask==1', 'requests'];
    for (const reply of [
      ['<file path="req.txt">', ...text, '</file>'], ['<file name="req.txt">', ...fenced('', ...text), '</file>'],
      ['<write_to_file>', '<path>req.txt</path>', '<content>', ...text, '</content>', '</write_to_file>'],
      ['<document>', '<source>req.txt</source>', '<document_content>', ...text, '</document_content>', '</document>'],
      ['<boltAction type="file" filePath="req.txt">flask==1', 'requests', '</boltAction>'],
      ['<file path="req.txt"><![CDATA[', ...text, ']]></file>'],
    ])
      assert.deepEqual(hunks(plan(reply)), ['whole|flask\n|flask==1\n'], reply.join('\n'));
    assert.deepEqual(hunks(plan(['<file path="n/new.ts">', 'export {};', '</file>'])), [
      'create n/new.ts|export {};\n',
    ]);
    assert.deepEqual(reasons(plan(['<content>', 'text', '</content>'])), ['no-edit']);
    assert.deepEqual(reasons(plan(['<file path="n.ts">', 'text'])), ['no-edit']);
  });
});

describe('text within lines', () => {
  const json = (old: string, now: string): string => JSON.stringify({ path: 'a.py', old_string: old, new_string: now });

  it('is replaced where it stands once', () => {
    assert.deepEqual(hunks(plan(json('"hi"', '"ho"'))), ['exact|"hi"|"ho"']);
    assert.deepEqual(hunks(plan(json('main():\n    print("hi")', 'main(x):\n    print(x)'))), [
      'exact|main():\n    print("hi")|main(x):\n    print(x)',
    ]);
    assert.deepEqual(reasons(plan(json('self', 'this'))), ['not-found']);
    assert.deepEqual(reasons(plan(json('"hi"', '"hi"'))), ['not-found']);
    assert.deepEqual(reasons(plan(json('("hi")', '(\n# ... existing code ...\n)'))), ['elision']);
    assert.equal(
      after(plan(JSON.stringify({ path: 'win.txt', old_string: 'ne\ntwo', new_string: 'ne\nand\ntwo' }))),
      '\uFEFFone\r\nand\r\ntwo\r\nthree',
    );
  });

  it('with a line ending that only the old one has takes a blank line along, or none', () => {
    const text = 'a\nb\n\nc\n';
    assert.equal(after(plan(json('b\n', 'B'), { text })), 'a\nB\nc\n');
    assert.equal(after(plan(json('a\n', 'A'), { text })), 'A\nb\n\nc\n');
    assert.equal(after(plan(json('a\n', 'A\n'), { text })), 'A\nb\n\nc\n');
  });

  it('may be about patches', () => {
    const text = "const a = '*** Begin Patch';\nconst b = 1;\n";
    assert.equal(
      after(
        plan(json("const a = '*** Begin Patch';\nconst b = 1;", "const a = '*** Begin Patch';\nconst b = 2;"), {
          text,
        }),
      ),
      text.replace('1', '2'),
    );
  });

  it('comes in a fence between words', () => {
    assert.deepEqual(
      hunks(plan(['I call the tool:', ...fenced('json', json('import os', 'import sys')), 'Done.'])),
      importSys,
    );
    assert.deepEqual(hunks(plan(['**n.json**', ...fenced('json', '{"path": "a.py", "content": "x"}')])), [
      'create n.json|{"path": "a.py", "content": "x"}\n',
    ]);
  });

  it('overlaps with a hunk that changes the same line', () => {
    const both = plan(
      JSON.stringify([
        { path: 'a.py', old_string: '"hi"', new_string: '"ho"' },
        { path: 'a.py', old_string: '    print("hi")', new_string: '    pass' },
      ]),
    );
    assert.deepEqual(reasons(both), ['overlap', 'overlap']);
  });
});

describe('what stands around a file', () => {
  it('does not become part of it', () => {
    const named = ['# a.py', '', ...PY.replace('import os', 'import sys').trimEnd().split('\n')];
    assert.deepEqual(hunks(plan(fenced('python', ...named))), ['whole|import os\n|import sys\n']);
    assert.deepEqual(hunks(plan(['**req.txt**', '```', 'flask==1', 'requests', '```<|im_end|>'])), [
      'whole|flask\n|flask==1\n',
    ]);
    assert.deepEqual(reasons(plan(['### run.sh', ...fenced('bash', "cat > a.txt <<'EOF'", 'x', 'EOF')])), ['no-path']);
  });

  it('may be a comment about earlier code', () => {
    assert.equal(
      hunks(plan(v4a('a.py', '@@', '-import os', '+# Previous implementation used os', '+import sys'))).length,
      1,
    );
    assert.deepEqual(reasons(plan(v4a('a.py', '@@', '-import os', '+# existing imports here', '+import sys'))), [
      'elision',
    ]);
  });
});
