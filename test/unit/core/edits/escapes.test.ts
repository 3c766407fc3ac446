import assert from 'node:assert/strict';
import { after, plan, reasons, sr, v4a } from './fixtures.ts';

const call = (old: string, now: string): string => JSON.stringify({ name: 'edit', arguments: { path: 'a.ts', old_string: old, new_string: now } });

describe('text that was escaped once too often', () => {
  const text = 'function f() {\n\tg();\n\treturn 1;\n}\n';

  it('is refused, whatever the format', () => {
    assert.deepEqual(reasons(plan(call('\tg();', '\tg(\\"a\\");'), { text })), ['escaped']);
    assert.deepEqual(reasons(plan(call('\tg();', '\tg();\\n\th();'), { text })), ['escaped']);
    assert.deepEqual(reasons(plan(v4a('a.ts', '@@', '-\tg();', '+\\th();'), { text })), ['escaped']);
    assert.deepEqual(reasons(plan(sr('a.ts', ['\tg();'], ['\\tif (x) {', '\\t\\th();', '\\t}']), { text })), ['escaped']);
  });

  it('is refused where it begins within a line', () => {
    const inside = 'say("hello");\nend();\n';
    assert.deepEqual(reasons(plan(call('"hello"', '\\"bye\\"'), { text: inside })), ['escaped']);
    assert.equal(after(plan(call('hello', '\\"bye\\"'), { text: inside })), 'say("\\"bye\\"");\nend();\n');
  });

  it('makes no new file', () => {
    const create = JSON.stringify({ name: 'write_file', arguments: { path: 'n.ts', content: 'g();\\nh();\\n' } });
    assert.deepEqual(plan(create, { read: () => undefined }).refused.map(({ reason }) => reason), ['escaped']);
    assert.equal(plan(create.replaceAll('\\\\n', '\\n'), { read: () => undefined }).files.length, 1);
  });

  it('is no more than what strings, patterns and other languages have', () => {
    const right = ['\tg("\\"a\\"\\n");', "\tg('{\\n}');", '\tg(s.split(/;\\n/), /\\t/);', '\tg(`;\\n  x`);'];
    for (const line of right) assert.ok(after(plan(call('\tg();', line), { text })).includes(line));
    const tex = 'a\n\\begin{x}\n';
    assert.equal(after(plan(sr('a.tex', ['a'], ['\\title{b}']), { text: tex })), '\\title{b}\n\\begin{x}\n');
    assert.equal(after(plan(sr('Makefile', ['a'], ['X = -DN=\\"b\\"']), { text: tex })), 'X = -DN=\\"b\\"\n\\begin{x}\n');
  });

  it('is plain where the file has such lines itself', () => {
    const own = 'const s = `\n\\tone\n\\ttwo\n`;\n';
    assert.equal(after(plan(sr('a.ts', ['\\tone'], ['\\tuno']), { text: own })), own.replace('one', 'uno'));
  });
});
