import { readFile } from 'node:fs/promises';
import type { Node, Parser } from '@vscode/tree-sitter-wasm';
import type { SyntaxNode } from '../../core/agent/commands/syntax.ts';

/** A longer line is not parsed, and so asked about: no person could judge it at a glance. */
const longestLine = 20_000;

/** Deeper nesting than this is read as an error, which asks. */
const deepest = 60;

/** Where the two WebAssembly files of a parser are. */
export interface GrammarFiles {
  readonly runtime: string;
  readonly grammar: string;
}

/** Parses command lines; the parser is loaded with the first one. */
export class ShellParser {
  readonly #files: GrammarFiles;
  #parser: Promise<Parser> | undefined;

  constructor(files: GrammarFiles) {
    this.#files = files;
  }

  /** The parsed line; an error node where it is too long or too deep to be judged. */
  async parse(line: string): Promise<SyntaxNode> {
    if (line.length > longestLine) return failure(line);
    const parser = await (this.#parser ??= load(this.#files));
    const tree = parser.parse(line);
    if (tree === null) return failure(line);
    try {
      return plain(tree.rootNode, 0);
    } finally {
      tree.delete();
    }
  }
}

async function load({ runtime, grammar }: GrammarFiles): Promise<Parser> {
  const library = await import('@vscode/tree-sitter-wasm');
  const { Language, Parser: ParserClass } = library.default;
  await ParserClass.init({ locateFile: () => runtime });
  const parser = new ParserClass();
  parser.setLanguage(await Language.load(await readFile(grammar)));
  return parser;
}

function failure(text: string): SyntaxNode {
  return { type: 'ERROR', text, isError: true, children: [] };
}

function plain(node: Node, depth: number): SyntaxNode {
  if (depth > deepest) return failure(node.text);
  const children = node.children.flatMap((child) => (child === null ? [] : [plain(child, depth + 1)]));
  return { type: node.type, text: node.text, isError: node.isError || node.isMissing, children };
}
