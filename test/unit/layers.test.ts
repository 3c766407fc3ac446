import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');
const src = join(root, 'src');

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Which layers and packages each layer may import; anything else is an error. `types:` allows types alone. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  contributions: ['core'],
  protocol: ['core', 'protocol', 'types:contributions'],
  app: ['core', 'protocol', 'app'],
  client: ['core', 'client', 'types:app/ports.ts', 'ofetch', 'valibot', 'eventsource-parser', 'gpt-tokenizer'],
  host: [
    'core',
    'protocol',
    'app',
    'contributions',
    'host',
    'vscode',
    'node:',
    'fuzzysort',
    '@vscode/tree-sitter-wasm',
  ],
  webview: ['core', 'protocol', 'webview', 'preact', 'marked', 'dompurify', 'highlight.js'],
  extension: ['core', 'protocol', 'app', 'client', 'contributions', 'host', 'vscode'],
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => join(src, name));

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const target = specifierOf(node);
    if (target !== undefined) found.push({ from: file, to: target.to, typeOnly: target.typeOnly });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function specifierOf(node: ts.Node): { to: string; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return { to: node.moduleSpecifier.text, typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
    return { to: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    if (argument !== undefined && ts.isStringLiteral(argument)) return { to: argument.text, typeOnly: false };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { to: node.argument.literal.text, typeOnly: true };
  }
  return undefined;
}

/**
 * Rooms of a folder in the order in which they build on each other: a file imports from its own room and those before
 * it. What stands beside the rooms comes last.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'core/edits': ['refusals.ts', 'text', 'outline', 'formats', 'guards', 'writing', 'placing', 'blocks'],
};

/** `core/edits/planFile.ts` for a file of ours, else the bare name of a package. */
function targetOf({ from, to }: Import): string {
  return to.startsWith('.') ? relative(src, resolve(dirname(from), to)).replaceAll('\\', '/') : to;
}

function layerOf(path: string): string {
  return path.split('/')[0]!.replace(/\.tsx?$/, '');
}

function isAllowed(rule: string, { typeOnly }: Import, target: string): boolean {
  const name = rule.startsWith('types:') ? rule.slice('types:'.length) : rule;
  if (rule.startsWith('types:') && !typeOnly) return false;
  return target === name || target === `${name}.ts` || target.startsWith(name.endsWith(':') ? name : `${name}/`);
}

function violations(all: readonly Import[]): string[] {
  return all.flatMap((one) => {
    const from = relative(src, one.from).replaceAll('\\', '/');
    const target = targetOf(one);
    const rules = allowed[layerOf(from)];
    assert.ok(rules, `${from} lies in no known layer`);
    return rules.some((rule) => isAllowed(rule, one, target)) ? [] : [`${from} must not import ${target}`];
  });
}

/** Where a file stands in the order of its folder's rooms; undefined for a file of another folder. */
function roomOf(folder: string, path: string): number | undefined {
  if (!path.startsWith(`${folder}/`)) return undefined;
  const order = rooms[folder] ?? [];
  const room = order.indexOf(path.slice(folder.length + 1).split('/')[0]!);
  return room < 0 ? order.length : room;
}

function turnsBack(all: readonly Import[]): string[] {
  return all.flatMap((one) => {
    const from = relative(src, one.from).replaceAll('\\', '/');
    const target = targetOf(one);
    const isWrong = Object.keys(rooms).some((folder) => {
      const [here, there] = [roomOf(folder, from), roomOf(folder, target)];
      return here !== undefined && there !== undefined && there > here;
    });
    return isWrong ? [`${from} must not import ${target}`] : [];
  });
}

describe('layers', () => {
  const all = files.flatMap(importsOf);

  it('holds only edges of the table', () => {
    assert.deepEqual(violations(all), []);
  });

  it('notices a forbidden edge', () => {
    const bad = (from: string, to: string, typeOnly = false): Import => ({ from: join(src, from), to, typeOnly });
    const forbidden = [
      bad('core/errors.ts', 'vscode'),
      bad('core/errors.ts', 'node:fs'),
      bad('core/errors.ts', '../app/ports.ts', true),
      bad('app/chat.ts', 'ofetch'),
      bad('client/client.ts', '../host/editor.ts'),
      bad('client/client.ts', '../app/ports.ts'),
      bad('host/settings.ts', '../client/client.ts', true),
      bad('webview/main.tsx', '../app/chat.ts', true),
      bad('app/chat.ts', '../extension.ts'),
      bad('protocol/messages.ts', '../contributions.ts'),
    ];
    assert.equal(violations(forbidden).length, forbidden.length);
  });

  it('keeps to the order of the rooms', () => {
    assert.deepEqual(turnsBack(all), []);
    const back = { from: join(src, 'core/edits/text/indent.ts'), to: '../formats/paths.ts', typeOnly: true };
    assert.equal(turnsBack([back]).length, 1);
  });

  it('has no folder of more than 16 files', () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    assert.deepEqual([...counts].filter(([, count]) => count > 16), []);
  });

  it('resolves every relative import to a file of ours', () => {
    const known = new Set(files);
    const missing = all.filter(({ from, to }) => to.startsWith('.') && !known.has(resolve(dirname(from), to)));
    assert.deepEqual(missing, []);
  });

  it('has no import cycles', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to } of all) {
      if (to.startsWith('.')) edges.set(from, [...(edges.get(from) ?? []), resolve(dirname(from), to)]);
    }
    assert.deepEqual(cyclesIn(edges), []);
  });
});

function cyclesIn(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file))
      cycles.push([...path.slice(path.indexOf(file)), file].map((one) => relative(src, one)).join(' > '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return cycles;
}
