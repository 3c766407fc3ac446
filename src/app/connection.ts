import type { Usage } from '../core/chat/messages.ts';
import { costOf, formatCost, formatTokens } from '../core/chat/cost.ts';
import { pingMessages } from '../core/chat/prompts.ts';
import { type AssistantError, type Reason, toAssistantError } from '../core/errors.ts';
import type { Clock, ModelPort, SettingsPort } from './ports.ts';

/** Tokens one check may cost: enough for the model to begin an answer. */
const pingTokens = 16;

export interface ConnectionReport {
  /** Each undefined where the failure came before it could be known. */
  readonly reachable: boolean | undefined;
  readonly keyAccepted: boolean | undefined;
  readonly modelAvailable: boolean | undefined;
  readonly latencyMs: number;
  readonly usage: Usage | undefined;
  readonly failure: AssistantError | undefined;
}

/** One documented call with a tiny limit. Throws only `cancelled`. */
export async function checkConnection(model: ModelPort, clock: Clock, signal: AbortSignal): Promise<ConnectionReport> {
  const began = clock.now();
  const since = (): number => clock.now() - began;
  try {
    const { usage } = await model.complete({ messages: pingMessages, maxTokens: pingTokens }, { signal });
    return { ...answered, latencyMs: since(), usage, failure: undefined };
  } catch (thrown) {
    const error = toAssistantError(thrown);
    if (error.reason === 'cancelled') throw error;
    // So few tokens may all go into reasoning: an empty reply is still a reply.
    if (error.reason === 'emptyReply') return { ...answered, latencyMs: since(), usage: error.details.usage, failure: undefined };
    return { ...known(error.reason), latencyMs: since(), usage: undefined, failure: error };
  }
}

type Known = Pick<ConnectionReport, 'reachable' | 'keyAccepted' | 'modelAvailable'>;

const answered: Known = { reachable: true, keyAccepted: true, modelAvailable: true };

/** How far the call got, by what stopped it. */
function known(reason: Reason): Known {
  switch (reason) {
    case 'offline':
    case 'timeout':
    case 'redirected':
      return { reachable: false, keyAccepted: undefined, modelAvailable: undefined };
    case 'unauthorized':
      return { reachable: true, keyAccepted: false, modelAvailable: undefined };
    case 'noSuchModel':
      return { reachable: true, keyAccepted: true, modelAvailable: false };
    case 'forbidden':
    case 'rateLimited':
    case 'quota':
    case 'capacity':
    case 'server':
    case 'malformedReply':
    case 'badRequest':
      return { reachable: true, keyAccepted: undefined, modelAvailable: undefined };
    default:
      return { reachable: undefined, keyAccepted: undefined, modelAvailable: undefined };
  }
}

/** The report as one line, e.g. `Reachable: yes · Key accepted: yes · …`. */
export function reportLine(report: ConnectionReport, settings: SettingsPort): string {
  const parts = [
    `Reachable: ${yesNo(report.reachable)}`,
    `key accepted: ${yesNo(report.keyAccepted)}`,
    `${settings.model} available: ${yesNo(report.modelAvailable)}`,
    `${Math.round(report.latencyMs)} ms`,
  ];
  if (report.usage !== undefined) {
    parts.push(`${formatTokens(report.usage.totalTokens)} (${formatCost(costOf(report.usage, settings.prices))})`);
  }
  return `${parts.join(' · ')}.`;
}

function yesNo(value: boolean | undefined): string {
  if (value === undefined) return 'unknown';
  return value ? 'yes' : 'no';
}
