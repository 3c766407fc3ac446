/**
 * Streams a long reply into the chat's renderer in Chromium, beside the ways of others.
 *   node test/bench/webview.ts          a full re-render sampled: every 100th chunk, counted 100 times
 *   node test/bench/webview.ts --full   every chunk of it (many minutes)
 */
import { openBenchPage } from '../support/bench/benchPage.ts';
import { longReply } from '../support/bench/longReply.ts';
import { launchChromium } from '../support/chromium.ts';
import type { Measured } from './webviewPage.ts';

const chunk = 20;
const lengths = [25_000, 100_000] as const;

const ways = [
  { call: 'ours', name: 'this extension', full: false },
  { call: 'reactMarkdown', name: 'react-markdown', full: true },
  { call: 'markdownIt', name: 'markdown-it', full: true },
] as const;

function report(name: string, [small, large]: readonly Measured[], ours: number | undefined): number {
  if (small === undefined || large === undefined) return 0;
  const ratio = ours === undefined ? '' : `, ${(large.total / ours).toFixed(0)} times ours`;
  const figures =
    `${large.total.toFixed(0)} ms in all, longest ${large.longest.toFixed(1)} ms, ` +
    `${(large.total / small.total).toFixed(1)} times the work of ${lengths[0]}`;
  console.log(`${name.padEnd(28)} ${figures}${ratio}`);
  return large.total;
}

const every = process.argv.includes('--full') ? 1 : 100;
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 350, height: 800 } });
  await openBenchPage(page, ['test/bench/webviewPage.ts']);
  const measure = (call: string, text: string, step: number): Promise<Measured> =>
    page.evaluate<Measured>(`${call}(${JSON.stringify(text)}, ${chunk}, ${step})`);
  console.log(
    `Rendering ${lengths[1]} characters in chunks of ${chunk}, main-thread time with layout (aim: 20 times less than ` +
    'others):',
  );
  await measure('ours', longReply(lengths[0]), 1);
  let ours: number | undefined;
  for (const { call, name, full } of ways) {
    const step = full ? every : 1;
    const results: Measured[] = [];
    for (const length of lengths) results.push(await measure(call, longReply(length), step));
    const total = report(step === 1 ? name : `${name} (sampled)`, results, ours);
    ours ??= total;
  }
} finally {
  await browser.close();
}
