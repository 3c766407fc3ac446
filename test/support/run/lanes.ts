/** How many steps run at once: one for each processor, but not so many windows that memory is short. */
export function laneCount(processors: number): number {
  return Math.min(Math.max(processors, 1), 4);
}

interface Waiting {
  readonly name: string;
  readonly after?: string;
}

/**
 * Carries out all steps in their order, `lanes` of them at once. A step waits for the one it names in `after`; where
 * that one failed, it is not started and `leaveOut` says what comes of it.
 */
export async function inLanes<S extends Waiting, R extends { readonly ok: boolean }>(
  steps: readonly S[],
  { lanes, carryOut, leaveOut }: Work<S, R>,
): Promise<R[]> {
  const waiting = [...steps];
  const ended = new Map<string, R>();
  const results: R[] = [];
  const running = new Set<Promise<void>>();

  const isReady = ({ after }: S): boolean => after === undefined || ended.has(after);
  const end = (step: S, result: R): void => {
    ended.set(step.name, result);
    results.push(result);
  };
  const start = (step: S): void => {
    if (step.after !== undefined && ended.get(step.after)?.ok === false) {
      end(step, leaveOut(step));
      return;
    }
    const one = carryOut(step).then((result) => {
      end(step, result);
      running.delete(one);
    });
    running.add(one);
  };

  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < lanes ? waiting.findIndex(isReady) : -1;
    if (next >= 0) start(...(waiting.splice(next, 1) as [S]));
    else await Promise.race(running);
  }
  return results;
}

interface Work<S, R> {
  readonly lanes: number;
  readonly carryOut: (step: S) => Promise<R>;
  readonly leaveOut: (step: S) => R;
}
