import { type Limits, planBudget } from './budget.ts';
import type { Message, Trimmed } from '../messages.ts';
import { estimateMessages } from './messageTokens.ts';
import { partsOf } from './requestParts.ts';
import { requestFraming } from './tokens.ts';

/** How full the context window is, by estimate: for showing, where the last token does not matter. */
export interface ContextFigures {
  /** Tokens of input the request takes. */
  readonly used: number;
  readonly window: number;
  /** What would be left out. */
  readonly trimmed?: Trimmed;
  /** The message alone is too large: it would not be sent. */
  readonly tooLarge: boolean;
}

/**
 * Figures of a request that is yet to be sent, e.g. of `chatMessages` with the draft as its last turn.
 * `beside`: tokens of what will go along with the last message and is not in it yet.
 */
export function contextFigures(messages: readonly Message[], limits: Limits, beside = 0): ContextFigures {
  const { fixed, exchanges, current } = partsOf(messages);
  const likely = (some: readonly Message[]): number => estimateMessages(some).likely;
  const costs = {
    fixed: likely(fixed) + requestFraming,
    exchanges: exchanges.map(likely),
    current: likely(current) + beside,
  };
  const plan = planBudget(costs, limits);
  const { window } = limits;
  if (!plan.fits) return { used: costs.fixed + plan.tokens, window, tooLarge: true };
  const figures = { used: plan.input, window, tooLarge: false };
  return plan.dropped === 0
    ? figures
    : { ...figures, trimmed: { exchanges: plan.dropped, tokens: plan.droppedTokens } };
}
