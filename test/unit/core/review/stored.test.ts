import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reviewOf } from '../../../../src/core/review/fileReview.ts';
import { decodeReviews, encodeReviews } from '../../../../src/core/review/stored.ts';
import { plannedChange } from './plannedChange.ts';

const review = reviewOf(plannedChange('a\nb\nc\n', 'a\nB\nc\nd\n'), 'file:///w/a.ts', {
  uri: 'file:///w/b.ts',
  path: 'b.ts',
});

describe('stored reviews', () => {
  it('come back as they were', () => {
    assert.deepEqual(decodeReviews(encodeReviews([review])), [review]);
  });

  it('leave out what is damaged, and never throw', () => {
    fc.assert(fc.property(fc.json(), (text) => void decodeReviews(text)));
    const broken = [
      { ...review, text: 'x' },
      { ...review, hunks: [{ id: 'x' }] },
      { ...review, kind: 'other' },
      null,
      review,
    ];
    assert.deepEqual(decodeReviews(JSON.stringify(broken)), [review]);
    assert.deepEqual(decodeReviews('{'), []);
  });
});
