import type { Behaviour, Protocol, StreamManner } from './behaviour.ts';

/** 'aborted': the client went away first. 'dropped': the stand-in itself cut the connection. */
export type Outcome = 'pending' | 'answered' | 'aborted' | 'dropped';

export interface RecordedRequest {
  /** Order of arrival, from 1; goes on over a reset. */
  readonly id: number;
  /** Milliseconds since the endpoint started. */
  readonly at: number;
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** Undefined for a path that is neither protocol's. */
  readonly protocol: Protocol | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The parsed body; undefined where it is not JSON. */
  readonly json: unknown;
  /** Of a request got from another process: as it was then. */
  readonly outcome: Outcome;
  /** The outcome, once it is not pending. */
  readonly finished: Promise<Outcome>;
  /** Resolves when the client goes away before its answer is complete; else never. */
  readonly aborted: Promise<void>;
}

export type Answerer = (request: RecordedRequest) => Behaviour;

/** What the endpoint does by itself, before any scripted behaviour is taken from the queue. */
export interface Manners {
  /** The one accepted key. */
  readonly key: string;
  /** Whether the OpenAI road asks for the key as well. */
  readonly openaiKey: 'optional' | 'required';
  readonly streaming: StreamManner;
  /** Whether tool definitions in a request are let through or answered with a 400. */
  readonly tools: 'taken' | 'refused';
  readonly reasoningEffort: 'taken' | 'refused';
  /** Other models are answered with "no such model". */
  readonly models: readonly string[];
  /** Answers `GET /v1/models` in place of the list of `models`. */
  readonly modelList?: Behaviour;
}

/** The same in the endpoint's own process (startEndpoint) and in another one (controlEndpoint). */
export interface EndpointControl {
  /** Queues behaviours, one per request for a reply. Refused requests (401, unknown model …) take none. */
  reply(...behaviours: readonly Behaviour[]): Promise<void>;
  /** What answers when the queue is empty. */
  otherwise(behaviour: Behaviour): Promise<void>;
  configure(manners: Partial<Manners>): Promise<void>;
  /** Lets `pieces` more pieces through, or all from now on. Works before the request too. */
  openGate(name: string, pieces?: number): Promise<void>;
  /** All since the last reset, in order of arrival; control requests are not among them. */
  requests(): Promise<readonly RecordedRequest[]>;
  /** The n-th request since the last reset, from 1, as soon as it has arrived. Rejects on reset and stop. */
  waitForRequest(n: number): Promise<RecordedRequest>;
  /** Back to the state after the start: script, manners, gates and records; open answers are dropped. */
  reset(): Promise<void>;
}

export interface EndpointOptions extends Partial<Manners> {
  /** Any free port when left out. */
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly otherwise?: Behaviour | Answerer;
}

export interface StandIn extends EndpointControl {
  /** The origin, for `controlEndpoint` and hand-made paths. */
  readonly url: string;
  /** The whole address of the Dataoorts call. */
  readonly dataoortsUrl: string;
  /** The base address of the OpenAI protocol, ending in `/v1`. */
  readonly openaiUrl: string;
  /** `requests()` without waiting. */
  readonly recorded: readonly RecordedRequest[];
  otherwise(behaviour: Behaviour | Answerer): Promise<void>;
  /** Closes everything at once, open answers too. */
  stop(): Promise<void>;
}
