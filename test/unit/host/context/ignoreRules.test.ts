import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import ignore from 'ignore';
import { runs } from '../../../support/runs.ts';
import { globsOf, IgnoreRules, mostSteps } from '../../../../src/host/context/ignoreRules.ts';

const rulesOf = (files: Readonly<Record<string, string>>): IgnoreRules =>
  new IgnoreRules(Object.entries(files).map(([folder, text]) => ({ folder, text })));

describe('IgnoreRules', () => {
  it('ignores files and whole folders, in upper and lower case as written', () => {
    const rules = rulesOf({ '/w': '*.log\n/dist\nnode_modules/\n# a comment\n' });
    const ignored = ['/w/a.log', '/w/deep/b.log', '/w/dist/x.js', '/w/deep/node_modules/y/z.js'];
    assert.deepEqual(
      ignored.filter((path) => rules.ignores(path)),
      ignored,
    );
    assert.deepEqual(
      ['/w/a.LOG', '/w/deep/dist/x.js', '/w/src/a.ts', '/elsewhere/a.log'].filter((path) => rules.ignores(path)),
      [],
    );
  });

  it('lets the deeper file have the last word', () => {
    const rules = rulesOf({ '/w': '*.txt\nout/\n', '/w/docs': '!kept.txt\n!out/\n' });
    assert.deepEqual(
      ['/w/kept.txt', '/w/docs/other.txt', '/w/out/a'].map((path) => rules.ignores(path)),
      [true, true, true],
    );
    assert.deepEqual(
      ['/w/docs/kept.txt', '/w/docs/out/a'].map((path) => rules.ignores(path)),
      [false, false],
    );
  });

  it('has nothing to say without files', () => {
    assert.equal(new IgnoreRules([]).ignores('/w/a'), false);
  });

  it('agrees with Git', function () {
    this.timeout(60_000);
    const root = mkdtempSync(join(tmpdir(), 'gpt-oss-ignore-'));
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
    const name = fc.constantFrom('a', 'b', 'c.log');
    const paths = ['a', 'b', 'c.log', 'a/a', 'a/b', 'a/c.log', 'b/c.log', 'b/a', 'a/b/a', 'a/b/c.log', 'b/a/b', 'b/b/a']
      .map((path) => `${path}/x`)
      .concat('c.log', 'x');
    const line = fc
      .tuple(
        fc.constantFrom('', '', '!'),
        fc.constantFrom('', '/', '**/', 'a/'),
        fc.oneof(name, fc.constantFrom('*.log', '*', 'x')),
        fc.constantFrom('', '/', '/**'),
      )
      .map((parts) => parts.join(''));
    const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
    // A folder that a deeper file takes back from a higher one: there the rules are lenient, where Git looks at each
    // file again.
    const deeper = fc
      .array(
        line.map((one) => (one.startsWith('!') ? '!x' : one)),
        { maxLength: 4 },
      )
      .map((lines) => lines.join('\n'));
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
          const theirs = git('ls-files', '--others', '--exclude-standard')
            .split('\n')
            .filter((path) => path.endsWith('x'));
          assert.deepEqual(files.filter((path) => !rules.ignores(`/w/${path}`)).sort(), theirs.sort());
        }),
        { numRuns: Math.min(runs(100), 2_000) },
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe('IgnoreRules and lines of strangers', () => {
  /** Comparisons for one path under one file. */
  const stepsFor = (text: string, path: string): number => {
    const rules = rulesOf({ '/w': text });
    rules.ignores(path);
    return rules.steps;
  };

  it('cost no more than the line times the path', () => {
    const folders = (count: number): string => `/w/${'a/'.repeat(count)}b`;
    const hostile: readonly (readonly [text: string, path: (size: number) => string])[] = [
      ['**/a/'.repeat(8), folders],
      [`${'**/a/'.repeat(8)}c`, folders],
      ['*a'.repeat(12), (size) => `/w/${'a'.repeat(size)}b`],
      [`${'?*'.repeat(12)}c`, (size) => `/w/${'a'.repeat(size)}b`],
    ];
    for (const [text, path] of hostile) {
      // Every folder above the path is asked for too, so ten times the depth is a hundred times the names.
      const perName = (size: number): number => stepsFor(text, path(size)) / (path(size).split('/').length ** 2 * size);
      assert.ok(stepsFor(text, path(20)) < 100 * 20 * 20 * text.length, `${text}: ${stepsFor(text, path(20))}`);
      assert.ok(perName(200) < 15 * perName(20) + 1, `${text}: ${perName(20)}, ${perName(200)}`);
    }
  });

  it('stop at the most comparisons there may be, and show what is left', () => {
    const rules = rulesOf({ '/w': '*a*a*a*b\n'.repeat(20_000) });
    for (let at = 0; at < 100; at++) assert.equal(rules.ignores(`/w/${'a'.repeat(100)}${at}`), false);
    assert.ok(rules.steps < mostSteps + 10_000);
    assert.equal(rules.ignores('/w/ab'), false);
  });

  it('say the same as the library that was used before, of tame lines', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      'ab',
      '*',
      '?',
      '[ab]',
      '[!a]',
      '[a-c]',
      '.',
      '*.b',
      'a*',
      'a?b',
      '**',
      '\\a',
      '\\*',
    );
    const part = fc.array(piece, { minLength: 1, maxLength: 2 }).map((pieces) => pieces.join(''));
    const body = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const around = fc.tuple(fc.constantFrom('', '/'), body, fc.constantFrom('', '/', '  '));
    const line = fc.oneof(
      { arbitrary: around.map((parts) => parts.join('')), weight: 8 },
      fc.constantFrom('# a', '', '/'),
    );
    const name = fc.constantFrom('a', 'b', 'ab', 'a.b', 'abb', 'c');
    const path = fc.array(name, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), path, (lines, names) => {
        const text = lines.join('\n');
        const theirs = ignore({ ignorecase: false }).add(text).ignores(names.join('/'));
        assert.equal(rulesOf({ '/w': text }).ignores(`/w/${names.join('/')}`), theirs);
      }),
      { numRuns: runs(2_000) },
    );
  });
});

describe('globsOf', () => {
  it('gives the plain names', () => {
    assert.deepEqual(globsOf('# made\n/dist\nnode_modules/\r\n.venv\n*.log\nsrc/gen\n'), [
      'dist', 'dist/**', '**/node_modules/**', '**/.venv', '**/.venv/**',
    ]);
  });

  it('gives none where something is taken back', () => {
    assert.deepEqual(globsOf('out\n!out/kept\n'), []);
  });
});
