import assert from 'node:assert/strict';
import { after, FILES, hunks, plan, PY, reasons, sr, TS } from '../fixtures.ts';

const importSys = 'exact|import os\n|import sys\n';

describe('blocks', () => {
  const f7 = ['export function f7(a: number): number {', '  const b = a * 7;', '  return b;', '}'];
  const times = ['snippet|  const b = a + 7;\n|  const b = a * 7;\n'];

  it('are whole files under a path', () => {
    const now = PY.replace('hi', 'ho').split('\n').slice(0, -1);
    for (const head of [
      ['a.py', '```python'],
      ['### `a.py`', '', '```'],
      ['**a.py** (updated):', '```py'],
      ['```python title="a.py"'],
      ['```a.py'],
      ['```python:a.py'],
      ['```python', '# a.py'],
    ]) {
      assert.deepEqual(
        hunks(plan([...head, ...now, '```'])),
        ['whole|    print("hi")\n|    print("ho")\n'],
        head.join(' '),
      );
    }
    assert.deepEqual(hunks(plan(['**n.py**', '```python', '# n.py', 'print(1)', '```'])), ['create n.py|print(1)\n']);
  });

  it('are parts where placeholders or size say so', () => {
    assert.deepEqual(
      hunks(plan(['**src/a.ts**', '```ts', '// ... existing code ...', ...f7, '// ... existing code ...', '```'])),
      times,
    );
    assert.deepEqual(hunks(plan(['**src/a.ts**', '```ts', ...f7, '```'])), times);
    assert.deepEqual(hunks(plan(['In `src/a.ts`:', '```ts', ...f7, '```'])), times);
    assert.deepEqual(hunks(plan(['```ts', ...f7, '```'], { defaultPath: 'src/a.ts' })), times);
  });

  it('that wrap lines move them', () => {
    const part = ['# ... existing code ...', 'def main():', '    if x:', '        print("hi")', '    print("end")'];
    const text = PY.replace('print("hi")', 'print("hi")\n    print("end")');
    const wanted = text.replace('    print("hi")', '    if x:\n        print("hi")');
    assert.equal(after(plan(['**a.py**', '```python', ...part, '```'], { text })), wanted);
    const shifted = part.map((line) => `  ${line}`);
    assert.equal(after(plan(['**a.py**', '```python', ...shifted, '```'], { text })), wanted);
  });

  it('are never taken for the whole file when they are parts', () => {
    assert.equal(
      after(plan(['**a.py**', '```python', 'def main():', '    print("ho")', '```'])),
      PY.replace('hi', 'ho'),
    );
    assert.deepEqual(
      reasons(
        plan([
          '**a.py**',
          '```python',
          'def foo(self):',
          '    x = 1',
          '    return 2',
          '',
          'def main():',
          '    print("ho")',
          '```',
        ]),
      ),
      ['looks-like-snippet'],
    );
    assert.deepEqual(reasons(plan(['**req.txt**', '```', 'numpy', '```'])), ['looks-like-snippet']);
    assert.deepEqual(reasons(plan(['**a.py**', '```python', ...PY.split('\n').slice(0, 11), '```'])), [
      'looks-like-snippet',
    ]);
    const added = ['export function g() {', '  return 1;', '}'];
    assert.equal(after(plan(['**src/a.ts**', '```ts', ...added, '```'])), `${TS}\n${added.join('\n')}\n`);
    const lines = TS.split('\n');
    assert.deepEqual(reasons(plan(['**src/a.ts**', '```ts', ...lines.slice(0, 30), ...lines.slice(90, -1), '```'])), [
      'would-delete',
    ]);
  });

  it('with a part left out that would delete or double lines are refused', () => {
    const mark = '// ... existing code ...';
    const lost = ['**src/a.ts**', '```ts', mark, f7[0]!, f7[3]!, mark, '```'];
    assert.deepEqual(reasons(plan(lost)), ['would-delete']);
    const doubled = [
      '**src/a.ts**',
      '```ts',
      mark,
      ...f7,
      'export function f9(a: number): number {',
      '  return a;',
      '}',
      mark,
      '```',
    ];
    assert.deepEqual(reasons(plan(doubled)), ['would-delete']);
    assert.deepEqual(reasons(plan(['**src/a.ts**', '```ts', mark, ...f7])), ['cut-off']);
    assert.deepEqual(reasons(plan(['**n.ts**', '```ts', mark, ...f7, '```'])), ['elision']);
  });

  it('keep fences that are theirs, and are refused where their end is unclear', () => {
    const md = FILES['README.md']!.replace('npm i', 'npm ci').split('\n').slice(0, -1);
    for (const fence of ['```', '````', '~~~'])
      assert.equal(after(plan(['README.md', `${fence}md`, ...md, fence])), md.join('\n') + '\n');
    const bare = md.map((line) => (line === '```sh' ? '```' : line));
    assert.ok(plan(['README.md', '```md', ...bare, '```']).refused.some(({ reason }) => reason === 'unclear-end'));
  });

  it('for the shell or in prose are not taken for files', () => {
    assert.deepEqual(
      reasons(plan(['Update `req.txt` and run:', '```bash', 'pip install -r req.txt', '```'], { defaultPath: 'a.py' })),
      ['no-edit'],
    );
    assert.deepEqual(reasons(plan('I would leave it alone.', { defaultPath: 'a.py' })), ['no-edit']);
    assert.deepEqual(reasons(plan(['```py', 'x', '```', '```py', 'y', '```'], { defaultPath: 'a.py' })), [
      'several-blocks',
      'several-blocks',
    ]);
    assert.deepEqual(reasons(plan(['See `n.py`:', '```py', 'x = 1', '```'])), ['missing-file']);
  });

  it('that are rivals, or hold prose behind the code, are refused', () => {
    const one = (from: string): string[] => [
      '**conf.json**',
      '```json',
      ...FILES['conf.json']!.replace(from, '"c"').split('\n').slice(0, -1),
      '```',
    ];
    assert.deepEqual(reasons(plan([...one('"a"'), ...one('"b"')])), ['overlap', 'overlap']);
    assert.equal(hunks(plan([...one('"a"'), ...one('"a"')])).length, 1);
    const prose = [
      '**a.py**',
      '```python',
      ...PY.replace('hi', 'ho').split('\n'),
      'This greets in another way.',
      '```',
    ];
    assert.deepEqual(reasons(plan(prose)), ['unclear-end']);
  });

  it('under the name of a product or a method make no file', () => {
    assert.deepEqual(reasons(plan(['### `Array.map`', '```js', 'a.map(b);', '```'])), ['no-path']);
    assert.deepEqual(reasons(plan(['## Node.js', '```js', 'a.map(b);', '```'])), ['no-path']);
  });

  it('may name the open file without its folders', () => {
    assert.deepEqual(hunks(plan(['**a.ts**', '```ts', ...f7, '```'], { defaultPath: 'src/a.ts' })), times);
    assert.equal(
      plan(['*** Begin Patch', '*** Add File: a.ts', '+x', '*** End Patch'], { defaultPath: 'src/a.ts' }).files[0]
        ?.path,
      'a.ts',
    );
  });

  it('may name a file by where it lies elsewhere', () => {
    const patch = (path: string): string[] => [
      '*** Begin Patch',
      `*** Update File: ${path}`,
      '@@',
      '-import os',
      '+import sys',
      '*** End Patch',
    ];
    for (const path of ['/home/me/repo/a.py', 'C:\\repo\\a.py', 'a/a.py', './a.py'])
      assert.equal(plan(patch(path)).files[0]?.path, 'a.py', path);
    assert.deepEqual(reasons(plan(patch('other/deep/a.py'))), ['missing-file']);
    assert.deepEqual(hunks(plan(['**x/req.txt**', '```', 'flask', '```'])), ['create x/req.txt|flask\n']);
  });

  it('of several without a name those are taken that fit', () => {
    const context = { defaultPath: 'src/a.ts' };
    const f8 = f7.map((line) => line.replaceAll('7', '8'));
    const both = plan(
      ['In `load`:', '```ts', ...f7, '```', 'and then', '```ts', ...f8, '```', '```ts', 'f7(1);', '```'],
      context,
    );
    assert.deepEqual(both.refused.map(({ reason }) => reason), ['several-blocks']);
    assert.equal(both.files[0]?.kind === 'change' && both.files[0].hunks.length, 2);
    const whole = ['```ts', ...TS.replace('a + 3', 'a - 3').split('\n').slice(0, -1), '```'];
    assert.equal(hunks({ ...plan([...whole, '```ts', 'f7(1);', '```'], context), refused: [] }).length, 1);
    assert.deepEqual(reasons(plan([...whole, ...whole.map((line) => line.replace('a - 3', 'a * 3'))], context)), [
      'several-blocks',
      'several-blocks',
    ]);
  });

  it('with HTML escapes are refused', () => {
    const now = PY.replace('return x', 'return x &lt; 2').split('\n').slice(0, -1);
    assert.deepEqual(reasons(plan(['**a.py**', '```', ...now, '```'])), ['escaped']);
  });

  it('come as JSON too', () => {
    assert.deepEqual(hunks(plan(JSON.stringify({ path: 'a.py', old_string: 'import os', new_string: 'import sys' }))), [
      importSys,
    ]);
    assert.deepEqual(hunks(plan(JSON.stringify([{ file: './n.py', content: 'x = 1\n' }]))), ['create n.py|x = 1\n']);
  });
});

describe('a block of one definition', () => {
  it('is not a file that defines the same twice', () => {
    const one = 'function name(x) {\n  log();\n}\n';
    const text = `${one}\n${one}`;
    const reply = ['**a.ts**', '```ts', 'function name(x) {', '  log();', '  fresh();', '}', '```'];
    assert.deepEqual(reasons(plan(reply, { text })), ['looks-like-snippet']);
  });
});

describe('line endings, marks and characters', () => {
  it('stay as they were', () => {
    assert.equal(after(plan(sr('win.txt', ['two'], ['2', '2b']))), '\uFEFFone\r\n2\r\n2b\r\nthree');
    assert.equal(after(plan(sr('win.txt', ['one'], ['1']))), '\uFEFF1\r\ntwo\r\nthree');
    assert.equal(after(plan(sr('win.txt', ['three'], ['three', 'four']))), '\uFEFFone\r\ntwo\r\nthree\r\nfour');
    assert.equal(after(plan(sr('win.txt', ['two', 'three'], ['two']))), '\uFEFFone\r\ntwo');
    assert.equal(after(plan(sr('f.txt', ['b'], ['B']), { text: 'a\r\nb\nc\r\n' })), 'a\r\nB\nc\r\n');
  });

  it('come from the file, not from the model', () => {
    const text = 'a = b - c  # it\'s "so"\n';
    const reply = sr(
      'f.py',
      ['a = b \u2011 c  # it\u2019s \u201Cso\u201D'],
      ['a = b \u2011 d  # it\u2019s \u201Cso\u201D'],
    );
    assert.equal(after(plan(reply, { text })), 'a = b - d  # it\'s "so"\n');
    assert.equal(after(plan(sr('f.py', ['x'], ['x', 'y\u202F= 1 \u2212 2\u200B']), { text: 'x\n' })), 'x\ny = 1 - 2\n');
    assert.equal(after(plan(sr('f.py', ['x\u00A0y'], ['x\u00A0z']), { text: 'x\u00A0y\n' })), 'x\u00A0z\n');
    assert.equal(after(plan(sr('f.py', ['x y w'], ['x y z']), { text: 'x\u00A0y w\n' })), 'x\u00A0y z\n');
    assert.equal(after(plan(sr('f.md', ['x'], ['a \u2013 b']), { text: 'x\n' })), 'a \u2013 b\n');
    assert.equal(after(plan(sr('f.py', ['x'], ['x = 1  # a \u2014 b']), { text: 'x\n' })), 'x = 1  # a \u2014 b\n');
  });

  it('do not let trailing white space stand in the way', () => {
    assert.deepEqual(hunks(plan(sr('f.txt', ['a', 'b'], ['a', 'c']), { text: 'a  \nb\t\n' })), [
      'whitespace|b\t\n|c\n',
    ]);
  });
});
