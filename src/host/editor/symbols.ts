import * as vscode from 'vscode';

/** Kinds of symbols worth explaining or changing as a whole. */
const blocks: ReadonlyMap<vscode.SymbolKind, string> = new Map([
  [vscode.SymbolKind.Function, 'function'],
  [vscode.SymbolKind.Method, 'method'],
  [vscode.SymbolKind.Constructor, 'constructor'],
  [vscode.SymbolKind.Class, 'class'],
  [vscode.SymbolKind.Interface, 'interface'],
  [vscode.SymbolKind.Enum, 'enum'],
  [vscode.SymbolKind.Struct, 'struct'],
]);

export interface Enclosing {
  readonly range: vscode.Range;
  /** Kind and name, e.g. `function total`. */
  readonly label: string;
}

/** The smallest function, class or the like around a position, by the language's own document symbols. */
export async function enclosingSymbol(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<Enclosing | undefined> {
  const symbols = await vscode.commands.executeCommand<
    (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', document.uri);
  const around = flatten(symbols ?? []).filter((one) => one.range.contains(position));
  around.sort((a, b) => (a.range.contains(b.range) ? 1 : -1));
  return around[0];
}

function flatten(symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[]): Enclosing[] {
  return symbols.flatMap((symbol) => {
    const kind = blocks.get(symbol.kind);
    const range = 'location' in symbol ? symbol.location.range : symbol.range;
    const own = kind === undefined ? [] : [{ range, label: `${kind} ${symbol.name}` }];
    return 'children' in symbol ? [...own, ...flatten(symbol.children)] : own;
  });
}
