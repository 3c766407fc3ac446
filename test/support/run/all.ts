// npm test: every check and suite, one after the other, whatever the ones before said. Ends with "N passed, N failed".
//   node test/support/run/all.ts [--only unit|editor|e2e] [--grep pattern]
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './paths.ts';
import { run, withThisNode } from './processes.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  /** What `node` runs. */
  readonly args: readonly string[];
  /** A suite counts its tests; a check counts only when it fails. */
  readonly suite?: boolean;
  /** The step is left out where none of these files is there. */
  readonly needs?: string;
}

const kinds = ['unit', 'editor', 'e2e'] as const;
type Kind = (typeof kinds)[number];

const bin = (...path: string[]): string => join(root, 'node_modules', ...path);
const script = (name: string): string => join(import.meta.dirname, name);

function typeCheck(project: string, needs: string): Step {
  return { name: `type check ${project}`, args: [bin('typescript', 'bin', 'tsc'), '-p', project], needs };
}

const checks: readonly Step[] = [
  typeCheck('.', 'src/*.ts'),
  typeCheck('src/core', 'src/core/**/*.ts'),
  typeCheck('src/webview', 'src/webview/**/*.{ts,tsx}'),
  typeCheck('test', 'test/**/*.ts'),
  { name: 'lint', args: [bin('eslint', 'bin', 'eslint.js'), 'src', 'test'] },
];
const build: Step = { name: 'build', args: ['esbuild.mjs', '--tests'] };
const suites: Record<Kind, Step> = {
  unit: { name: 'unit tests', args: [script('mocha.ts'), 'test/unit'], suite: true, needs: 'test/unit/**/*.test.ts' },
  editor: { name: 'tests inside VS Code', args: [script('editor.ts')], suite: true, needs: 'test/editor/*.test.ts' },
  e2e: {
    name: 'tests through the workbench',
    args: [script('mocha.ts'), 'test/e2e', '--timeout', '120000'],
    suite: true,
    needs: 'test/e2e/**/*.test.ts',
  },
};

function stepsFor(only: Kind | undefined): readonly Step[] {
  if (only === undefined) return [...checks, suites.unit, build, suites.editor, suites.e2e];
  return only === 'unit' ? [suites.unit] : [build, suites[only]];
}

async function readCounts(path: string): Promise<Counts> {
  const text = await readFile(path, 'utf8').catch(() => '{"passed":0,"failed":0}');
  return JSON.parse(text) as Counts;
}

/** A program that failed without a failed test, or before it could count, is one failure itself. */
function countsOf(step: Step, code: number | null, counted: Counts): Counts {
  if (code === 0) return step.suite ? counted : { passed: 0, failed: 0 };
  return { passed: counted.passed, failed: Math.max(1, counted.failed) };
}

async function carryOut(step: Step, dir: string, grep: string | undefined): Promise<Counts> {
  console.log(`\n── ${step.name}`);
  const started = performance.now();
  const results = join(dir, `${step.name.replaceAll(' ', '-').replaceAll('/', '-')}.json`);
  const env = { ...withThisNode(), GPT_OSS_TEST_RESULTS: results, ...(grep === undefined ? {} : { GPT_OSS_TEST_GREP: grep }) };
  const args = grep !== undefined && step.args.includes(script('mocha.ts')) ? [...step.args, '--grep', grep] : step.args;
  const { code, output } = await run(process.execPath, args, { cwd: root, env, stream: true });
  if (output) console.log(output);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${step.name}: ${code === 0 ? 'done' : 'FAILED'} in ${seconds} s`);
  return countsOf(step, code, await readCounts(results));
}

async function runAll(steps: readonly Step[], grep: string | undefined): Promise<Counts> {
  const dir = await mkdtemp(join(tmpdir(), 'gpt-oss-results-'));
  let passed = 0;
  let failed = 0;
  try {
    for (const step of steps) {
      if (step.needs !== undefined && globSync(step.needs, { cwd: root }).length === 0) continue;
      const counts = await carryOut(step, dir, grep);
      passed += counts.passed;
      failed += counts.failed;
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return { passed, failed };
}

const { values } = parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' } } });
const only = kinds.find((kind) => kind === values.only);
if (values.only !== undefined && only === undefined) throw new Error(`--only takes ${kinds.join(', ')}.`);
const { passed, failed } = await runAll(stepsFor(only), values.grep);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
