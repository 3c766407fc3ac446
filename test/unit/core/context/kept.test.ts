import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeKept, findAgain } from '../../../../src/core/context/kept.ts';
import { runs } from '../../../support/runs.ts';

describe('findAgain', () => {
  it('takes the only place that reads the same, and none where there are two', () => {
    assert.deepEqual(findAgain('x one y', { start: 0, end: 3 }, 'one'), { start: 2, end: 5 });
    assert.equal(findAgain('one one', { start: 1, end: 4 }, 'one'), undefined);
    assert.equal(findAgain('anything', { start: 0, end: 0 }, 'gone'), undefined);
  });

  it('gives nothing but what reads the same', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\n'), { maxLength: 12 }).map((parts) => parts.join(''));
    const input = fc.record({ whole: text, dos: fc.boolean(), start: fc.nat(12), length: fc.nat(12), code: text });
    fc.assert(
      fc.property(input, ({ whole, dos, start, length, code }) => {
        const document = dos ? whole.replaceAll('\n', '\r\n') : whole;
        const found = findAgain(document, { start, end: start + length }, code);
        if (found !== undefined) assert.equal(document.slice(found.start, found.end).replaceAll('\r\n', '\n'), code);
        // A stretch that did not move is always found.
        const here = findAgain(
          document,
          { start, end: start + length },
          document.slice(start, start + length).replaceAll('\r\n', '\n'),
        );
        assert.deepEqual(here, { start, end: start + length });
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('decodeKept', () => {
  it('never throws, whatever was stored', () => {
    fc.assert(fc.property(fc.anything(), (value) => void decodeKept(value)), { numRuns: runs(500) });
  });

  it('reads back what was written', () => {
    const kept = [
      {
        ref: { kind: 'code', uri: 'u', path: 'p', start: 1, end: 2 },
        chip: { label: 'l', detail: 'd', tokens: 3 },
        code: 'x',
      },
    ] as const;
    assert.deepEqual(decodeKept(JSON.parse(JSON.stringify(kept))), kept);
  });
});
