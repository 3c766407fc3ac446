import type { Usage } from '../../core/chat/messages.ts';
import { addUsage, costOf, formatCost, formatTokens } from '../../core/chat/request/cost.ts';
import { pingMessages } from '../../core/chat/prompts/prompts.ts';
import { type AssistantError, type Reason, toAssistantError } from '../../core/errors.ts';
import { pingTokens, probeEndpoint } from './probe.ts';
import type { Capabilities, CapabilityStore, Clock, EndpointIdentity, ModelPort, SettingsPort } from '../ports.ts';

export interface ConnectionReport {
  /** Each undefined where the failure came before it could be known. */
  readonly reachable: boolean | undefined;
  readonly keyAccepted: boolean | undefined;
  readonly modelAvailable: boolean | undefined;
  readonly latencyMs: number;
  readonly usage: Usage | undefined;
  readonly failure: AssistantError | undefined;
}

/** The whole check: the documented call, then what goes beyond it, which is remembered. */
export interface CheckParts {
  readonly model: ModelPort;
  readonly clock: Clock;
  readonly store: CapabilityStore;
  readonly endpoint: EndpointIdentity;
}

export interface CheckedConnection extends ConnectionReport {
  /** Undefined where the plain call failed already. */
  readonly capabilities: Capabilities | undefined;
}

/** Makes the documented call and, where it is answered, probes for the rest. Throws only `cancelled`. */
export async function checkAndProbe(
  parts: CheckParts,
  signal: AbortSignal,
  report: (what: string) => void,
): Promise<CheckedConnection> {
  const { model, clock, store, endpoint } = parts;
  const plain = await checkConnection(model, clock, signal);
  if (plain.failure !== undefined) return { ...plain, capabilities: undefined };
  const { capabilities, usage } = await probeEndpoint(model, clock, signal, report);
  await store.write(endpoint, capabilities);
  return { ...plain, usage: addUsage(plain.usage, usage), capabilities };
}

/** One documented call with a tiny limit. Throws only `cancelled`. */
export async function checkConnection(model: ModelPort, clock: Clock, signal: AbortSignal): Promise<ConnectionReport> {
  const began = clock.now();
  const since = (): number => clock.now() - began;
  try {
    const { usage } = await model.complete(
      { messages: pingMessages, maxTokens: pingTokens, probe: 'plain' },
      { signal },
    );
    return { ...answered, latencyMs: since(), usage, failure: undefined };
  } catch (thrown) {
    const error = toAssistantError(thrown);
    if (error.reason === 'cancelled') throw error;
    // So few tokens may all go into reasoning: an empty reply is still a reply.
    if (error.reason === 'emptyReply')
      return { ...answered, latencyMs: since(), usage: error.details.usage, failure: undefined };
    return { ...known(error.reason), latencyMs: since(), usage: undefined, failure: error };
  }
}

type Known = Pick<ConnectionReport, 'reachable' | 'keyAccepted' | 'modelAvailable'>;

const answered: Known = { reachable: true, keyAccepted: true, modelAvailable: true };

/** How far the call got, by what stopped it. */
function known(reason: Reason): Known {
  switch (reason) {
    case 'offline':
    case 'unreachable':
    case 'disconnected':
    case 'certificate':
    case 'proxy':
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
    case 'tooMuch':
    case 'badRequest':
      return { reachable: true, keyAccepted: undefined, modelAvailable: undefined };
    default:
      return { reachable: undefined, keyAccepted: undefined, modelAvailable: undefined };
  }
}

/** The report as one line, e.g. `Reachable: yes · Key accepted: yes · …`. */
export function reportLine(report: ConnectionReport, settings: Pick<SettingsPort, 'model' | 'prices'>): string {
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
