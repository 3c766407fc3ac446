import assert from 'node:assert/strict';
import { after, hunks, plan, reasons, sr, v4a } from './fixtures.ts';

const importSys = 'exact|import os\n|import sys\n';
const sys = v4a('a.py', '@@', '-import os', '+import sys');

describe('V4A', () => {
  it('updates, adds, deletes and moves', () => {
    const reply = ['*** Begin Patch', '*** Update File: a.py', '*** Move to: b.py', '@@', '-import os', '+import sys',
      '*** Add File: n.txt', '+one', '+', '+two', '*** Delete File: req.txt', '*** End Patch'];
    const result = plan(reply);
    assert.deepEqual(hunks(result), [importSys, 'create n.txt|one\n\ntwo\n', 'delete req.txt']);
    assert.equal(result.files[0]?.kind === 'change' && result.files[0].renameTo, 'b.py');
  });

  it('moves without changing', () => {
    const result = plan(['*** Begin Patch', '*** Update File: a.py', '*** Move to: b.py', '*** End Patch']);
    assert.equal(result.files[0]?.kind === 'change' && result.files[0].renameTo, 'b.py');
  });

  it('does not move what could not be changed in full', () => {
    const result = plan([
      '*** Begin Patch', '*** Update File: a.py', '*** Move to: b.py', '@@', '-import os', '+import sys', '@@',
      '-nowhere', '+x', '*** End Patch',
    ]);
    assert.equal(result.files[0]?.kind === 'change' && result.files[0].renameTo, undefined);
    assert.deepEqual(result.refused.map(({ reason }) => reason), ['not-found']);
  });

  it('tells equal places apart by @@ lines', () => {
    const body = ['         x = 1', '-        return x', '+        return x + 1'];
    assert.ok(
      after(plan(v4a('a.py', '@@ class A:', '@@     def bar(self):', ...body))).includes(
        'def bar(self):\n        x = 1\n        return x + 1',
      ),
    );
    assert.ok(
      after(plan(v4a('a.py', '@@ def foo(self):', ...body))).includes(
        'def foo(self):\n        x = 1\n        return x + 1',
      ),
    );
    assert.deepEqual(reasons(plan(v4a('a.py', '@@ class A:', ...body))), ['ambiguous']);
    assert.deepEqual(reasons(plan(v4a('a.py', '@@', ...body))), ['ambiguous']);
  });

  it('takes the first place behind an @@ line in a flat file', () => {
    const text = '[a]\nx=1\n[b]\nx=1\n[c]\nx=1\n';
    assert.equal(after(plan(v4a('f.ini', '@@ [b]', '-x=1', '+x=2'), { text })), '[a]\nx=1\n[b]\nx=2\n[c]\nx=1\n');
  });

  it('does not look for a place behind the block that an @@ line opens', () => {
    const text = 'class A:\n    a = 1\n\nclass B:\n    x = 1\n\nclass C:\n    x = 1\n';
    assert.deepEqual(reasons(plan(v4a('f.py', '@@ class A:', '-    x = 1', '+    x = 2'), { text })), ['ambiguous']);
  });

  it('tells equal places apart by the order of hunks', () => {
    const hunk = ['@@', '         x = 1', '-        return x', '+        return 7'];
    const first = plan(v4a('a.py', ...hunk, '@@', '-    def bar(self):', '+    def baz(self):'));
    assert.ok(after(first).includes('def foo(self):\n        x = 1\n        return 7'));
    const last = plan(v4a('a.py', '@@', '-    def bar(self):', '+    def baz(self):', ...hunk));
    assert.ok(after(last).includes('def baz(self):\n        x = 1\n        return 7'));
    assert.equal(after(plan(v4a('a.py', ...hunk, ...hunk))).match(/return 7/g)?.length, 2);
  });

  it('refuses what contradicts its @@ line', () => {
    assert.deepEqual(reasons(plan(v4a('a.py', '@@ def main():', '-import os', '+import sys'))), ['contradiction']);
  });

  it('appends at the end of the file, and refuses new lines without a place', () => {
    assert.equal(after(plan(v4a('req.txt', '@@', '+numpy', '*** End of File'))), 'flask\nrequests\nnumpy\n');
    assert.deepEqual(reasons(plan(v4a('req.txt', '@@', '+numpy'))), ['no-anchor']);
    assert.deepEqual(reasons(plan(v4a('a.py', '@@ import os', '+import sys'))), ['no-anchor']);
    assert.equal(after(plan(v4a('empty.txt', '@@', '+numpy'))), 'numpy\n');
  });

  it('prefers the end of the file for a hunk that says so', () => {
    const text = 'x\ny\nx\ny\n';
    assert.equal(after(plan(v4a('f', '@@', '-y', '+z', '*** End of File'), { text })), 'x\ny\nx\nz\n');
  });

  it('is read out of JSON, heredocs, fences and calls', () => {
    const patch = sys.join('\n');
    const nested = JSON.stringify({ name: 'apply_patch', arguments: JSON.stringify({ input: patch }) });
    for (const reply of [
      JSON.stringify({ cmd: ['apply_patch', patch] }),
      JSON.stringify({ input: patch }),
      nested,
      `Calling ${nested} now`,
      `I call {"cmd":["apply_patch",${JSON.stringify(patch)}]} now.`,
      '```json\n' + JSON.stringify({ input: patch }) + '\n```',
      "```bash\napply_patch <<'EOF'\n" + patch + '\nEOF\n```',
      `apply_patch <<EOF\n${sys.slice(0, -1).join('\n')}\nEOF`,
      '````diff\n' + patch + '\n````',
      `Fine:\n\n${patch}\n\nDone.`,
      sys.slice(1, -1).join('\n') + '\n*** End Patch',
      `<|channel|>final<|message|>\n${patch}<|return|>`,
    ]) assert.deepEqual(hunks(plan(reply)), [importSys], reply);
  });

  it('decodes newlines in JSON once only', () => {
    const patch = v4a('a.py', '@@', '-    print("hi")', '+    print("h\\n")').join('\n');
    assert.deepEqual(hunks(plan(`x ${JSON.stringify({ input: patch })} y`)), [
      'exact|    print("hi")\n|    print("h\\n")\n',
    ]);
  });

  it('refuses what breaks off, and keeps what came before', () => {
    assert.deepEqual(reasons(plan(sys.slice(0, -1))), ['cut-off']);
    assert.deepEqual(reasons(plan(['*** Begin Patch', '*** Add File: n.txt', '+one'])), ['cut-off']);
    assert.deepEqual(reasons(plan(['*** Begin Patch'])), ['cut-off']);
    assert.deepEqual(reasons(plan(['*** Begin Patch', '*** End Patch'])), ['malformed']);
  });

  it('sees through context that lost its leading space', () => {
    assert.deepEqual(hunks(plan(v4a('a.py', '@@', 'def main():', '-    print("hi")', '+    print("ho")'))), [
      'exact|    print("hi")\n|    print("ho")\n',
    ]);
    const lost = v4a('a.py', '@@', '    def foo(self):', '-        x = 1', '+        x = 2', '        return x');
    assert.deepEqual(hunks(plan(lost)), ['exact|        x = 1\n|        x = 2\n']);
  });

  it('refuses an added file whose lines are marked only in part', () => {
    assert.deepEqual(reasons(plan(['*** Begin Patch', '*** Add File: n.txt', '+one', 'two', '*** End Patch'])), [
      'malformed',
    ]);
    assert.deepEqual(hunks(plan(['*** Begin Patch', '*** Add File: n.txt', 'one', 'two', '*** End Patch'])), [
      'create n.txt|one\ntwo\n',
    ]);
  });

  it('replaces an existing file by an added one only where it is a new state of it', () => {
    const add = (...lines: string[]): string[] => [
      '*** Begin Patch',
      '*** Add File: conf.json',
      ...lines.map((line) => `+${line}`),
      '*** End Patch',
    ];
    assert.deepEqual(hunks(plan(add('{', '  "a": 1,', '  "b": 3', '}'))), ['whole|  "b": 2\n|  "b": 3\n']);
    assert.deepEqual(reasons(plan(add('{', '  "z": 1', '}'))), ['file-exists']);
    assert.deepEqual(reasons(plan(add('{', '  // ... existing code ...', '  "b": 3', '}'))), ['elision']);
  });
});

describe('search and replace', () => {
  it('finds its file before, inside or on the mark, or from the block before', () => {
    const block = ['<<<<<<< SEARCH', 'import os', '=======', 'import sys', '>>>>>>> REPLACE'];
    for (const reply of [
      ['a.py', ...block],
      ['**a.py**', '```python', ...block, '```'],
      ['In `a.py`, change:', '', '```', ...block, '```'],
      ['```python', 'a.py', ...block, '```'],
      ['```python a.py', ...block, '```'],
      ['### File: a.py', ...block],
      ['<<<<<<< SEARCH a.py', ...block.slice(1)],
      ['```', '# a.py', ...block, '```'],
    ])
      assert.deepEqual(hunks(plan(reply)), [importSys], reply.join('\n'));
    assert.deepEqual(hunks(plan(block, { defaultPath: 'a.py' })), [importSys]);
    assert.deepEqual(reasons(plan(block)), ['no-path']);
    const second = ['<<<<<<< SEARCH', '    print("hi")', '=======', '    print("ho")', '>>>>>>> REPLACE'];
    assert.equal(hunks(plan(['a.py', ...block, '', ...second])).length, 2);
  });

  it('reads other marks', () => {
    for (const [start, middle, end] of [
      ['<<<<<<< ORIGINAL', '=======', '>>>>>>> UPDATED'], ['<<<<< SEARCH', '=====', '>>>>> REPLACE'],
      ['<<<<<<<<< SEARCH', '=========', '>>>>>>>>> REPLACE'], ['------- SEARCH', '=======', '+++++++ REPLACE'],
      ['<<<<<<< search', '=======', '>>>>>>>'],
    ] as const)
      assert.deepEqual(hunks(plan(['a.py', start, 'import os', middle, 'import sys', end])), [importSys], start);
    const numbered = [
      'a.py', '<<<<<<< SEARCH', ':start_line:1', '-------', 'import os', '=======', 'import sys', '>>>>>>> REPLACE',
    ];
    assert.deepEqual(hunks(plan(numbered)), [importSys]);
  });

  it('moves new lines by the measured difference of indentation', () => {
    const reply = sr(
      'a.py',
      ['def bar(self):', '    x = 1', '    return x'],
      ['def bar(self):', '    x = 1', '    if x:', '        return 2', '    return x'],
    );
    assert.deepEqual(hunks(plan(reply)), ['whitespace||        if x:\n            return 2\n']);
  });

  it('writes tabs where the file has tabs', () => {
    const reply = sr('Makefile', ['clean:', '    rm -f x'], ['clean:', '    rm -f x y', '    rm -f z']);
    assert.deepEqual(hunks(plan(reply)), ['whitespace|\trm -f x\n|\trm -f x y\n\trm -f z\n']);
  });

  it('reads placeholders on both sides, and refuses them on one', () => {
    const both = sr(
      'a.py',
      ['class A:', '...', '    def bar(self):', '        x = 1'],
      ['class B:', '...', '    def bar(self):', '        x = 2'],
    );
    assert.deepEqual(hunks(plan(both)), ['exact|class A:\n|class B:\n', 'exact|        x = 1\n|        x = 2\n']);
    const one = sr(
      'a.py',
      ['def main():', '    print("hi")'],
      ['def main():', '    # ... existing code ...', '    print("ho")'],
    );
    assert.deepEqual(reasons(plan(one)), ['elision']);
    const lost = sr('a.py', ['class A:', '...', 'def nowhere():'], ['class B:', '...', 'def somewhere():']);
    assert.deepEqual(reasons(plan(lost)), ['not-found']);
  });

  it('makes a new file from an empty search, and refuses one in a file that has text', () => {
    assert.deepEqual(hunks(plan(sr('new.py', [], ['print(1)']))), ['create new.py|print(1)\n']);
    assert.deepEqual(hunks(plan(sr('empty.txt', [], ['print(1)']))), ['exact||print(1)\n']);
    assert.deepEqual(reasons(plan(sr('a.py', [], ['print(1)']))), ['no-anchor']);
    assert.deepEqual(reasons(plan(sr('new.py', ['x'], ['print(1)']))), ['missing-file']);
  });

  it('copes with conflict marks and equals signs in the text', () => {
    const text = 'a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n';
    const reply = sr('f.txt', ['<<<<<<< HEAD', 'b', '=======', 'c', '>>>>>>> other'], ['c']);
    assert.equal(after(plan(reply, { text })), 'a\nc\nd\n');
    const heading = sr('f.txt', ['Title', '====='], ['Name', '=====']);
    assert.equal(after(plan(heading, { text: 'Title\n=====\nx\n' })), 'Name\n=====\nx\n');
    assert.deepEqual(reasons(plan(sr('f.txt', ['Title', '======='], ['Name']), { text: 'Title\n=======\n' })), [
      'unclear-end',
    ]);
  });

  it('refuses a block without end or divider', () => {
    assert.deepEqual(reasons(plan(['a.py', '<<<<<<< SEARCH', 'import os', '=======', 'import sys'])), ['cut-off']);
    assert.deepEqual(reasons(plan(['a.py', '<<<<<<< SEARCH', 'import os', '>>>>>>> REPLACE'])), ['malformed']);
    const next = plan(['a.py', '<<<<<<< SEARCH', 'x', ...sr('a.py', ['import os'], ['import sys']).slice(1)]);
    assert.deepEqual(next.refused.map(({ reason }) => reason), ['cut-off']);
    assert.equal(next.files.length, 1);
  });

  it('makes a repeated block once, and refuses two that disagree', () => {
    const once = sr('a.py', ['import os'], ['import sys']);
    assert.deepEqual(hunks(plan([...once, ...once])), [importSys]);
    assert.deepEqual(reasons(plan([...once, ...sr('a.py', ['import os'], ['import re'])])), ['overlap', 'overlap']);
  });

  it('refuses what changes nothing or has been done', () => {
    assert.deepEqual(reasons(plan(sr('a.py', ['import os'], ['import os']))), ['nothing-to-change']);
    assert.deepEqual(reasons(plan(sr('a.py', ['import sys'], ['import os']))), ['already-applied']);
    assert.deepEqual(reasons(plan(sr('req.txt', ['flask'], ['flask', 'requests']))), ['already-applied']);
  });
});

describe('anchored places', () => {
  const FOX =
    'const a = load();\nconst b = parse(a);\n// keep: see ticket 12\nconst c = merge(a, b);\nsave(c);\n' +
    'report(a, b, c);\n';

  it('changes lines that are there between context that differs', () => {
    const reply = sr(
      'f.ts',
      ['const a = load();', 'const b = parse(a);', '// keep', 'const c = merge(a, b);', 'save(c);'],
      ['const a = load();', 'const b = parse(a);', '// keep', 'const c = merge(a, b);', 'store(c);'],
    );
    assert.deepEqual(hunks(plan(reply, { text: FOX })), ['anchored|save(c);\n|store(c);\n']);
  });

  it('refuses where the lines to be changed differ', () => {
    const reply = sr(
      'f.ts',
      ['const a = load();', 'const b = parse(a);', '// keep', 'const c = merge(a, b);', 'save(c);'],
      ['const a = load();', 'const b = parse(a);', '// hold', 'const c = merge(a, b);', 'save(c);'],
    );
    const result = plan(reply, { text: FOX });
    assert.deepEqual(reasons(result), ['text-differs']);
    assert.deepEqual(result.refused[0]?.candidates, [{ line: 1, similarity: 0.8 }]);
  });

  it('sees through the kind of quotes and signs at line ends', () => {
    const text = 'x(1);\ny("a");\nz(2);\nq(3);\n';
    const reply = sr('f.ts', ['x(1);', "y('a')", 'z(2);', 'q(3);'], ['x(1);', "y('b')", 'z(2);', 'q(3);']);
    assert.deepEqual(hunks(plan(reply, { text })), ['anchored|y("a");\n|y(\'b\')\n']);
  });

  it('refuses two places nearly as good as each other', () => {
    const block = 'one();\ntwo();\nthree();\nfour();\n';
    const reply = sr(
      'f.ts',
      ['one();', 'two();', 'other();', 'three();', 'four();'],
      ['one();', 'two();', 'other();', 'three();', 'five();'],
    );
    assert.deepEqual(reasons(plan(reply, { text: `${block}// gap\n// gap 2\n// gap 3\n// gap 4\n${block}` })), [
      'ambiguous',
    ]);
  });

  it('inserts only between neighbours that are there side by side', () => {
    const old = ['const a = load();', 'const b = parse(a);', '// keep', 'const c = merge(a, b);', 'save(c);'];
    const at = (line: number): string[] => sr('f.ts', old, [...old.slice(0, line), 'NEW();', ...old.slice(line)]);
    assert.deepEqual(hunks(plan(at(4), { text: FOX })), ['anchored||NEW();\n']);
    assert.deepEqual(hunks(plan(at(1), { text: FOX })), ['anchored||NEW();\n']);
    assert.deepEqual(reasons(plan(at(2), { text: FOX })), ['text-differs']);
    assert.deepEqual(reasons(plan(at(3), { text: FOX })), ['text-differs']);
  });
});
