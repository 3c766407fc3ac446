import assert from 'node:assert/strict';
import { after, hunks, plan, PY, reasons } from '../fixtures.ts';

describe('unified diffs', () => {
  const ho = ['exact|    print("hi")\n|    print("ho")\n'];
  const body = [' def main():', '-    print("hi")', '+    print("ho")'];

  it('are read with right, wrong and missing headers', () => {
    for (const reply of [
      ['--- a/a.py', '+++ b/a.py', '@@ -14,2 +14,2 @@', ...body],
      ['```diff', '--- a/a.py', '+++ b/a.py', '@@ -1,9 +3,4 @@ class A:', ...body, '```'],
      [
        'diff --git a/a.py b/a.py', 'index 12..34 100644', '--- a/a.py', '+++ b/a.py', '@@ -14,2 +14,2 @@', ...body, '',
        'That is all.',
      ],
      ['```diff', '--- a.py\t2024-01-01', '+++ a.py\t2024-01-02', '@@', ...body, '```'],
      ['Change `a.py`:', '', '```diff', ...body, '```'],
      ['**a.py**', '```patch', '@@ ... @@', ...body, '```'],
      ['```diff', 'diff --git a/a.py b/a.py', '@@ -14,2 +14,2 @@', ...body, '```'],
    ])
      assert.deepEqual(hunks(plan(reply)), ho, reply.join('\n'));
  });

  it('strip a/ and b/ only in pairs', () => {
    assert.equal(
      plan(['--- a/x.py', '+++ a/x.py', '@@ -1 +1 @@', '-import os', '+import re'], { text: PY }).files[0]?.path,
      'x.py',
    );
    assert.equal(
      plan(['--- x.py.orig', '+++ x.py', '@@ -1 +1 @@', '-import os', '+import re'], { text: PY }).files[0]?.path,
      'x.py',
    );
    assert.equal(
      plan(['--- b/x.py', '+++ x.py', '@@ -1 +1 @@', '-import os', '+import re'], { text: PY }).files[0]?.path,
      'b/x.py',
    );
  });

  it('let a right line number choose between equal places, a wrong one not', () => {
    const hunk = (header: string): string[] => [
      '--- a/a.py', '+++ b/a.py', header, '         x = 1', '-        return x', '+        return 7',
    ];
    assert.ok(after(plan(hunk('@@ -10,2 +10,2 @@'))).includes('def bar(self):\n        x = 1\n        return 7'));
    assert.deepEqual(reasons(plan(hunk('@@ -9,2 +9,2 @@'))), ['ambiguous']);
    const belied = plan([...hunk('@@ -10,2 +10,2 @@'), '@@ -3,1 +3,1 @@', '-import os', '+import sys']);
    assert.deepEqual(belied.refused.map(({ reason }) => reason), ['ambiguous']);
  });

  it('create, delete and rename', () => {
    assert.deepEqual(hunks(plan(['--- /dev/null', '+++ b/n.txt', '@@ -0,0 +1,2 @@', '+one', '+two'])), [
      'create n.txt|one\ntwo\n',
    ]);
    assert.deepEqual(
      hunks(plan(['diff --git a/a.py b/a.py', 'deleted file mode 100644', '--- a/a.py', '+++ /dev/null'])),
      ['delete a.py'],
    );
    const shown = (...lines: string[]): string[] => [
      '--- a/req.txt',
      '+++ /dev/null',
      `@@ -1,${lines.length} +0,0 @@`,
      ...lines.map((line) => `-${line}`),
    ];
    assert.deepEqual(hunks(plan(shown('flask', 'requests'))), ['delete req.txt']);
    assert.deepEqual(reasons(plan(shown('flask'))), ['would-delete']);
    assert.deepEqual(reasons(plan(['--- a/a.py', '+++ b/b.py', '@@ -1 +1 @@', '-import os', '+import sys'])), [
      'malformed',
    ]);
    assert.equal(
      after(plan(['--- old/a.py', '+++ new/a.py', '@@ -1 +1 @@', '-import os', '+import sys'])),
      PY.replace('import os', 'import sys'),
    );
    assert.equal(
      after(plan(['--- /dev/null', '+++ b/n.txt', '@@ -0,0 +1 @@', '+one', '\\ No newline at end of file'])),
      'one',
    );
    const renamed = plan(['diff --git a/a.py b/b.py', 'similarity index 100%', 'rename from a.py', 'rename to b.py']);
    assert.equal(renamed.files[0]?.kind === 'change' && renamed.files[0].renameTo, 'b.py');
  });

  it('refuse binaries, diffs of diffs and what breaks off', () => {
    assert.deepEqual(reasons(plan(['diff --git a/a.py b/a.py', 'Binary files a/a.py and b/a.py differ'])), [
      'malformed',
    ]);
    assert.deepEqual(reasons(plan(['--- a/a.py', '+++ b/a.py', '@@ -1 +1 @@', '-+import os', '++import sys'])), [
      'not-found',
    ]);
    assert.deepEqual(reasons(plan(['--- a/a.py', '+++ b/a.py', '@@ -1,9 +1,9 @@', '-import os', '+import sy'])), [
      'cut-off',
    ]);
  });

  it('end before the signature of a mail', () => {
    assert.deepEqual(hunks(plan(['--- a/a.py', '+++ b/a.py', '@@ -14,2 +14,2 @@', ...body, '-- ', '2.40.0', ''])), ho);
  });

  it('keep a removed line that looks like a header', () => {
    const text = '-- old\nselect 1;\n';
    assert.equal(
      after(plan(['--- a/q.sql', '+++ b/q.sql', '@@ -1,2 +1,2 @@', '--- old', '+-- new', ' select 1;'], { text })),
      '-- new\nselect 1;\n',
    );
  });

  it('change the final line ending only where they say so', () => {
    const mark = '\\ No newline at end of file';
    assert.equal(after(plan(['--- a/f', '+++ b/f', '@@ -1 +1 @@', '-x', mark, '+y'], { text: 'x' })), 'y\n');
    assert.equal(after(plan(['--- a/f', '+++ b/f', '@@ -1 +1 @@', '-x', '+y', mark], { text: 'x\n' })), 'y');
    assert.equal(after(plan(['--- a/f', '+++ b/f', '@@ -1 +1 @@', '-x', mark, '+x'], { text: 'x' })), 'x\n');
    assert.equal(after(plan(['--- a/f', '+++ b/f', '@@ -1 +1 @@', '-x', '+y'], { text: 'x' })), 'y');
  });
});
