/** Something that renders a bit at a time. */
export interface FrameJob {
  /** Does a bit of work; false when there is none left for now. */
  step(): boolean;
}

/** How long a frame's work may take, in milliseconds; the rest of the frame is the browser's. */
const budget = 8;

const jobs = new Set<FrameJob>();
let requested = false;
let pauseUntil = 0;

/** Has `job` worked on in the coming frames, the job asked for last first: it is the lowest in the view. */
export function renderSoon(job: FrameJob): void {
  jobs.add(job);
  request();
}

export function cancelRender(job: FrameJob): void {
  jobs.delete(job);
}

function request(): void {
  if (requested || jobs.size === 0) return;
  requested = true;
  requestAnimationFrame(frame);
}

function frame(start: number): void {
  requested = false;
  if (start >= pauseUntil) work();
  request();
}

function work(): void {
  const start = performance.now();
  for (const job of [...jobs].reverse()) {
    while (performance.now() - start < budget) {
      if (job.step()) continue;
      jobs.delete(job);
      break;
    }
  }
  // One piece too big to split must not take every frame: typing and scrolling come between.
  const spent = performance.now() - start;
  pauseUntil = spent > 2 * budget ? start + 4 * spent : 0;
}
