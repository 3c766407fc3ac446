import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyHunks } from '../../../../../src/core/edits/text/hunks.ts';
import { relocate } from '../../../../../src/core/edits/text/relocate.ts';

describe('relocate', () => {
  const before = 'a\nb\nc\nd\ne\n';
  const hunk = { start: 4, end: 6, text: 'X\n' };

  it('leaves hunks where nothing changed', () => {
    assert.deepEqual(relocate([hunk], before, before), [hunk]);
  });

  it('moves them with the text', () => {
    const now = `new\n${before}`;
    assert.equal(applyHunks(now, relocate([hunk], before, now)!), 'new\na\nb\nX\nd\ne\n');
    assert.deepEqual(relocate([hunk], before, `${before}end\n`), [hunk]);
  });

  it('gives up where their own lines changed', () => {
    assert.equal(relocate([hunk], before, before.replace('c', 'cc')), undefined);
    assert.equal(relocate([hunk], before, before.replace('c\n', '')), undefined);
    assert.equal(relocate([hunk], before, ''), undefined);
  });

  it('gives up where both put text at the same place', () => {
    assert.equal(relocate([{ start: 2, end: 2, text: 'X\n' }], before, 'a\nY\nb\nc\nd\ne\n'), undefined);
  });

  it('gives the same result in either order, or gives up', () => {
    const line = fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n', '\n');
    const lines = fc.array(line, { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(), fc.array(line, { maxLength: 3 }), (text, from, cut, added) => {
        const old = text.join('');
        const at = from % text.length;
        const changed = [...text.slice(0, at), ...added, ...text.slice(at + (cut % 3))].join('');
        const target = text.findIndex((_, index) => index > at + 3);
        if (target < 0) return;
        const start = text.slice(0, target).join('').length;
        const own = { start, end: start + text[target]!.length, text: 'EDIT\n' };
        const moved = relocate([own], old, changed);
        if (moved === undefined) return;
        const result = applyHunks(changed, moved);
        assert.equal(result.split('EDIT\n').length, 2);
        assert.equal(result.split('EDIT\n')[1], text.slice(target + 1).join(''));
      }),
    );
  });
});
