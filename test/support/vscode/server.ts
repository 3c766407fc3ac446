import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { killTree, run, spawnTree, withThisNode } from '../run/processes.ts';
import { writeProfile, type Profile } from './settings.ts';

export interface ServerOptions extends Profile {
  /** From `installServer`. */
  readonly vscodeDir: string;
  /** The user data folder. Default: a new temporary one, removed on stop. */
  readonly dataDir?: string;
  /** Default: an empty one beside the user data. */
  readonly extensionsDir?: string;
  /** VSIX files to install before the start. */
  readonly install?: readonly string[];
  /** A folder of installed extensions to begin with; it is copied. */
  readonly extensionsFrom?: string;
  /** Added to this process's environment; `undefined` takes a variable out. The extension host inherits it. */
  readonly env?: NodeJS.ProcessEnv;
  /** Leave the settings files of `dataDir` as they are. */
  readonly keepProfile?: boolean;
}

export interface RunningServer {
  readonly port: number;
  readonly url: string;
  /** The folder with the user's settings.json. */
  readonly userDir: string;
  /** Where VS Code and its extensions write their logs, until stop. */
  readonly logDir: string;
  /** What the server has said; the extension hosts' logs are under `<dataDir>/logs` and in `log()` until stop. */
  readonly output: () => string;
  /** The processes that run extensions, one for each window. Not on Windows. */
  readonly extensionHosts: () => Promise<number[]>;
  readonly stop: () => Promise<void>;
}

const readyTimeoutMs = 60_000;

/** Resolves with the port when the server says that it listens; rejects with what it said when it ends before. */
function listening(child: ChildProcess, output: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`The VS Code server ${why}:\n${output()}`));
    const timer = setTimeout(() => fail('did not start in time'), readyTimeoutMs);
    child.stdout?.on('data', () => {
      const port = /listening on (\d+)/.exec(output())?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${code ?? signal ?? 'no code'}`);
    });
  });
}

function serverArguments(dataDir: string, extensionsDir: string): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
    // Only with this does a built workbench honour the address's `payload`, and offer `window.driver`.
    '--enable-smoke-test-driver',
    ...folderArguments(dataDir, extensionsDir),
  ];
}

function folderArguments(dataDir: string, extensionsDir: string): string[] {
  return [
    ...['--server-data-dir', join(dataDir, 'server'), '--user-data-dir', dataDir, '--extensions-dir', extensionsDir],
    ...['--telemetry-level', 'off'],
  ];
}

interface Folders {
  readonly vscodeDir: string;
  readonly dataDir: string;
  readonly extensionsDir: string;
}

const mainOf = (vscodeDir: string): string => join(vscodeDir, 'out', 'server-main.js');

export async function installVsix(vsix: string, { vscodeDir, dataDir, extensionsDir }: Folders): Promise<void> {
  const args = [mainOf(vscodeDir), '--install-extension', vsix, '--force', ...folderArguments(dataDir, extensionsDir)];
  const { code, output } = await run(process.execPath, args, { env: withThisNode() });
  if (code !== 0) throw new Error(`Could not install ${vsix}:\n${output}`);
}

async function removeFolder(dir: string): Promise<void> {
  // A process that was just killed may still be writing its last log line.
  await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

/** Which of the processes that a server started, itself or by others, are extension hosts. */
async function extensionHostsOf(server: number | undefined): Promise<number[]> {
  const { output } = await run('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const family = new Set([server]);
  const hosts: number[] = [];
  // A process comes after the one that started it.
  for (const line of output.split('\n')) {
    const [, pid, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (!family.has(Number(parent))) continue;
    family.add(Number(pid));
    if (args?.includes('--type=extensionHost') === true) hosts.push(Number(pid));
  }
  return hosts;
}

/** Starts the server build of VS Code on a port that the system chooses; resolves when it listens. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const own = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'gpt-oss-vscode-')) : undefined;
  const dataDir = options.dataDir ?? join(own ?? tmpdir(), 'data');
  const extensionsDir = options.extensionsDir ?? join(dataDir, 'extensions');
  await mkdir(extensionsDir, { recursive: true });
  if (!options.keepProfile) await writeProfile(dataDir, options);
  const { vscodeDir } = options;
  if (options.extensionsFrom !== undefined) await cp(options.extensionsFrom, extensionsDir, { recursive: true });
  for (const vsix of options.install ?? []) await installVsix(vsix, { vscodeDir, dataDir, extensionsDir });

  // The gallery is a network address; without one the window asks nobody for updates and recommendations.
  const env = { ...withThisNode(), EXTENSIONS_GALLERY: '{}', ...options.env };
  const args = [mainOf(vscodeDir), ...serverArguments(dataDir, extensionsDir)];
  const child = spawnTree(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const log = createWriteStream(join(dataDir, 'server.log'));
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    log.write(chunk);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const stop = async (): Promise<void> => {
    await killTree(child);
    await new Promise<void>((resolve) => log.end(resolve));
    if (own !== undefined) await removeFolder(own);
  };
  try {
    const port = await listening(child, () => output);
    return {
      port,
      url: `http://127.0.0.1:${port}/`,
      userDir: join(dataDir, 'User'),
      logDir: join(dataDir, 'logs'),
      output: () => output,
      extensionHosts: () => extensionHostsOf(child.pid),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
