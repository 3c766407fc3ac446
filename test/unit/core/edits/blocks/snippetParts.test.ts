import assert from 'node:assert/strict';
import { FileIndex } from '../../../../../src/core/edits/text/fileIndex.ts';
import { isAlike, partsOf, withoutOuterClosers } from '../../../../../src/core/edits/blocks/snippetParts.ts';
import { firstWord } from '../../../../../src/core/edits/outline/declarations.ts';
import type { Range } from '../../../../../src/core/edits/outline/definitions.ts';
import { regionOf } from '../../../../../src/core/edits/blocks/snippetRegions.ts';
import { hunks, plan, v4a } from '../fixtures.ts';

/** Where a part without placeholders around it lies in a file, as `start-end`. */
function region(file: readonly string[], lines: readonly string[], range: Partial<Range> = {}): string | undefined {
  const part = { lines, above: undefined, below: undefined, isSetOff: false, isSetOffBelow: false };
  const field = {
    index: new FileIndex(`${file.join('\n')}\n`),
    path: 'a.ts',
    range: { start: 0, end: file.length, ...range },
  };
  const found = regionOf(field, part);
  return found === undefined || found === 'unclear' ? found : `${found.start}-${found.end}`;
}

describe('the stretch a part stands for', () => {
  it('ends with its last line, looked for below the first', () => {
    const file = ['x()', 'a()', 'b()', 'x()', 'y()', 'x()'];
    assert.equal(region(file, ['a()', 'c()', 'x()'], { end: 5 }), '1-4');
    assert.equal(region(file, ['a()', 'c()', 'x()']), undefined);
    assert.equal(region(file, ['a()', 'c()', 'y()'], { end: 4 }), undefined);
    assert.equal(region(file, ['a()', 'c()', 'y()'], { end: 5 }), '1-5');
  });

  it('may end with a new state of a line, below the one that is shown above it', () => {
    const file = ['f() {', '  a()', '  return b + 1', '  last()', '}'];
    assert.equal(region(file, ['f() {', '  a()', '  return b + 2']), '0-3');
    assert.equal(region(file, ['  a()', '  return b + 2']), '1-3');
    assert.equal(region(file, ['  a()', '    return b + 2']), undefined);
    assert.equal(region(file, ['  a()', '  throw b + 2']), undefined);
    assert.equal(region(file, ['  a()', '  return b + 2'], { end: 2 }), undefined);
    assert.equal(region([...file, '  return b + 2', '  return b + 2'], ['  a()', '  return b + 2']), undefined);
  });

  it('ends with the last block that is shown', () => {
    const file = ['f {', '  a', '}', 'g {', '  b', '}', 'h {', '  c', '}'];
    assert.equal(region(file, ['f {', '  a1', '}']), '0-3');
    assert.equal(region(file, ['f {', '  a1', '}', 'g {', '  b', '}']), '0-6');
    assert.notEqual(region(file, ['g {', '  b', '}', 'h {', '  c', '}', 'i {', '  d', '}']), '3-6');
  });

  it('is all of a block that is shown from its head to its end', () => {
    const file = ['class A:', '    x = 1', '    y = 2', '', 'z = 3'];
    assert.equal(region(file, ['class A:', '    w = 4']), '0-3');
    assert.equal(region(['class A:', 'y = 2'], ['class A:', '    x = 1']), undefined);
    assert.equal(region(['b()', ...file], ['b()', 'class A:', '    w = 4']), '0-4');
  });

  it('is one line where one is shown, and nothing where brackets are', () => {
    assert.equal(region(['a', 'b'], ['b']), '1-2');
    assert.equal(region(['}', 'b'], ['}']), undefined);
    assert.equal(region(['a', 'a'], ['a']), undefined);
  });
});

describe('the parts of a snippet', () => {
  it('lie between placeholders, without blank lines around them', () => {
    const parts = partsOf(['', 'a', '  ...', '', 'b', ''], (line) => line.includes('...'));
    assert.deepEqual(parts, [
      { lines: ['a'], above: undefined, below: 2, isSetOff: true, isSetOffBelow: false },
      { lines: ['b'], above: 2, below: undefined, isSetOff: true, isSetOffBelow: true },
    ]);
  });

  it('lose the brackets that close what was opened above them', () => {
    const strip = (...lines: string[]): readonly string[] =>
      withoutOuterClosers({ lines, above: 2, below: 0, isSetOff: false, isSetOffBelow: false }).lines;
    assert.deepEqual(strip('  a', '}', ''), ['  a']);
    assert.deepEqual(strip('  a {', '  }'), ['  a {', '  }']);
    assert.deepEqual(strip('a', '}'), ['a', '}']);
    assert.deepEqual(strip('  }'), ['  }']);
  });
});

describe('lines of code', () => {
  it('are alike with half of their words', () => {
    assert.ok(isAlike('a b', 'a c'));
    assert.ok(isAlike('a b c d', 'a'));
    assert.equal(isAlike('a b c', 'a d e'), false);
    assert.equal(isAlike('', ''), false);
    assert.deepEqual([firstWord('  return b'), firstWord('(!x)'), firstWord('}')], ['return', 'x', undefined]);
  });
});

describe('a space behind the marks of a patch', () => {
  it('is the text\'s own where the file has the line with it', () => {
    assert.deepEqual(hunks(plan(v4a('a.ts', '@@', '- x', '+ y'), { text: ' x\nx\n' })), ['exact| x\n| y\n']);
  });

  it('is seen in a file of tabs too', () => {
    const text = 'f {\n\ta\n\tb\n}\n';
    assert.deepEqual(hunks(plan(v4a('a.ts', '@@', ' \ta', '+ \tc', ' \tb'), { text })), ['exact||\tc\n']);
  });
});

describe('several blocks without a name', () => {
  const names = Array.from({ length: 12 }, (_, i) => `f${i}`);
  const text = names.map((name) => `function ${name}() {\n  return ${name.slice(1)};\n}\n`).join('\n');
  const lines = text.trimEnd().split('\n');
  const block = (some: readonly string[]): string[] => ['```ts', ...some, '```', ''];
  const changed = (from: string, to: string): string[] => lines.map((line) => line.replace(from, to));
  const read = { text, defaultPath: 'a.ts' };

  it('are the whole file, where one of them is that, or else parts of it', () => {
    const whole = changed('return 3;', 'return 33;');
    const part = ['function f5() {', '  return 55;', '}'];
    const both = plan([...block(whole), ...block(part)], read);
    assert.deepEqual(both.refused.map(({ reason }) => reason), ['several-blocks']);
    assert.ok(both.files[0]?.kind === 'change' && both.files[0].after.trimEnd() === whole.join('\n'));
    assert.deepEqual(hunks(plan([...block(part), ...block(['function f6() {', '  return 66;', '}'])], read)), [
      'snippet|  return 5;\n|  return 55;\n',
      'snippet|  return 6;\n|  return 66;\n',
    ]);
  });

  it('are not a file of which they show too little', () => {
    const most = changed('return 3;', 'return 33;').slice(0, 24);
    assert.equal(plan([...block(most), ...block(['x'])], read).files.length, 0);
  });
});
