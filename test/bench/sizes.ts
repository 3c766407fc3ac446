// What is downloaded and loaded: bundles and VSIX, in KB, plain and compressed.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../support/run/paths.ts';
import { packageExtension } from '../support/vscode/vsix.ts';

const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(1).padStart(8);

const { file, remove } = await packageExtension();
console.log('                              KB     gzip');
// The host's code is in several files: those that activation loads, and those that wait for their first use.
const chunks = readdirSync(join(root, 'dist')).filter((name) => /-[A-Z0-9]{8}\.js$/.test(name));
for (const name of ['extension.js', ...chunks, 'tokenizer.cjs', 'webview.js', 'codicon.ttf']) {
  const text = readFileSync(join(root, 'dist', name));
  console.log(`${name.padEnd(24)}${kilobytes(text.length)} ${kilobytes(gzipSync(text).length)}`);
}
console.log(`VSIX                    ${kilobytes(statSync(file).size)}`);
await remove();
