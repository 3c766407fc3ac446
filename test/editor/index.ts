import { writeFile } from 'node:fs/promises';
import type Mocha from 'mocha';
import { countsOf } from '../support/run/counts.ts';

/** Prints each result as a line of the extension host's console, which is what reaches the terminal. */
function report(runner: Mocha.Runner): void {
  runner.on('pass', (test) => console.log(`  ✔ ${test.fullTitle()} (${test.duration ?? 0} ms)`));
  runner.on('pending', (test) => console.log(`  - ${test.fullTitle()}`));
  runner.on('fail', (test, error: Error) => console.log(`  ✘ ${test.fullTitle()}\n${error.stack ?? error.message}`));
}

/** Called by the extension host: runs every suite, writes the counts where it is told to, rejects if a test failed. */
export async function run(): Promise<void> {
  // Imported as a module: a bundler's require would wrap its default export once too often.
  const mocha = new (await import('mocha')).default({ ui: 'bdd', timeout: 60_000, reporter: 'base' });
  // Defines describe, it and their kin, so the suites can only be evaluated afterwards.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./suites.ts');
  const grep = process.env['GPT_OSS_TEST_GREP'];
  if (grep) mocha.grep(grep);
  const counts = await countsOf(mocha, report);
  const results = process.env['GPT_OSS_TEST_RESULTS'];
  if (results) await writeFile(results, JSON.stringify(counts));
  console.log(`${counts.passed} of ${counts.passed + counts.failed} editor tests passed`);
  if (counts.failed > 0) throw new Error(`${counts.failed} editor tests failed`);
}
