/** A node of a parsed command line: its type in tree-sitter's grammar, its source, and its parts, signs included. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly isError: boolean;
  readonly children: readonly SyntaxNode[];
}
