// From the first byte on the wire to the first token given out, and the heap after 100 replies of a megabyte each.
import { createClient } from '../../src/client/client.ts';
import { startEndpoint } from '../support/endpoint/startEndpoint.ts';

const rounds = 100;
const megabyte = 1_000_000;
const endpoint = await startEndpoint({ key: 'k' });
const config = {
  url: endpoint.dataoortsUrl, protocol: 'dataoorts', model: 'openai/gpt-oss-120b', key: 'k',
  parameters: { max_tokens: 512 }, timeoutMs: 180_000, stream: true, sendsEffort: false,
} as const;
const client = createClient({
  config: () => Promise.resolve(config),
  log: { info: () => undefined, trace: () => undefined },
});
const messages = [{ role: 'user', content: 'Hi' }] as const;
const { signal } = new AbortController();

/** Milliseconds from the first characters of the body being there to the first piece of the reply being given out. */
async function ours(): Promise<number> {
  let arrived = 0;
  let given = 0;
  const onArrival = (): void => void (arrived = performance.now());
  await client.complete({ messages }, { signal, onArrival, onDelta: () => void (given ||= performance.now()) });
  return given - arrived;
}

/** The same for a loop that reads the body and does nothing but look for the first event. */
async function plain(): Promise<number> {
  const body = JSON.stringify({ model: config.model, data: { messages, max_tokens: 512, stream: true } });
  const response = await fetch(config.url, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', Authorization: 'Bearer k' },
  });
  let arrived = 0;
  let given = 0;
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    arrived ||= performance.now();
    text += decoder.decode(chunk, { stream: true });
    const event = /data: (\{.*\})\n/.exec(text);
    if (
      event?.[1] !== undefined &&
      given === 0 &&
      (JSON.parse(event[1]) as { response?: string }).response !== undefined
    )
      given = performance.now();
  }
  return given - arrived;
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

async function heapAfterReplies(): Promise<void> {
  const gc = (globalThis as { gc?: () => void }).gc ?? (() => undefined);
  const text = 'A line of text, as long as lines are.\n'.repeat(megabyte / 38);
  const heap = (): string => (process.memoryUsage().heapUsed / megabyte).toFixed(1);
  const marks: string[] = [];
  for (let round = 0; round <= 100; round++) {
    await endpoint.reset();
    await endpoint.reply({ kind: 'text', text, chunkChars: 400 });
    await client.complete({ messages }, { signal, onDelta: () => undefined });
    if (round % 25 !== 0) continue;
    await endpoint.reset();
    gc();
    marks.push(`${round}: ${heap()} MB`);
  }
  console.log(`heap after replies of 1 MB, the stand-in in the same process (${marks.join(', ')})`);
}

const [mine, bare]: [number[], number[]] = [[], []];
await ours();
await plain();
for (let round = 0; round < rounds; round++) {
  bare.push(await plain());
  mine.push(await ours());
}
console.log(
  `first byte to first token, median of ${rounds}: ours ${median(mine).toFixed(3)} ms, a bare loop ` +
  `${median(bare).toFixed(3)} ms`,
);
await heapAfterReplies();
await endpoint.stop();
