/**
 * Streams a long reply into the chat's renderer in Chromium, beside a full re-render per chunk.
 *   node test/bench/webview.ts          the full re-render sampled: every 100th chunk, counted 100 times
 *   node test/bench/webview.ts --full   every chunk of it (minutes)
 */
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import type { Measured } from './webviewPage.ts';

const chunk = 20;
const lengths = [25_000, 100_000] as const;

const section = (number: number): string => `## Step ${number}: what to change

The function \`load${number}\` reads **all** of the file before it looks at _any_ of it, which is why \`some_var_name\` stays empty. See [the manual](https://example.com/${number}).

- first, open the stream
- then read line by line
  - and stop at the first empty one
- last, close it

\`\`\`typescript
export async function load${number}(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of open(path)) {
    if (line === '') break; // the header ends here
    lines.push(line.trimEnd());
  }
  return lines;
}
\`\`\`

| option | default | meaning |
|---|---|---|
| depth | ${number} | how far down to look |
| follow | true | whether links are followed |

`;

function replyOf(length: number): string {
  let text = '';
  for (let number = 1; text.length < length; number++) text += section(number);
  return text.slice(0, length);
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', target: 'es2023', minify: true });
  return outputFiles[0]?.text ?? '';
}

async function openPage(page: Page): Promise<void> {
  await page.setContent('<!doctype html><body></body>');
  await page.addStyleTag({ content: await bundled('media/chat.css') });
  await page.addScriptTag({ content: await bundled('test/bench/webviewPage.ts') });
}

function report(name: string, results: readonly Measured[]): void {
  const [small, large] = results;
  if (small === undefined || large === undefined) return;
  const growth = large.total / small.total;
  const figures = `${large.total.toFixed(0)} ms in all, longest ${large.longest.toFixed(1)} ms, ${growth.toFixed(1)} times the work of ${lengths[0]} characters`;
  console.log(`${name.padEnd(24)} ${figures}`);
}

async function main(): Promise<void> {
  const every = process.argv.includes('--full') ? 1 : 100;
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 350, height: 800 } });
    await openPage(page);
    const run = async (call: string): Promise<Measured[]> => {
      const results: Measured[] = [];
      for (const length of lengths) results.push(await page.evaluate<Measured>(call.replace('TEXT', JSON.stringify(replyOf(length)))));
      return results;
    };
    await run(`ours(TEXT, ${chunk})`);
    console.log(`Rendering ${lengths[1]} characters in chunks of ${chunk}, main-thread time with layout:`);
    report('this extension', await run(`ours(TEXT, ${chunk})`));
    report(every === 1 ? 'full re-render' : 'full re-render (sampled)', await run(`plain(TEXT, ${chunk}, ${every})`));
  } finally {
    await browser.close();
  }
}

await main();
