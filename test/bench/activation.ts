// Loading and activating the extension in a real extension host, against an empty extension in the same run.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installServer } from '../support/vscode/install.ts';
import { startServer } from '../support/vscode/server.ts';
import { openWorkbench } from '../support/vscode/workbench.ts';
import { makeWorkspace } from '../support/vscode/workspace.ts';
import { root } from '../support/run/paths.ts';

const probe = `
const vscode = require('vscode');
exports.run = async () => {
  const times = {};
  for (const id of ['bench.empty', 'gpt-oss-assistant.gpt-oss-assistant']) {
    const began = performance.now();
    await vscode.extensions.getExtension(id).activate();
    times[id] = performance.now() - began;
  }
  require('node:fs').writeFileSync(process.env.GPT_OSS_BENCH_RESULT, JSON.stringify(times));
};`;

async function writeExtension(dir: string): Promise<void> {
  await mkdir(dir);
  const manifest = { name: 'empty', publisher: 'bench', version: '1.0.0', engines: { vscode: '^1.106.0' }, main: './main.js', activationEvents: [] };
  await writeFile(join(dir, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(dir, 'main.js'), 'exports.activate = () => undefined;\n');
  await writeFile(join(dir, 'probe.js'), probe);
}

async function once(dir: string): Promise<Record<string, number>> {
  const result = join(dir, 'times.json');
  const workspace = await makeWorkspace();
  const server = await startServer({ vscodeDir: await installServer(), env: { GPT_OSS_BENCH_RESULT: result } });
  const developmentPaths = [join(dir, 'empty'), join(dir, 'ours')];
  const workbench = await openWorkbench({ url: server.url, folder: workspace.folder, developmentPaths, testsPath: join(dir, 'empty', 'probe.js') });
  await workbench.exit;
  await workbench.close();
  await server.stop();
  await workspace.remove();
  return JSON.parse(await readFile(result, 'utf8')) as Record<string, number>;
}

const dir = await mkdtemp(join(tmpdir(), 'gpt-oss-bench-'));
await writeExtension(join(dir, 'empty'));
await mkdir(join(dir, 'ours'));
for (const part of ['package.json', 'dist', 'media']) await cp(join(root, part), join(dir, 'ours', part), { recursive: true });
const runs: Record<string, number>[] = [];
for (let run = 0; run < 5; run++) runs.push(await once(dir));
const median = (id: string): number => runs.map((one) => one[id] ?? 0).sort((a, b) => a - b)[2] ?? 0;
const [ours, empty] = [median('gpt-oss-assistant.gpt-oss-assistant'), median('bench.empty')];
console.log(`activation, median of ${runs.length}: ours ${ours.toFixed(1)} ms, empty ${empty.toFixed(1)} ms, difference ${(ours - empty).toFixed(1)} ms`);
await rm(dir, { recursive: true, force: true });
