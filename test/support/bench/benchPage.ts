import { build } from 'esbuild';
import type { Page } from 'playwright-core';

/** A script or style sheet and all it imports, as the product's build makes it. */
async function bundled(entry: string): Promise<string> {
  const jsx = { jsx: 'automatic', jsxImportSource: 'preact' } as const;
  const define = { 'process.env.NODE_ENV': '"production"' };
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', target: 'es2023', minify: true, define, ...jsx });
  return outputFiles[0]?.text ?? '';
}

/** An empty page with the chat's styles, in which these scripts have run. */
export async function openBenchPage(page: Page, entries: readonly string[], body = ''): Promise<void> {
  await page.setContent(`<!doctype html><html><body>${body}</body></html>`);
  await page.addStyleTag({ content: await bundled('media/chat.css') });
  for (const entry of entries) await page.addScriptTag({ content: await bundled(entry) });
}

export interface Figures {
  /** What the page's main thread has worked so far, in milliseconds: other programs on the machine do not count. */
  readonly worked: number;
  /** Megabytes of the JavaScript heap after a collection. */
  readonly heap: number;
  readonly nodes: number;
}

export async function figuresOf(page: Page): Promise<Figures> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');
  const worked = (await devTools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ThreadTime')?.value ?? 0;
  await devTools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devTools.send('Performance.getMetrics');
  await devTools.detach();
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  return { worked: worked * 1000, heap: metric('JSHeapUsedSize') / 1e6, nodes: metric('Nodes') };
}
