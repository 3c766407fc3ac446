import * as vscode from 'vscode';
import { attachmentOf } from '../../app/context/attachment.ts';
import type { Attachment } from '../../core/chat/conversation.ts';
import type { ContextOffer, RefOf } from '../../core/context/refs.ts';
import { shownPath } from '../editor/editor.ts';
import { refuse } from './attach.ts';
import { openText } from './documents.ts';

type AnySymbol = vscode.DocumentSymbol | vscode.SymbolInformation;

interface Named {
  readonly name: string;
  readonly range: vscode.Range;
}

/** The symbol of that name nearest to where it stood, whole. */
export async function readSymbol({ uri, path, name, line }: RefOf<'symbol'>): Promise<Attachment> {
  const document = await openText(uri, path);
  const range = await symbolRange(document, name, line);
  if (range === undefined) throw refuse(`${name} is not in ${path} any more.`);
  const snapshot = {
    uri,
    path,
    languageId: document.languageId,
    text: document.getText(),
    tabSize: 4,
    insertSpaces: true,
  };
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  return attachmentOf({ document: snapshot, start, end, origin: 'symbol', label: name });
}

export async function symbolRange(
  document: vscode.TextDocument,
  name: string,
  line: number,
): Promise<vscode.Range | undefined> {
  const distance = ({ range }: Named): number => Math.abs(range.start.line + 1 - line);
  const named = (await symbolsIn(document.uri)).filter((symbol) => symbol.name === name);
  return named.sort((a, b) => distance(a) - distance(b))[0]?.range;
}

/** The symbols of a file, by its language's own provider. */
export async function symbolsIn(uri: vscode.Uri): Promise<Named[]> {
  const symbols = await vscode.commands.executeCommand<readonly AnySymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    uri,
  );
  return flatten(symbols ?? []);
}

/** The symbols of the workspace that fit, those in files outside it left out. */
export async function symbolsNamed(words: string): Promise<ContextOffer[]> {
  const symbols = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    words,
  );
  const inside = (symbols ?? []).filter(
    ({ location }) => vscode.workspace.getWorkspaceFolder(location.uri) !== undefined,
  );
  return inside.map(({ name, location }) => symbolOffer(location.uri, name, location.range.start.line + 1));
}

export function symbolOffer(uri: vscode.Uri, name: string, line: number): ContextOffer {
  const path = shownPath(uri);
  return { ref: { kind: 'symbol', uri: uri.toString(), path, name, line }, label: name, detail: `${path}:${line}` };
}

function flatten(symbols: readonly AnySymbol[]): Named[] {
  return symbols.flatMap((symbol) => {
    const own = { name: symbol.name, range: 'location' in symbol ? symbol.location.range : symbol.range };
    return 'children' in symbol ? [own, ...flatten(symbol.children)] : [own];
  });
}
