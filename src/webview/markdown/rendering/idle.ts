const jobs: (() => void)[] = [];
let scheduled = false;

/** Idle time that another job is begun in, in milliseconds. */
const enoughMs = 4;

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
  else setTimeout(() => run(), 30);
}

/** As many jobs as the idle time holds, each so short that no task gets long; at least one, or they would never end. */
function run(deadline?: IdleDeadline): void {
  scheduled = false;
  do jobs.shift()?.();
  while (jobs.length > 0 && (deadline?.timeRemaining() ?? 0) > enoughMs);
  schedule();
}
