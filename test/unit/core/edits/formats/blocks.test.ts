import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBlock, parseReply, titledIfBare } from '../../../../../src/core/edits/formats/parseReply.ts';
import { planEdits } from '../../../../../src/core/edits/planEdits.ts';

/** Blocks of all kinds: those in the corpus of replies. */
function blocksOfCorpus(): { info: string; code: string }[] {
  const folder = join(import.meta.dirname, '../replies');
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return [...text.matchAll(/^```(.*)\n((?:(?!```|%%%%).*\n)*)```$/gm)].map(([, info = '', code = '']) => ({
      info,
      code,
    }));
  });
}

describe('a block of code that comes as such', () => {
  const files = new Map([['src/store.ts', readFileSync(join(import.meta.dirname, '../fixtures.ts'), 'utf8')]]);

  it('means what it means in a reply, whatever is in it', () => {
    const blocks = blocksOfCorpus();
    assert.ok(blocks.length > 100);
    for (const { info, code } of blocks) {
      const context = { read: (path: string) => files.get(path), defaultPath: 'src/store.ts' };
      const [given, fenced] = [parseBlock({ code, info }), parseReply(`\`\`\`${info}\n${code}\`\`\``)];
      const outcome = (plan: ReturnType<typeof planEdits>): unknown => [
        plan.files,
        plan.refused.map(({ reason }) => reason),
      ];
      assert.deepEqual(outcome(planEdits(given, context)), outcome(planEdits(fenced, context)), code);
    }
  });

  it('is for the file it is given for, also where a comment names another', () => {
    const [block] = parseBlock({ code: '// b.ts\nf();\n', info: 'ts', path: 'a.ts' }).proposals;
    assert.ok(block?.kind === 'block');
    assert.deepEqual([block.path, block.naming, block.label, block.lines], ['a.ts', 'strong', '// b.ts', ['f();']]);
  });

  it('may hold fences and patches, which are not its end', () => {
    const [block] = parseBlock({ code: '# T\n\n```sh\nnpm i\n```\n\nEnd.\n', info: 'md', path: 'a.md' }).proposals;
    assert.ok(block?.kind === 'block');
    assert.equal(block.lines.length, 7);
    const [patch] = parseBlock({ code: '@@ -1,1 +1,1 @@\n-a\n+b\n', info: 'diff', path: 'a.ts' }).proposals;
    assert.deepEqual([patch?.kind, patch?.path], ['update', 'a.ts']);
  });
});

describe('a reply that names no file', () => {
  it('is for the file it was asked for, where it is one block that is whole', () => {
    const named = (reply: string): unknown[] =>
      titledIfBare(parseReply(reply), 'n.ts').proposals.map((one) => [
        one.kind,
        one.path,
        one.kind === 'block' && one.closed,
      ]);
    assert.deepEqual(named('Here:\n```ts\na();\n```'), [['block', 'n.ts', true]]);
    assert.deepEqual(named('Here:\n```ts\na();'), [['block', 'n.ts', false]]);
    assert.deepEqual(named('`m.ts`\n```ts\na();\n```'), [['block', 'm.ts', true]]);
    assert.deepEqual(named('```ts\na();\n```\n\n```ts\nb();\n```').length, 2);
  });
});

describe('what is shown of a V4A hunk', () => {
  it('has each line once', () => {
    const reply = '*** Begin Patch\n*** Update File: a.ts\n@@\n\n--- a/a.ts\n-a\n+b\n*** End Patch';
    const [proposal] = parseReply(reply).proposals;
    assert.ok(proposal?.kind === 'update');
    assert.equal(proposal.hunks[0]?.raw, '@@\n\n--- a/a.ts\n-a\n+b');
  });
});
