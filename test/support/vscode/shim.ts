// Takes the arguments of a desktop VS Code that test-electron starts, and does the same with the server build.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { artifacts, failures } from '../run/paths.ts';
import { installServer } from './install.ts';
import { startServer } from './server.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** Writes a program into `dir` that starts this file under this Node, and returns its path. */
export async function writeShim(dir: string): Promise<string> {
  const windows = process.platform === 'win32';
  const path = join(dir, windows ? 'code.cmd' : 'code');
  const text = windows
    ? `@"${process.execPath}" "${import.meta.filename}" %*\r\n`
    : `#!/bin/sh\nexec '${process.execPath}' '${import.meta.filename}' "$@"\n`;
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}

function parse(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    // test-electron also passes switches that mean nothing here, such as --disable-gpu-sandbox.
    strict: false,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
    },
  });
  const one = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const development = values.extensionDevelopmentPath ?? [];
  return {
    folder: positionals[0],
    developmentPaths: Array.isArray(development) ? development.map(String) : [String(development)],
    testsPath: one(values.extensionTestsPath),
    dataDir: one(values['user-data-dir']),
    extensionsDir: one(values['extensions-dir']),
  };
}

/** What VS Code says of itself at the level of the suite's own lines. */
const chatterStarts = [
  /\[[A-Z]\w*[:\w ]*\]/, /\[reconnection/, /Ignoring fetching/, /Resolv/, /Creating a socket/, /Updating additional/,
  /Creation of workbench/,
];
const chatter = new RegExp(`^(?:${chatterStarts.map(({ source }) => source).join('|')})`);

/** What the line of a failed test begins with, see `test/editor/index.ts`. */
const failureSign = '  ✘ ';

/** The suite's lines to the terminal, everything to a file: VS Code's own log is long and mostly about the network. */
function openLog(): { hear: (line: string, level: string) => void; path: string } {
  const path = join(artifacts, 'logs', 'editor.log');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  const verbose = process.env['GPT_OSS_TEST_VERBOSE'] !== undefined;
  const hear = (line: string, level: string): void => {
    appendFileSync(path, `${level}: ${line}\n`);
    if (verbose || (level === 'info' && !chatter.test(line))) console.log(line);
  };
  return { hear, path };
}

/** Where a run that failed leaves its logs, and a picture of the window for each failed test. */
const evidence = join(failures, 'inside-VS-Code');

/** The window as it is a moment after the test failed: the suite does not wait for the picture. */
async function takePicture(workbench: Workbench | undefined, line: string): Promise<void> {
  const title = line.split('\n')[0] ?? '';
  const path = join(evidence, `${title.replace(/\W+/g, '-').slice(0, 80)}.png`);
  // A window that has just closed has no picture any more; the failure itself is told either way.
  await workbench?.page.screenshot({ path }).catch(() => undefined);
}

async function keepEvidence(windowLog: string, logDir: string): Promise<void> {
  await mkdir(evidence, { recursive: true });
  await cp(windowLog, join(evidence, 'window.log'));
  await cp(logDir, join(evidence, 'logs'), { recursive: true });
  console.log(`See ${evidence}`);
}

async function main(): Promise<number> {
  const { folder, developmentPaths, testsPath, dataDir, extensionsDir } = parse(process.argv.slice(2));
  if (testsPath === undefined) throw new Error('--extensionTestsPath is missing.');
  const log = openLog();
  const pictures: Promise<unknown>[] = [];
  let workbench: Workbench | undefined;
  const server = await startServer({
    vscodeDir: await installServer(),
    ...(dataDir === undefined ? {} : { dataDir, keepProfile: true }),
    ...(extensionsDir === undefined ? {} : { extensionsDir }),
  });
  try {
    workbench = await openWorkbench({
      url: server.url,
      ...(folder === undefined ? {} : { folder }),
      developmentPaths,
      testsPath,
      onLog: (line, level) => {
        log.hear(line, level);
        if (line.startsWith(failureSign)) pictures.push(takePicture(workbench, line));
      },
    });
    try {
      const code = await workbench.exit;
      if (code !== 0) await keepEvidence(log.path, server.logDir);
      await Promise.all(pictures);
      return code;
    } finally {
      await workbench.close();
    }
  } finally {
    await server.stop();
  }
}

if (import.meta.main) process.exit(await main());
