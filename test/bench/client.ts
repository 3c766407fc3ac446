import { decodeBody } from '../../src/client/answer/decode.ts';
import { EventStreamReader } from '../../src/client/answer/eventStream.ts';
import { HarmonyStream, parseHarmony } from '../../src/client/harmony.ts';

/** Throughput of the readers, in MB (10^6 characters) a second, and what ten times the text costs. */

const sizes = [10_000, 100_000, 1_000_000, 10_000_000];
const paragraph = 'We look at `a <| b` and at x < y. The function returns "1".\n```js\nconst x = [1, 2];\n```\n';
const shortest = 1_500;

function filled(length: number, unit = paragraph): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

function leaked(length: number): string {
  const half = filled(length / 2);
  return (
    `<|channel|>analysis<|message|>${half}\n\`\`\`\n` +
    `<|end|><|start|>assistant<|channel|>final<|message|>${half}<|return|>`
  );
}

function events(length: number): string {
  const event = 'data: {"response":" token","p":"abcdef"}\n\n';
  return event.repeat(length / event.length);
}

function pushAll(reader: { push(chunk: string): unknown; end(): unknown }, text: string, chunk: number): void {
  for (let at = 0; at < text.length; at += chunk) reader.push(text.slice(at, at + chunk));
  reader.end();
}

const benches: [string, (length: number) => string, (text: string) => void][] = [
  [
    'decode, documented envelope',
    (length) => JSON.stringify({ success: true, result: { response: filled(length) } }),
    (text) => void decodeBody(text),
  ],
  [
    'decode, OpenAI choices',
    (length) => JSON.stringify({ choices: [{ message: { content: filled(length) } }] }),
    (text) => void decodeBody(text),
  ],
  [
    'decode, cut-off JSON',
    (length) => JSON.stringify({ result: { response: filled(length) } }).slice(0, -2),
    (text) => void decodeBody(text),
  ],
  ['decode, event text', events, (text) => void decodeBody(text)],
  ['events, 64 characters a chunk', events, (text) => pushAll(new EventStreamReader(), text, 64)],
  ['harmony, plain text', (length) => filled(length), (text) => void parseHarmony(text)],
  ['harmony, leaked', leaked, (text) => void parseHarmony(text)],
  ['harmony, leaked, 4 characters a chunk', leaked, (text) => pushAll(new HarmonyStream(), text, 4)],
  [
    'harmony, nothing but markers',
    (length) => filled(length, 'x <|end|> <|start|>assistant '),
    (text) => void parseHarmony(text),
  ],
  [
    'harmony, markers in reasoning',
    (length) => `<|channel|>analysis<|message|>${filled(length, 'x <|end|> y, assistantfinal. ')}`,
    (text) => void parseHarmony(text),
  ],
  [
    'harmony, stripped, never proved',
    (length) => `analysisX${filled(length, ' assistantfinal ')}`,
    (text) => void parseHarmony(text),
  ],
];

/** The best of the runs that fit into the time: other work on the machine only ever adds. */
function measure(run: (text: string) => void, text: string): number {
  let best = Infinity;
  for (let spent = 0; spent < shortest;) {
    const start = performance.now();
    run(text);
    const time = performance.now() - start;
    best = Math.min(best, time);
    spent += time;
  }
  return best;
}

const rows = benches.map(([name, make, run]) => {
  run(make(100_000));
  const times = sizes.map((size) => measure(run, make(size)));
  const speeds = Object.fromEntries(
    sizes.map((size, index) => [`${size / 1000} KB`, Math.round(size / 1000 / (times[index] ?? 1))]),
  );
  const growth = times
    .slice(1)
    .map((time, index) => (time / (times[index] ?? 1)).toFixed(1))
    .join(' ');
  return { name, ...speeds, 'time for ten times as much': growth };
});

console.table(rows);
