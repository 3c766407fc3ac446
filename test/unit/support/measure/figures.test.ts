import assert from 'node:assert/strict';
import ts from 'typescript';
import { filesInCycles } from '../../../support/measure/filesInCycles.ts';
import { functionFigures } from '../../../support/measure/functionFigures.ts';

function figuresOf(text: string): ReturnType<typeof functionFigures> {
  return functionFigures(ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true));
}

describe('figures of functions', () => {
  it('count lines, tokens and branches', () => {
    assert.deepEqual(figuresOf('function f(a) {\n  return a && 1;\n}\n'), [{ lines: 3, tokens: 12, branches: 1 }]);
  });

  it('count what stands in a function within to that one alone', () => {
    const [outer, inner] = figuresOf('function f() {\n  g(() => {\n    if (a) b();\n  });\n}\n');
    assert.deepEqual([outer?.lines, outer?.branches], [5, 0]);
    assert.deepEqual([inner?.lines, inner?.branches], [3, 1]);
  });

  it('count an arrow function of one expression as a part of what is around it', () => {
    assert.deepEqual(figuresOf('const f = () => (a ? 1 : 2);\n'), []);
    assert.deepEqual(figuresOf('function f() { return (b) => b ?? 1; }\n').map(({ branches }) => branches), [1]);
  });

  it('leave out what has no body, and comments', () => {
    assert.deepEqual(figuresOf('/** Says. */\ndeclare function f(): void;\ninterface A { g(): void }\n'), []);
  });
});

describe('files in cycles', () => {
  it('are those that import themselves through others', () => {
    const imports = new Map([['a', ['b']], ['b', ['a', 'c']], ['c', ['d']], ['d', []]]);
    assert.equal(filesInCycles(imports), 2);
  });
});
