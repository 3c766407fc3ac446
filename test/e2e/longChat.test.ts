import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Opened, Read } from '../bench/chatPage.ts';
import { figuresOf, openBenchPage } from '../support/bench/benchPage.ts';
import { longReply } from '../support/bench/longReply.ts';
import { launchChromium } from '../support/chromium.ts';

/** The chat view's own script and styles in a plain page: nothing here depends on how fast the machine is. */
describe('a long chat', function () {
  this.timeout(100_000);
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 400, height: 800 } });
    await openBenchPage(page, ['test/bench/chatPage.ts', 'src/webview/main.tsx'], '<div id="app"></div>');
  });
  afterEach(() => page.close());

  const open = (turns: number, characters: number): Promise<Opened> =>
    page.evaluate<Opened>(`openChat(${turns}, ${JSON.stringify(longReply(characters))})`);
  const allThere = (turns: number): Promise<unknown> =>
    page.waitForFunction(`document.querySelectorAll('.turn').length === ${turns}`);

  it('shows its end before the rest is there, and builds nothing but what is near, once', async () => {
    const { turns, built } = await open(1000, 10_000);
    assert.ok(turns < 100 && built <= 3, `${turns} turns, ${built} built`);
    await allThere(1000);
    await page.evaluate('quiet()');
    const { now, ever } = await page.evaluate<{ now: number; ever: number }>('builtReplies()');
    assert.ok(now <= 3 && ever <= 3, `${now} built now, ${ever} in all`);
  });

  it('keeps what is read in its place while one scrolls back, and its height about as it was', async () => {
    for (const [characters, step] of [[1500, 350], [10_000, 2500]] as const) {
      await open(400, characters);
      await allThere(400);
      const { moved, heights } = await page.evaluate<Read>(`readBack(60, ${step})`);
      assert.deepEqual(moved, []);
      const drift = Math.max(...heights) / Math.min(...heights) - 1;
      assert.ok(drift < 0.03, `the height went from ${heights[0]} to ${heights.at(-1)}`);
    }
  });

  it('lets go of replies that left the view', async () => {
    await open(2, 100);
    const nodesAfter = async (replies: number): Promise<number> => {
      for (let count = 0; count < replies; count++)
        await page.evaluate(`streamReply(${JSON.stringify(longReply(6000))}, 1000, 0)`);
      await page.evaluate('quiet()');
      return (await figuresOf(page)).nodes;
    };
    const before = await nodesAfter(10);
    const after = await nodesAfter(20);
    // A reply of this size is hundreds of nodes; what stays of it is its turn with the buttons.
    assert.ok((after - before) / 20 < 60, `${(after - before) / 20} nodes more for each reply`);
  });
});
