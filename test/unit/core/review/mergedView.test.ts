import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reviewOf } from '../../../../src/core/review/fileReview.ts';
import { hunkDiff, mergedView, type MergedView } from '../../../../src/core/review/mergedView.ts';
import { plannedChange } from './plannedChange.ts';

const merged = (before: string, after: string): MergedView =>
  mergedView(reviewOf(plannedChange(before, after), 'file:///w/a.ts'));

/** One side of the view: all lines but the removed or the added ones. */
function side({ text, hunks }: MergedView, drop: 'removed' | 'added'): string[] {
  return text.split('\n').filter((_line, at) => !hunks.some((hunk) => at >= hunk[drop].start && at < hunk[drop].end));
}

const line = fc.constantFrom('a', 'b', '  c', '}', '', 'dd');
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, eol]) => lines.map((one) => one + eol).join(''));

describe('the merged view', () => {
  it('keeps removed lines in their place, with the new ones below', () => {
    const view = merged('a\nb\nc\nd\ne\n', 'a\nB\nB2\nc\nd\n');
    assert.equal(view.text, 'a\nb\nB\nB2\nc\nd\ne\n');
    assert.deepEqual(view.hunks.map(({ removed, added }) => [removed, added]), [
      [{ start: 1, end: 2 }, { start: 2, end: 4 }],
      [{ start: 6, end: 7 }, { start: 7, end: 7 }],
    ]);
    assert.deepEqual(view.hunks.map(({ file, proposed }) => [file, proposed]), [
      [{ start: 1, end: 2 }, { start: 1, end: 3 }],
      [{ start: 4, end: 5 }, { start: 5, end: 5 }],
    ]);
  });

  it('shows both texts whole: the one without the added lines, the other without the removed ones', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const view = merged(before, after);
        assert.equal(side(view, 'added').join('\n'), before.replaceAll('\r', ''));
        assert.equal(side(view, 'removed').join('\n'), after.replaceAll('\r', ''));
      }),
    );
  });

  it('shows lines added behind a last line without ending as added alone', () => {
    const view = merged('a\nb', 'a\nb\nc');
    assert.equal(view.text, 'a\nb\nc');
    assert.deepEqual(view.hunks[0]?.removed, { start: 2, end: 2 });
  });

  it('shows a change within a line as a changed line', () => {
    const review = reviewOf(plannedChange('a b c\nd\n', ''), 'file:///w/a.ts');
    const view = mergedView({ ...review, hunks: [{ id: 1, touched: false, start: 2, end: 3, text: 'X' }] });
    assert.equal(view.text, 'a b c\na X c\nd\n');
  });

  it('shows a hunk as lines of a diff', () => {
    assert.equal(hunkDiff('a\r\nb\r\n', { start: 3, end: 6, text: 'c\r\nd\r\n' }), '-b\n+c\n+d');
  });
});
