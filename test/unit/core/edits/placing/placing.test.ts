import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choosePlaces, type Wanted } from '../../../../../src/core/edits/placing/choosePlaces.ts';
import { FileIndex, keyOf } from '../../../../../src/core/edits/text/fileIndex.ts';
import { fenceBudget, fenceLinesOf, matchFence } from '../../../../../src/core/edits/formats/fences.ts';
import { findHunk } from '../../../../../src/core/edits/placing/findHunk.ts';
import { splitText } from '../../../../../src/core/edits/text/textLines.ts';
import { toTextHunk } from '../../../../../src/core/edits/text/lineEdits.ts';
import { applyHunks } from '../../../../../src/core/edits/text/hunks.ts';
import { holds } from '../support.ts';

const bare = { anchors: [], endOfFile: false, raw: '' };

describe('FileIndex', () => {
  it('finds every run and only runs, few different lines or many', () => {
    const lines = fc.array(fc.constantFrom('a', 'a', 'a', 'b', ' a', 'a ', 'c'), { minLength: 1, maxLength: 60 });
    holds(
      fc.property(
        lines,
        fc.array(fc.constantFrom('a', 'a', 'a', 'b', 'a '), { minLength: 1, maxLength: 9 }),
        fc.constantFrom('exact', 'folded', 'loose'),
        (file, wanted, level) => {
          const found = new FileIndex(file.join('\n')).findRuns(wanted, level, 1_000);
          const fits = (at: number): boolean =>
            at + wanted.length <= file.length &&
            wanted.every((line, i) => keyOf(line, level) === keyOf(file[at + i]!, level));
          assert.deepEqual(found, file.map((_, at) => at).filter(fits));
        },
      ),
    );
  });

  it('finds runs that overlap themselves where it scans', () => {
    const file = 'a\n'.repeat(200) + 'b\n' + 'a\n'.repeat(40);
    const index = new FileIndex(file);
    assert.equal(index.findRuns(Array<string>(30).fill('a'), 'exact', 1_000).length, 171 + 11);
    assert.equal(index.findRuns(Array<string>(30).fill('a'), 'exact', 5).length, 5);
    const wave = new FileIndex('x\ny\nx\nx\ny\n'.repeat(60));
    const wanted = Array.from({ length: 8 }, () => ['x', 'y', 'x', 'x', 'y']).flat();
    assert.deepEqual(wave.findRuns(wanted, 'exact', 3), [0, 5, 10]);
  });

  it('stops at the limit', () => {
    assert.deepEqual(new FileIndex('a\nb\na\nb\na\nb').findRuns(['a', 'b'], 'exact', 2), [0, 2]);
  });
});

describe('choosePlaces', () => {
  const index = new FileIndex(Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n'));
  const sets = fc.array(
    fc.tuple(fc.uniqueArray(fc.nat(15), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 3 })),
    { minLength: 1, maxLength: 4 },
  );

  /** All ways to take one place of each set so that they rise without overlap. */
  function assignments(wanted: readonly (readonly [readonly number[], number])[], from = 0): number[][] {
    const [first, ...rest] = wanted;
    if (!first) return [[]];
    return first[0]
      .filter((at) => at >= from)
      .flatMap((at) => assignments(rest, at + first[1]).map((tail) => [at, ...tail]));
  }

  it('keeps exactly what all orderly ways agree on', () => {
    holds(fc.property(sets, (raw) => {
      const sorted = raw.map(([places, length]) => [[...places].sort((a, b) => a - b), length] as const);
      const wanted = sorted.map(([places, length]): Wanted => {
        const old = Array<string>(length).fill('x');
        return { hunk: { ...bare, old, new: [] }, found: { reading: { old, new: [] }, level: 'exact', places } };
      });
      const ways = assignments(sorted);
      const expected = sorted.map(([places], i) => {
        const values = new Set(ways.length > 0 ? ways.map((way) => way[i]!) : places);
        return values.size === 1 ? [...values][0] : undefined;
      });
      assert.deepEqual(choosePlaces(index, wanted), expected);
    }));
  });
});

describe('findHunk', () => {
  it('leaves blank edges out only where the whole is nowhere', () => {
    const index = new FileIndex('a\nb\n\na\nc\n');
    assert.deepEqual(findHunk(index, { ...bare, old: ['', 'a'], new: ['', 'x'] })?.places, [2]);
    assert.deepEqual(findHunk(index, { ...bare, old: ['', 'b', ''], new: ['', 'x', ''] })?.places, [1]);
    assert.deepEqual(findHunk(index, { ...bare, old: ['', 'b', ''], new: ['', 'x', ''] })?.reading, {
      old: ['b'],
      new: ['x'],
    });
    assert.equal(findHunk(index, { ...bare, old: ['', ''], new: ['x'] }), undefined);
  });

  it('moves the marks of a diff with what it leaves out, and drops them where they touch it', () => {
    const index = new FileIndex('q\na\nb\n');
    const found = findHunk(index, {
      ...bare,
      old: ['', '', 'a', 'b'],
      new: ['', '', 'a', 'c'],
      changes: [{ a0: 3, a1: 4, b0: 3, b1: 4 }],
    });
    assert.deepEqual(found?.reading, { old: ['a', 'b'], new: ['a', 'c'], changes: [{ a0: 1, a1: 2, b0: 1, b1: 2 }] });
    const touched = findHunk(index, {
      ...bare,
      old: ['', 'a'],
      new: ['', 'c'],
      changes: [{ a0: 0, a1: 2, b0: 0, b1: 2 }],
    });
    assert.deepEqual(touched?.reading, { old: ['a'], new: ['c'] });
  });

  it('wants brackets to be the only ones, however they are indented', () => {
    assert.deepEqual(findHunk(new FileIndex('{\n  }\n}\n'), { ...bare, old: ['}'], new: [] })?.places, [1, 2]);
    assert.deepEqual(findHunk(new FileIndex('{\na\n}\n'), { ...bare, old: ['}'], new: [] })?.places, [2]);
    assert.equal(findHunk(new FileIndex('{\na\n  }\n'), { ...bare, old: ['}'], new: [] }), undefined);
  });

  it('prefers the stricter level and then the reading as written', () => {
    const index = new FileIndex('  a\na\n');
    assert.deepEqual(
      findHunk(index, { ...bare, old: ['a'], new: [], alternatives: [{ old: [' a'], new: [] }] })?.places,
      [1],
    );
    assert.deepEqual(
      findHunk(index, { ...bare, old: ['b'], new: [], alternatives: [{ old: ['  a'], new: [] }] })?.places,
      [0],
    );
    assert.equal(findHunk(index, { ...bare, old: ['a '], new: [] })?.level, 'folded');
    assert.equal(findHunk(index, { ...bare, old: ['\ta'], new: [] })?.level, 'loose');
  });
});

describe('toTextHunk', () => {
  const cases: readonly (readonly [string, number, number, readonly string[], string])[] = [
    ['a\nb\n', 2, 2, ['c'], 'a\nb\nc\n'],
    ['a\nb', 2, 2, ['c'], 'a\nb\nc'],
    ['a\nb', 1, 2, [], 'a'],
    ['a\nb', 0, 2, [], ''],
    ['a', 0, 1, ['x', 'y'], 'x\ny'],
    ['', 0, 0, ['x'], 'x\n'],
    ['\uFEFF', 0, 0, ['x'], '\uFEFFx\n'],
    ['a\r\nb\nc', 0, 1, ['x', 'y'], 'x\r\ny\r\nb\nc'],
    ['a\nb\r\nc\n', 1, 1, ['x'], 'a\nx\nb\r\nc\n'],
    ['a\r\nb\n', 0, 0, ['x'], 'x\r\na\r\nb\n'],
    ['\uFEFFa\nb', 0, 2, [], '\uFEFF'],
    ['a\rb\r', 1, 1, ['x'], 'a\rx\rb\r'],
    ['a\r\nb', 1, 2, ['x', 'y'], 'a\r\nx\r\ny'],
  ];
  for (const [text, start, end, lines, wanted] of cases) {
    it(`${JSON.stringify(text)} [${start}, ${end}) -> ${JSON.stringify(lines)}`, () => {
      assert.equal(applyHunks(text, [toTextHunk(splitText(text), { start, end, lines })]), wanted);
    });
  }
});

describe('matchFence', () => {
  const match = (text: string): { close: number; closed: boolean; ambiguous: boolean } => {
    const lines = text.split('\n');
    const { close, closed, ambiguous } = matchFence(fenceLinesOf(lines), 0, lines.length, fenceBudget(9));
    return { close, closed, ambiguous };
  };

  it('pairs nested and indented fences, or says that it cannot', () => {
    assert.deepEqual(match('```\na\n```\nb'), { close: 2, closed: true, ambiguous: false });
    assert.deepEqual(match('```\n```js\n```\n```'), { close: 3, closed: true, ambiguous: false });
    assert.deepEqual(match('```\n  ```\n  ```\n```'), { close: 3, closed: true, ambiguous: false });
    assert.deepEqual(match('```\n  ```\n```'), { close: 2, closed: true, ambiguous: true });
    assert.deepEqual(match('  ```\na\n```'), { close: 2, closed: true, ambiguous: false });
    assert.deepEqual(match('  ```\n```\n```'), { close: 1, closed: true, ambiguous: true });
    assert.deepEqual(match('```\na'), { close: 2, closed: false, ambiguous: false });
    assert.deepEqual(match('````\n```\n````'), { close: 2, closed: true, ambiguous: false });
    assert.deepEqual(match('~~~\n```\n~~~'), { close: 2, closed: true, ambiguous: false });
  });

  it('gives up when the budget is spent', () => {
    const marks = fenceLinesOf(['```', '```js', '```', '```']);
    assert.equal(matchFence(marks, 0, 4, { steps: 2 }).ambiguous, true);
    assert.equal(matchFence(marks, 0, 4, { steps: 3 }).ambiguous, false);
  });
});
