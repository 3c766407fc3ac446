// Runs mocha suites in plain Node and writes the counts to the file that GPT_OSS_TEST_RESULTS names.
//   node test/support/run/mocha.ts test/unit [--timeout ms] [--grep pattern]
import { globSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { root } from './paths.ts';
import { countsOf } from './counts.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { timeout: { type: 'string', default: '30000' }, grep: { type: 'string' } },
});
const mocha = new Mocha({ ui: 'bdd', timeout: Number(values.timeout), color: process.stdout.isTTY });
const grep = values.grep ?? process.env['GPT_OSS_TEST_GREP'];
if (grep !== undefined) mocha.grep(new RegExp(grep));
// A pattern, one file, or a folder with tests in it.
const patterns = positionals.map((name) => (name.endsWith('.ts') ? name : `${name}/**/*.test.ts`));
for (const file of globSync(patterns, { cwd: root }).sort()) mocha.addFile(resolve(root, file));
await mocha.loadFilesAsync();
const counts = await countsOf(mocha);
const results = process.env['GPT_OSS_TEST_RESULTS'];
if (results) await writeFile(results, JSON.stringify(counts));
process.exit(counts.failed > 0 ? 1 : 0);
