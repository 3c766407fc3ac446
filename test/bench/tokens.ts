// Counting tokens and keeping within the context window: what loads, how fast it counts, what a long chat costs.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BudgetedModel } from '../../src/app/model/budgetedModel.ts';
import { createTokenCounter } from '../../src/client/tokens/tokenCounter.ts';
import type { Message } from '../../src/core/chat/messages.ts';
import { estimateTokens } from '../../src/core/chat/request/tokens.ts';
import { root } from '../support/run/paths.ts';
import { FakeModel, fakeSettings, replyOf } from '../support/fakes.ts';

/** Milliseconds of the work: the best of some runs, since other work on the machine only ever adds. */
async function timed(work: () => unknown, runs = 5): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const load = `const start = performance.now(); const before = process.memoryUsage().heapUsed;
require(${JSON.stringify(join(root, 'dist', 'tokenizer.cjs'))}).tokensIn('x');
const ms = Math.round(performance.now() - start);
const megabytes = Math.round((process.memoryUsage().heapUsed - before) / 1e6);
console.log(ms, 'ms to load the tokenizer,', megabytes, 'MB of heap');`;
console.log(execFileSync(process.execPath, ['-e', load], { encoding: 'utf8' }).trim());

const source = [
  'src/core/edits/planFile.ts', 'src/core/edits/formats/parseReply.ts', 'README.md', 'media/styles/turns.css',
]
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');
const counter = createTokenCounter();
await counter.count('load', Infinity);
const unlike: Readonly<Record<string, (length: number) => string>> = {
  'code and prose': (length) => source.repeat(Math.ceil(length / source.length)).slice(0, length),
  'one line of letters': (length) => 'ab'.repeat(length / 2),
  'white space': (length) => ' \n'.repeat(length / 2),
};
for (const [name, make] of Object.entries(unlike)) {
  const rows: string[] = [];
  for (const length of [100_000, 1_000_000]) {
    const text = make(length);
    const estimateMs = await timed(() => estimateTokens(text));
    const countMs = await timed(() => counter.count(text, Infinity));
    rows.push(
      `${length / 1000} KB: estimate ${(length / 1000 / estimateMs).toFixed(0)} MB/s, count ` +
      `${(length / 1000 / countMs).toFixed(1)} MB/s`,
    );
  }
  console.log(`${name.padEnd(20)} ${rows.join('; ')}`);
}

/** A chat of so many questions with their replies, each message of this length. */
function chat(turns: number, length: number): Message[] {
  const text = (index: number): string =>
    `${index} ${source.slice((index * 97) % 10_000, ((index * 97) % 10_000) + length)}`;
  return Array.from(
    { length: turns },
    (_, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content: text(index) }) as const,
  );
}

for (const [what, length] of [['small', 200], ['large', 2_000]] as const) {
  for (const turns of [100, 1_000]) {
    const model = new FakeModel().next(replyOf('ok'), replyOf('ok'));
    const budgeted = new BudgetedModel({ model, counter, settings: fakeSettings });
    const messages: Message[] = [...chat(turns, length), { role: 'user', content: 'And now?' }];
    const send = (all: readonly Message[]) =>
      budgeted.complete({ messages: all }, { signal: new AbortController().signal });
    const first = await timed(() => send(messages), 1);
    const next = await timed(
      () => send([...messages, { role: 'assistant', content: 'ok' }, { role: 'user', content: 'And then?' }]),
      1,
    );
    const sent = model.requests.map((request) => request.messages.length).join(', then ');
    console.log(
      `planning ${turns} ${what} turns: ${first.toFixed(1)} ms, the next message ${next.toFixed(2)} ms (${sent} ` +
      'messages sent)',
    );
  }
}
