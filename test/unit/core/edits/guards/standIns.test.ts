import assert from 'node:assert/strict';
import { GuardedFile } from '../../../../../src/core/edits/guards/guardedFile.ts';
import { standIns } from '../../../../../src/core/edits/guards/standIns.ts';
import { FileIndex } from '../../../../../src/core/edits/text/fileIndex.ts';
import { toTextHunk } from '../../../../../src/core/edits/text/lineEdits.ts';
import type { Difference } from '../../../../../src/core/edits/text/sequenceDiff.ts';
import { planEdits } from '../../../../../src/core/edits/planEdits.ts';
import { after, plan, reasons, sr, v4a } from '../fixtures.ts';

type Lines = readonly string[];

/** Whether the guard objects to lines that give way to others in a file made of the old ones. */
const objects =
  (isBlock: boolean) =>
  (path: string, old: Lines, now: Lines, changes: readonly Difference[]): boolean => {
    const index = new FileIndex(`${old.join('\n')}\n`);
    const hunks = changes.map(({ a0, a1, b0, b1 }) => {
      return toTextHunk(index.split, { start: a0, end: a1, lines: now.slice(b0, b1) });
    });
    return standIns.objects(new GuardedFile(path, index), { hunks, isBlock });
  };
const hasStandIns = objects(false);
const hasPlaceholders = objects(true);

const change = [{ a0: 1, a1: 4, b0: 1, b1: 2 }];
const code = ['f() {', '  a();', '  b();', '  c();', '}'];
/** Whether a hunk is seen to leave three lines of code out for one comment. */
const stands = (comment: string, path = 'a.ts'): boolean => hasStandIns(path, code, ['f() {', comment, '}'], change);

describe('comments in the place of code', () => {
  it('stand for it where they say so', () => {
    const words = [
      '// keep the rest', '// other cases', '/* and so on */', '# as is', '// etc.', '// snip', '// [truncated]',
      '// TODO: rest', '# lines 10-40 unchanged', '// ----', '// body unchanged',
      '// (remaining code omitted for brevity)', '# similarly for the others', '{/* existing styles */}',
      '... handlers ...', '// implementation unchanged', '<!-- skip -->', '// ... existing code ...',
      '// as shown above', '-- previous helpers', '; more code here',
    ];
    assert.deepEqual(words.filter((word) => !stands(word)), []);
  });

  it('do not where they speak of something else, or more comes than goes', () => {
    assert.equal(stands('// Both are sent by the caller.'), false);
    assert.equal(
      hasStandIns(
        'a.ts',
        code,
        ['f() {', '  // Keep the order', '  b();', '  a();', '}'],
        [{ a0: 1, a1: 4, b0: 1, b1: 4 }],
      ),
      false,
    );
    assert.equal(
      hasStandIns(
        'a.ts',
        code,
        ['f() {', '  // Helpers', '  a();', '  b();', '  c();', '}'],
        [{ a0: 1, a1: 1, b0: 1, b1: 2 }],
      ),
      false,
    );
    assert.equal(hasStandIns('a.ts', ['// Imports'], ['// Helpers'], [{ a0: 0, a1: 1, b0: 0, b1: 1 }]), false);
    assert.equal(hasStandIns('a.ts', ['a();'], ['b();'], [{ a0: 0, a1: 1, b0: 0, b1: 1 }]), false);
  });

  it('may stand among changed lines, or next to what they stand for', () => {
    assert.ok(hasStandIns('a.ts', code, ['f() {', '  // rest', '  c(1);', '}'], [{ a0: 1, a1: 4, b0: 1, b1: 3 }]));
    assert.ok(
      hasStandIns(
        'a.ts',
        code,
        ['f() {', '}', '// rest'],
        [
          { a0: 1, a1: 4, b0: 1, b1: 1 },
          { a0: 5, a1: 5, b0: 2, b1: 3 },
        ],
      ),
    );
    assert.ok(hasStandIns('a.ts', ['// One.', '// Two.'], ['// unchanged'], [{ a0: 0, a1: 2, b0: 0, b1: 1 }]));
  });

  it('are those of HTML alone in running text, where other marks are headings and points', () => {
    assert.equal(stands('# Other', 'a.md'), false);
    assert.equal(stands('* more', 'a.md'), false);
    assert.ok(stands('<!-- more -->', 'a.md'));
  });

  it('of a block stand for it, whatever they say, where more code goes', () => {
    assert.ok(hasPlaceholders('a.ts', code, ['f() {', '  // Done by the caller.', '}'], change));
    assert.equal(
      hasPlaceholders(
        'a.ts',
        code,
        ['f() {', '  // One.', '  // Two.', '  // Three.', '}'],
        [{ a0: 1, a1: 4, b0: 1, b1: 4 }],
      ),
      false,
    );
  });

  it('are refused in every format', () => {
    const text = [...code, 'g();', ''].join('\n');
    assert.deepEqual(reasons(plan(sr('a.ts', code, ['f() {', '  // keep existing code', '  c(1);', '}']), { text })), [
      'elision',
    ]);
    assert.deepEqual(
      reasons(
        plan(v4a('a.ts', '@@', ' f() {', '-  a();', '-  b();', '+  // unchanged', '-  c();', '+  c(1);', ' }'), {
          text,
        }),
      ),
      ['elision'],
    );
    assert.deepEqual(
      reasons(plan(['**a.ts**', '```', 'f() {', '  // other calls', '  c();', '}', 'g(1);', '```'], { text })),
      ['elision'],
    );
    const selection = { path: 'a.ts', start: 0, end: text.length };
    assert.deepEqual(
      reasons(
        planEdits(['```', 'f() {', '  // more code', '  c();', '}', 'g(1);', '```'].join('\n'), {
          read: () => text,
          selection,
        }),
      ),
      ['elision'],
    );
  });

  it('that explain a change go through', () => {
    const text = [...code, ''].join('\n');
    assert.equal(
      after(plan(sr('a.ts', ['  a();', '  b();'], ['  // Both at once.', '  ab();']), { text })),
      text.replace('  a();\n  b();', '  // Both at once.\n  ab();'),
    );
  });
});

describe('a block that looks for lines which an earlier one makes', () => {
  it('is refused where the file has them as well', () => {
    const text = 'start\nend\nx = 1\ny = 2\n';
    const first = sr('a.py', ['start', 'end'], ['start', 'x = 1', 'y = 2', 'end']);
    const result = plan([...first, ...sr('a.py', ['x = 1', 'y = 2'], ['x = 3', 'y = 2'])], { text });
    assert.deepEqual(result.refused.map(({ reason }) => reason), ['ambiguous']);
    assert.equal(after(result), text.replace('end', 'x = 1\ny = 2\nend'));
    const apart = plan([...first, ...sr('a.py', ['y = 2', ''], ['y = 3', ''])], { text: `${text}\n` });
    assert.deepEqual(apart.refused, []);
  });
});
