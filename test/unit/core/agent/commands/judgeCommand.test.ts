import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { judgeCommand } from '../../../../../src/core/agent/commands/judgeCommand.ts';
import { ShellParser } from '../../../../../src/host/agent/shellParser.ts';
import { commandLines } from './commandLines.ts';

const wasm = resolve(import.meta.dirname, '../../../../../node_modules/@vscode/tree-sitter-wasm/wasm');
const parser = new ShellParser({
  runtime: join(wasm, 'tree-sitter.wasm'),
  grammar: join(wasm, 'tree-sitter-bash.wasm'),
});

const rules = {
  allow: [
    'npm test',
    'npm run lint',
    'git status',
    'git diff',
    'git log',
    'ls',
    'cat',
    'echo',
    'find',
    'sed',
    'node scripts/check.js',
    'grep',
  ],
  deny: ['rm', 'git push', 'curl'],
};

async function verdict(line: string, given = rules): Promise<string> {
  const found = judgeCommand(await parser.parse(line), given);
  switch (found.kind) {
    case 'allow':
      return 'allow';
    case 'deny':
      return `deny: ${found.rule}`;
    case 'ask':
      return `ask: ${found.why.length > 0 ? found.why.join('; ') : found.rules.join(' + ')}`;
  }
}

describe('a command line', () => {
  for (const [kind, lines] of Object.entries(commandLines)) {
    describe(kind, () => {
      for (const [line, expected] of lines) {
        it(`${JSON.stringify(line)} → ${expected}`, async () => assert.equal(await verdict(line), expected));
      }
    });
  }

  it('runs unasked only where a rule names the start of each of its commands', async () => {
    const word = fc.constantFrom(
      'npm',
      'test',
      'git',
      'status',
      'ls',
      '-la',
      'rm',
      '-rf',
      '&&',
      ';',
      '|',
      '$(',
      ')',
      '`',
      '"',
      "'",
      '>',
      '<',
      '&',
      '\n',
      '{',
      '}',
      'x=1',
      '$HOME',
      '\\',
      '(',
      'sudo',
      '#',
      '<<E',
      '*',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 8 }), fc.constantFrom(' ', ''), async (words, glue) => {
        const line = words.join(glue);
        const found = judgeCommand(await parser.parse(line), { allow: ['npm test', 'git status', 'ls'], deny: [] });
        if (found.kind !== 'allow') return;
        const code = line.replace(/(^|\s)#.*/g, '');
        assert.doesNotMatch(code, /\$|`|>|<|(?<!&)&(?!&)|\(|\)|\{|(?:^|[;&|\n!]\s*)(?:sudo|rm|x=)/, line);
      }),
      { numRuns: 500 },
    );
  });

  it('that is too long to be judged at a glance is asked about', async () => {
    assert.equal(await verdict(`ls ${'a '.repeat(20_000)}`), 'ask: it cannot be read; it holds no command');
  });
});
