/** The chat view as a whole in Chromium: a long session, typing while a reply streams, memory over many replies. */
import type { Page } from 'playwright-core';
import { figuresOf, openBenchPage, workedDuring } from '../support/bench/benchPage.ts';
import { longReply } from '../support/bench/longReply.ts';
import { launchChromium } from '../support/chromium.ts';
import type { Opened, Scrolled, Streamed } from './chatPage.ts';

const turns = 1000;
const megabytes = 5;

async function openLong(page: Page): Promise<void> {
  const before = await figuresOf(page);
  const text = JSON.stringify(longReply((megabytes * 1e6) / (turns / 2)));
  const { result, worked } = await workedDuring(page, async () => {
    const opened = await page.evaluate<Opened>(`openChat(${turns}, ${text})`);
    await page.waitForFunction(`document.querySelectorAll('.turn').length === ${turns}`);
    return opened;
  });
  const { interactive, longest } = result;
  const after = await figuresOf(page);
  console.log(
    `Opening ${turns} turns, ${megabytes} MB: interactive after ${interactive.toFixed(0)} ms (aim: 300), longest ` +
    `task ${longest.toFixed(0)} ms, main thread ${worked.toFixed(0)} ms until all turns are there`,
  );
  console.log(`Heap: ${(after.heap - before.heap).toFixed(1)} MB more, ${after.nodes - before.nodes} nodes more`);
}

async function scrollLong(page: Page): Promise<void> {
  const { frames, worst, slow } = await page.evaluate<Scrolled>('scrollUp(300, 600)');
  console.log(`Scrolling up through it: ${frames} frames, the worst ${worst.toFixed(0)} ms, ${slow} over 50 ms`);
}

/** Types while a reply comes in, and asks how long each key took to be painted. */
async function typeWhileStreaming(page: Page): Promise<void> {
  await page.locator('textarea').focus();
  const streaming = page.evaluate<Streamed>(`streamReply(${JSON.stringify(longReply(20_000))}, 20, 4)`);
  await page.keyboard.type('The quick brown fox jumps over the lazy dog, again and again.', { delay: 25 });
  const { longest } = await streaming;
  const latencies = (await page.evaluate<number[]>('keyLatencies()')).sort((a, b) => a - b);
  const at = (share: number): string => (latencies[Math.floor((latencies.length - 1) * share)] ?? 0).toFixed(1);
  console.log(
    `Typing while a reply streams, ${latencies.length} keys: painted after ${at(0.5)} ms (median), ${at(0.95)} ms ` +
    `(95 %), ${at(1)} ms (worst); longest task ${longest.toFixed(0)} ms`,
  );
}

/** Streams one reply after another and asks for the heap now and then. */
async function manyReplies(page: Page): Promise<void> {
  const text = longReply(20_000);
  const figures: string[] = [];
  for (let count = 1; count <= 100; count++) {
    await page.evaluate(`streamReply(${JSON.stringify(text)}, 400, 0)`);
    if (count % 25 !== 0) continue;
    const { heap, nodes } = await figuresOf(page);
    figures.push(`${count}: ${heap.toFixed(1)} MB, ${nodes} nodes`);
  }
  console.log(`Memory after replies of ${text.length} characters: ${figures.join('; ')}`);
}

const browser = await launchChromium();
try {
  const chat = async (work: (page: Page) => Promise<void>): Promise<void> => {
    const page = await browser.newPage({ viewport: { width: 400, height: 800 } });
    await openBenchPage(page, ['test/bench/chatPage.ts', 'src/webview/main.tsx'], '<div id="app"></div>');
    await work(page);
    await page.close();
  };
  await chat(async (page) => {
    await openLong(page);
    await scrollLong(page);
    await typeWhileStreaming(page);
  });
  await chat(async (page) => {
    await page.evaluate(`openChat(2, 'Hello.')`);
    await manyReplies(page);
  });
} finally {
  await browser.close();
}
