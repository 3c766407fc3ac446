import assert from 'node:assert/strict';
import { after, plan, reasons, sr, v4a } from '../fixtures.ts';

const call = (old: string, now: string): string =>
  JSON.stringify({ name: 'edit', arguments: { path: 'a.ts', old_string: old, new_string: now } });

describe('text that was escaped once too often', () => {
  const text = 'function f() {\n\tg();\n\treturn 1;\n}\n';

  it('is refused, whatever the format', () => {
    assert.deepEqual(reasons(plan(call('\tg();', '\tg(\\"a\\");'), { text })), ['escaped']);
    assert.deepEqual(reasons(plan(call('\tg();', '\tg();\\n\th();'), { text })), ['escaped']);
    assert.deepEqual(reasons(plan(v4a('a.ts', '@@', '-\tg();', '+\\th();'), { text })), ['escaped']);
    assert.deepEqual(reasons(plan(sr('a.ts', ['\tg();'], ['\\tif (x) {', '\\t\\th();', '\\t}']), { text })), [
      'escaped',
    ]);
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
    assert.equal(
      after(plan(sr('Makefile', ['a'], ['X = -DN=\\"b\\"']), { text: tex })),
      'X = -DN=\\"b\\"\n\\begin{x}\n',
    );
  });

  it('is plain where the file has such lines itself', () => {
    const own = 'const s = `\n\\tone\n\\ttwo\n`;\n';
    assert.equal(after(plan(sr('a.ts', ['\\tone'], ['\\tuno']), { text: own })), own.replace('one', 'uno'));
  });

  it('has the plain sign where a renderer wrote one of HTML', () => {
    assert.deepEqual(reasons(plan(v4a('a.ts', '@@', '-\tg();', '+\tif (x &lt; 2) g(&quot;a&quot;);'), { text })), [
      'escaped',
    ]);
    assert.deepEqual(reasons(plan(call('\tg();', '\tx &amp;&amp; g();'), { text })), ['escaped']);
    assert.equal(
      after(plan(sr('a.html', ['<p>a</p>'], ['<p>a &lt; b</p>']), { text: '<p>a</p>\n' })),
      '<p>a &lt; b</p>\n',
    );
    assert.equal(after(plan(sr('a.ts', ['f("&lt;");'], ['f("&gt;");']), { text: 'f("&lt;");\n' })), 'f("&gt;");\n');
    const create = ['**n.ts**', '```ts', 'export const f = (a) =&gt; a &lt; 2;', '```'];
    assert.deepEqual(reasons(plan(create, { read: () => undefined })), ['escaped']);
  });
});

describe('marks that belong to a reply', () => {
  const text = 'a();\nb();\nc();\n';

  it('are never written into a file', () => {
    assert.deepEqual(reasons(plan(sr('a.ts', ['a();'], ['z();<|end|>']), { text })), ['malformed']);
    assert.deepEqual(reasons(plan(sr('a.ts', ['a();'], ['z();', '```']), { text })), ['malformed']);
    assert.deepEqual(reasons(plan(sr('a.ts', ['a();', 'b();'], ['-a();', '+z();', 'b();']), { text })), ['malformed']);
    assert.deepEqual(reasons(plan(call('a();\nb();', '-a();\n+z();\n b();'), { text })), ['malformed']);
  });

  it('are text in files that have them, and in running text', () => {
    assert.equal(
      after(plan(sr('a.ts', ['is("<|end|>");'], ['is("<|start|>");']), { text: 'is("<|end|>");\n' })),
      'is("<|start|>");\n',
    );
    assert.equal(after(plan(sr('a.md', ['a();'], ['- a();', '+ z();']), { text: 'a();\n' })), '- a();\n+ z();\n');
    assert.equal(
      after(plan(sr('a.ts', ['a();'], ['x = y', '  + z', '  - a();']), { text })),
      'x = y\n  + z\n  - a();\nb();\nc();\n',
    );
  });
});
