import ts from 'typescript';

/** Figures of one function. Those within it count for themselves, so its tokens and branches are without theirs. */
export interface FunctionFigures {
  /** Lines from its head to its end. */
  readonly lines: number;
  readonly tokens: number;
  /** Ways on from a decision: `if`, loops, `case`, `catch`, `?:`, `&&`, `||`, `??`. */
  readonly branches: number;
}

const branching = new Set([
  ts.SyntaxKind.IfStatement, ts.SyntaxKind.ForStatement, ts.SyntaxKind.ForInStatement, ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.WhileStatement, ts.SyntaxKind.DoStatement, ts.SyntaxKind.CaseClause, ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ConditionalExpression, ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** With a block of statements. An arrow function of one expression is a part of the function around it. */
function isMeasured(node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || !('body' in node)) return false;
  return node.body !== undefined && ts.isBlock(node.body);
}

/** The figures of every function with statements of its own, an outer one before those within it. */
export function functionFigures(source: ts.SourceFile): FunctionFigures[] {
  const all: FunctionFigures[] = [];
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const measure = (node: ts.Node): void => {
    const lines = lineAt(node.end) - lineAt(node.getStart(source)) + 1;
    const index = all.push({ lines, tokens: 0, branches: 0 }) - 1;
    all[index] = { lines, ...count(node) };
  };
  const count = (node: ts.Node): { tokens: number; branches: number } => {
    const total = { tokens: 0, branches: 0 };
    for (const child of node.getChildren(source)) {
      if (ts.isJSDoc(child)) continue;
      if (branching.has(child.kind)) total.branches++;
      if (isMeasured(child)) {
        measure(child);
        continue;
      }
      const inside = count(child);
      total.tokens += ts.isToken(child) && child.getText(source) !== '' ? 1 : inside.tokens;
      total.branches += inside.branches;
    }
    return total;
  };
  count(source);
  return all;
}
