import assert from 'node:assert/strict';
import { createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { placeBySimilarity } from '../../../../src/core/edits/placing/bySimilarity.ts';
import { FileIndex } from '../../../../src/core/edits/text/fileIndex.ts';
import { parseReply } from '../../../../src/core/edits/formats/parseReply.ts';
import { planEdits } from '../../../../src/core/edits/planEdits.ts';
import { planHunks } from '../../../../src/core/edits/placing/planHunks.ts';
import { anyText, holds } from './support.ts';
import { writeSearchReplace, writeV4a, type Change } from './writers.ts';

const hunk = (
  old: string[],
  now: string[],
): { old: string[]; new: string[]; anchors: string[]; endOfFile: boolean; raw: string } => {
  return { old, new: now, anchors: [], endOfFile: false, raw: '' };
};

/** Processor time that work takes, in milliseconds: what else the machine does has no part in it. */
function timed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

describe('the matcher is bounded', function () {
  this.timeout(120_000);

  it('by the file and the hunk where all lines are alike', () => {
    const index = new FileIndex('x\n'.repeat(20_000));
    index.findRuns(Array<string>(1_000).fill('x'), 'exact', 1_001);
    assert.ok(index.meter.steps < 3 * 21_000, `${index.meter.steps} steps`);
  });

  it('by the occurrences of the rarest line', () => {
    const index = new FileIndex('x\n'.repeat(20_000) + 'y\n');
    assert.deepEqual(index.findRuns(['x', 'x', 'y'], 'exact', 10), [19_998]);
    assert.ok(index.meter.steps < 20, `${index.meter.steps} steps`);
  });

  it('when hunks are to be anchored in a file of few different lines', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i % 700}`);
    const index = new FileIndex(lines.join('\n'));
    const old = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? `gone ${i}` : `line ${i}`));
    placeBySimilarity(index, 'f', { old, new: ['x'] });
    assert.ok(index.meter.steps < 40 * 300 + 4 * 1_500, `${index.meter.steps} steps`);
  });

  it('in places kept: thousands of equal ones are refused without a search', () => {
    const index = new FileIndex('x\ny\n'.repeat(5_000));
    const outcomes = planHunks({ index, path: 'f' }, [
      { hunks: Array.from({ length: 200 }, () => hunk(['x'], ['z'])), isOrdered: true },
    ]);
    assert.ok(outcomes.every((outcome) => outcome.kind === 'refused' && outcome.reason === 'ambiguous'));
    assert.ok(index.meter.steps < 200 * 10_000 * 2, `${index.meter.steps} steps`);
  });
});

describe('large input does not freeze', function () {
  this.timeout(120_000);

  // Generous: these guard against quadratic time, which would take minutes, on machines with other work to do.
  const LIMIT = 8_000;

  it('in parsing odd replies of half a megabyte', () => {
    const size = 500_000;
    for (const piece of [
      '```\n', '```a\n', '```a\ncode\n', '<<<<<<< SEARCH\n', '=======\n', '*** Begin Patch\n', '*** Update File: a\n',
      '@@ -1,2 +1,2 @@\n', '--- a\n+++ b\n', 'x', ' ', '*', '# a/b.c\n', '{"a":', '"*** Begin Patch\\n',
      '*** Begin Patch\n```\n', '`', '<code>\n', '    ```\n```\n', '\\', '(', 'Word word, ', 'a.b/', '  ```diff\n',
      '```diff\n+a\n-b\n', '<file path="a.b">\n', '<old_str>\n', '<think></think>', '<|channel|>analysis<|end|>',
      '**Option 1**\n```\na\n```\n', '+++ a.b\n@@ -1 +1 @@\n',
    ]) {
      const reply = piece.repeat(Math.ceil(size / piece.length));
      const took = timed(() => parseReply(reply));
      assert.ok(took < LIMIT, `${JSON.stringify(piece)} took ${took} ms`);
    }
  });

  it('in planning lines of a megabyte', () => {
    const long = 'x = "a b"; '.repeat(100_000);
    const before = `one\n${long}\nthree\n`;
    const reply = [
      'f.txt', '<<<<<<< SEARCH', long, '=======',
      `${long}!`,
      '>>>>>>> REPLACE',
      'f.txt',
      '<<<<<<< SEARCH',
      ` ${long}`,
      'two', '=======', 'y', '>>>>>>> REPLACE',
    ].join('\n');
    const took = timed(() => planEdits(reply, { read: () => before }));
    assert.ok(took < LIMIT, `${took} ms`);
  });

  it('in planning a hundred thousand hunks for a file of equal lines', () => {
    const before = 'x = 1\n'.repeat(100_000);
    const took = timed(() =>
      planEdits('f.ts\n<<<<<<< SEARCH\nx = 1\n=======\ny\n>>>>>>> REPLACE\n'.repeat(100_000), { read: () => before }),
    );
    assert.ok(took < LIMIT, `${took} ms`);
  });

  it('in planning thousands of blocks, placeholders and anchors', () => {
    const lines = Array.from({ length: 50_000 }, (_, i) =>
      i % 9 === 0 ? `function f${i % 500}() {` : i % 9 === 8 ? '}' : `  call(${i % 50}, ${i % 11});`,
    );
    const block = 'function f3() {\n  call(1, 2);\n}\n';
    for (const reply of [
      `**f.ts**\n\`\`\`ts\n${block}\`\`\`\n`.repeat(500),
      `\`\`\`ts\n${block}\`\`\`\n`.repeat(50),
      `**f.ts**\n\`\`\`ts\n${`// ...\n${block}`.repeat(2_000)}\`\`\``,
      `**f.ts**\n\`\`\`ts\n${'// ...\nconst q = 4;\n'.repeat(2_000)}\`\`\``,
      `*** Begin Patch\n*** Update File: f.ts\n${Array.from({ length: 1_000 }, (_, i) => `@@ no${i}\n-  call(1, 3);\n` +
      `+y\n`).join('')}*** End Patch`,
    ]) {
      const took = timed(() => planEdits(reply, { read: () => lines.join('\n'), defaultPath: 'f.ts' }));
      assert.ok(took < LIMIT, `${reply.slice(0, 30)} took ${took} ms`);
    }
  });

  it('in planning a thousand hunks for a hundred thousand lines, found or not', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => (i % 5 === 0 ? '}' : `  line ${i} of the file`));
    const changes = Array.from({ length: 1_000 }, (_, i): Change => ({
      start: i * 100 + 7,
      end: i * 100 + 8,
      lines: [`  new ${i}`],
    }));
    const task = { path: 'f.ts', lines, changes };
    const before = lines.join('\n');
    const fine = planEdits(writeV4a(task), { read: () => before });
    assert.equal(fine.files[0]?.kind === 'change' && fine.files[0].hunks.length, 1_000);
    const took = timed(() => planEdits(writeSearchReplace(task).replaceAll('line', 'lime'), { read: () => before }));
    assert.ok(took < LIMIT, `${took} ms`);
  });
});

describe('diffs that a library wrote', function () {
  this.timeout(120_000);

  it('give the file the library means, or are refused', () => {
    let done = 0;
    holds(fc.property(anyText, anyText, fc.integer({ min: 0, max: 4 }), (a, b, context) => {
      // The library keeps carriage returns as part of lines; here they are endings, which belong to the file.
      const [before, after] = [a.replaceAll('\r', ''), b.replaceAll('\r', '')];
      const patch = createTwoFilesPatch('a/f.txt', 'b/f.txt', before, after, '', '', { context });
      const plan = planEdits('```diff\n' + patch + '```\n', { read: () => before });
      if (plan.refused.length > 0 || plan.files.length === 0) return;
      const [file] = plan.files;
      assert.equal(file?.kind === 'change' ? file.after : undefined, after);
      done++;
    }));
    assert.ok(done > 0);
  });
});
