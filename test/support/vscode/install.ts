import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloads } from '../run/paths.ts';
import { npm } from '../run/processes.ts';

/** Carries the server and web workbench of VS Code 1.139.1. */
const version = '4.139.1';
const folder = join(downloads, `server-${version}`);
const product = join('node_modules', 'code-server', 'lib', 'vscode');
const native = ['@vscode/spdlog', '@vscode/native-watchdog', 'node-pty'];
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Raise `recipe` when the steps below change. */
const wanted = JSON.stringify({ version, recipe: 2, platform: process.platform, arch: process.arch });

async function isInstalled(): Promise<boolean> {
  const stamp = await readFile(join(folder, 'installed.json'), 'utf8').catch(() => '');
  return stamp === wanted;
}

async function mustRun(args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await npm(args, cwd);
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${output}`);
}

/** The file watcher comes compiled, in a package per platform that `--omit=optional` leaves out with the heavy ones. */
async function watcherPackage(cwd: string): Promise<string> {
  const path = join(cwd, 'node_modules', '@parcel', 'watcher', 'package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { optionalDependencies: Record<string, string> };
  const start = `@parcel/watcher-${process.platform}-${process.arch}`;
  const musl = process.platform === 'linux' && !('glibcVersionRuntime' in reportHeader());
  const name = process.platform === 'linux' ? `${start}-${musl ? 'musl' : 'glibc'}` : start;
  return `${name}@${manifest.optionalDependencies[name] ?? 'latest'}`;
}

function reportHeader(): object {
  const report = process.report.getReport() as { header: object };
  return report.header;
}

/** npm versions that run install scripts by permission only look here. */
async function allowNativeScripts(cwd: string): Promise<void> {
  const path = join(cwd, 'package.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { allowScripts?: Record<string, boolean> };
  manifest.allowScripts = { ...manifest.allowScripts, ...Object.fromEntries(native.map((name) => [name, true])) };
  await writeFile(path, JSON.stringify(manifest, null, 2));
}

async function installInto(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'package.json'), '{"private":true}');
  const lean = ['--ignore-scripts', '--omit=optional', ...quiet];
  await mustRun(['install', `code-server@${version}`, ...lean], dir);
  const inner = join(dir, product);
  // Not `npm ci`: the lock file that comes with the package is out of step with its manifest.
  await mustRun(['install', '--omit=dev', ...lean], inner);
  await mustRun(['install', '--omit=dev', '--no-save', await watcherPackage(inner), ...lean], inner);
  // TypeScript, without which that language has no symbols and no problems.
  await mustRun(['install', '--omit=dev', ...lean], join(inner, 'extensions'));
  await allowNativeScripts(inner);
  const { code, output } = await npm(['rebuild', ...native, ...quiet], inner);
  if (code !== 0) {
    console.warn(
      `Native parts of the server build could not be compiled; its log files and watchdog are off.\n${output}`,
    );
  }
  await writeFile(join(dir, 'installed.json'), wanted);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function removeInterrupted(): Promise<void> {
  for (const name of await readdir(downloads)) {
    const pid = /^installing-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(downloads, name), { recursive: true, force: true });
  }
}

/**
 * Makes sure that the server build of VS Code is in the cache folder; about a minute the first time, nothing after.
 * Several processes may call it at once. Returns the folder that `startServer` takes as `vscodeDir`.
 */
export async function installServer(): Promise<string> {
  if (await isInstalled()) return join(folder, product);
  console.log('Installing the server build of VS Code (once, about a minute) …');
  await mkdir(downloads, { recursive: true });
  await removeInterrupted();
  const partial = join(downloads, `installing-${process.pid}-${randomUUID()}`);
  try {
    await installInto(partial);
    if (!(await isInstalled())) {
      await rm(folder, { recursive: true, force: true });
      await rename(partial, folder);
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return join(folder, product);
}
