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
