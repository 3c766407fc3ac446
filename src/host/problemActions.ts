import * as vscode from 'vscode';
import type { AddArgument, CommandId } from '../contributions.ts';

const command: CommandId = 'gptOss.addToChat';

/** Puts "Add to Chat" beside the quick fixes of a problem: in the editor, and in the Problems view, which has no menu of its own to add to. */
export function problemActions(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions({ uri }, _range, { diagnostics, only }) {
      if (diagnostics.length === 0 || (only !== undefined && !only.contains(vscode.CodeActionKind.QuickFix))) return [];
      const title = 'Add Problems to gpt-oss Chat';
      const argument: AddArgument = { uri: uri.toString(), problems: true };
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.command = { command, title, arguments: [argument] };
      action.diagnostics = [...diagnostics];
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] });
}
