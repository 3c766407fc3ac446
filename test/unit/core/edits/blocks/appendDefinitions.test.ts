import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planEdits } from '../../../../../src/core/edits/planEdits.ts';
import { plan } from '../fixtures.ts';
import { holds } from '../support.ts';

interface Language {
  readonly path: string;
  readonly top: readonly string[];
  readonly define: (name: string, pad?: string) => string[];
  /** What may stand last, and whether new definitions plainly go above it. */
  readonly feet: readonly { readonly lines: readonly string[]; readonly isSure: boolean }[];
}

const ts: Language = {
  path: 'src/a.ts',
  top: ["import { x } from './x.ts';"],
  define: (name) => [
    `/** Does ${name}. */`,
    `export function ${name}(a: number): number {`,
    `  return a + ${name.length};`,
    '}',
  ],
  feet: [
    { lines: [], isSure: true },
    { lines: ['export default f0;'], isSure: true },
    { lines: ['export { f0 };'], isSure: true },
    { lines: ['f0(1);'], isSure: false },
    { lines: ['const app = f0(1);', 'app.listen();'], isSure: false },
  ],
};
const python: Language = {
  path: 'app/a.py',
  top: ['import os'],
  define: (name) => [`def ${name}(a):`, `    """Does ${name}."""`, `    return a + ${name.length}`],
  feet: [
    { lines: [], isSure: true },
    { lines: ['# Only as a script.', "if __name__ == '__main__':", '    f0(1)'], isSure: true },
    { lines: ['f0(1)'], isSure: false },
  ],
};

const file = fc.record({
  language: fc.constantFrom(ts, python),
  count: fc.integer({ min: 1, max: 5 }),
  foot: fc.nat(),
  gap: fc.constantFrom(1, 2),
  eol: fc.constantFrom('\n', '\r\n'),
  isEnded: fc.boolean(),
});

describe('a definition that the named file does not have', function () {
  this.timeout(120_000);

  it('is added, and everything that stood in the file still stands there in order', () => {
    let sure = 0;
    let open = 0;
    holds(fc.property(file, ({ language, count, foot, gap, eol, isEnded }) => {
      const { path, top, define, feet } = language;
      const { lines: last, isSure } = feet[foot % feet.length]!;
      const between = Array<string>(gap).fill('');
      const blocks = Array.from({ length: count }, (_, i) => define(`f${i}`));
      const parts = [top, ...blocks, ...(last.length > 0 ? [last] : [])];
      const own = parts.flatMap((part, i) => (i === 0 ? part : [...between, ...part]));
      const before = own.join(eol) + (isEnded ? eol : '');
      const fresh = define('helper');
      const reply = ['Add this helper to `' + path + '`:', '', '```', ...fresh, '```'].join('\n');
      const { files: [edit], refused } = planEdits(reply, { read: (name) => (name === path ? before : undefined) });
      if (!isSure) {
        assert.deepEqual(refused.map(({ reason }) => reason), ['several-places']);
        assert.equal(refused[0]?.candidates?.length, 2);
        open++;
        return;
      }
      assert.deepEqual(refused, []);
      assert.ok(edit?.kind === 'change' && edit.hunks.every(({ how }) => how === 'appended'));
      const wanted = [top, ...blocks, fresh, ...(last.length > 0 ? [last] : [])];
      const lines = wanted.flatMap((part, i) => (i === 0 ? part : [...between, ...part]));
      assert.equal(edit.after, lines.join(eol) + (isEnded ? eol : ''));
      sure++;
    }));
    assert.ok(sure > 0 && open > 0);
  });

  it('is not added where nothing names the file, nor beside something of its name', () => {
    const text = 'export function a(): number {\n  return 1;\n}\n\nexport function b(): number {\n  return 2;\n}\n';
    const block = ['```ts', 'export function c(): number {', '  return 3;', '}', '```'];
    assert.deepEqual(plan(block, { text, defaultPath: 'a.ts' }).files, []);
    const [edit] = plan(['Add to `a.ts`:', ...block], { text }).files;
    assert.ok(edit?.kind === 'change' && edit.after === `${text}\nexport function c(): number {\n  return 3;\n}\n`);
    assert.deepEqual(plan(['Add to `a.ts`:', '```ts', 'const names = [', "  'a',", '];', '```'], { text }).files, []);
    const arrow = ['Add to `a.ts`:', '```ts', 'const twice = (a: number) => {', '  return 2 * a;', '};', '```'];
    assert.equal(plan(arrow, { text }).files.length, 1);
    const both = plan(
      ['Add to `a.ts`:', '```ts', 'const c = 1;', 'export function d(): number {', '  return c;', '}', '```'],
      { text },
    );
    assert.deepEqual(both.files, []);
  });
});
