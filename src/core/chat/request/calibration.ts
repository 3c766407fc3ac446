/** How an endpoint's count of a prompt compares with ours: `theirs = ours * factor + offset`. */
export interface Calibration {
  readonly factor: number;
  /** Tokens the endpoint adds to every prompt, e.g. a preamble of its own. */
  readonly offset: number;
}

export const uncalibrated: Calibration = { factor: 1, offset: 0 };

/** In a smaller prompt the difference is mostly what the endpoint adds, in a larger one how it counts. */
const largePrompt = 2_000;

const mostOffset = 500;

/** A host that counts less (some leave out what they had cached) must not make us send more than fits. */
const leastFactor = 1;

/** Beyond this the endpoint counts something else than the prompt. */
const mostFactor = 1.5;

/** How far a lower count than expected is believed at once; a higher one is believed fully. */
const patience = 0.3;

/** What is known after the endpoint counted `theirs` where we counted `ours`. */
export function calibrated(before: Calibration, ours: number, theirs: number): Calibration {
  if (ours <= 0 || theirs <= 0) return before;
  if (ours < largePrompt)
    return { ...before, offset: moved(before.offset, theirs - ours * before.factor, 0, mostOffset) };
  return { ...before, factor: moved(before.factor, (theirs - before.offset) / ours, leastFactor, mostFactor) };
}

function moved(from: number, to: number, least: number, most: number): number {
  const next = to > from ? to : from + (to - from) * patience;
  return Math.min(most, Math.max(least, next));
}

/** Our count as the endpoint is expected to see it. */
export function expected({ factor, offset }: Calibration, ours: number): number {
  return Math.ceil(ours * factor + offset);
}
