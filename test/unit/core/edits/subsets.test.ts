import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planEdits, type Plan } from '../../../../src/core/edits/planEdits.ts';
import { proposedText, reviewOf, without, withTaken } from '../../../../src/core/review/fileReview.ts';
import { holds } from './support.ts';
import { applied, writeSearchReplace, writeUnified, writeV4a, writeWhole, type Change, type Task } from './writers.ts';

const PATH = 'src/file.ts';

/** Blocks like those of real code: some are twins but for their name, so that many lines stand in several places. */
const block = fc.record({ twin: fc.boolean(), depth: fc.constantFrom(2, 4), size: fc.integer({ min: 1, max: 4 }) });

function codeOf(blocks: readonly { twin: boolean; depth: number; size: number }[]): string[] {
  return blocks.flatMap(({ twin, depth, size }, n) => {
    const indent = ' '.repeat(depth);
    const body = Array.from({ length: size }, (_, i) => `${indent}step${i}(${twin ? 'x' : `x${n}`});`);
    return [`function f${n}(x) {`, ...body, `${indent}return x;`, '}', ''];
  }).slice(0, -1);
}

function changesIn(lines: readonly string[]): fc.Arbitrary<Change[]> {
  const one = fc.record({ at: fc.nat(lines.length - 1), length: fc.nat(2), kind: fc.nat(3), n: fc.nat(99) });
  return fc.array(one, { minLength: 1, maxLength: 4 }).map((raw) => {
    const kept: Change[] = [];
    for (const { at, length, kind, n } of [...raw].sort((a, b) => a.at - b.at)) {
      if (at <= (kept.at(-1)?.end ?? -1) || at + length > lines.length) continue;
      const old = lines.slice(at, at + length);
      const indent = /^ */.exec(lines[at] ?? '')?.[0] ?? '';
      const now =
        [
          [...old, `${indent}added${n}();`],
          old.map((line) => `${line === '' ? '' : `${line} `}// ${n}`),
          [],
          [...old, lines[(at + n) % lines.length] ?? ''],
        ][kind] ?? [];
      if (now.join('\n') !== old.join('\n')) kept.push({ start: at, end: at + length, lines: now });
    }
    return kept;
  }).filter((changes) => changes.length > 0);
}

const task: fc.Arbitrary<Task> = fc.array(block, { minLength: 1, maxLength: 6 }).map(codeOf)
  .chain((lines) => changesIn(lines).map((changes) => ({ path: PATH, lines, changes })));

const write = fc.constantFrom(writeV4a, writeSearchReplace, (one: Task, context?: number) =>
  writeUnified(one, context),
);
const context = fc.integer({ min: 0, max: 4 });

function plan(reply: string, before: string): Plan {
  return planEdits(reply, { read: (path) => (path === PATH ? before : undefined) });
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function resultOf({ files: [file] }: Plan, before: string): string {
  return file?.kind === 'change' ? file.after : before;
}

function subsets<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((all, item) => [...all, ...all.map((some) => [...some, item])], [[]]);
}

describe('a plan of several hunks', function () {
  this.timeout(600_000);

  it('makes some of the changes that were written, each in full or not at all, and nothing else', () => {
    let full = 0;
    holds(fc.property(task, write, context, (one, asReply, lines) => {
      const before = textOf(one.lines);
      const result = plan(asReply(one, lines), before);
      const possible = subsets(one.changes).map((changes) => textOf(applied({ ...one, changes })));
      const now = resultOf(result, before);
      assert.ok(possible.includes(now), now);
      if (result.refused.length === 0) {
        assert.equal(now, textOf(applied(one)));
        full++;
      }
    }));
    assert.ok(full > 0);
  });

  it('may be taken hunk by hunk: any part of it is a part of the changes', () => {
    holds(fc.property(task, write, context, fc.nat(), (one, asReply, lines, pick) => {
      const before = textOf(one.lines);
      const [file] = plan(asReply(one, lines), before).files;
      if (file?.kind !== 'change') return;
      const review = reviewOf(file, 'file:///file.ts');
      const part = withTaken(review, new Set(review.hunks.filter((_, i) => (pick >> i) & 1).map(({ id }) => id)));
      assert.equal(proposedText(part), file.after);
      assert.equal(proposedText(without(review, new Set(part.hunks.map(({ id }) => id)))), part.text);
      const known = new Set([...before.split('\n'), ...file.after.split('\n')]);
      assert.deepEqual(part.text.split('\n').filter((line) => !known.has(line)), []);
    }));
  });

  it('is not made twice: what was done is seen, or refused', () => {
    holds(fc.property(task, context, (one, lines) => {
      const before = textOf(one.lines);
      const reply = writeUnified(
        { ...one, changes: one.changes.filter((change) => change.lines.length > 0) },
        lines + 1,
      );
      const first = plan(reply, before);
      const now = resultOf(first, before);
      // Among twins another place may be left, and a bracket more or less is not noticed.
      const said = applied(one).filter((line) => /step|function/.test(line));
      fc.pre(
        first.refused.length === 0 &&
          new Set(said).size === said.length &&
          one.changes.every((change) => change.lines.every((line) => /\w/.test(line))),
      );
      const again = resultOf(plan(reply, now), now);
      assert.equal(again, now);
    }));
  });

  it('of a whole file is not made twice', () => {
    holds(fc.property(task, (one) => {
      const before = textOf(one.lines);
      const first = plan(writeWhole(one), before);
      fc.pre(first.refused.length === 0);
      const now = resultOf(first, before);
      assert.equal(resultOf(plan(writeWhole(one), now), now), now);
    }));
  });
});
