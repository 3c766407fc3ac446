import type { Folding } from './transcript.ts';
import type { Run, StepCall } from './run.ts';

/** Results of the last steps stay whole: what the model is working on. */
const keptSteps = 4;

/** Folding begins where a transcript takes more than this part of the room, and goes on down to the lower one. */
const foldAbove = 0.8;
const foldTo = 0.5;

export interface FoldingJob {
  readonly run: Run;
  readonly folding: Folding;
  /** Tokens the transcript takes now, and those it may take. */
  readonly tokens: number;
  readonly room: number;
  readonly count: (text: string) => number;
}

export interface Folded {
  readonly folding: Folding;
  /** Steps that have to be put into a summary by the model, [from, to); empty where folding results was enough. */
  readonly toSummarise: { readonly from: number; readonly to: number };
}

/**
 * Makes room in a transcript: results of old steps first, the oldest first; where that is not enough, the steps before
 * the last few are for a summary. Nothing changes while there is room, so that a cache of the prompt stays good.
 */
export function fold({ run, folding, tokens, room, count }: FoldingJob): Folded {
  const nothing = { from: folding.summarised, to: folding.summarised };
  if (tokens <= room * foldAbove) return { folding, toSummarise: nothing };
  const folded = new Set(folding.folded);
  let left = tokens;
  for (const call of oldCalls(run, folding)) {
    if (left <= room * foldTo) break;
    folded.add(call.id);
    left -= count(call.result?.text ?? '');
  }
  const last = Math.max(folding.summarised, run.steps.length - keptSteps);
  const isEnough = left <= room * foldAbove;
  return { folding: { ...folding, folded }, toSummarise: isEnough ? nothing : { from: folding.summarised, to: last } };
}

function oldCalls({ steps }: Run, { folded, summarised }: Folding): StepCall[] {
  const old = steps.slice(summarised, Math.max(summarised, steps.length - keptSteps));
  return old.flatMap(({ calls }) => calls).filter(({ id, result }) => result !== undefined && !folded.has(id));
}
