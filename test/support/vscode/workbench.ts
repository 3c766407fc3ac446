import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { until } from '../until.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface WorkbenchOptions {
  /** Of a running server, with its port. */
  readonly url: string;
  /** Absolute path of the folder to open; none: an empty window. */
  readonly folder?: string;
  /** Extensions to run from their folders. */
  readonly developmentPaths?: readonly string[];
  /** A suite that runs inside the extension host; the window closes when it ends. */
  readonly testsPath?: string;
  readonly size?: Size;
  readonly headed?: boolean;
  /** Called with each line of the extension host's console and of VS Code's own log, which come mixed. */
  readonly onLog?: (line: string, level: string) => void;
}

export interface Workbench {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly browser: Browser;
  /** The suite's exit code. Pending for ever where no suite runs; rejects when the page crashes. */
  readonly exit: Promise<number>;
  /** The extension host's console, VS Code's own log, and the page's errors. */
  readonly logs: readonly string[];
  /**
   * Loads the page anew and waits until it is ready; first until all of `stored` is among what VS Code has written
   * down.
   */
  readonly reload: (...stored: readonly string[]) => Promise<void>;
  /** Resolves when the page that follows this one is ready, once `leave` made the page go. */
  readonly next: (leave: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

declare global {
  interface Window {
    /** There with `--enable-smoke-test-driver`. */
    driver?: { whenWorkbenchRestored(): Promise<void> };
  }
}

const readyTimeoutMs = 60_000;

/** `C:\a b` to `/C:/a b`; elsewhere a path is one already. */
function uriPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}

export function workbenchUrl(options: WorkbenchOptions): string {
  const url = new URL(options.url);
  const remote = (path: string): string => `vscode-remote://${url.host}${uriPath(path)}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  for (const path of options.developmentPaths ?? []) payload.push(['extensionDevelopmentPath', remote(path)]);
  if (options.testsPath !== undefined) payload.push(['extensionTestsPath', remote(options.testsPath)]);
  if (options.folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set('folder', uriPath(options.folder));
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

type Hear = (line: string, level: string) => void;

/** What the workbench calls where it finds it: its logs, and the suite's end. */
async function listen(page: Page, hear: Hear): Promise<{ exit: Promise<number> }> {
  let ended: (code: number) => void;
  const exit = new Promise<number>((resolve, reject) => {
    ended = resolve;
    page.on('crash', () => reject(new Error('The workbench page crashed.')));
  });
  // Heard by whoever waits for the exit; a window without a suite has nobody who does.
  exit.catch(() => undefined);
  page.on('pageerror', (error) => hear(`page error: ${error.message}`, 'error'));
  await page.exposeFunction('codeAutomationLog', (level: string, args: unknown) => {
    hear(Array.isArray(args) ? args.map(asText).join(' ') : asText(args), level);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => ended(code));
  return { exit };
}

async function ready(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: readyTimeoutMs });
  await page.waitForFunction(() => window.driver !== undefined, undefined, { timeout: readyTimeoutMs });
  await page.evaluate(() => window.driver?.whenWorkbenchRestored());
}

/**
 * In a browser VS Code writes what it and its extensions store every five seconds, and nothing when the page goes away.
 * Resolves when some of it contains `text`.
 */
async function isStored(page: Page, text: string): Promise<void> {
  const look = async (wanted: string): Promise<boolean> => {
    const read = (name: string): Promise<unknown[]> =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(new Error(`${name} cannot be opened.`));
        opening.onsuccess = () => {
          const reading = opening.result.transaction('ItemTable', 'readonly').objectStore('ItemTable').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result);
          };
        };
      });
    const names = (await indexedDB.databases()).flatMap(({ name }) =>
      name?.startsWith('vscode-web-state-db') ? [name] : [],
    );
    const values = (await Promise.all(names.map(read))).flat();
    return values.some((value) => typeof value === 'string' && value.includes(wanted));
  };
  // Asked from here: a page that is waited for would take the promise itself for a yes.
  await until(() => page.evaluate(look, text));
}

/** Opens the workbench of a running server in a Chromium of its own; resolves when it is ready for a person. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const size = options.size ?? { width: 1400, height: 900 };
  const browser = await launchChromium({ headed: options.headed ?? false });
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(options.url).origin });
  // What was done, when and on what. Without pictures of the page: they would take more time than the tests.
  await context.tracing.start({ sources: false });
  const page = await context.newPage();
  const logs: string[] = [];
  const hear: Hear = (line, level) => {
    logs.push(line);
    options.onLog?.(line, level);
  };
  const { exit } = await listen(page, hear);
  try {
    await page.goto(workbenchUrl(options));
    // A suite may end, and take its window with it, before the window is ready.
    if (options.testsPath === undefined) await ready(page);
  } catch (error) {
    await browser.close();
    throw new Error(`The workbench did not open.\n${logs.join('\n')}`, { cause: error });
  }
  const reload = async (...stored: readonly string[]): Promise<void> => {
    for (const text of stored) await isStored(page, text);
    await page.reload();
    await ready(page);
  };
  const next = async (leave: () => Promise<void>): Promise<void> => {
    await page.evaluate(() => Object.assign(window, { isLeft: true }));
    await leave();
    await page.waitForFunction(() => !('isLeft' in window), undefined, { timeout: readyTimeoutMs });
    await ready(page);
  };
  return { page, context, browser, exit, logs, reload, next, close: () => browser.close() };
}
