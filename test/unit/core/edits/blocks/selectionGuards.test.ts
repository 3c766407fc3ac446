import assert from 'node:assert/strict';
import { planEdits, type Plan } from '../../../../../src/core/edits/planEdits.ts';
import { after, reasons } from '../fixtures.ts';

/** Plans a block about the part of `text` between the two bars. */
function selected(text: string, ...code: string[]): Plan {
  const [start, end] = [text.indexOf('|'), text.lastIndexOf('|') - 1];
  const clean = text.replaceAll('|', '');
  return planEdits(['```', ...code, '```'].join('\n'), { read: () => clean, selection: { path: 'a.ts', start, end } });
}

// Replies that were once taken for something else than they say.
describe('a block for the selection', () => {
  it('that begins or ends with the line outside goes beyond it', () => {
    const text = 'g();\nfunction f() {\n|  a();\n  b();\n|  c();\n  d();\n}\n';
    assert.deepEqual(reasons(selected(text, 'function f() {', '  a2();', '  b();')), ['more-than-selection']);
    assert.deepEqual(reasons(selected(text, '  a2();', '  b();', '  c();')), ['more-than-selection']);
    const comment = '/*\n * One.\n */\n|f();\n|';
    assert.deepEqual(reasons(selected(comment, ' */', 'f(1);')), ['more-than-selection']);
    const twice = 'x\na();\n|a();\nb();\n|';
    assert.equal(after(selected(twice, 'a();', 'c();')), 'x\na();\na();\nc();\n');
  });

  it('with a closing bracket more takes the one below for its own', () => {
    const text = 'f(() => {\n|  a();\n|});\n';
    assert.deepEqual(reasons(selected(text, '  a2();', '});')), ['more-than-selection']);
    assert.equal(
      after(selected('{\n|  if (x) {\n    a();\n  }\n|  }\n}\n', '  if (x) {', '    b();', '  }')),
      '{\n  if (x) {\n    b();\n  }\n  }\n}\n',
    );
  });

  it('leaves blank lines at the ends of the selection where they are', () => {
    assert.equal(after(selected('a\n|\nb\n\n|c\n', 'b2')), 'a\n\nb2\n\nc\n');
  });

  it('may have lost the indentation of its first line, selected with it', () => {
    const text = 'class A:\n|    def f(self):\n        a()\n        return 1\n|';
    assert.equal(
      after(selected(text, 'def f(self):', '        a()', '        return 2')),
      'class A:\n    def f(self):\n        a()\n        return 2\n',
    );
  });

  it('that shows only a part of it is refused: what it leaves out at the ends is not taken away', () => {
    const text = '|function f() {\n  a();\n  b();\n}\n\nfunction g() {\n  c();\n  d();\n}\n|';
    assert.deepEqual(reasons(selected(text, 'function g() {', '  c(1);', '  d();', '}')), ['looks-like-snippet']);
    assert.deepEqual(reasons(selected(text, 'function f() {', '  a();', '  b(1);', '}')), ['looks-like-snippet']);
    assert.deepEqual(reasons(selected('|if x:\n    a()\n    b()\n|', '    a()', '    b()')), ['looks-like-snippet']);
    assert.deepEqual(reasons(selected('|def f():\n    a()\n    b()\n|', 'a()', 'b()')), ['looks-like-snippet']);
    assert.deepEqual(reasons(selected('|f({\n  a: 1,\n});\n|', 'f({', '  a: 2,')), ['looks-like-snippet']);
  });

  it('may take a line away at an end, more of them within, and say all in other words', () => {
    assert.equal(after(selected('|a();\nb();\nc();\n|', 'b(1);', 'c();')), 'b(1);\nc();\n');
    assert.equal(after(selected('|log();\nb();\nc();\n|', 'b();', 'c();')), 'b();\nc();\n');
    assert.equal(after(selected('|f() {\n  a();\n  b();\n  c();\n}\n|', 'f() {', '  c();', '}')), 'f() {\n  c();\n}\n');
    assert.equal(after(selected('|a();\nb();\nc();\n|', 'all();')), 'all();\n');
    assert.equal(after(selected('|if x:\n    a()\n    b()\n|', 'a()', 'b()')), 'a()\nb()\n');
    assert.equal(after(selected('|f(a;\n|', 'f(a);')), 'f(a);\n');
  });

  it('may wrap what begins with the same word', () => {
    const wrapped = selected(
      'def h():\n|    if a:\n        f()\n    g()\n|', 'if x:', '    if a:', '        f()', '    g()',
    );
    assert.equal(after(wrapped), 'def h():\n    if x:\n        if a:\n            f()\n        g()\n');
  });

  it('that begins deeper than it goes on stays as deep, or is refused', () => {
    const text = 'if (x) {\n|    a();\n  }\n  b();\n|}\n';
    assert.equal(after(selected(text, '    a2();', '  }', '  b();')), 'if (x) {\n    a2();\n  }\n  b();\n}\n');
    assert.deepEqual(reasons(selected(text, 'a2();', 'b();')), ['indentation']);
  });
});
