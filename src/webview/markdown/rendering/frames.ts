/** Something that renders a bit at a time. */
interface FrameJob {
  /** Does a bit of work; false when there is none left for now. */
  step(): boolean;
}

/**
 * How long a frame's work may take while the user types, points or scrolls, in milliseconds; the rest of the frame is
 * the browser's.
 */
const shortBudget = 8;

/** As long as nobody touches the page, fewer frames with more in them are ready sooner. */
const longBudget = 20;

/** How long after a touch the user is taken to be at it, in milliseconds. */
const touchMs = 1000;

const jobs = new Set<FrameJob>();
const waiting = new Set<() => void>();
let requested = false;
let pauseUntil = 0;
let slowBefore = false;
/** How many frames in a row ended with nothing left to render. */
let doneFrames = 0;
let touched = -Infinity;

for (const type of ['keydown', 'wheel', 'pointerdown', 'pointermove', 'touchmove']) {
  addEventListener(type, ({ timeStamp }) => (touched = timeStamp), { capture: true, passive: true });
}

/** Has `job` worked on in the coming frames, the job asked for last first: it is the lowest in the view. */
export function renderSoon(job: FrameJob): void {
  jobs.add(job);
  request();
}

export function cancelRender(job: FrameJob): void {
  jobs.delete(job);
}

/** Runs `job` once all is rendered and painted, even if there is more to render by then; returns what calls it off. */
export function whenRendered(job: () => void): () => void {
  waiting.add(job);
  doneFrames = 0;
  request();
  return () => waiting.delete(job);
}

function request(): void {
  if (requested || jobs.size + waiting.size === 0) return;
  requested = true;
  requestAnimationFrame(frame);
}

function frame(start: number): void {
  requested = false;
  if (start >= pauseUntil) work();
  doneFrames = jobs.size === 0 ? doneFrames + 1 : 0;
  // What the last frame was done with is painted now.
  if (doneFrames > 1) runWaiting();
  request();
}

function runWaiting(): void {
  const [job] = waiting;
  if (job === undefined) return;
  waiting.delete(job);
  job();
}

function work(): void {
  const start = performance.now();
  const budget = start - touched < touchMs ? shortBudget : longBudget;
  for (const job of [...jobs].reverse()) {
    while (performance.now() - start < budget) {
      if (job.step()) continue;
      jobs.delete(job);
      break;
    }
  }
  // One piece too big to split must not take every frame: typing and scrolling come between. Code that runs for the
  // first time is slow once, which is no reason to wait.
  const spent = performance.now() - start;
  const slow = spent > budget + shortBudget;
  pauseUntil = slow && slowBefore ? start + 4 * spent : 0;
  slowBefore = slow;
}
