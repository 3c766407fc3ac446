// Loading and activating the extension in a real extension host, against an empty extension in the same run.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { installServer } from '../support/vscode/install.ts';
import { startServer } from '../support/vscode/server.ts';
import { openWorkbench } from '../support/vscode/workbench.ts';
import { makeWorkspace } from '../support/vscode/workspace.ts';
import { root } from '../support/run/paths.ts';

const probe = `
const vscode = require('vscode');
exports.run = async () => {
  const times = {};
  const both = ['bench.empty', 'gpt-oss-assistant.gpt-oss-assistant'];
  if (process.env.GPT_OSS_BENCH_TURN === '1') both.reverse();
  // The first activation of all pays for what the host loads once.
  await vscode.extensions.getExtension('bench.warm').activate();
  for (const id of both) {
    const began = performance.now();
    await vscode.extensions.getExtension(id).activate();
    times[id] = performance.now() - began;
  }
  require('node:fs').writeFileSync(process.env.GPT_OSS_BENCH_RESULT, JSON.stringify(times));
};`;

/** An extension that does nothing, packaged. */
async function writeExtension(dir: string, name: string): Promise<string> {
  await mkdir(dir);
  const manifest = {
    name,
    publisher: 'bench',
    version: '1.0.0',
    engines: { vscode: '^1.106.0' },
    main: './main.js',
    activationEvents: [],
  };
  await writeFile(join(dir, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(dir, 'main.js'), 'exports.activate = () => undefined;\n');
  await writeFile(join(dir, 'probe.js'), probe);
  const packagePath = join(dir, `${name}.vsix`);
  await createVSIX({ cwd: dir, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  return packagePath;
}

async function once(dir: string, install: readonly string[], turn: number): Promise<Record<string, number>> {
  const result = join(dir, 'times.json');
  const workspace = await makeWorkspace();
  const server = await startServer({
    vscodeDir: await installServer(),
    install,
    env: { GPT_OSS_BENCH_RESULT: result, GPT_OSS_BENCH_TURN: String(turn) },
  });
  // A window takes one extension under development; the other one is installed.
  const developmentPaths = [join(dir, 'ours')];
  const workbench = await openWorkbench({
    url: server.url,
    folder: workspace.folder,
    developmentPaths,
    testsPath: join(dir, 'empty', 'probe.js'),
  });
  await workbench.exit;
  await workbench.close();
  await server.stop();
  await workspace.remove();
  return JSON.parse(await readFile(result, 'utf8')) as Record<string, number>;
}

const dir = await mkdtemp(join(tmpdir(), 'gpt-oss-bench-'));
const install = [await writeExtension(join(dir, 'empty'), 'empty'), await writeExtension(join(dir, 'warm'), 'warm')];
await mkdir(join(dir, 'ours'));
for (const part of ['package.json', 'dist', 'media'])
  await cp(join(root, part), join(dir, 'ours', part), { recursive: true });
const runs: Record<string, number>[] = [];
for (let run = 0; run < 6; run++) runs.push(await once(dir, install, run % 2));
const times = (id: string): number[] => runs.map((one) => one[id] ?? 0).sort((a, b) => a - b);
const [ours, empty] = [times('gpt-oss-assistant.gpt-oss-assistant'), times('bench.empty')];
// Other work on the machine only ever adds, so the least of the runs tells most.
const [least, median] = [0, 3].map((at) => ((ours[at] ?? 0) - (empty[at] ?? 0)).toFixed(1));
const listed = (figures: readonly number[]): string => figures.map((ms) => ms.toFixed(1)).join(' ');
console.log(`activation in ms, ${runs.length} runs: ours ${listed(ours)}; empty ${listed(empty)}`);
console.log(`difference: ${least} ms between the least, ${median} ms between the medians`);
await rm(dir, { recursive: true, force: true });
