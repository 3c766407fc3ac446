import assert from 'node:assert/strict';
import { after, plan, reasons } from '../fixtures.ts';

const text = 'a();\nreturn 1;\nb();\nreturn 1;\nc();\n';
const block = (old: readonly string[], now: readonly string[], open = '<<<<<<< SEARCH'): string[] => [
  open, ...old, '=======', ...now, '>>>>>>> REPLACE', '',
];
const made = (...reply: string[]): string => after(plan(['a.ts', ...reply], { text }));
const refusals = (...reply: string[]): string[] =>
  plan(['a.ts', ...reply], { text }).refused.map(({ reason }) => reason);

describe('the marks of a block', () => {
  it('may be longer or shorter than they should', () => {
    const reply = [
      '<<<<<<<<<<<< SEARCH', 'a();', '============', 'a2();', '>>>>>>>>>>>> REPLACE', '',
      ...block(['b();'], ['b2();'], '<<< SEARCH'),
    ];
    assert.equal(made(...reply), text.replace('a()', 'a2()').replace('b()', 'b2()'));
  });

  it('are text where they are shorter than those around them', () => {
    const own = 'a();\n<<< SEARCH\nb();\n';
    const reply = ['a.ts', ...block(['<<< SEARCH', 'b();'], ['b2();'])];
    assert.equal(after(plan(reply, { text: own })), 'a();\nb2();\n');
  });

  it('may have no-break spaces', () => {
    for (const space of ['\u00A0', '\u202F']) {
      const reply = block(['a();'], ['a2();']).map((line) => line.replace(' ', space));
      assert.equal(made(...reply), text.replace('a()', 'a2()'));
      // In a fence below the name of the file, and with all of the file in it, it could be taken for the new file.
      const own = text.trimEnd().split('\n');
      const whole = block(own, ['a2();']).map((line) => line.replace(/ (?=SEARCH|REPLACE)/, space));
      assert.equal(made('```', ...whole, '```'), 'a2();\n');
    }
  });

  it('are not written into code, however they are spelt', () => {
    const own = text.trimEnd().split('\n');
    const foreign = ['<<<<<<< SUCHE', ...own, '=======', 'a2();', '>>>>>>> ERSETZE'];
    for (const lines of [foreign, ['<<<<<<< ours', ...own]]) {
      assert.deepEqual(refusals('```', ...lines, '```'), ['malformed']);
    }
  });

  it('without a beginning are told, beside blocks that are placed', () => {
    const stray = ['=======', 'b2();', '>>>>>>> REPLACE'];
    assert.equal(made(...block(['a();'], ['a2();']), ...stray), text.replace('a()', 'a2()'));
    assert.deepEqual(refusals(...block(['a();'], ['a2();']), ...stray), ['malformed']);
  });

  it('without a beginning are not written into a file', () => {
    assert.deepEqual(reasons(plan(['n.ts', '```', '=======', 'b2();', '>>>>>>> REPLACE', '```'])), ['malformed']);
  });
});

describe('the line number of a block', () => {
  const at = (line: string): string[] => [line, '-------'];

  it('is no part of either text', () => {
    for (const option of [':start_line:1', ':start_line: [1]']) {
      assert.equal(made(...block([...at(option), 'a();'], ['a2();'])), text.replace('a()', 'a2()'));
      assert.equal(made(...block([...at(option), 'a();'], [...at(option), 'a2();'])), text.replace('a()', 'a2()'));
    }
  });

  it('tells equal places apart where it is exact', () => {
    assert.equal(
      made(...block([...at(':start_line:4'), 'return 1;'], ['return 2;'])),
      text.replace('b();\nreturn 1', 'b();\nreturn 2'),
    );
    assert.deepEqual(refusals(...block([...at(':start_line:3'), 'return 1;'], ['return 2;'])), ['ambiguous']);
  });

  it('counts for nothing where another block of the reply has a wrong one', () => {
    const twin = block([...at(':start_line:4'), 'return 1;'], ['return 2;']);
    assert.deepEqual(refusals(...block([...at(':start_line:2'), 'a();'], ['a2();']), ...twin), ['ambiguous']);
    assert.deepEqual(refusals(...block([...at(':start_line:1'), 'a();'], ['a2();']), ...twin), []);
  });
});

describe('the marks of a patch', () => {
  it('may have no-break spaces', () => {
    const v4a = ['*** Begin Patch', '*** Update File: a.ts', '@@', '-a();', '+a2();', '*** End Patch'];
    const unified = ['--- a/a.ts', '+++ b/a.ts', '@@ -1,2 +1,2 @@', '-a();', '+a2();', ' return 1;'];
    for (const space of ['\u00A0', '\u202F']) {
      const isMark = (line: string): boolean => /^(?:\*{3}|@@|---|\+{3})/.test(line);
      const marks = (line: string): string => (isMark(line) ? line.replaceAll(' ', space) : line);
      for (const reply of [v4a, unified]) {
        assert.equal(after(plan(reply.map(marks), { text })), text.replace('a()', 'a2()'));
      }
    }
  });
});
