import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Behaviour, Protocol } from './behaviour.ts';
import { carryOut, destroySocket } from './carryOut.ts';
import { isControlPath, serveControl } from './controlRoad.ts';
import { demoAnswer } from './demoAnswers.ts';
import { planOf } from './plan.ts';
import { readAsk } from './readAsk.ts';
import type { LiveRequest } from './recorder.ts';
import { keyRefusal, refusalOf } from './refusal.ts';
import { Script } from './script.ts';
import type { EndpointOptions, StandIn } from './standIn.ts';

interface Road {
  readonly protocol: Protocol;
  readonly method: 'GET' | 'POST';
}

const roads: Readonly<Record<string, Road>> = {
  '/api/v1': { protocol: 'dataoorts', method: 'POST' },
  '/v1/chat/completions': { protocol: 'openai', method: 'POST' },
  '/v1/models': { protocol: 'openai', method: 'GET' },
};

function roadOf(path: string): Road | undefined {
  return roads[path.split('?', 1)[0] ?? ''];
}

function modelList(models: readonly string[]): Behaviour {
  const data = models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'stand-in' }));
  return { kind: 'result', result: { object: 'list', data } };
}

/** Chooses what happens with a request. Only a request for a reply takes a behaviour from the queue. */
function choose(request: LiveRequest, script: Script): Behaviour {
  const road = roadOf(request.path);
  const { manners } = script;
  if (!road) return { kind: 'status', status: 404 };
  if (road.method !== request.method) return { kind: 'status', status: 405 };
  if (road.method === 'GET') return keyRefusal(request, manners) ?? manners.modelList ?? modelList(manners.models);
  return refusalOf(request, manners) ?? script.next(request);
}

function arrivalOf(message: IncomingMessage, body: string) {
  const path = message.url ?? '';
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    method: message.method ?? '',
    path,
    protocol: roadOf(path)?.protocol,
    headers: Object.fromEntries(headers),
    body,
  };
}

/** Takes requests off the wire and puts answers onto it. */
class Exchanges {
  readonly #script: Script;
  readonly #open = new Map<ServerResponse, LiveRequest>();

  constructor(options: EndpointOptions) {
    this.#script = new Script(options, () => {
      this.dropAll();
    });
  }

  get script(): Script {
    return this.#script;
  }

  readonly listener: RequestListener = (message, response) => {
    this.#serve(message, response).catch((failure: unknown) => {
      if (message.destroyed && !message.complete) return;
      console.error('The stand-in endpoint failed:', failure);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(String(failure));
    });
  };

  dropAll(): void {
    for (const [response, request] of this.#open) {
      request.settle('dropped');
      destroySocket(response);
    }
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client that goes away is seen by 'close'; the error that comes with it says no more.
    response.on('error', () => undefined);
    const body = await text(message);
    if (isControlPath(message.url ?? '')) {
      await serveControl(this.#script, message, response, body);
      return;
    }
    const request = this.#script.recorder.add(arrivalOf(message, body));
    const gone = this.#follow(request, response);
    const ask = readAsk(request);
    const chosen = choose(request, this.#script);
    const plan = planOf(chosen.kind === 'demo' ? demoAnswer(request, chosen.tokensPerSecond) : chosen, {
      protocol: request.protocol ?? 'dataoorts',
      wantsStream: ask.stream,
      wantsUsage: ask.includeUsage,
      promptTokens: ask.promptTokens,
      streaming: this.#script.manners.streaming,
    });
    const dropping = (): void => request.settle('dropped');
    await carryOut(plan, { response, gates: this.#script.gates, gone, dropping });
  }

  /** Keeps the request's outcome; the signal is aborted when its connection is over. */
  #follow(request: LiveRequest, response: ServerResponse): AbortSignal {
    const over = new AbortController();
    this.#open.set(response, request);
    response.once('close', () => {
      this.#open.delete(response);
      request.settle(response.writableFinished ? 'answered' : 'aborted');
      over.abort();
    });
    return over.signal;
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stand-in endpoint has no port');
  return address.port;
}

function stopper(server: Server, exchanges: Exchanges): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= new Promise((resolve) => {
      server.close(() => resolve());
      exchanges.script.recorder.reset('The endpoint was stopped');
      exchanges.dropAll();
      server.closeAllConnections();
    });
    return stopped;
  };
}

/** Starts the stand-in on 127.0.0.1. It answers by itself until it is told otherwise. */
export async function startEndpoint(options: EndpointOptions = {}): Promise<StandIn> {
  const exchanges = new Exchanges(options);
  const server = options.tls ? createTlsServer(options.tls, exchanges.listener) : createServer(exchanges.listener);
  // Connections that wait for their next request stay: closing them at a moment of its own choice makes tests flaky.
  server.keepAliveTimeout = 0;
  const port = await listen(server, options.port ?? 0);
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const { script } = exchanges;
  return {
    url,
    dataoortsUrl: `${url}/api/v1`,
    openaiUrl: `${url}/v1`,
    get recorded() {
      return [...script.recorder.requests];
    },
    reply: (...behaviours) => script.reply(...behaviours),
    otherwise: (behaviour) => script.otherwise(behaviour),
    configure: (manners) => script.configure(manners),
    openGate: (name, pieces) => script.openGate(name, pieces),
    requests: () => script.requests(),
    waitForRequest: (n) => script.waitForRequest(n),
    reset: () => script.reset(),
    stop: stopper(server, exchanges),
  };
}
