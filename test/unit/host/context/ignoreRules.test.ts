import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { runs } from '../../../support/runs.ts';
import { globsOf, IgnoreRules } from '../../../../src/host/context/ignoreRules.ts';

const rulesOf = (files: Readonly<Record<string, string>>): IgnoreRules => new IgnoreRules(Object.entries(files).map(([folder, text]) => ({ folder, text })));

describe('IgnoreRules', () => {
  it('ignores files and whole folders, in upper and lower case as written', () => {
    const rules = rulesOf({ '/w': '*.log\n/dist\nnode_modules/\n# a comment\n' });
    const ignored = ['/w/a.log', '/w/deep/b.log', '/w/dist/x.js', '/w/deep/node_modules/y/z.js'];
    assert.deepEqual(ignored.filter((path) => rules.ignores(path)), ignored);
    assert.deepEqual(['/w/a.LOG', '/w/deep/dist/x.js', '/w/src/a.ts', '/elsewhere/a.log'].filter((path) => rules.ignores(path)), []);
  });

  it('lets the deeper file have the last word', () => {
    const rules = rulesOf({ '/w': '*.txt\nout/\n', '/w/docs': '!kept.txt\n!out/\n' });
    assert.deepEqual(['/w/kept.txt', '/w/docs/other.txt', '/w/out/a'].map((path) => rules.ignores(path)), [true, true, true]);
    assert.deepEqual(['/w/docs/kept.txt', '/w/docs/out/a'].map((path) => rules.ignores(path)), [false, false]);
  });

  it('has nothing to say without files', () => {
    assert.equal(new IgnoreRules([]).ignores('/w/a'), false);
  });

  it('agrees with Git', function () {
    this.timeout(60_000);
    const root = mkdtempSync(join(tmpdir(), 'gpt-oss-ignore-'));
    const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
    const name = fc.constantFrom('a', 'b', 'c.log');
    const paths = ['a', 'b', 'c.log', 'a/a', 'a/b', 'a/c.log', 'b/c.log', 'b/a', 'a/b/a', 'a/b/c.log', 'b/a/b', 'b/b/a'].map((path) => `${path}/x`).concat('c.log', 'x');
    const line = fc.tuple(fc.constantFrom('', '', '!'), fc.constantFrom('', '/', '**/', 'a/'), fc.oneof(name, fc.constantFrom('*.log', '*', 'x')), fc.constantFrom('', '/', '/**')).map((parts) => parts.join(''));
    const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
    // A folder that a deeper file takes back from a higher one: there the rules are lenient, where Git looks at each file again.
    const deeper = fc.array(line.map((one) => (one.startsWith('!') ? '!x' : one)), { maxLength: 4 }).map((lines) => lines.join('\n'));
    try {
      git('init', '-q');
      for (const path of paths) mkdirSync(join(root, path, '..'), { recursive: true });
      for (const path of paths) if (path.endsWith('x')) writeFileSync(join(root, path), '');
      const files = paths.filter((path) => path.endsWith('x'));
      fc.assert(
        fc.property(text, deeper, (top, deep) => {
          writeFileSync(join(root, '.gitignore'), top);
          writeFileSync(join(root, 'a/.gitignore'), deep);
          const rules = rulesOf({ '/w': top, '/w/a': deep });
          const theirs = git('ls-files', '--others', '--exclude-standard').split('\n').filter((path) => path.endsWith('x'));
          assert.deepEqual(files.filter((path) => !rules.ignores(`/w/${path}`)).sort(), theirs.sort());
        }),
        { numRuns: Math.min(runs(100), 2_000) },
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe('globsOf', () => {
  it('gives the plain names', () => {
    assert.deepEqual(globsOf('# made\n/dist\nnode_modules/\r\n.venv\n*.log\nsrc/gen\n'), ['dist', 'dist/**', '**/node_modules/**', '**/.venv', '**/.venv/**']);
  });

  it('gives none where something is taken back', () => {
    assert.deepEqual(globsOf('out\n!out/kept\n'), []);
  });
});
