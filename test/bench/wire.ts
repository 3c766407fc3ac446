// From a call of the client to the request at the endpoint and the reply back, against plain fetch in the same run.
import { createClient } from '../../src/client/client.ts';
import { startEndpoint } from '../support/endpoint/startEndpoint.ts';

const rounds = 200;
const endpoint = await startEndpoint({ key: 'k', otherwise: { kind: 'text', text: 'Hello' } });
const parameters = { max_tokens: 512 };
const messages = [{ role: 'user', content: 'Hi' }] as const;
const client = createClient({
  config: () =>
    Promise.resolve({
      url: endpoint.dataoortsUrl,
      protocol: 'dataoorts',
      model: 'openai/gpt-oss-120b',
      key: 'k',
      parameters,
      timeoutMs: 180_000,
      stream: false,
      sendsEffort: false,
    }),
  log: { info: () => undefined, trace: () => undefined },
});

async function ours(): Promise<void> {
  await client.complete({ messages }, { signal: new AbortController().signal });
}

async function plain(): Promise<void> {
  const body = JSON.stringify({ model: 'openai/gpt-oss-120b', data: { messages, ...parameters } });
  const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer k' };
  await (await fetch(endpoint.dataoortsUrl, { method: 'POST', headers, body })).json();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

for (let warm = 0; warm < 20; warm++) await Promise.all([ours(), plain()]);
const times: { ours: number[]; plain: number[] } = { ours: [], plain: [] };
for (let round = 0; round < rounds; round++) {
  times.ours.push(await timed(ours));
  times.plain.push(await timed(plain));
}
const [a, b] = [median(times.ours), median(times.plain)];
console.log(
  `one exchange, median of ${rounds}: ours ${a.toFixed(2)} ms, ` +
    `plain fetch ${b.toFixed(2)} ms, ratio ${(a / b).toFixed(2)}`,
);
await endpoint.stop();
