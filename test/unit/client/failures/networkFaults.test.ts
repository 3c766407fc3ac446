import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createClient } from '../../../../src/client/client.ts';
import { connectionFailure } from '../../../../src/client/failures/connectionFailure.ts';
import { describe as inWords } from '../../../../src/core/describe.ts';
import { AssistantError, type Reason } from '../../../../src/core/errors.ts';
import { startEndpoint } from '../../../support/endpoint/startEndpoint.ts';
import { type Certificate, createAuthority, selfSigned } from '../../../support/net/certificates.ts';

const authority = createAuthority();

/** What a call of the client ends with, and how often it was tried. */
async function failureAt(url: string, online = true): Promise<{ error: AssistantError; words: string; tries: number }> {
  let tries = 1;
  const client = createClient({
    config: () =>
      Promise.resolve({
        url,
        protocol: 'dataoorts',
        stream: false,
        sendsEffort: false,
        model: 'm',
        key: 'sk-secret-0123456789',
        parameters: { max_tokens: 10 },
        timeoutMs: 20_000,
        online: () => online,
      }),
    log: { info: () => undefined, trace: () => undefined },
    wait: () => {
      tries++;
      return Promise.resolve();
    },
  });
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  const thrown = await client.complete({ messages }, { signal: new AbortController().signal }).then(
    () => assert.fail('it succeeded'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof AssistantError, String(thrown));
  const { message, detail } = inWords(thrown);
  return { error: thrown, words: `${message} ${detail}`, tries };
}

/** A server that does this with each connection. */
async function socketServer(onSocket: (socket: Socket) => void): Promise<{ server: Server; url: string }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1` };
}

async function withTls(certificate: Certificate, work: (url: string) => Promise<void>): Promise<void> {
  const endpoint = await startEndpoint({ tls: certificate });
  try {
    await work(endpoint.dataoortsUrl.replace('127.0.0.1', 'localhost'));
    assert.equal(endpoint.recorded.length, 0, 'nothing was sent');
  } finally {
    await endpoint.stop();
  }
}

describe('network faults', () => {
  const sockets: readonly [
    name: string,
    onSocket: (socket: Socket) => void,
    reason: Reason,
    words: RegExp,
    tries: number,
  ][] = [
    ['a connection that is reset', (socket) => socket.resetAndDestroy(), 'disconnected', /was reset \(ECONNRESET\)/, 4],
    [
      'a connection that is closed without an answer',
      (socket) => socket.once('data', () => socket.end()),
      'disconnected',
      /closed before the answer was whole/,
      4,
    ],
    [
      'an answer that stops in the middle of its body',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"res')),
      'disconnected',
      /closed before the answer was whole/,
      4,
    ],
    [
      'something that does not speak HTTP',
      (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
      'unreachable',
      /does not speak HTTP there/,
      1,
    ],
  ];
  for (const [name, onSocket, reason, words, tries] of sockets) {
    it(`tells ${name}`, async () => {
      const { server, url } = await socketServer(onSocket);
      try {
        const failure = await failureAt(url);
        assert.equal(failure.error.reason, reason, failure.words);
        assert.match(failure.words, words);
        assert.equal(failure.tries, tries);
      } finally {
        server.close();
      }
    });
  }

  it('tells a server that is down', async () => {
    const { server, url } = await socketServer(() => undefined);
    server.close();
    await once(server, 'close');
    const { error, words, tries } = await failureAt(url);
    assert.equal(error.reason, 'unreachable');
    assert.match(
      words,
      new RegExp(
        '^Could not reach 127\\.0\\.0\\.1:\\d+: the server is down, or the address in the settings is wrong\\. ' +
          'it refused the connection',
      ),
    );
    assert.equal(tries, 1);
  });

  it('tells a name that is not there from a machine without a network', async () => {
    const url = 'https://host.invalid/api/v1';
    const online = await failureAt(url);
    assert.equal(online.error.reason, 'unreachable');
    assert.match(online.words, /Could not reach host\.invalid: .*its name could not be/);
    const offline = await failureAt(url, false);
    assert.equal(offline.error.reason, 'offline');
    assert.match(offline.words, /^You seem to be offline/);
    assert.equal(offline.tries, 1);
  });

  it('takes a server on this machine that is down for what it is, network or not', async () => {
    const { server, url } = await socketServer(() => undefined);
    server.close();
    await once(server, 'close');
    assert.equal((await failureAt(url, false)).error.reason, 'unreachable');
  });

  const certificates: readonly [name: string, certificate: Certificate, words: RegExp][] = [
    ['self-signed', selfSigned('localhost'), /self-signed/],
    ['of an unknown authority', authority.issue({ hosts: ['localhost'] }), /authority that this system does not know/],
  ];
  for (const [name, certificate, words] of certificates) {
    it(`tells a certificate that is ${name}, and sends nothing`, () =>
      withTls(certificate, async (url) => {
        const failure = await failureAt(url);
        assert.equal(failure.error.reason, 'certificate');
        assert.match(failure.words, words);
        assert.match(failure.words, /is not trusted, so nothing was sent/);
        assert.equal(failure.tries, 1);
      }));
  }

  it('tells TLS from no TLS', async () => {
    const { server, url } = await socketServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    try {
      const { error, words } = await failureAt(url.replace('http:', 'https:'));
      assert.equal(error.reason, 'unreachable');
      assert.match(words, /does not speak TLS/);
    } finally {
      server.close();
    }
  });
});

/** What VS Code's fetch and Node's throw, as far as it is read. */
function fetchFailed(cause: object): TypeError {
  return new TypeError('fetch failed', { cause });
}

const caused = (fields: object): Error => Object.assign(new Error(''), fields);

describe('what a failed connection means', () => {
  const url = 'https://endpoint.test/api/v1';
  const tunnel = (status: number): TypeError =>
    fetchFailed(
      new Error('Request was cancelled.', {
        cause: Object.assign(new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`), {
          code: 'UND_ERR_ABORTED',
        }),
      }),
    );
  const cases: readonly [name: string, thrown: unknown, reason: Reason, words: RegExp][] = [
    ['a proxy that asks for a password', tunnel(407), 'proxy', /asks for a user name and password/],
    ['a proxy that forbids', tunnel(403), 'proxy', /does not let requests to the endpoint through/],
    ['a proxy that does not reach the endpoint', tunnel(502), 'proxy', /could not reach the endpoint/],
    [
      'a proxy that is down',
      fetchFailed(caused({ code: 'ECONNREFUSED', address: '10.0.0.1', port: 3128 })),
      'proxy',
      /The proxy 10\.0\.0\.1:3128 could not be reached/,
    ],
    [
      'a proxy of an unknown name',
      fetchFailed(caused({ code: 'ENOTFOUND', hostname: 'proxy.test' })),
      'proxy',
      /The proxy proxy\.test could not be reached/,
    ],
    [
      'an endpoint that is down',
      fetchFailed(caused({ code: 'ECONNREFUSED', address: '10.0.0.2', port: 443 })),
      'unreachable',
      /Could not reach endpoint\.test/,
    ],
    [
      'an endpoint of an unknown name',
      fetchFailed(caused({ code: 'ENOTFOUND', hostname: 'endpoint.test' })),
      'unreachable',
      /name could not be found/,
    ],
    [
      'several addresses that all refuse',
      fetchFailed(
        Object.assign(new AggregateError([caused({ code: 'ECONNREFUSED', port: 443 })]), { code: 'ECONNREFUSED' }),
      ),
      'unreachable',
      /refused/,
    ],
    ['an expired certificate', fetchFailed(caused({ code: 'CERT_HAS_EXPIRED' })), 'certificate', /expired/],
    [
      'a certificate for another host',
      fetchFailed(caused({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', host: 'endpoint.test' })),
      'certificate',
      /for another host/,
    ],
    [
      'a certificate that an authority of the same name did not sign',
      fetchFailed(caused({ code: 'CERT_SIGNATURE_FAILURE' })),
      'certificate',
      /could not be verified/,
    ],
    ['something unknown', fetchFailed(caused({ code: 'E_STRANGE' })), 'unreachable', /E_STRANGE/],
    ['nothing at all', undefined, 'unreachable', /no answer/],
  ];
  for (const [name, thrown, reason, words] of cases) {
    it(`knows ${name}`, () => {
      const { error } = connectionFailure(thrown, url);
      const { message, detail } = inWords(error);
      assert.equal(error.reason, reason);
      assert.match(`${message} ${detail}`, words);
      assert.ok(!`${message}${detail}`.includes('undefined'), message + detail);
    });
  }

  it('comes to an end where a chain of causes loops', () => {
    const loop: { cause?: unknown } = {};
    loop.cause = loop;
    assert.equal(connectionFailure(loop, url).error.reason, 'unreachable');
  });

  it('keeps the port of an address in brackets', () => {
    const refused = fetchFailed(caused({ code: 'ECONNREFUSED', address: '::1', port: 8000 }));
    assert.equal(connectionFailure(refused, 'http://[::1]:8000/v1').error.reason, 'unreachable');
  });
});
