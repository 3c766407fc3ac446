import assert from 'node:assert/strict';
import fc from 'fast-check';
import { after, plan, reasons, sr, v4a } from '../fixtures.ts';
import { holds } from '../support.ts';

const text = 'start();\nif (x) {\n  a();\n  b();\n}\nend();\n';
const changed = text.replace('  b();', '  b2();');

describe('line numbers that a reply has in front of its lines', () => {
  it('are read past where old and new lines have them, or the old ones alone', () => {
    for (const write of [(n: number) => `${n} | `, (n: number) => `  ${n}\t`, (n: number) => `${n}→`]) {
      const old = [`${write(3)}  a();`, `${write(4)}  b();`];
      assert.equal(after(plan(sr('a.js', old, [`${write(3)}  a();`, `${write(4)}  b2();`]), { text })), changed);
      assert.equal(after(plan(sr('a.js', old, ['  a();', '  b2();']), { text })), changed);
      assert.equal(after(plan(sr('a.js', old, []), { text })), 'start();\nif (x) {\n}\nend();\n');
      assert.equal(
        after(plan(v4a('a.js', '@@', ` ${write(3)}  a();`, `-${write(4)}  b();`, `+${write(4)}  b2();`), { text })),
        changed,
      );
    }
  });

  it('are never written into a file', () => {
    assert.deepEqual(reasons(plan(sr('a.js', ['  a();', '  b();'], ['3 |   a();', '4 |   b2();']), { text })), [
      'line-numbers',
    ]);
    assert.deepEqual(reasons(plan(v4a('a.js', '@@', '-  a();', '-  b();', '+3   a();', '+4   b2();'), { text })), [
      'line-numbers',
    ]);
    assert.deepEqual(reasons(plan(sr('a.js', ['3 |   a();', '4 |   b();'], ['3 |   a();', '  b2();']), { text })), [
      'not-found',
    ]);
    const create = ['**n.js**', '```js', '1 | f(() => {', '2 |   a();', '3 | });', '```'];
    assert.deepEqual(reasons(plan(create, { read: () => undefined })), ['line-numbers']);
  });

  it('are plain text where the file has them, and in running text', () => {
    const own = '10  PRINT\n20  GOTO\n30  END\n';
    assert.equal(
      after(plan(sr('a.bas', ['20  GOTO'], ['20  STOP', '21  REM']), { text: own })),
      own.replace('20  GOTO', '20  STOP\n21  REM'),
    );
    const table = 'a\nb\n';
    assert.equal(after(plan(sr('a.md', ['a'], ['1 | x', '2 | y']), { text: table })), '1 | x\n2 | y\nb\n');
    assert.equal(
      after(plan(sr('a.js', ['start();'], ["f({ 1: 'a',", "2: 'b',", '3  : c });']), { text })),
      text.replace('start();', "f({ 1: 'a',\n2: 'b',\n3  : c });"),
    );
  });

  it('do not choose between equal places', () => {
    const twins = 'a();\nb();\na();\nc();\n';
    assert.deepEqual(reasons(plan(sr('a.js', ['1 | a();'], ['1 | z();']), { text: twins })), ['ambiguous']);
  });

  it('come off without changing anything else', () => {
    const lines = fc.array(fc.constantFrom('a();', '  b();', 'if (x) {', '}', '', '\tc();', 'd("é");'), {
      minLength: 2,
      maxLength: 12,
    });
    holds(
      fc.property(lines, fc.nat(11), fc.constantFrom(' | ', '\t', '→'), (file, at, separator) => {
        const i = at % file.length;
        const number = (all: readonly string[]): string[] => all.map((line, k) => `${k + 1}${separator}${line}`);
        const now = file.map((line, k) => (k === i ? 'new();' : line));
        const result = plan(sr('a.js', number(file), number(now)), { text: `${file.join('\n')}\n` });
        for (const edit of result.files) assert.equal(edit.kind === 'change' ? edit.after : '', `${now.join('\n')}\n`);
      }),
    );
  });
});
