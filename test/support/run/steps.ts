import { globSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './paths.ts';

/** One program of the whole run: a check, a suite, or what the suites need beforehand. */
export interface Step {
  readonly name: string;
  /** What `node` runs. */
  readonly args: readonly string[];
  /** A suite counts its tests; any other step counts only when it fails. */
  readonly isSuite?: boolean;
  /** Name of the step that must have ended well before this one can start. */
  readonly after?: string;
}

export const kinds = ['unit', 'editor', 'e2e'] as const;
export type Kind = (typeof kinds)[number];

const bin = (...path: string[]): string => join(root, 'node_modules', ...path);
const script = (name: string): string => join(import.meta.dirname, name);
const tsc = bin('typescript', 'bin', 'tsc');

const checks: readonly Step[] = [
  ...['.', 'src/core', 'src/webview', 'test'].map((project) => ({
    name: `type check ${project}`,
    args: [tsc, '-p', project],
  })),
  { name: 'lint', args: [bin('eslint', 'bin', 'eslint.js'), 'src', 'test'] },
  { name: 'unused code', args: [bin('knip', 'bin', 'knip.js')] },
];

const prepare: Step = { name: 'build', args: [script('prepare.ts')] };

/** The unit tests in two halves that take about the same time. */
const unit: readonly Step[] = [
  unitStep('unit tests of core', ['test/unit/core/**/*.test.ts']),
  unitStep('other unit tests', ['test/unit/!(core)/**/*.test.ts', 'test/unit/*.test.ts']),
];

const editor: Step = {
  name: 'tests inside VS Code',
  args: [script('editor.ts')],
  isSuite: true,
  after: prepare.name,
};

function unitStep(name: string, patterns: readonly string[]): Step {
  return { name, args: [script('mocha.ts'), ...patterns], isSuite: true };
}

/** One program for each file, so that none can keep another from running; the longest files first. */
function e2e(): Step[] {
  const files = globSync('test/e2e/*.test.ts', { cwd: root });
  const size = (file: string): number => statSync(join(root, file)).size;
  return files
    .sort((a, b) => size(b) - size(a))
    .map((file) => ({
      name: `workbench: ${basename(file, '.test.ts')}`,
      args: [script('mocha.ts'), file, '--timeout', '120000'],
      isSuite: true,
      after: prepare.name,
    }));
}

/** In the order in which they start: what others wait for, what tells most the soonest, then the longest. */
export function stepsFor(only: Kind | undefined): readonly Step[] {
  if (only === 'unit') return unit;
  if (only === 'editor') return [prepare, editor];
  if (only === 'e2e') return [prepare, ...e2e()];
  return [prepare, ...checks, editor, ...unit, ...e2e()];
}
