/**
 * A small mutation check: changes one operator, condition, constant or return at a time in copies of the sources under
 * src/core/edits and runs the unit tests of the edits. A mutant that no test notices is a survivor.
 * Run: `nice node test/support/mutate.ts [room, or "root"; default all] [share of mutants, 0 to 1] [seed]`, such as
 * `nice node test/support/mutate.ts outline 0.15 7`; MUTATION_WORKERS says how many at once (1).
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly was: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES = 'src/core/edits';
const TESTS = 'test/unit/core/edits';
/** What the tests import from outside their folder. */
const ALSO = ['test/support/runs.ts', 'src/core'];
const WORKERS = Number(process.env['MUTATION_WORKERS'] ?? 1);
const TIMEOUT = 90_000;

const OPERATORS: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
};

/** What a node could be replaced by; nothing where a change would not be one. */
function replacements(node: ts.Node): { node: ts.Node; text: string }[] {
  if (ts.isBinaryExpression(node)) {
    const text = OPERATORS[node.operatorToken.getText()];
    const isText =
      text === '-' &&
      [node.left, node.right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side));
    return text === undefined || isText ? [] : [{ node: node.operatorToken, text }];
  }
  if (ts.isIfStatement(node))
    return [
      { node: node.expression, text: 'true' },
      { node: node.expression, text: 'false' },
    ];
  if (ts.isConditionalExpression(node))
    return [
      { node: node.condition, text: 'true' },
      { node: node.condition, text: 'false' },
    ];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [{ node, text: node.operand.getText() }];
  if (ts.isNumericLiteral(node)) return [{ node, text: String(Number(node.text.replaceAll('_', '')) + 1) }];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [{ node, text: 'false' }];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [{ node, text: 'true' }];
  if (
    ts.isReturnStatement(node) &&
    node.expression?.kind === ts.SyntaxKind.Identifier &&
    node.expression.getText() !== 'undefined'
  ) {
    return [{ node: node.expression, text: 'undefined' }];
  }
  return [];
}

/** Types, imports, and what stands behind `??` for an index the compiler cannot know to be in range: never reached. */
function isOutOfReach(node: ts.Node): boolean {
  const { parent } = node;
  const isFallback = ts.isLiteralExpression(node) && ts.isBinaryExpression(parent) && parent.right === node &&
    parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  return (
    isFallback ||
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node)
  );
}

function mutantsOf(file: string): Mutant[] {
  const text = readFileSync(join(ROOT, SOURCES, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (isOutOfReach(node)) return;
    for (const { node: target, text: now } of replacements(node)) {
      const start = target.getStart();
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      found.push({ file, line, start, end: target.getEnd(), text: now, was: target.getText() });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Picks a share of the mutants, the same ones for the same seed (a linear congruential generator, Numerical Recipes).
 */
function sample(mutants: readonly Mutant[], share: number, seed: number): Mutant[] {
  let state = seed >>> 0;
  return mutants.filter(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < share;
  });
}

function makeCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutants-'));
  cpSync(join(ROOT, SOURCES), join(copy, SOURCES), { recursive: true });
  cpSync(join(ROOT, TESTS), join(copy, TESTS), { recursive: true });
  for (const path of ALSO) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
  return copy;
}

/**
 * The tests of the mutant's own room, then those by examples, which are fast and notice most, then those of properties.
 */
function testFiles(copy: string, file: string | undefined): string[][] {
  const names = readdirSync(join(copy, TESTS), { recursive: true, encoding: 'utf8' });
  const all = names.filter((name) => name.endsWith('.test.ts')).map((name) => join(TESTS, name));
  const isOwn = (name: string): boolean => file !== undefined && dirname(name) === join(TESTS, dirname(file));
  const isProperty = (name: string): boolean => readFileSync(join(copy, name), 'utf8').includes('holds(');
  const others = all.filter((name) => !isOwn(name));
  return [all.filter(isOwn), others.filter((name) => !isProperty(name)), others.filter(isProperty)];
}

async function isKilled(copy: string, file?: string): Promise<boolean> {
  for (const tests of testFiles(copy, file)) if (tests.length > 0 && (await isNoticed(copy, tests))) return true;
  return false;
}

/** Whether the tests notice; a run that hangs counts as noticed. The seed is the same for all, so that runs compare. */
function isNoticed(copy: string, tests: readonly string[]): Promise<boolean> {
  return new Promise((done) => {
    const args = [
      join('node_modules', 'mocha', 'bin', 'mocha.js'),
      '--bail',
      '--timeout',
      '20000',
      '--grep',
      'large input',
      '--invert',
      ...tests,
    ];
    const child = spawn(process.execPath, args, {
      cwd: copy,
      stdio: 'ignore',
      env: { ...process.env, GPT_OSS_FUZZ_RUNS: process.env['GPT_OSS_FUZZ_RUNS'] ?? '150', FC_SEED: '7' },
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT);
    child.on('exit', (code) => {
      clearTimeout(timer);
      done(code !== 0);
    });
  });
}

async function work(queue: Mutant[], survivors: Mutant[]): Promise<void> {
  const copy = makeCopy();
  for (let mutant = queue.pop(); mutant; mutant = queue.pop()) {
    const path = join(copy, SOURCES, mutant.file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end));
    if (!(await isKilled(copy, mutant.file))) {
      survivors.push(mutant);
      console.log(`survived  ${mutant.file}:${mutant.line}  ${mutant.was}  ->  ${mutant.text}`);
    }
    writeFileSync(path, text);
    if (queue.length % 25 === 0) console.error(`${queue.length} left`);
  }
  rmSync(copy, { recursive: true });
}

const [room = 'all', share = '1', seed = '1'] = process.argv.slice(2);
const files = readdirSync(join(ROOT, SOURCES), { recursive: true, encoding: 'utf8' }).filter((name) => {
  const own = name.includes('/') ? name.split('/')[0] : 'root';
  return name.endsWith('.ts') && (room === 'all' || room === own);
});
const mutants = sample(files.sort().flatMap(mutantsOf), Number(share), Number(seed));
const untouched = makeCopy();
if (await isKilled(untouched)) throw new Error('The tests fail without any mutation');
rmSync(untouched, { recursive: true });
const survivors: Mutant[] = [];
const queue = [...mutants];
await Promise.all(Array.from({ length: WORKERS }, () => work(queue, survivors)));
const killed = mutants.length - survivors.length;
const score = ((100 * killed) / Math.max(1, mutants.length)).toFixed(1);
console.log(`${room}, seed ${seed}: ${killed} of ${mutants.length} mutants killed: ${score} %`);
