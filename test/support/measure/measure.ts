// npm run measure: figures of the sources as a table for CONTRIBUTING.md.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { root } from '../run/paths.ts';
import { filesInCycles } from './filesInCycles.ts';
import { functionFigures } from './functionFigures.ts';

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly source: ts.SourceFile;
}

const widest = 120;

function read(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, source: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

const linesOf = ({ text }: SourceFile): string[] => text.trimEnd().split('\n');

/** The median, the value below which 95 % lie, and the largest. */
function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return `${at(0.5)} / ${at(0.95)} / ${at(1)}`;
}

function importsOf({ path, text }: SourceFile): string[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const folder = dirname(join(root, path));
  return importedFiles.flatMap(({ fileName }) => (fileName.startsWith('.') ? [resolve(folder, fileName)] : []));
}

function row(name: string, files: readonly SourceFile[]): string {
  const lines = files.flatMap(linesOf);
  const functions = files.flatMap(({ source }) => functionFigures(source));
  const wide = (100 * lines.filter((line) => line.length > widest).length) / lines.length;
  const imports = new Map(files.map((file) => [join(root, file.path), importsOf(file)]));
  const cells = [
    name,
    `${files.length} / ${lines.length.toLocaleString('en-US')}`,
    spread(files.map((file) => linesOf(file).length)),
    spread(functions.map((one) => one.lines)),
    spread(functions.map((one) => one.tokens)),
    spread(functions.map((one) => one.branches)),
    `${wide.toFixed(1)} %`,
    String(filesInCycles(imports)),
  ];
  return `| ${cells.join(' | ')} |`;
}

const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).sort().map(read);
const under = (folder: string): SourceFile[] => files.filter(({ path }) => path.startsWith(folder));
const heads = [
  'code', 'files / lines', 'lines of a file', 'lines of a function', 'tokens of a function', 'branches of a function',
  `lines over ${widest}`, 'files in cycles',
];
console.log('Median / 95 % / largest:\n');
console.log(`| ${heads.join(' | ')} |\n|${'---|'.repeat(heads.length)}`);
console.log(row('src', files));
for (const folder of ['src/core/edits/', 'src/core/', 'src/client/', 'src/app/', 'src/host/', 'src/webview/']) {
  console.log(row(folder.replace(/\/$/, ''), under(folder)));
}
