import { isBehaviour, type Behaviour } from './behaviour.ts';
import { isRecord } from './readAsk.ts';
import type { Manners, Outcome, RecordedRequest } from './standIn.ts';

export const controlPath = '/__control';

/** The body of `POST /__control`. */
export type ControlCommand =
  | { readonly do: 'reply'; readonly behaviours: readonly Behaviour[] }
  | { readonly do: 'otherwise'; readonly behaviour: Behaviour }
  | { readonly do: 'configure'; readonly manners: Partial<Manners> }
  /** Without `pieces` the gate stays open. */
  | { readonly do: 'openGate'; readonly gate: string; readonly pieces?: number }
  | { readonly do: 'reset' };

/** A recorded request as `GET /__control/requests` sends it. */
export type RequestSnapshot = Omit<RecordedRequest, 'json' | 'finished' | 'aborted'>;

/** What `GET /__control/finished/<id>` answers, once the request is over. */
export interface FinishedAnswer {
  readonly outcome: Outcome;
}

export function snapshotOf(request: RecordedRequest): RequestSnapshot {
  const { id, at, method, path, protocol, headers, body, outcome } = request;
  return { id, at, method, path, protocol, headers, body, outcome };
}

function readBehaviour(value: unknown): Behaviour {
  if (isBehaviour(value)) return value;
  throw new TypeError(`Not a behaviour: ${JSON.stringify(value)}`);
}

/** Throws a TypeError that names what is wrong. */
export function readCommand(value: unknown): ControlCommand {
  const command = isRecord(value) ? value : {};
  const { behaviours, behaviour, manners, gate, pieces } = command;
  switch (command['do']) {
    case 'reply':
      if (!Array.isArray(behaviours)) throw new TypeError('"reply" needs a list of behaviours');
      return { do: 'reply', behaviours: behaviours.map(readBehaviour) };
    case 'otherwise':
      return { do: 'otherwise', behaviour: readBehaviour(behaviour) };
    case 'configure':
      if (!isRecord(manners)) throw new TypeError('"configure" needs manners');
      return { do: 'configure', manners };
    case 'openGate':
      if (typeof gate !== 'string') throw new TypeError('"openGate" needs the name of a gate');
      return { do: 'openGate', gate, ...(typeof pieces === 'number' ? { pieces } : {}) };
    case 'reset':
      return { do: 'reset' };
    default:
      throw new TypeError(`Not a control command: ${JSON.stringify(value)}`);
  }
}
