import assert from 'node:assert/strict';
import { applyHunks } from '../../../../../src/core/edits/text/hunks.ts';
import { after, plan, reasons, sr, v4a } from '../fixtures.ts';

/** The ways to give a file a new text: a titled block, Add File, an edit of one line, a selection. */
const titled = (path: string, language: string, lines: readonly string[]): string[] => {
  return [`**${path}**`, `\`\`\`${language}`, ...lines, '```'];
};
const added = (path: string, lines: readonly string[]): string[] => {
  return ['*** Begin Patch', `*** Add File: ${path}`, ...lines.map((line) => `+${line}`), '*** End Patch'];
};

describe('a mark that the file has as well', () => {
  const lines = ['start();', '// ...', 'first();', 'second();', 'third();', 'stop();'];
  const text = `${lines.join('\n')}\n`;
  const wanted = text.replace('second', 'two');
  const now = wanted.trimEnd().split('\n');

  it('is a line of it in a block, in Add File and in an edit', () => {
    assert.equal(after(plan(titled('a.ts', 'ts', now), { text })), wanted);
    assert.equal(after(plan(added('a.ts', now), { text })), wanted);
    assert.equal(
      after(plan(sr('a.ts', ['// ...', 'first();', 'second();'], ['// ...', 'first();', 'two();']), { text })),
      wanted,
    );
  });

  it('may be put elsewhere by a selection as by an edit', () => {
    const start = text.indexOf('second();');
    const selection = { path: 'a.ts', start, end: start + 'second();'.length };
    const changed = text.replace('second();', 'second();\n// ...');
    assert.equal(after(plan(sr('a.ts', ['second();'], ['second();', '// ...']), { text })), changed);
    assert.equal(after(plan(['```ts', 'second();', '// ...', '```'], { text, selection })), changed);
  });

  it('may end a line of code, in whatever form the code comes', () => {
    const ended = 'open();\ncall(1); // ...\nclose();\n';
    const start = ended.indexOf('// ...');
    const selection = { path: 'a.ts', start, end: start + '// ...'.length };
    const selected = plan(['```ts', '// ... and more', '```'], { text: `${ended}// ... and more\n`, selection });
    assert.equal(after(selected), `${ended}// ... and more\n`.replace('; // ...\n', '; // ... and more\n'));
    const line = { path: 'a.ts', start: ended.indexOf('call'), end: start + '// ...'.length };
    const two = ended.replace('call(1)', 'call(2)');
    assert.equal(after(plan(['```ts', 'call(2); // ...', '```'], { text: ended, selection: line })), two);
    assert.equal(after(plan(sr('a.ts', ['call(1); // ...'], ['call(2); // ...']), { text: ended })), two);
  });

  it('is a placeholder where the file does not have it', () => {
    const plain = text.replace('// ...\n', '');
    const elided = ['start();', '// ...', 'stop();'];
    for (const reply of [added('a.ts', elided), sr('a.ts', ['first();'], ['// ...', 'first();'])]) {
      assert.deepEqual(reasons(plan(reply, { text: plain })), ['elision']);
    }
    assert.deepEqual(reasons(plan(added('a.ts', elided), { read: () => undefined })), ['elision']);
  });
});

describe('entities', () => {
  const page = '<ul>\n  <li>Bread</li>\n  <li>Cake</li>\n  <li>Tea</li>\n</ul>\n';
  const wanted = page.replace('Cake', 'Cake &amp; cream');

  it('belong into markup, be it a block or an edit', () => {
    assert.equal(after(plan(titled('a.html', 'html', wanted.trimEnd().split('\n')), { text: page })), wanted);
    assert.equal(
      after(plan(sr('a.html', ['  <li>Cake</li>'], ['  <li>Cake &amp; cream</li>']), { text: page })),
      wanted,
    );
    assert.equal(after(plan(added('a.html', wanted.trimEnd().split('\n')), { text: page })), wanted);
  });

  it('do not belong into code that has none, be it a block, an edit or a selection', () => {
    const text = 'a();\nb();\nif (x) c();\nd();\n';
    const now = 'a();\nb();\nif (x &amp;&amp; y) c();\nd();';
    assert.deepEqual(reasons(plan(titled('a.ts', 'ts', now.split('\n')), { text })), ['escaped']);
    assert.deepEqual(reasons(plan(sr('a.ts', ['if (x) c();'], ['if (x &amp;&amp; y) c();']), { text })), ['escaped']);
    const selection = { path: 'a.ts', start: 0, end: text.length };
    assert.deepEqual(reasons(plan(['```ts', ...now.split('\n'), '```'], { text, selection })), ['escaped']);
  });
});

describe('marks of the reply', () => {
  it('make no new file, as they change none', () => {
    const body = ['export const a = 1;', '```', 'export const b = 2;'];
    assert.deepEqual(reasons(plan(added('n.ts', body), { read: () => undefined })), ['malformed']);
    assert.deepEqual(reasons(plan(added('n.ts', ['a();<|end|>']), { read: () => undefined })), ['malformed']);
    assert.equal(plan(added('n.md', body), { read: () => undefined }).files.length, 1);
  });

  it('may stand where the file has them already', () => {
    const text = 'const tokens = ["<|end|>"];\nrun();\n';
    const result = plan(v4a('a.ts', '@@', '-run();', '+run("<|end|>");'), { text });
    const [file] = result.files;
    assert.ok(file?.kind === 'change');
    assert.equal(applyHunks(text, file.hunks), text.replace('run()', 'run("<|end|>")'));
  });
});
