import { controlPath, type ControlCommand, type FinishedAnswer, type RequestSnapshot } from './controlProtocol.ts';
import { abortOf, parseJson } from './recorder.ts';
import type { EndpointControl, Outcome, RecordedRequest } from './standIn.ts';

async function call<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`The stand-in endpoint refused ${url}: ${text}`);
  return JSON.parse(text) as T;
}

/** A recorded request in another process; its end is asked for only when somebody wants to know. */
function remoteRequest(base: string, snapshot: RequestSnapshot): RecordedRequest {
  const finished = (): Promise<Outcome> =>
    snapshot.outcome === 'pending'
      ? call<FinishedAnswer>(`${base}/finished/${snapshot.id}`).then(({ outcome }) => outcome)
      : Promise.resolve(snapshot.outcome);
  return {
    ...snapshot,
    protocol: snapshot.protocol,
    json: parseJson(snapshot.body),
    get finished() {
      return finished();
    },
    get aborted() {
      return abortOf(finished());
    },
  };
}

/** Steers an endpoint in another process. `url` is its origin, as in `StandIn.url`. */
export function controlEndpoint(url: string): EndpointControl {
  const base = new URL(controlPath, url).href;
  const command = async (body: ControlCommand): Promise<void> => {
    await call(base, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  };
  return {
    reply: (...behaviours) => command({ do: 'reply', behaviours }),
    otherwise: (behaviour) => command({ do: 'otherwise', behaviour }),
    configure: (manners) => command({ do: 'configure', manners }),
    openGate: (gate, pieces) => command({ do: 'openGate', gate, ...(pieces === undefined ? {} : { pieces }) }),
    reset: () => command({ do: 'reset' }),
    requests: async () => {
      const snapshots = await call<RequestSnapshot[]>(`${base}/requests`);
      return snapshots.map((snapshot) => remoteRequest(base, snapshot));
    },
    waitForRequest: async (n) => remoteRequest(base, await call<RequestSnapshot>(`${base}/requests/${n}`)),
  };
}
