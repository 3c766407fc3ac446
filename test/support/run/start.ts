// npm start: the extension in a real VS Code, with a small workspace to play in.
//   GPT_OSS_HOST=server|desktop   which VS Code; by default the desktop where there is a display and it can be had
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, SilentReporter } from '@vscode/test-electron';
import { startEndpoint } from '../endpoint/startEndpoint.ts';
import { installServer } from '../vscode/install.ts';
import { startServer } from '../vscode/server.ts';
import { writeProfile, type Profile } from '../vscode/settings.ts';
import { packageExtension } from '../vscode/vsix.ts';
import { openWorkbench, workbenchUrl } from '../vscode/workbench.ts';
import { makeWorkspace } from '../vscode/workspace.ts';
import { downloads, extensionDir, root } from './paths.ts';
import { killTree, run, spawnTree } from './processes.ts';

interface Stage {
  readonly folder: string;
  readonly profile: Profile;
  readonly env: NodeJS.ProcessEnv;
}

type Cleanups = (() => Promise<unknown>)[];

const standInKey = 'stand-in-key';
const reachTimeoutMs = 5000;
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

async function setStage(cleanups: Cleanups): Promise<Stage> {
  const workspace = await makeWorkspace();
  cleanups.push(workspace.remove);
  if (process.env['DATAOORTS_API_KEY']) {
    console.log('Model: the real endpoint, with the key in DATAOORTS_API_KEY.');
    return { folder: workspace.folder, profile: {}, env: {} };
  }
  const endpoint = await startEndpoint({ key: standInKey });
  cleanups.push(() => endpoint.stop());
  console.log(`Model: a stand-in on this machine (${endpoint.url}); its answers are made up.`);
  console.log('       Set DATAOORTS_API_KEY to talk to the real one.');
  const machineSettings = { 'gptOss.endpoint.url': endpoint.dataoortsUrl };
  return { folder: workspace.folder, profile: { machineSettings }, env: { DATAOORTS_API_KEY: standInKey } };
}

/** The path of a desktop VS Code, or nothing where it is not wanted, of no use, or not to be had. */
async function findDesktop(): Promise<string | undefined> {
  const wanted = process.env['GPT_OSS_HOST'];
  if (wanted === 'server' || (wanted !== 'desktop' && !hasDisplay)) return undefined;
  try {
    return await downloadAndUnzipVSCode({
      cachePath: downloads,
      timeout: reachTimeoutMs,
      reporter: new SilentReporter(),
    });
  } catch (error) {
    if (wanted === 'desktop') throw error;
    console.log('A desktop VS Code cannot be had here; using the server build from npm.');
    return undefined;
  }
}

/** Resolves when the window has been closed. */
async function openDesktop(executable: string, stage: Stage, cleanups: Cleanups): Promise<void> {
  const built = await run(process.execPath, ['esbuild.mjs'], { cwd: root, stream: true });
  if (built.code !== 0) throw new Error('The extension could not be built.');
  const dir = await mkdtemp(join(tmpdir(), 'gpt-oss-desktop-'));
  cleanups.push(() => rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
  const userData = join(dir, 'data');
  await writeProfile(userData, stage.profile);
  const [cli = executable] = resolveCliArgsFromVSCodeExecutablePath(executable);
  const own = [`--user-data-dir=${userData}`, `--extensions-dir=${join(dir, 'extensions')}`];
  const args = [
    stage.folder,
    `--extensionDevelopmentPath=${extensionDir()}`,
    '--wait', '--new-window', '--skip-welcome', ...own,
  ];
  const env = { ...process.env, ...stage.env };
  const child = spawnTree(cli, args, { env, stdio: 'inherit', shell: process.platform === 'win32' });
  cleanups.push(() => killTree(child));
  console.log('VS Code is opening. Close its window, or press Ctrl+C here, to stop.');
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

/** Resolves when the window has been closed; without a display, never: the address is open until Ctrl+C. */
async function openServer(stage: Stage, cleanups: Cleanups): Promise<void> {
  // Installed, not run from its folder: VS Code prefers a theme that lies under the folder of an extension under
  // development, and that is where the server build with all its themes is kept.
  const { file, remove } = await packageExtension();
  cleanups.push(remove);
  const server = await startServer({
    vscodeDir: await installServer(),
    install: [file],
    ...stage.profile,
    env: stage.env,
  });
  cleanups.push(server.stop);
  const view = { url: server.url, folder: stage.folder };
  console.log(`\nVS Code is running. Its address:\n\n  ${workbenchUrl(view)}\n`);
  if (!hasDisplay) {
    console.log(
      'There is no display here: open the address in a browser on this machine, or forward its port to yours.',
    );
    console.log('Press Ctrl+C to stop.');
    return new Promise(() => undefined);
  }
  const { page, close } = await openWorkbench({ ...view, headed: true });
  cleanups.push(close);
  console.log('It is open in a window. Close the window, or press Ctrl+C here, to stop.');
  await page.waitForEvent('close', { timeout: 0 });
}

async function play(cleanups: Cleanups): Promise<void> {
  const stage = await setStage(cleanups);
  const desktop = await findDesktop();
  if (desktop === undefined) await openServer(stage, cleanups);
  else await openDesktop(desktop, stage, cleanups);
}

const cleanups: Cleanups = [];
let stopping: Promise<void> | undefined;

function stop(): Promise<void> {
  stopping ??= (async () => {
    for (const cleanup of cleanups.reverse()) await cleanup().catch((error: unknown) => console.error(error));
  })();
  return stopping;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    console.log('\nStopping …');
    void stop().then(() => process.exit(0));
  });
}
// Keeps the program alive while it only waits for a browser somewhere.
const alive = setInterval(() => undefined, 60_000);
try {
  await play(cleanups);
} catch (error) {
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  clearInterval(alive);
  await stop();
}
