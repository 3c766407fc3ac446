import type Mocha from 'mocha';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Left out by the tests themselves, or never begun as something before them failed. */
  readonly skipped: number;
}

/** Runs what was loaded; `listen` may follow the run. A hook that fails counts as a failure. */
export async function countsOf(mocha: Mocha, listen?: (runner: Mocha.Runner) => void): Promise<Counts> {
  let failedTests = 0;
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const started = mocha.run(() => resolve(started));
    started.on('fail', (failed: Mocha.Test | Mocha.Hook) => {
      if (failed.type === 'test') failedTests++;
    });
    listen?.(started);
  });
  const { passes = 0, failures = 1 } = runner.stats ?? {};
  return { passed: passes, failed: failures, skipped: runner.total - passes - failedTests };
}
