import { once } from 'node:events';
import { createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/**
 * What a proxy does with a request: passes it on, asks for `user:secret`, says no, or says that it does not know the
 * name.
 */
export type ProxyManner = 'pass' | 'askPassword' | 'forbid' | 'unknownName';

export interface ProxyOptions {
  /** Where names lead, as `host:port` to a port on this machine; anything else is refused with 502. */
  readonly routes: Readonly<Record<string, number>>;
  readonly manner?: ProxyManner;
}

export interface Proxy {
  readonly url: string;
  /** What was asked for, in order: `CONNECT endpoint.test:443`, `POST http://endpoint.test/api/v1`. */
  readonly asked: readonly string[];
  manner: ProxyManner;
  stop(): Promise<void>;
}

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

type Route = { readonly port: number } | { readonly refusal: Refusal };

const refusals: Readonly<Record<Exclude<ProxyManner, 'pass'>, Refusal>> = {
  askPassword: { status: 407, headers: { 'Proxy-Authenticate': 'Basic realm="test"' } },
  forbid: { status: 403, headers: {} },
  unknownName: { status: 502, headers: {} },
};

/** `user:secret`, as RFC 7617 has it. */
const password = `Basic ${Buffer.from('user:secret').toString('base64')}`;

/** A forward proxy on this machine that reaches nothing beyond it: plain requests in absolute form, and tunnels. */
export async function startProxy({ routes, manner = 'pass' }: ProxyOptions): Promise<Proxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer();
  const state = { manner };
  const routeOf = (host: string, { headers }: IncomingMessage): Route => {
    const port = routes[host];
    const knowsPassword = state.manner === 'askPassword' && headers['proxy-authorization'] === password;
    if (state.manner !== 'pass' && !knowsPassword) return { refusal: refusals[state.manner] };
    return port === undefined ? { refusal: refusals.unknownName } : { port };
  };
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.on('request', (message, response) => {
    asked.push(`${message.method ?? ''} ${message.url ?? ''}`);
    const target = new URL(message.url ?? '/', 'http://none.invalid');
    const route = routeOf(`${target.hostname}:${target.port === '' ? '80' : target.port}`, message);
    if ('refusal' in route) response.writeHead(route.refusal.status, { ...route.refusal.headers }).end();
    else passOn(message, response, route.port, target.pathname);
  });
  server.on('connect', (message: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${message.url ?? ''}`);
    socket.on('error', () => undefined);
    const route = routeOf(message.url ?? '', message);
    if ('refusal' in route) refuseTunnel(socket, route.refusal);
    else openTunnel(socket, route.port);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    get manner() {
      return state.manner;
    },
    set manner(next) {
      state.manner = next;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function passOn(message: IncomingMessage, response: ServerResponse, port: number, path: string): void {
  const { method, headers } = message;
  const onward = forward({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  message.pipe(onward);
}

function refuseTunnel(socket: Socket, { status, headers }: Refusal): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}Content-Length: 0\r\n\r\n`);
}

function openTunnel(socket: Socket, port: number): void {
  const onward = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(onward);
    onward.pipe(socket);
  });
  onward.on('error', () => socket.destroy());
  socket.on('close', () => onward.destroy());
}
