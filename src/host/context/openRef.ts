import * as vscode from 'vscode';
import type { ContextRef } from '../../core/context/refs.ts';
import type { TextPages } from '../messages/textPages.ts';
import { openText } from './documents.ts';
import { symbolRange } from './symbolContext.ts';

/** Shows what a chip stands for, where it is at home. */
export async function openRef(ref: ContextRef, pages: Pick<TextPages, 'show'>): Promise<void> {
  switch (ref.kind) {
    case 'file':
      await vscode.window.showTextDocument(await openText(ref.uri, ref.path));
      return;
    case 'folder':
      await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.parse(ref.uri, true));
      return;
    case 'code':
      return showStretch(await openText(ref.uri, ref.path), ref.start, ref.end);
    case 'symbol': {
      const document = await openText(ref.uri, ref.path);
      const selection = await symbolRange(document, ref.name, ref.line);
      await vscode.window.showTextDocument(document, selection === undefined ? {} : { selection });
      return;
    }
    case 'problems':
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      return;
    case 'changes':
      await vscode.commands.executeCommand('workbench.view.scm');
      return;
    case 'terminal':
      return pages.show('Terminal', ref.text, 'plaintext');
  }
}

async function showStretch(document: vscode.TextDocument, start: number, end: number): Promise<void> {
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
  await vscode.window.showTextDocument(document, { selection });
}
