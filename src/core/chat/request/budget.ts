import { type Calibration, expected, uncalibrated } from './calibration.ts';

/**
 * What of a conversation fits into the model's context window. Plain numbers in and out:
 * whoever calls says what each part costs in tokens, exactly or by estimate.
 */

/** What a request may take, in tokens. */
export interface Limits {
  /** Input and output together. */
  readonly window: number;
  /** What the reply may take. */
  readonly maxTokens: number;
}

/** What the parts of a request cost, in tokens. */
export interface Costs {
  /** What goes along whatever is left out: the system message, tool definitions, framing. */
  readonly fixed: number;
  /** Earlier exchanges, each a question with its replies, oldest first. */
  readonly exchanges: readonly number[];
  /** The message that is to be answered now. */
  readonly current: number;
}

export type BudgetPlan =
  | {
      readonly fits: true;
      /** How many of the oldest exchanges are left out, and what they would have cost. */
      readonly dropped: number;
      readonly droppedTokens: number;
      readonly input: number;
      /** What the reply may take in this request: the limit asked for, or what is left beside the input. */
      readonly maxTokens: number;
    }
  | {
      /** The current message alone is too large: what it costs, and what there is room for. */
      readonly fits: false;
      readonly tokens: number;
      readonly limit: number;
    };

/** Tokens below which a reply of a reasoning model is likely to be cut off before it says anything. */
const leastUseful = 2_048;

/** Tokens that hold any reply but a very long one; a higher limit is a ceiling rather than a need. */
export const roomyOutput = 8_192;

/**
 * The smallest output worth sending a request for: half of what was asked for, but not under 2,048 tokens and
 * not over 8,192; all of it where less was asked for.
 */
export function sensibleOutput(maxTokens: number): number {
  return Math.min(maxTokens, Math.max(leastUseful, Math.min(Math.floor(maxTokens / 2), roomyOutput)));
}

/** Tokens the input may take at the most, as we count them. */
export function inputRoom({ window, maxTokens }: Limits, { factor, offset }: Calibration = uncalibrated): number {
  return Math.max(0, Math.floor((window - sensibleOutput(maxTokens) - offset) / factor));
}

/**
 * First the output is lowered as far as is sensible, then the oldest exchanges are left out, whole ones,
 * and no more of them than it takes. The current message always goes whole or not at all.
 */
export function planBudget(costs: Costs, limits: Limits, calibration: Calibration = uncalibrated): BudgetPlan {
  const room = inputRoom(limits, calibration) - costs.fixed;
  if (costs.current > room) return { fits: false, tokens: costs.current, limit: Math.max(0, room) };
  const dropped = firstKept(costs.exchanges, room - costs.current);
  const input = costs.fixed + costs.current + sum(costs.exchanges.slice(dropped));
  const maxTokens = Math.min(limits.maxTokens, limits.window - expected(calibration, input));
  return { fits: true, dropped, droppedTokens: sum(costs.exchanges.slice(0, dropped)), input, maxTokens };
}

/** The oldest exchange from which on all fit. */
function firstKept(exchanges: readonly number[], room: number): number {
  let used = 0;
  let first = exchanges.length;
  while (first > 0) {
    used += exchanges[first - 1] ?? 0;
    if (used > room) break;
    first--;
  }
  return first;
}

function sum(costs: readonly number[]): number {
  return costs.reduce((total, cost) => total + cost, 0);
}
