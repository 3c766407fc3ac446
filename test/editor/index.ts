import { writeFile } from 'node:fs/promises';
import type Mocha from 'mocha';

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
  const stats = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats ?? ({ passes: 0, failures: 1 } as Mocha.Stats)));
    report(runner);
  });
  const results = process.env['GPT_OSS_TEST_RESULTS'];
  if (results) await writeFile(results, JSON.stringify({ passed: stats.passes, failed: stats.failures }));
  console.log(`${stats.passes} of ${stats.passes + stats.failures} editor tests passed`);
  if (stats.failures > 0) throw new Error(`${stats.failures} editor tests failed`);
}
