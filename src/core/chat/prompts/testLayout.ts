/** Where the tests of a file are, or would be by the custom of the project. */
export interface TestPlace {
  readonly path: string;
  readonly exists: boolean;
  /** A test file of the project to take after. */
  readonly sample?: string;
}

/** A test file's name around the name of what it tests. */
interface Naming {
  readonly before: string;
  readonly after: string;
}

const namings: readonly Naming[] = [
  { before: '', after: '.test' },
  { before: '', after: '.spec' },
  { before: '', after: '_test' },
  { before: '', after: '_spec' },
  { before: 'test_', after: '' },
  { before: '', after: 'Tests' },
  { before: '', after: 'Test' },
  { before: '', after: 'Spec' },
];

interface Name {
  readonly folder: string;
  readonly stem: string;
  readonly extension: string;
}

function split(path: string): Name {
  const [, folder = '', file = ''] = /^(?:(.*)\/)?([^/]*)$/.exec(path) ?? [];
  const dot = file.lastIndexOf('.');
  return dot > 0
    ? { folder, stem: file.slice(0, dot), extension: file.slice(dot) }
    : { folder, stem: file, extension: '' };
}

/** How a test file is named and what it is named after; undefined for what is no test. */
function testOf(path: string): { readonly naming: Naming; readonly stem: string } | undefined {
  const { stem } = split(path);
  const naming = namings.find(
    ({ before, after }) =>
      stem.startsWith(before) && stem.endsWith(after) && stem.length > before.length + after.length,
  );
  return naming === undefined
    ? undefined
    : { naming, stem: stem.slice(naming.before.length, stem.length - naming.after.length) };
}

/** Folders two paths have in common at their beginning. */
function shared(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  let count = 0;
  while (count < left.length - 1 && left[count] === right[count]) count++;
  return count;
}

/** Extensions in which the same tests are written. */
function family(extension: string): string {
  return /^\.[cm]?[jt]sx?$/.test(extension) ? 'js' : extension;
}

/** Finds the test file of `path` among the project's files, or works out its place from the tests that are there. */
export function findTestPlace(path: string, files: readonly string[]): TestPlace {
  const own = split(path);
  const tests = files
    .filter(
      (file) => family(split(file).extension) === family(own.extension) && testOf(file) !== undefined && file !== path,
    )
    .sort((a, b) => shared(b, path) - shared(a, path) || a.length - b.length || (a < b ? -1 : 1));
  const known = tests.find((file) => testOf(file)?.stem === own.stem && mirrors(file, path));
  const sample = tests.find((file) => file !== known);
  const take = sample === undefined ? {} : { sample };
  if (known !== undefined) return { path: known, exists: true, ...take };
  return { path: placeLike(tests, own, files) ?? usualPlace(own), exists: false, ...take };
}

/** A test of the same name belongs to this file only if the folders around both do not speak against it. */
function mirrors(test: string, path: string): boolean {
  const own = split(path).folder.split('/').filter((name) => !isRoot(name));
  const its = split(test).folder.split('/').filter((name) => !isRoot(name));
  return own.join('/').endsWith(its.join('/')) || its.join('/').endsWith(own.join('/'));
}

function isRoot(name: string): boolean {
  return /^(?:|src|lib|app|source|main|java|kotlin|tests?|specs?|__tests__|unit|packages)$/.test(name);
}

/**
 * The place by the example of a test whose source is known: the same step from source to test, the same form of name.
 */
function placeLike(tests: readonly string[], own: Name, files: readonly string[]): string | undefined {
  for (const test of tests) {
    const found = testOf(test);
    const source =
      found &&
      files.find((file) => split(file).stem === found.stem && testOf(file) === undefined && mirrors(test, file));
    if (found === undefined || source === undefined) continue;
    const folder = stepFrom(split(source).folder, split(test).folder, own.folder);
    if (folder !== undefined) return join(folder, named(found.naming, own));
  }
  const [nearest] = tests;
  const found = nearest === undefined ? undefined : testOf(nearest);
  return nearest === undefined || found === undefined
    ? undefined
    : join(split(nearest).folder, named(found.naming, own));
}

/** `from` is to `to` as `own` is to the result: `src/app`, `test/unit/app`, `src/core` gives `test/unit/core`. */
function stepFrom(from: string, to: string, own: string): string | undefined {
  if (to === from) return own;
  if (to.startsWith(`${from}/`)) return own + to.slice(from.length);
  const [left, right] = [from.split('/'), to.split('/')];
  let same = 0;
  while (same < left.length && same < right.length && left.at(-1 - same) === right.at(-1 - same)) same++;
  const fromRoot = left.slice(0, left.length - same).join('/');
  const toRoot = right.slice(0, right.length - same).join('/');
  if (fromRoot === '') return join(toRoot, own);
  return own === fromRoot || own.startsWith(`${fromRoot}/`) ? toRoot + own.slice(fromRoot.length) : undefined;
}

function named({ before, after }: Naming, { stem, extension }: Name): string {
  return `${before}${stem}${after}${extension}`;
}

/** Where a project without tests would have them, by the custom of the language. */
function usualPlace(own: Name): string {
  const { folder, stem, extension } = own;
  switch (extension) {
    case '.py':
      return `tests/test_${stem}.py`;
    case '.go':
      return join(folder, `${stem}_test.go`);
    case '.rb':
      return join('spec', `${stem}_spec.rb`);
    case '.rs':
      return join('tests', `${stem}.rs`);
    case '.java':
    case '.kt':
      return join(folder.replace(/(^|\/)src\/main\//, '$1src/test/'), `${stem}Test${extension}`);
    default:
      return join(folder, `${stem}.test${extension}`);
  }
}

function join(folder: string, name: string): string {
  return [folder, name].filter((part) => part !== '').join('/');
}

const frameworks = [
  'vitest',
  'jest',
  'mocha',
  'ava',
  'jasmine',
  '@playwright/test',
  'pytest',
  'unittest',
  'rspec',
  'minitest',
  'junit',
  'testify',
] as const;

/** The test framework a project's manifest names. */
export function frameworkIn(manifest: string): string | undefined {
  const found = frameworks.find((name) => new RegExp(`["'\\s/]${name.replace('/', '\\/')}\\b`, 'i').test(manifest));
  return found ?? (/--test\b/.test(manifest) ? 'node:test' : undefined);
}

/** Names of files that list what a project is built and tested with. */
const MANIFEST = new RegExp(
  `^(?:${[
    String.raw`package\.json`,
    String.raw`pyproject\.toml|requirements[\w-]*\.txt`,
    String.raw`Gemfile`,
    String.raw`pom\.xml|build\.gradle(?:\.kts)?`,
    String.raw`go\.mod`,
    String.raw`Cargo\.toml`,
  ].join('|')})$`,
);

/** Files that tell a project's test framework, nearest first. */
export function manifestsFor(path: string, files: readonly string[]): string[] {
  return files
    .filter((file) => MANIFEST.test(file.slice(file.lastIndexOf('/') + 1)))
    .filter((file) => path.startsWith(split(file).folder))
    .sort((a, b) => b.length - a.length);
}
