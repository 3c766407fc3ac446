// Runs mocha suites in plain Node and writes the counts to the file that GPT_OSS_TEST_RESULTS names.
//   node test/support/run/mocha.ts test/unit [--timeout ms] [--grep pattern]
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { root } from './paths.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { timeout: { type: 'string', default: '10000' }, grep: { type: 'string' } },
});
const mocha = new Mocha({ ui: 'bdd', timeout: Number(values.timeout), color: process.stdout.isTTY });
if (values.grep !== undefined) mocha.grep(new RegExp(values.grep));
// A folder with tests in it, or one file.
const patterns = positionals.map((name) => (name.endsWith('.ts') ? name : `${name}/**/*.test.ts`));
for (const file of globSync(patterns, { cwd: root }).sort()) mocha.addFile(resolve(root, file));
await mocha.loadFilesAsync();
const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
  const runner = mocha.run(() => resolve(runner.stats));
});
const counts = { passed: stats?.passes ?? 0, failed: stats?.failures ?? 1 };
const results = process.env['GPT_OSS_TEST_RESULTS'];
if (results) await writeFile(results, JSON.stringify(counts));
process.exit(counts.failed > 0 ? 1 : 0);
