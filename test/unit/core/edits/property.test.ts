import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyHunks } from '../../../../src/core/edits/text/hunks.ts';
import { parseReply, paths } from '../../../../src/core/edits/formats/parseReply.ts';
import { planEdits, type Plan } from '../../../../src/core/edits/planEdits.ts';
import { splitText } from '../../../../src/core/edits/text/textLines.ts';
import { anyText, holds } from './support.ts';
import { applied, writeSearchReplace, writeUnified, writeV4a, writeWhole, type Change, type Task } from './writers.ts';

const PATH = 'src/some file.ts'.replace(' ', '-');

// Few words, so that equal lines, equal pairs of lines and look-alike places are the rule, not the exception.
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '  ', '    ', '\t'),
        fc.constantFrom('foo', 'bar', 'baz qux', 'return a - b', '}', 'if (x) {', '"two words"', '# title'),
      )
      .map(([indent, text]) => indent + text),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('', '  ', '    '), fc.integer({ min: 0, max: 60 }))
      .map(([indent, n]) => `${indent}line ${n} = ${n * 7};`),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '   ') },
);

const fileLines = fc.array(line, { minLength: 1, maxLength: 30 });

function changesIn(lines: readonly string[]): fc.Arbitrary<Change[]> {
  const change = fc.record({ at: fc.nat(lines.length), length: fc.nat(3), lines: fc.array(line, { maxLength: 3 }) });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((raw) => {
    const sorted = [...raw].sort((a, b) => a.at - b.at);
    const kept: Change[] = [];
    for (const { at, length, lines: now } of sorted) {
      const end = Math.min(lines.length, at + length);
      if (at > (kept.at(-1)?.end ?? -1) && (end > at || now.length > 0)) kept.push({ start: at, end, lines: now });
    }
    return kept;
  }).filter((changes) => changes.length > 0);
}

const task: fc.Arbitrary<Task> = fileLines.chain((lines) =>
  changesIn(lines).map((changes) => ({ path: PATH, lines, changes })),
);

interface Shape {
  readonly eol: string;
  readonly bom: boolean;
  readonly final: boolean;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  final: fc.boolean(),
});

/** A file of one line without ending gives nothing to learn the endings from. */
function eolOf(one: Task, { eol, final }: Shape): string {
  return one.lines.length < 2 && !final ? '\n' : eol;
}

function toText(lines: readonly string[], { eol, bom, final }: Shape): string {
  return (bom ? '\uFEFF' : '') + lines.join(eol) + (final && lines.length > 0 ? eol : '');
}

function plan(reply: string, before: string): Plan {
  return planEdits(reply, { read: (path) => (path === PATH ? before : undefined) });
}

/** All there, or some of it refused: never anything else. Blank lines and white space at line ends may differ. */
function check(result: Plan, wanted: string, before: string, same = (text: string): string => text): boolean {
  for (const file of result.files) {
    if (file.kind !== 'change') assert.fail('no file is made or deleted');
    assert.equal(applyHunks(before, file.hunks), file.after);
    file.hunks.forEach((hunk, i) => assert.ok(i === 0 || hunk.start >= file.hunks[i - 1]!.end, 'sorted and apart'));
    if (result.refused.length === 0) assert.equal(same(file.after), same(wanted));
  }
  assert.ok(result.files.length + result.refused.length > 0);
  return result.refused.length === 0;
}

function trimEnds(text: string): string {
  return text.replace(/[ \t]+(?=\r?\n|$)/g, '');
}

type Write = (task: Task, context?: number) => string;
const FORMATS: readonly (readonly [string, Write])[] = [
  ['V4A', writeV4a],
  ['search and replace', writeSearchReplace],
  ['unified diff', writeUnified],
  ['whole file', writeWhole],
];

/** Empty last lines cannot be told from a final line ending. */
function isPlain(lines: readonly string[]): boolean {
  return lines.length > 0 && lines.at(-1)?.trim() !== '';
}

describe('planEdits reads back what was written', function () {
  this.timeout(120_000);

  for (const [name, write] of FORMATS) {
    it(`as ${name}, or refuses`, () => {
      let done = 0;
      holds(
        fc.property(task, shape, fc.integer({ min: 0, max: 4 }), (one, form, context) => {
          fc.pre(isPlain(one.lines) && isPlain(applied(one)));
          const before = toText(one.lines, { ...form, eol: eolOf(one, form) });
          // Blank lines at the very top are the fence's as often as the file's.
          fc.pre(name !== 'whole file' || (isPlain([...applied(one)].reverse()) && isPlain([...one.lines].reverse())));
          if (
            check(
              plan(write(one, context), before),
              toText(applied(one), { ...form, eol: eolOf(one, form) }),
              before,
              name === 'whole file' ? trimEnds : undefined,
            )
          )
            done++;
        }),
      );
      assert.ok(done > 0, 'some must get through');
    });
  }

  it('with white space of its own, or refuses', () => {
    holds(
      fc.property(
        task,
        shape,
        fc.constantFrom(...FORMATS.slice(0, 3)),
        fc.array(fc.nat(3), { minLength: 1, maxLength: 9 }),
        (one, form, [, write], noise) => {
          fc.pre(isPlain(one.lines) && isPlain(applied(one)));
          const before = toText(one.lines, { ...form, eol: eolOf(one, form) });
          const reply = write(one)
            .split('\n')
            .map((text, i) => (/^[ +-]/.test(text) ? text + ' '.repeat(noise[i % noise.length]!) : text))
            .join('\n');
          check(plan(reply, before), toText(applied(one), { ...form, eol: eolOf(one, form) }), before, trimEnds);
        },
      ),
    );
  });

  it('with carriage returns, or refuses', () => {
    holds(
      fc.property(task, shape, fc.constantFrom(...FORMATS.slice(0, 3)), (one, form, [, write]) => {
        fc.pre(isPlain(one.lines) && isPlain(applied(one)));
        const before = toText(one.lines, { ...form, eol: eolOf(one, form) });
        check(
          plan(write(one).replaceAll('\n', '\r\n'), before),
          toText(applied(one), { ...form, eol: eolOf(one, form) }),
          before,
          trimEnds,
        );
      }),
    );
  });

  it('with look-alikes for spaces and hyphens, or refuses', () => {
    const spaces = fc.array(fc.constantFrom(' ', '\u00A0', '\u202F'), { minLength: 1, maxLength: 7 });
    const hyphens = fc.constantFrom('\u2010', '\u2011', '\u2012', '\u2013', '\u2212');
    holds(
      fc.property(
        task,
        shape,
        fc.constantFrom(...FORMATS.slice(0, 3)),
        fc.record({ space: spaces, hyphen: hyphens }),
        (one, form, [, write], { space, hyphen }) => {
          fc.pre(isPlain(one.lines) && isPlain(applied(one)));
          const before = toText(one.lines, { ...form, eol: eolOf(one, form) });
          let n = 0;
          const noisy = (text: string): string =>
            text.replace(/(?<=\S) (?=\S)/g, () => space[n++ % space.length]!).replace('a - b', `a ${hyphen} b`);
          const spoilt = {
            ...one,
            lines: one.lines.map(noisy),
            changes: one.changes.map((change) => ({ ...change, lines: change.lines.map(noisy) })),
          };
          check(
            plan(write(spoilt), before),
            toText(applied(one), { ...form, eol: eolOf(one, form) }),
            before,
            trimEnds,
          );
        },
      ),
    );
  });

  it('with wrong line numbers and counts, or refuses', () => {
    const off = fc.array(
      fc.integer({ min: -9, max: 9 }).filter((n) => n !== 0),
      { minLength: 1, maxLength: 9 },
    );
    holds(
      fc.property(task, shape, off, (one, form, wrong) => {
        fc.pre(isPlain(one.lines) && isPlain(applied(one)));
        const before = toText(one.lines, { ...form, eol: eolOf(one, form) });
        let n = 0;
        const lie = (figure: number): number => Math.max(0, figure + wrong[n++ % wrong.length]!);
        check(
          plan(writeUnified(one, 3, lie, lie), before),
          toText(applied(one), { ...form, eol: eolOf(one, form) }),
          before,
        );
      }),
    );
  });

  it('with another base of indentation, or refuses', () => {
    holds(
      fc.property(
        task,
        shape,
        fc.constantFrom(writeV4a, writeSearchReplace),
        fc.constantFrom(2, 4, 8),
        (one, form, write, by) => {
          const shifted = (lines: readonly string[]): string[] =>
            lines.map((text) => (text.trim() === '' ? text : ' '.repeat(by) + text));
          const clean = { ...one, lines: one.lines.filter((text) => !text.includes('\t')) };
          const changes = one.changes.map((change) => ({
            ...change,
            lines: change.lines.filter((text) => !text.includes('\t')),
          }));
          fc.pre(
            clean.lines.length === one.lines.length && isPlain(one.lines) && isPlain(applied({ ...one, changes })),
          );
          // Where a shifted line stands in the file as well, the reply means that one.
          fc.pre(!shifted(one.lines).some((text) => text.trim() !== '' && one.lines.includes(text)));
          const before = toText(one.lines, { ...form, eol: eolOf(one, form) });
          const moved = {
            ...one,
            lines: shifted(one.lines),
            changes: changes.map((change) => ({ ...change, lines: shifted(change.lines) })),
          };
          check(
            plan(write(moved), before),
            toText(applied({ ...one, changes }), { ...form, eol: eolOf(one, form) }),
            before,
            trimEnds,
          );
        },
      ),
    );
  });
});

describe('planEdits', function () {
  this.timeout(120_000);

  const scraps = fc.constantFrom(
    '*** Begin Patch',
    '*** End Patch',
    `*** Update File: ${PATH}`,
    '*** Add File: b.ts',
    `*** Delete File: ${PATH}`,
    '*** Move to: c.ts', '*** End of File', '@@', '@@ foo', '@@ -1,2 +1,2 @@', '<<<<<<< SEARCH', '=======',
    '>>>>>>> REPLACE', '```', '```ts', '````md', '~~~', '--- a/x.ts',
    `+++ b/${PATH}`,
    `diff --git a/${PATH} b/${PATH}`,
    '\\ No newline at end of file', '// ... existing code ...', '...', PATH,
    `**${PATH}**`,
    `# ${PATH}`,
    '- foo', '+ bar', ' foo', 'foo', 'bar', '}', '', '{"cmd":["apply_patch","*** Begin Patch\\n"', '<code>', '</code>',
  );
  const mess = fc.oneof(
    fc.array(scraps, { maxLength: 30 }).map((lines) => lines.join('\n')),
    fc.string(),
    fc.string({ unit: 'binary' }),
  );

  it('never throws, and its hunks always lead from before to after', () => {
    holds(
      fc.property(mess, anyText, fc.tuple(fc.nat(20), fc.nat(20)), fc.boolean(), (reply, before, [a, b], selects) => {
        const [start, end] = [Math.min(a, b, before.length), Math.min(Math.max(a, b), before.length)];
        const result = planEdits(reply, {
          read: () => before,
          defaultPath: PATH,
          ...(selects ? { selection: { path: PATH, start, end } } : {}),
        });
        for (const file of result.files)
          if (file.kind === 'change') assert.equal(applyHunks(before, file.hunks), file.after);
        assert.ok(result.files.length + result.refused.length > 0);
        assert.ok(paths(parseReply(reply)).every((path) => path !== ''));
      }),
    );
  });

  it('never throws on a reply with parts cut out, doubled or swapped', () => {
    holds(
      fc.property(
        task,
        fc.constantFrom(...FORMATS),
        fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(2))),
        (one, [, write], cuts) => {
          const lines = write(one).split('\n');
          for (const [at, to, kind] of cuts) {
            if (kind === 0) lines.splice(at % (lines.length + 1), 1);
            else if (kind === 1) lines.splice(at % (lines.length + 1), 0, lines[to % lines.length] ?? '');
            else lines.splice(at % (lines.length + 1), 0, ...lines.splice(to % (lines.length + 1), 1));
          }
          const before = toText(one.lines, { eol: '\n', bom: false, final: true });
          for (const file of plan(lines.join('\n'), before).files)
            if (file.kind === 'change') assert.equal(applyHunks(before, file.hunks), file.after);
        },
      ),
    );
  });

  it('gives the same plan whatever it planned before', () => {
    holds(
      fc.property(
        task,
        task,
        fc.constantFrom(...FORMATS),
        fc.constantFrom(...FORMATS),
        (one, other, [, write], [, writeOther]) => {
          const form = { eol: '\n', bom: false, final: true };
          const first = plan(write(one), toText(one.lines, form));
          plan(writeOther(other), toText(other.lines, form));
          assert.deepEqual(plan(write(one), toText(one.lines, form)), first);
        },
      ),
    );
  });

  it('leaves every line outside its edits with its own ending', () => {
    const eols = fc.array(fc.constantFrom('\n', '\r\n'), { minLength: 1, maxLength: 5 });
    holds(
      fc.property(task, eols, fc.constantFrom(writeV4a, writeUnified), (one, endings, write) => {
        fc.pre(isPlain(one.lines) && isPlain(applied(one)));
        const before = one.lines.map((text, i) => text + endings[i % endings.length]!).join('');
        const result = plan(write(one), before);
        const [file] = result.files;
        if (file?.kind !== 'change' || result.refused.length > 0) return;
        const lineSet = splitText(before);
        const after = splitText(file.after);
        const head = Math.min(...one.changes.map(({ start }) => start));
        for (let i = 0; i < head; i++)
          assert.equal(after.lines[i]! + after.eols[i]!, lineSet.lines[i]! + lineSet.eols[i]!);
        const tail = one.lines.length - Math.max(...one.changes.map(({ end }) => end));
        for (let i = 1; i <= tail; i++) assert.equal(after.eols.at(-i), lineSet.eols.at(-i));
      }),
    );
  });
});
