import type { Protocol } from './behaviour.ts';
import type { Outcome, RecordedRequest } from './standIn.ts';

export type Arrival = Pick<RecordedRequest, 'method' | 'path' | 'headers' | 'body'> & {
  readonly protocol: Protocol | undefined;
};

/** Undefined where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Resolves when the outcome is 'aborted'; else never. */
export function abortOf(finished: Promise<Outcome>): Promise<void> {
  return new Promise((resolve, reject) => {
    finished.then((outcome) => {
      if (outcome === 'aborted') resolve();
    }, reject);
  });
}

export class LiveRequest implements RecordedRequest {
  readonly id: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly protocol: Protocol | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly json: unknown;
  readonly finished: Promise<Outcome>;
  readonly aborted: Promise<void>;
  outcome: Outcome = 'pending';
  #settle: (outcome: Outcome) => void = () => undefined;

  constructor(arrival: Arrival, id: number, at: number) {
    this.id = id;
    this.at = at;
    this.method = arrival.method;
    this.path = arrival.path;
    this.protocol = arrival.protocol;
    this.headers = arrival.headers;
    this.body = arrival.body;
    this.json = parseJson(arrival.body);
    this.finished = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.aborted = abortOf(this.finished);
  }

  /** The first outcome counts. */
  settle(outcome: Exclude<Outcome, 'pending'>): void {
    if (this.outcome !== 'pending') return;
    this.outcome = outcome;
    this.#settle(outcome);
  }
}

interface Waiter {
  readonly n: number;
  readonly resolve: (request: RecordedRequest) => void;
  readonly reject: (error: Error) => void;
}

export class Recorder {
  readonly #start = performance.now();
  readonly #byId = new Map<number, LiveRequest>();
  #since: LiveRequest[] = [];
  #waiters: Waiter[] = [];

  get requests(): readonly LiveRequest[] {
    return this.#since;
  }

  add(arrival: Arrival): LiveRequest {
    const request = new LiveRequest(arrival, this.#byId.size + 1, performance.now() - this.#start);
    this.#byId.set(request.id, request);
    this.#since.push(request);
    const due = this.#waiters.filter((waiter) => waiter.n === this.#since.length);
    this.#waiters = this.#waiters.filter((waiter) => !due.includes(waiter));
    for (const waiter of due) waiter.resolve(request);
    return request;
  }

  /** Also those from before a reset. */
  byId(id: number): LiveRequest | undefined {
    return this.#byId.get(id);
  }

  waitFor(n: number): Promise<RecordedRequest> {
    const known = this.#since[n - 1];
    if (known) return Promise.resolve(known);
    if (!Number.isInteger(n) || n < 1) {
      return Promise.reject(new Error(`Requests are counted from 1, so there is no request ${n}`));
    }
    return new Promise((resolve, reject) => {
      this.#waiters.push({ n, resolve, reject });
    });
  }

  /** Forgets what was recorded; who still waits is told `why`. */
  reset(why: string): void {
    const waiters = this.#waiters;
    const count = this.#since.length;
    this.#waiters = [];
    this.#since = [];
    for (const { n, reject } of waiters) {
      reject(new Error(`${why} while request ${n} was waited for; ${count} had arrived`));
    }
  }
}
