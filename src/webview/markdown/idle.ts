const jobs: (() => void)[] = [];
let scheduled = false;

/** Runs `job` once the page has nothing better to do; jobs keep their order. */
export function whenIdle(job: () => void): void {
  jobs.push(job);
  schedule();
}

function schedule(): void {
  if (scheduled || jobs.length === 0) return;
  scheduled = true;
  // Safari has no idle callbacks; a short pause does there.
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 500 });
  else setTimeout(run, 30);
}

/** One job at a time, so that no task gets long. */
function run(): void {
  scheduled = false;
  const job = jobs.shift();
  schedule();
  job?.();
}
