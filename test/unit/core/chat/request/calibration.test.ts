import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calibrated, expected, uncalibrated } from '../../../../../src/core/chat/request/calibration.ts';

describe('calibration by usage', () => {
  it('learns at once that the endpoint counts more', () => {
    const known = calibrated(uncalibrated, 10_000, 12_500);
    assert.equal(expected(known, 100_000), 125_000);
  });

  it('comes down slowly, and never below our own count', () => {
    let known = calibrated(uncalibrated, 10_000, 12_000);
    known = calibrated(known, 10_000, 10_000);
    assert.ok(known.factor > 1.1 && known.factor < 1.2, `${known.factor}`);
    for (let round = 0; round < 50; round++) known = calibrated(known, 10_000, 2_000);
    assert.equal(known.factor, 1);
  });

  it('takes a small prompt as a sign of what the endpoint adds', () => {
    const known = calibrated(uncalibrated, 100, 190);
    assert.deepEqual(known, { factor: 1, offset: 90 });
    assert.equal(expected(known, 1_000), 1_090);
  });

  it('believes no absurd count', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 10_000_000 }))),
        (samples) => {
          const known = samples.reduce((before, [ours, theirs]) => calibrated(before, ours, theirs), uncalibrated);
          assert.ok(known.factor >= 1 && known.factor <= 1.5);
          assert.ok(known.offset >= 0 && known.offset <= 500);
        },
      ),
    );
  });
});
