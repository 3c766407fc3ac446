// One build file: a shared base, one variant per target.
//   node esbuild.mjs            product bundles, minified
//   node esbuild.mjs --tests    also the suites that run inside VS Code
//   node esbuild.mjs --watch    product and suites, rebuilt on change, with source maps
import { context } from 'esbuild';
import { cp, mkdir, rm } from 'node:fs/promises';

const watch = process.argv.includes('--watch');
const tests = watch || process.argv.includes('--tests');

/** @type {import('esbuild').BuildOptions} */
const base = {
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  target: 'es2023',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** The tokenizer is a program of its own: one big table, built apart and loaded by the import that asks for it. */
const tokenizerApart = {
  name: 'tokenizer apart',
  setup(build) {
    build.onResolve({ filter: /\/tokenizer\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './tokenizer.cjs', external: true } : undefined,
    );
  },
};

const node = {
  ...base,
  platform: 'node',
  external: ['vscode'],
  // ofetch's Node entry brings a fetch of its own (124 KB); its worker entry uses the one VS Code patches.
  conditions: ['worker'],
  outdir: 'dist',
};

/**
 * What activation needs is in `extension.js` and what it imports; what the code imports later is in files of its own.
 */
const host = {
  ...node,
  format: 'esm',
  splitting: true,
  entryPoints: { extension: 'src/extension.ts' },
  // Beside each other, so that every path between them is right wherever a module ends up.
  chunkNames: '[name]-[hash]',
  plugins: [tokenizerApart],
};

const tokenizer = {
  ...node,
  format: 'cjs',
  entryPoints: { tokenizer: 'src/client/tokens/tokenizer.ts' },
  outExtension: { '.js': '.cjs' },
};

const webview = {
  ...base,
  platform: 'browser',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  entryPoints: { webview: 'src/webview/main.tsx', chat: 'media/chat.css' },
  outdir: 'dist',
};

const suites = {
  ...base,
  minify: false,
  sourcemap: 'inline',
  platform: 'node',
  format: 'cjs',
  external: ['vscode', 'mocha'],
  entryPoints: { editor: 'test/editor/index.ts' },
  outdir: 'dist/test',
  outExtension: { '.js': '.cjs' },
};

if (!watch) await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
for (const file of ['codicon.css', 'codicon.ttf'])
  await cp(`node_modules/@vscode/codicons/dist/${file}`, `dist/${file}`);
const contexts = await Promise.all(
  [host, tokenizer, webview, ...(tests ? [suites] : [])].map((options) => context(options)),
);
if (watch) {
  // The two words tell the task in .vscode/tasks.json when a debug session may begin.
  console.log('building');
  await Promise.all(contexts.map((one) => one.rebuild()));
  console.log('watching');
  await Promise.all(contexts.map((one) => one.watch()));
} else {
  await Promise.all(contexts.map((one) => one.rebuild()));
  await Promise.all(contexts.map((one) => one.dispose()));
}
