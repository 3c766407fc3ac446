import type { Behaviour } from './behaviour.ts';
import { modelId } from './envelope.ts';
import { Gates } from './gates.ts';
import { Recorder } from './recorder.ts';
import type { Answerer, EndpointControl, EndpointOptions, Manners, RecordedRequest } from './standIn.ts';

export const standInKey = 'stand-in-key-0123456789';

const usualManners: Manners = {
  key: standInKey,
  openaiKey: 'optional',
  streaming: 'native',
  tools: 'taken',
  reasoningEffort: 'taken',
  models: [modelId],
};

const plainAnswer: Behaviour = { kind: 'text', text: 'This is the answer of the stand-in endpoint.' };

/** What the endpoint was told to do, and what it was asked: everything but the wire. */
export class Script implements EndpointControl {
  readonly gates = new Gates();
  readonly recorder = new Recorder();
  readonly #manners: Manners;
  readonly #otherwise: Behaviour | Answerer;
  readonly #dropAnswers: () => void;
  #queue: Behaviour[] = [];
  #fallback: Behaviour | Answerer;
  manners: Manners;

  /** `dropAnswers` cuts the connections of all answers still open. */
  constructor(options: EndpointOptions, dropAnswers: () => void) {
    this.#manners = { ...usualManners, ...options };
    this.#otherwise = options.otherwise ?? plainAnswer;
    this.#dropAnswers = dropAnswers;
    this.manners = this.#manners;
    this.#fallback = this.#otherwise;
  }

  reply(...behaviours: readonly Behaviour[]): Promise<void> {
    this.#queue.push(...behaviours);
    return Promise.resolve();
  }

  otherwise(behaviour: Behaviour | Answerer): Promise<void> {
    this.#fallback = behaviour;
    return Promise.resolve();
  }

  configure(manners: Partial<Manners>): Promise<void> {
    this.manners = { ...this.manners, ...manners };
    return Promise.resolve();
  }

  openGate(name: string, pieces?: number): Promise<void> {
    this.gates.open(name, pieces);
    return Promise.resolve();
  }

  requests(): Promise<readonly RecordedRequest[]> {
    return Promise.resolve([...this.recorder.requests]);
  }

  waitForRequest(n: number): Promise<RecordedRequest> {
    return this.recorder.waitFor(n);
  }

  reset(): Promise<void> {
    this.#queue = [];
    this.#fallback = this.#otherwise;
    this.manners = this.#manners;
    this.#dropAnswers();
    this.gates.reset();
    this.recorder.reset('The endpoint was reset');
    return Promise.resolve();
  }

  /** Takes the behaviour for this request: the queue first. */
  next(request: RecordedRequest): Behaviour {
    const queued = this.#queue.shift();
    if (queued) return queued;
    return typeof this.#fallback === 'function' ? this.#fallback(request) : this.#fallback;
  }
}
