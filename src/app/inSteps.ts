/** Longest stretch of work without a pause, in milliseconds: shorter than a frame, so that nobody notices. */
const stretchMs = 10;

/**
 * Carries out long work piece by piece, with pauses for everything else that goes on in this process.
 * Resolves with what the work comes to.
 */
export async function inSteps<T>(work: Iterator<unknown, T>): Promise<T> {
  for (;;) {
    const until = performance.now() + stretchMs;
    do {
      const { done, value } = work.next();
      if (done === true) return value;
    } while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
