import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { run } from './run/processes.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];

const elsewhere: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}

function candidates(): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...(elsewhere[process.platform] ?? []), chromium.executablePath()];
}

async function installPlaywrights(): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json');
  const cli = join(dirname(manifest), 'cli.js');
  await run(process.execPath, [cli, 'install', 'chromium'], { timeoutMs: 300_000 });
}

async function installDebians(): Promise<void> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code } = await run('apt-get', ['update'], { env, timeoutMs: 120_000 });
  if (code === 0) await run('apt-get', ['install', '-y', 'chromium'], { env, timeoutMs: 600_000 });
}

/**
 * The path of a Chromium: `CHROMIUM_PATH`, an installed one, playwright's own, or one installed now.
 * Throws, saying what to do, when there is none to be had.
 */
export async function findChromium(): Promise<string> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    const path = await firstExecutable([named]);
    if (path === undefined) throw new Error(`CHROMIUM_PATH names no executable file: ${named}`);
    return path;
  }
  const found = await firstExecutable(candidates());
  if (found !== undefined) return found;
  console.log('No Chromium found; installing one …');
  for (const install of [installPlaywrights, installDebians]) {
    await install();
    const path = await firstExecutable(candidates());
    if (path !== undefined) return path;
  }
  throw new Error(
    'No Chromium found, and none could be installed. Install Chromium or Chrome, or set CHROMIUM_PATH to its ' +
    'executable.',
  );
}

export interface LaunchOptions {
  readonly headed?: boolean;
  readonly args?: readonly string[];
}

export async function launchChromium({ headed = false, args = [] }: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    headless: !headed,
    args: [...launchArguments, ...args],
    // Ctrl+C is the caller's: it has a server to stop as well.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
