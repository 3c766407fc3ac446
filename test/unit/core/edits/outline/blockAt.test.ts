import assert from 'node:assert/strict';
import {
  blockAt, blockEnd, isCloser, isPartOfBlock, opensBlock,
} from '../../../../../src/core/edits/outline/blockAt.ts';

const linesOf = (text: string): string[] => text.replace(/^\n/, '').replace(/\n *$/, '').split('\n');

/** The line that has a text, and how far its block goes, as `opens 3-7`, counted from 1. */
function blockOf(lines: readonly string[], text: string): string {
  const at = lines.findIndex((line) => line.includes(text));
  assert.ok(at >= 0, text);
  return `${opensBlock(lines, at) ? 'opens' : 'plain'} ${at + 1}-${blockEnd(lines, at)}`;
}

describe('the block that a line opens', () => {
  it('ends behind its bracket', () => {
    const lines = linesOf(`
f() {

  a

# if
  b
}

g`);
    assert.equal(blockOf(lines, 'f()'), 'opens 1-7');
    assert.equal(blockOf(lines, '  a'), 'plain 3-3');
    assert.equal(blockOf(lines, 'g'), 'plain 9-9');
  });

  it('goes on behind a bracket: } else {, ) -> int:, />', () => {
    assert.equal(blockOf(['if (a) {', '  b', '} else {', '  c', '}', 'd'], 'if'), 'opens 1-5');
    assert.equal(blockOf(['def f(', '    a,', ') -> int:', '    return a', '', 'f(1)'], 'def'), 'opens 1-4');
    assert.equal(blockOf(['<Foo', '  a={1}', '/>', '<Bar />'], '<Foo'), 'opens 1-3');
  });

  it('may have its bracket on a line of its own (Allman)', () => {
    const lines = linesOf(`
public class Store : IStore<Order>
{
    public Order Get(string id,
                     bool cached)
    {
        if (cached)
        {
            return one;
        }
        else
        {
            return two;
        }
        try
        {
            run();
        }
        catch (Error e)
        {
            log(e);
        }
    }

    public void Clear() { }
}`);
    assert.equal(blockOf(lines, 'class Store'), 'opens 1-25');
    assert.equal(blockOf(lines, 'Order Get'), 'opens 3-22');
    assert.equal(blockOf(lines, 'if (cached)'), 'opens 6-13');
    assert.equal(blockOf(lines, 'try'), 'opens 14-21');
    assert.equal(blockOf(lines, 'Clear'), 'plain 24-24');
  });

  it('has no bracket of another block in it', () => {
    assert.equal(blockOf(['foo();', '{', '  bar();', '}'], 'foo'), 'plain 1-1');
    assert.equal(blockOf(['  a,', '  {', '    b', '  },'], 'a,'), 'plain 1-1');
    assert.equal(blockOf(['<h1>T</h1>', '{', '  list', '}'], '<h1>'), 'plain 1-1');
    assert.equal(blockOf(['kind: A', '{{- if .x }}', '  b: 1', '{{- end }}'], 'kind'), 'plain 1-1');
  });

  it('of a key in YAML has the points of its list, be they as deep as the key', () => {
    const lines = linesOf(`
on:
  push:
    branches: # of releases
    - main
    - dev
steps: &steps
- uses: checkout
- name: Test
  env:
  - CI
  run: npm test
other: 1`);
    assert.equal(blockOf(lines, 'branches'), 'opens 3-5');
    assert.equal(blockOf(lines, 'steps:'), 'opens 6-11');
    assert.equal(blockOf(lines, '- name'), 'opens 8-11');
    assert.equal(blockOf(lines, 'env:'), 'opens 9-10');
    assert.equal(blockOf(lines, '- uses'), 'plain 7-7');
    assert.equal(blockOf(['- a:', '- b'], '- a:'), 'plain 1-1');
    assert.equal(blockOf(['a: 1', '- b'], 'a: 1'), 'plain 1-1');
  });

  it('of Ruby ends with its end, and has rescue, ensure and when in it', () => {
    const lines = linesOf(`
class Shop::Store
  def find(id)
    all.find { |one| one.id == id }
  rescue KeyError => e
    log(e)
  ensure
    close
  end

  def kind(x)
    case x
    when 1
      :one
    else
      :many
    end
  end
end
Store.new`);
    assert.equal(blockOf(lines, 'class'), 'opens 1-18');
    assert.equal(blockOf(lines, 'def find'), 'opens 2-8');
    assert.equal(blockOf(lines, 'case x'), 'opens 11-16');
    assert.equal(blockOf(lines, 'Store.new'), 'plain 19-19');
  });

  it('of Python has else, except and finally in it, and texts that begin at the margin', () => {
    const lines = linesOf(`
def load(name):
    query = """
select *
from t
"""
# a comment at the margin
    try:
        return run(query)
    except KeyError:
        return None
    finally:
        close()

for x in y:
    z()
else:
    w()
end = 1`);
    assert.equal(blockOf(lines, 'def load'), 'opens 1-12');
    assert.equal(blockOf(lines, 'try:'), 'opens 7-12');
    assert.equal(blockOf(lines, 'for x'), 'opens 14-17');
    assert.equal(blockOf(lines, 'end = 1'), 'plain 18-18');
  });

  it('of C++ has the labels of a class and of a switch in it', () => {
    assert.equal(
      blockOf(['class A {', 'public:', '  int x;', 'private:', '  int y;', '};', 'int z;'], 'class'),
      'opens 1-6',
    );
    assert.equal(
      blockOf(['switch (x)', '{', 'case 1:', '  f();', 'default:', '  g();', '}', 'h();'], 'switch'),
      'opens 1-7',
    );
    assert.equal(blockOf(['int x;', 'public:', '  int y;'], 'int x'), 'plain 1-1');
  });

  it('of a style sheet ends where the next rule begins', () => {
    assert.equal(blockOf(['.a {', '  x: 1;', '}', '#b {', '  y: 2;', '}'], '.a'), 'opens 1-3');
    assert.equal(blockOf(['#b {', '  y: 2;', '}'], '#b'), 'opens 1-3');
  });

  it('is followed no further than asked for', () => {
    const lines = ['f:', ...Array<string>(20).fill('  a'), 'g'];
    assert.deepEqual(blockAt(lines, 0), { end: 21, next: 21 });
    assert.deepEqual(blockAt(lines, 0, 10), { end: 10, next: 10 });
  });

  it('has nothing to do with a text in quotes that nothing ends', () => {
    assert.equal(blockOf(['def f():', '    a = """', '    b', 'g()'], 'def'), 'opens 1-3');
  });

  it('leaves open to whom blank lines, comments and outer brackets below it belong', () => {
    assert.deepEqual(blockAt(['{', '  f:', '    a', '', '  # g', '}', 'h'], 1), { end: 3, next: 6 });
  });
});

describe('a line', () => {
  it('closes a block as a bracket, a tag or a word', () => {
    for (const line of ['}', '  });', ']', '</div>', '/>', 'end', '  end.join', 'endif;', 'fi', 'done < a', 'esac']) {
      assert.ok(isCloser(line), line);
    }
    for (const line of ['a }', 'end = 1', 'end: 1', 'done();', 'ending', 'done |= x', 'fine', '/a/'])
      assert.ok(!isCloser(line), line);
  });

  it('goes on with a block, unless the word is a name', () => {
    for (const line of [
      'else', 'else if (a) {', 'elif a:', 'except:', 'finally:', 'rescue A => e', 'ensure', 'catch (e)', '{',
    ]) {
      assert.ok(isPartOfBlock(line), line);
    }
    for (const line of [
      'catch(on) {', 'then(next) {', 'ensure(x)', 'else_ = 1', 'else = 1', 'rescue_all', '{ a }', 'finally(f) {',
    ]) {
      assert.ok(!isPartOfBlock(line), line);
    }
  });
});
