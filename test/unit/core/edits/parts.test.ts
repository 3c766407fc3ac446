import assert from 'node:assert/strict';
import { isElision, isElisionIn } from '../../../../src/core/edits/guards/elisions.ts';
import { languageFits, sameLanguage } from '../../../../src/core/edits/text/languages.ts';
import { fold, keepOwnCharacters, plainText } from '../../../../src/core/edits/text/lookalikes.ts';
import { parseReply, paths } from '../../../../src/core/edits/formats/parseReply.ts';
import {
  cleanPath, pathInComment, pathInInfo, pathMention, pathTitle,
} from '../../../../src/core/edits/formats/paths.ts';
import { rebaseBy, type FileManners } from '../../../../src/core/edits/writing/rebase.ts';
import { formats } from '../../../../src/core/edits/formats/formats.ts';
import { unwrap as unwrapAs, type Unwrapped } from '../../../../src/core/edits/formats/wrapping/unwrap.ts';
import { stripWrappers } from '../../../../src/core/edits/formats/wrapping/wrappers.ts';

function indented(unit: string): FileManners {
  return { unit, isForeign: () => false };
}

describe('rebaseBy', () => {
  it('passes lines where both agree', () => {
    assert.equal(rebaseBy([['  a', '  a']], ['  a', '    b'], indented('  '))('      c'), '      c');
  });

  it('moves by columns where the steps are the same', () => {
    const rebase = rebaseBy([['  a', '    a'], ['    b', '      b']], ['  a', '    b'], indented('  '));
    assert.equal(rebase('      c'), '        c');
    assert.equal(rebase('c'), '  c');
    assert.equal(rebase('   '), '');
  });

  it('moves by levels where the steps differ', () => {
    const wider = rebaseBy([['a', 'a'], ['  b', '    b']], ['a', '  b'], indented('    '));
    assert.equal(wider('    c'), '        c');
    const tabs = rebaseBy([['    b', '\tb']], ['a', '    b'], indented('\t'));
    assert.deepEqual([tabs('        c'), tabs('c'), tabs('      c')], ['\t\tc', 'c', undefined]);
  });

  it('does not guess between columns and levels, nor where lines contradict', () => {
    const unsure = rebaseBy([['  b', '    b']], ['a', '  b'], indented('    '));
    assert.equal(unsure('  c'), '    c');
    assert.equal(unsure('    c'), undefined);
    const measured = rebaseBy([['  a', '    a'], ['      b', '      b']], ['  a', '      b'], indented('  '));
    assert.deepEqual([measured('  c'), measured('      c'), measured('    c')], ['    c', '      c', undefined]);
    const torn = rebaseBy([['  a', '  a'], ['  b', '    b']], ['  a'], indented('  '));
    assert.deepEqual([torn('  c'), torn('    c')], [undefined, undefined]);
  });

  it('does not move further left than there is room', () => {
    assert.equal(
      rebaseBy(
        [
          ['      a', '  a'],
          ['        b', '    b'],
        ],
        ['      a', '        b'],
        indented('  '),
      )('c'),
      undefined,
    );
  });
});

/** The first edits of JSON, and the text that is left to be read. */
const unwrap = (reply: string): Unwrapped => unwrapAs(reply, formats);

describe('unwrap', () => {
  const patch = '*** Begin Patch\n*** Update File: a\n@@\n-"x\\n"\n+\'y\'\n*** End Patch';

  it('leaves a reply without JSON alone', () => {
    for (const reply of ['', 'text', '{', '{"a": 1}', `{ not json\n${patch}`])
      assert.deepEqual(unwrap(reply), { text: reply, edits: [] });
  });

  it('decodes patches encoded once, twice and thrice', () => {
    let text = patch;
    for (let depth = 0; depth < 3; depth++) {
      text = JSON.stringify({ input: text });
      const [edit] = unwrap(text).edits;
      assert.ok(edit?.kind === 'update', `${depth}`);
      assert.deepEqual([edit.path, edit.hunks[0]?.old, edit.hunks[0]?.new], ['a', ['"x\\n"'], ["'y'"]], `${depth}`);
      assert.ok(unwrap(`I call ${text} for you`).text.includes(patch), `${depth} in prose`);
    }
  });

  it('takes several calls from one reply', () => {
    const call = JSON.stringify({ input: patch });
    assert.equal(unwrap(`first ${call} then ${call}.`).text.split(patch).length, 3);
    assert.deepEqual(unwrap(`[${call},${call}]`).edits.map(({ path }) => path), ['a', 'a']);
  });

  it('leaves a string alone that does not end', () => {
    const cut = JSON.stringify({ input: patch }).slice(0, 60);
    assert.equal(unwrap(cut).text, cut);
  });

  it('reads edits with their path above them', () => {
    const [edit, ...others] = unwrap('{"file":"a","edits":[{"search":"x","replace":"y"}]}').edits;
    assert.ok(edit?.kind === 'update' && others.length === 0);
    assert.deepEqual([edit.path, edit.hunks[0]?.within], ['a', { old: 'x', new: 'y' }]);
    assert.deepEqual(unwrap('{"content":"y"}').edits, []);
  });
});

describe('paths', () => {
  it('get one spelling', () => {
    for (const [from, to] of [
      ['./a.ts', 'a.ts'],
      ['`src\\a.ts`', 'src/a.ts'],
      ['"a b.ts"', 'a b.ts'],
      ['C:\\x\\a.ts', 'C:\\x\\a.ts'],
      ['../a.ts', '../a.ts'],
      ['/x/a.ts', '/x/a.ts'],
      ['././/a.ts', 'a.ts'],
    ] as const) {
      assert.equal(cleanPath(from), to);
    }
  });

  it('are seen in titles', () => {
    for (const title of [
      'src/a.ts', '## src/a.ts', '**src/a.ts**', '`src/a.ts`:', '1. **`src/a.ts`**', '### File: `src/a.ts`',
      'File: src/a.ts', '- src/a.ts (new file)', '<file path="src/a.ts">', '> src/a.ts',
    ]) {
      assert.equal(pathTitle(title), 'src/a.ts', title);
    }
    assert.equal(pathTitle('Makefile'), 'Makefile');
    assert.equal(pathTitle('`my file.ts`'), 'my file.ts');
    for (const title of ['Usage', 'my file.ts', '1.2.3', 'e.g.', 'foo()', '', 'Change src/a.ts', 'Node.js'])
      assert.equal(pathTitle(title), undefined, title);
  });

  it('are seen in prose, info strings and comments', () => {
    assert.equal(pathMention('Now change `src/a.ts` so:'), 'src/a.ts');
    assert.equal(pathMention('Now change src/a.ts so:'), 'src/a.ts');
    assert.equal(pathMention('Move `a.ts` to `b.ts`'), undefined);
    for (const info of [
      'ts src/a.ts', 'ts:src/a.ts', 'src/a.ts', 'ts title="src/a.ts"', "ts {file='src/a.ts'}", 'ts filename=src/a.ts',
    ])
      assert.equal(pathInInfo(info)?.path, 'src/a.ts', info);
    assert.deepEqual(pathInInfo('12:15:src/a.ts'), { path: 'src/a.ts', partial: true });
    assert.equal(pathInInfo('typescript'), undefined);
    for (const comment of [
      '// src/a.ts', '# src/a.ts', '<!-- src/a.ts -->', '/* src/a.ts */', '-- src/a.ts', '// File: src/a.ts',
      '; src/a.ts',
    ])
      assert.equal(pathInComment(comment), 'src/a.ts', comment);
    assert.equal(pathInComment('// see src/a.ts'), undefined);
  });

  it('of a reply come once each, targets of moves too', () => {
    const reply =
      '*** Begin Patch\n*** Update File: a.ts\n*** Move to: b.ts\n@@\n-x\n+y\n*** Update File: a.ts\n@@\n-z\n' +
      '*** End Patch';
    assert.deepEqual(paths(parseReply(reply)), ['a.ts', 'b.ts']);
  });
});

describe('placeholders', () => {
  it('are seen in every form of comment', () => {
    for (const line of [
      '...', '…', '// ...', '  # ...', '// ... existing code ...', '# ... rest unchanged',
      '<!-- ... existing markup, same as before ... -->', '/* ... */', '{/* ... rest of the component ... */}',
      '-- ... other columns ...', '// rest of the code', '# The rest of the file remains unchanged',
      '// existing methods', '; ... keep ...', '... existing code ...', '(* ... *)', '// (unchanged)',
      '[... rest of code ...]', '// same as before',
    ]) {
      assert.ok(isElision(line), line);
    }
  });

  it('are not seen in ordinary code', () => {
    for (const line of [
      '', 'f(...args)', '...rest,', '// use the existing connection', '// wait...', '# remaining',
      'return [...a, ...b];', '"..."', '# TODO', '// keep alive', 'x = ...',
    ]) {
      assert.ok(line === '"..."' || !isElision(line), line);
    }
    assert.ok(!isElisionIn('    ...', 'a.py'));
    assert.ok(isElisionIn('    ...', 'a.ts'));
  });
});

describe('look-alikes', () => {
  const manners = { file: 'plain', path: 'a.ts', substituted: new Set<string>() };

  it('are equal to what they look like', () => {
    assert.equal(fold('a\u00A0\u202Fb\u2011\u2212c\u2019\u201Cd\u201D\u200B\uFEFF'), 'a  b--c\'"d"');
  });

  it('give way in new text, but for what the file has', () => {
    assert.equal(plainText('a\u202Fb\u2011c\u2013d\u2060', manners), 'a b-c-d');
    assert.equal(plainText('a\u202Fb', { ...manners, file: '\u202F' }), 'a\u202Fb');
    assert.equal(plainText('it\u2019s', manners), 'it\u2019s');
    assert.equal(
      plainText('it\u2019s \u201Cx\u201D', { ...manners, substituted: new Set('\u2019\u201C\u201D') }),
      'it\'s "x"',
    );
    assert.equal(plainText('// a \u2014 b', manners), '// a \u2014 b');
    assert.equal(plainText('a \u2014 b', manners), 'a - b');
    assert.equal(plainText('a \u2014 b', { ...manners, path: 'a.md' }), 'a \u2014 b');
  });

  it('of the file stay at both ends of a changed line', () => {
    assert.equal(keepOwnCharacters('a b c', 'a\u00A0b c', 'a b d', manners), 'a\u00A0b d');
    assert.equal(keepOwnCharacters('x a b', 'x a\u00A0b', 'y a b', manners), 'y a\u00A0b');
  });
});

describe('languages and wrappers', () => {
  it('fit paths', () => {
    assert.ok(
      languageFits('python', 'a.py') &&
        languageFits('', 'a.py') &&
        languageFits('ts', 'a.tsx') &&
        languageFits('bash', 'run'),
    );
    assert.ok(!languageFits('bash', 'a.py') && !languageFits('json', 'a.ts') && !languageFits('go', 'a.rs'));
    assert.ok(sameLanguage('py', 'python') && sameLanguage('ts', 'typescript') && !sameLanguage('js', 'python'));
  });

  it('strip only what encloses', () => {
    assert.deepEqual(stripWrappers(['<code>', 'a', '</code>', '<|end|>']), ['a']);
    assert.deepEqual(stripWrappers(['', '<code>', 'a']), ['', '<code>', 'a']);
    assert.deepEqual(stripWrappers(['<code>', 'a', '</file>']), ['<code>', 'a', '</file>']);
    assert.deepEqual(stripWrappers(['<content>', '</content>'], 'xml'), ['<content>', '</content>']);
  });
});
