import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planEdits } from '../../../../src/core/edits/planEdits.ts';
import { applyHunks } from '../../../../src/core/edits/text/hunks.ts';
import {
  follow, isDecided, merge, proposedText, reproposed, reviewOf,
  type FileReview,
  without,
  withTaken,
} from '../../../../src/core/review/fileReview.ts';
import { plannedChange } from './plannedChange.ts';

const uri = 'file:///w/a.ts';
const change = (before: string, after: string): FileReview => reviewOf(plannedChange(before, after), uri);
const ids = (review: FileReview): number[] => review.hunks.map(({ id }) => id);

const before = 'a\nb\nc\nd\ne\nf\ng\n';
const after = 'a\nB\nc\nd\ne\nF\nf2\ng\n';

const line = fc.constantFrom('a', 'b', '  c', '}', '', 'dd');
const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '\n')).map(
  ([lines, eol, end]) => lines.join(eol) + (lines.length > 0 ? end : ''),
);

describe('a file under review', () => {
  it('takes hunks in any order, and the others keep their place', () => {
    const review = change(before, after);
    assert.deepEqual(ids(review), [1, 2]);
    const second = withTaken(review, new Set([2]));
    assert.equal(second.text, 'a\nb\nc\nd\ne\nF\nf2\ng\n');
    const both = withTaken(second, new Set([1]));
    assert.equal(both.text, after);
    assert.ok(isDecided(both));
  });

  it('leaves what was rejected as it was', () => {
    const review = without(change(before, after), new Set([1]));
    assert.equal(proposedText(review), 'a\nb\nc\nd\ne\nF\nf2\ng\n');
  });

  it('comes to the same text whichever way the hunks are taken', () => {
    fc.assert(
      fc.property(text, text, fc.infiniteStream(fc.nat(9)), (old, fresh, choices) => {
        let review = change(old, fresh);
        assert.equal(proposedText(review), fresh);
        for (const choice of choices) {
          const { length } = review.hunks;
          if (length === 0) break;
          review = withTaken(review, new Set([review.hunks[choice % length]!.id]));
          assert.equal(proposedText(review), fresh);
        }
        assert.equal(review.text, fresh);
      }),
    );
  });

  it('follows lines typed elsewhere', () => {
    const review = follow(change(before, after), `new\n${before.replace('d\n', 'D\nD2\n')}`);
    assert.ok(review.hunks.every(({ touched }) => !touched));
    assert.equal(proposedText(review), 'new\na\nB\nc\nD\nD2\ne\nF\nf2\ng\n');
  });

  it('counts lines put directly above and below a hunk as beside it', () => {
    const review = follow(change(before, after), before.replace('b\n', 'over\nb\nunder\n'));
    assert.ok(review.hunks.every(({ touched }) => !touched));
    assert.equal(proposedText(review), 'a\nover\nB\nunder\nc\nd\ne\nF\nf2\ng\n');
  });

  it('marks a hunk that was typed into, and takes what was typed with it', () => {
    const review = follow(change(before, after), before.replace('b\n', 'b typed\n'));
    assert.deepEqual(review.hunks.map(({ touched }) => touched), [true, false]);
    assert.equal(proposedText(review), after);
    assert.equal(without(review, new Set([1, 2])).text, before.replace('b\n', 'b typed\n'));
  });

  it('never puts hunks over one another, whatever is typed', () => {
    fc.assert(
      fc.property(text, text, text, (old, fresh, typed) => {
        const review = follow(change(old, fresh), typed);
        assert.equal(review.text, typed);
        assert.doesNotThrow(() => applyHunks(typed, review.hunks));
        const untouched = review.hunks.filter(({ touched }) => !touched).map(({ text: one }) => one);
        const own = new Set(change(old, fresh).hunks.map(({ text: one }) => one));
        assert.ok(untouched.every((one) => own.has(one)));
      }),
    );
  });

  it('comes back unharmed when the text does', () => {
    const review = change(before, after);
    assert.deepEqual(follow(follow(review, `new\n${before}`), before), review);
  });

  it('lets a newer hunk take the place of an older one for the same lines', () => {
    const merged = merge(change(before, after), change(before, before.replace('b\n', 'newer\n')));
    assert.deepEqual(ids(merged), [3, 2]);
    assert.equal(proposedText(merged), 'a\nnewer\nc\nd\ne\nF\nf2\ng\n');
  });

  it('takes another proposal for the same file, whatever it is', () => {
    fc.assert(
      fc.property(text, text, text, (old, fresh, edited) => {
        const review = reproposed(change(old, fresh), edited);
        assert.equal(proposedText(review), edited);
        assert.equal(review.text, old);
        assert.equal(isDecided(review), old === edited);
        assert.equal(new Set(ids(review)).size, review.hunks.length);
        assert.ok(ids(review).every((id) => id < review.nextId));
        const same = reproposed(change(old, fresh), fresh);
        assert.deepEqual(same, change(old, fresh));
      }),
    );
  });

  it('drops the hunk that was taken back in a proposal, and the others keep their numbers', () => {
    const review = reproposed(change(before, after), after.replace('B\n', 'b\n').replace('f2', 'f3'));
    assert.deepEqual(ids(review), [2]);
    assert.equal(proposedText(review), 'a\nb\nc\nd\ne\nF\nf3\ng\n');
  });

  it('drops a new file that was emptied, and makes a change of a deletion of which a part was taken back', () => {
    assert.ok(isDecided(reproposed(reviewOf({ kind: 'create', path: 'n.ts', after: 'x\n' }, uri), '')));
    const gone = reviewOf({ kind: 'delete', path: 'n.ts', before: 'x\ny\n' }, uri);
    assert.ok(isDecided(reproposed(gone, 'x\ny\n')));
    const part = reproposed(gone, 'y\n');
    assert.deepEqual([part.kind, proposedText(part)], ['change', 'y\n']);
  });

  it('shows a new and a deleted file as one hunk', () => {
    const fresh = reviewOf({ kind: 'create', path: 'n.ts', after: 'x\n' }, uri);
    assert.equal(proposedText(fresh), 'x\n');
    const gone = reviewOf({ kind: 'delete', path: 'n.ts', before: 'x\n' }, uri);
    assert.equal(proposedText(gone), '');
  });
});

describe('the hunks of a plan', () => {
  const planned = (reply: string): FileReview => {
    const [file] = planEdits(reply, { read: () => before }).files;
    assert.ok(file);
    return reviewOf(file, uri);
  };
  const replace = (old: string, now: string): string =>
    `a.ts\n<<<<<<< SEARCH\n${old}\n=======\n${now}\n>>>>>>> REPLACE\n`;

  it('are reviewed as they were planned: two edits of neighbouring lines are two hunks', () => {
    const review = planned(replace('b', 'B') + replace('c', 'C'));
    assert.deepEqual(
      review.hunks.map(({ start, end, text, how }) => [start, end, text, how]),
      [
        [2, 4, 'B\n', 'exact'],
        [4, 6, 'C\n', 'exact'],
      ],
    );
    const first = withTaken(review, new Set([1]));
    assert.equal(first.text, 'a\nB\nc\nd\ne\nf\ng\n');
    assert.equal(proposedText(first), 'a\nB\nC\nd\ne\nf\ng\n');
    assert.equal(proposedText(without(review, new Set([2]))), 'a\nB\nc\nd\ne\nf\ng\n');
  });

  it('of one edit with only a bracket between them are one to a reader', () => {
    const text = 'if (a) {\n  one();\n}\ntwo();\n';
    const reply = `a.ts\n<<<<<<< SEARCH\n  one();\n}\ntwo();\n=======\n  uno();\n}\ndue();\n>>>>>>> REPLACE\n`;
    const [file] = planEdits(reply, { read: () => text }).files;
    assert.ok(file?.kind === 'change');
    assert.equal(file.hunks.length, 2);
    assert.equal(reviewOf(file, uri).hunks.length, 1);
  });

  it('may touch: whichever is taken first, the text comes out the same', () => {
    const texts = (order: readonly number[]): string => {
      const review = planned(replace('b', 'B') + replace('c', 'C') + replace('d', 'D\nD2'));
      return order.reduce((one, id) => withTaken(one, new Set([id])), review).text;
    };
    for (const order of [
      [1, 2, 3],
      [3, 2, 1],
      [2, 1, 3],
      [2, 3, 1],
    ])
      assert.equal(texts(order), 'a\nB\nC\nD\nD2\ne\nf\ng\n');
  });
});
