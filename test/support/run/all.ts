// npm test: every check and suite, whatever the others said. Ends with "N passed, N failed".
//   node test/support/run/all.ts [--only unit|editor|e2e] [--grep pattern]
// As many run at once as the machine has processors; what each printed comes in one piece when it has ended.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { inLanes, laneCount } from './lanes.ts';
import type { Counts } from './counts.ts';
import { failures, root } from './paths.ts';
import { run, withThisNode } from './processes.ts';
import { kinds, stepsFor, type Step } from './steps.ts';

interface Outcome extends Counts {
  readonly name: string;
  readonly ok: boolean;
}

/** A program that hangs is ended, so that the others get their turn and the run its last line. */
const longestStepMs = 15 * 60_000;

async function readCounts(path: string): Promise<Counts> {
  const text = await readFile(path, 'utf8').catch(() => '{"passed":0,"failed":0,"skipped":0}');
  return JSON.parse(text) as Counts;
}

/** A program that failed without a failed test, or before it could count, is one failure itself. */
function outcomeOf({ name, isSuite }: Step, code: number | null, counted: Counts): Outcome {
  if (code === 0) return { name, ok: true, ...(isSuite ? counted : { passed: 0, failed: 0, skipped: 0 }) };
  return { name, ok: false, ...counted, failed: Math.max(1, counted.failed) };
}

async function carryOut(step: Step, dir: string): Promise<Outcome> {
  const started = performance.now();
  const results = join(dir, `${step.name.replace(/\W+/g, '-')}.json`);
  const env = {
    ...withThisNode(),
    GPT_OSS_TEST_RESULTS: results,
    GPT_OSS_TEST_EXTENSIONS: join(dir, 'extensions'),
    ...(grep === undefined ? {} : { GPT_OSS_TEST_GREP: grep }),
  };
  console.log(`── ${step.name} …`);
  const { code, output } = await run(process.execPath, step.args, { cwd: root, env, timeoutMs: longestStepMs });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\n${output}\n── ${step.name}: ${code === 0 ? 'done' : 'FAILED'} in ${seconds} s\n`);
  return outcomeOf(step, code, await readCounts(results));
}

function leaveOut({ name, after = '' }: Step): Outcome {
  console.log(`── ${name}: FAILED, since it needs the step "${after}"\n`);
  return { name, ok: false, passed: 0, failed: 1, skipped: 0 };
}

function sum(outcomes: readonly Outcome[], count: keyof Counts): number {
  return outcomes.reduce((total, one) => total + one[count], 0);
}

const { values } = parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' } } });
const { grep } = values;
const only = kinds.find((kind) => kind === values.only);
if (values.only !== undefined && only === undefined) throw new Error(`--only takes ${kinds.join(', ')}.`);

const started = performance.now();
await rm(failures, { recursive: true, force: true });
const dir = await mkdtemp(join(tmpdir(), 'gpt-oss-run-'));
const lanes = laneCount(availableParallelism());
const work = { lanes, carryOut: (step: Step) => carryOut(step, dir), leaveOut };
const outcomes = await inLanes(stepsFor(only), work);
await rm(dir, { recursive: true, force: true });

const failedSteps = outcomes.filter(({ ok }) => !ok);
for (const { name, failed } of failedSteps) console.log(`FAILED: ${name} (${failed})`);
if (failedSteps.length > 0) console.log(`Screenshots, traces and logs of failed tests: ${relative(root, failures)}/`);
const [passed, failed, skipped] = [sum(outcomes, 'passed'), sum(outcomes, 'failed'), sum(outcomes, 'skipped')];
console.log(`Whole run: ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
