// npm run bench: figures and ratios. Nothing here can fail a build: machines are noisy, so look at the ratios.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support/run/processes.ts';
import { root } from '../support/run/paths.ts';

const own = 'all.ts';
for (const name of readdirSync(import.meta.dirname)
  .filter((one) => one.endsWith('.ts') && one !== own && !one.endsWith('Page.ts'))
  .sort()) {
  console.log(`\n== ${name.replace('.ts', '')}`);
  const { code } = await run(process.execPath, ['--expose-gc', join(import.meta.dirname, name)], {
    cwd: root,
    stream: true,
  });
  if (code !== 0) process.exitCode = 1;
}
