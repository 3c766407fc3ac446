// npm run fuzz: the property tests of whatever reads replies or edits text, with far more cases than the suite has.
//   node test/support/run/fuzz.ts [runs] [folder or file …]
import { join } from 'node:path';
import { root } from './paths.ts';
import { run, withThisNode } from './processes.ts';

const [runs = '1000000', ...given] = process.argv.slice(2);
const places = given.length > 0 ? given : ['test/unit/client', 'test/unit/core', 'test/unit/webview'];
const mocha = join(import.meta.dirname, 'mocha.ts');
// No time limit: that many cases take minutes each.
const { code } = await run(process.execPath, [mocha, ...places, '--timeout', '0'], {
  cwd: root,
  env: { ...withThisNode(), GPT_OSS_FUZZ_RUNS: runs },
  stream: true,
});
process.exitCode = code ?? 1;
