import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { dirname, delimiter } from 'node:path';

const owned = new Set<ChildProcess>();
const windows = process.platform === 'win32';
let watching = false;

function signalTree(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: the whole group has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function endAllOwned(): void {
  // Not SIGKILL: a child of ours may have started groups of its own, which only it can end.
  for (const child of owned) signalTree(child, 'SIGTERM');
  owned.clear();
}

/** A child in a process group of its own does not get the terminal's Ctrl+C: whoever starts one must pass it on. */
function watchForTheEnd(): void {
  if (watching) return;
  watching = true;
  process.once('exit', endAllOwned);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A program that cleans up on this signal itself does so, and its exit ends the children.
      if (process.listenerCount(signal) === 1) process.exit(130);
    });
  }
}

/** Starts a program as head of its own process group. It is killed, with all it started, when this process ends. */
export function spawnTree(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  watchForTheEnd();
  const child = spawn(command, args, { ...options, detached: !windows });
  owned.add(child);
  return child;
}

/** Ends a program from `spawnTree` and everything it started; after `graceMs` without asking again. */
export async function killTree(child: ChildProcess, graceMs = 3000): Promise<void> {
  owned.delete(child);
  const running = child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  if (running) {
    const ended = once(child, 'exit');
    signalTree(child, 'SIGTERM');
    const timer = setTimeout(() => signalTree(child, 'SIGKILL'), graceMs);
    await ended;
    clearTimeout(timer);
  }
  // The head is gone; what it left behind is still in its group.
  signalTree(child, 'SIGKILL');
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Let the output through as it comes; otherwise it is returned. */
  readonly stream?: boolean;
  /** After this time the program is killed. Milliseconds. */
  readonly timeoutMs?: number;
}

export interface RunResult {
  /** Null: ended by a signal, or never started. */
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end. Never rejects: a program that cannot be started has `code: null`. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = spawnTree(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: options.stream ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(() => void killTree(child), options.timeoutMs);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(null);
    });
    child.once('close', resolve);
  });
  clearTimeout(timer);
  owned.delete(child);
  return { code, output };
}

/** An environment in which `node` is the one that runs this, whatever else is installed. */
export function withThisNode(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [key]: [dirname(process.execPath), env[key] ?? ''].join(delimiter) };
}

/** npm under this Node: the one that started us where there is one, else the one on PATH. */
export async function npm(args: readonly string[], cwd: string): Promise<RunResult> {
  const env = withThisNode();
  // Left by the npm that started us; they would point the inner one at the outer package.
  for (const name of Object.keys(env)) {
    if (/^npm_(package_|lifecycle_|config_local_prefix$)/i.test(name)) Reflect.deleteProperty(env, name);
  }
  const script = process.env['npm_execpath'];
  if (script?.endsWith('npm-cli.js')) return run(process.execPath, [script, ...args], { cwd, env });
  return windows ? run('cmd', ['/c', 'npm', ...args], { cwd, env }) : run('npm', args, { cwd, env });
}
