import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FrameLocator } from 'playwright-core';

interface Report {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

let source: Promise<string> | undefined;

/** What axe-core finds wrong with the page inside a frame now, one line each. */
export async function violations(page: FrameLocator): Promise<string[]> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const body = await page.locator('body').elementHandle();
  const frame = await body.ownerFrame();
  if (frame === null) throw new Error('The frame is gone.');
  // Evaluated from outside: the page's own policy would not let it in.
  await frame.evaluate(await source);
  // A view shows the side bar through itself, which axe would take for white.
  await frame.evaluate("document.body.style.background = 'var(--vscode-sideBar-background)'");
  const report: unknown = await frame.evaluate('axe.run(document)');
  return (report as Report).violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
  );
}
