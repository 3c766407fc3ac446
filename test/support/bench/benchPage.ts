import { build } from 'esbuild';
import type { CDPSession, Page } from 'playwright-core';

/** A script or style sheet and all it imports, as the product's build makes it. */
async function bundled(entry: string): Promise<string> {
  const jsx = { jsx: 'automatic', jsxImportSource: 'preact' } as const;
  const define = { 'process.env.NODE_ENV': '"production"' };
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2023',
    minify: true,
    define,
    ...jsx,
  });
  return outputFiles[0]?.text ?? '';
}

/** An empty page with the chat's styles, in which these scripts have run. */
export async function openBenchPage(page: Page, entries: readonly string[], body = ''): Promise<void> {
  await page.setContent(`<!doctype html><html><body>${body}</body></html>`);
  await page.addStyleTag({ content: await bundled('media/chat.css') });
  for (const entry of entries) await page.addScriptTag({ content: await bundled(entry) });
}

export interface Figures {
  /** Megabytes of the JavaScript heap after a collection. */
  readonly heap: number;
  readonly nodes: number;
}

export async function figuresOf(page: Page): Promise<Figures> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');
  await devTools.send('HeapProfiler.collectGarbage');
  const { heap, nodes } = await metricsOf(devTools);
  await devTools.detach();
  return { heap, nodes };
}

/**
 * Does `work` and tells how long the page's main thread worked meanwhile, in milliseconds: other programs on the
 * machine do not count. The browser counts from when it is asked to, so one session spans the work.
 */
export async function workedDuring<Result>(
  page: Page,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly worked: number }> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');
  const before = await metricsOf(devTools);
  const result = await work();
  const after = await metricsOf(devTools);
  await devTools.detach();
  return { result, worked: after.worked - before.worked };
}

async function metricsOf(devTools: CDPSession): Promise<Figures & { readonly worked: number }> {
  const { metrics } = await devTools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  return { worked: metric('ThreadTime') * 1000, heap: metric('JSHeapUsedSize') / 1e6, nodes: metric('Nodes') };
}
