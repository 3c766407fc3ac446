import * as vscode from 'vscode';
import type { AddArgument, CommandId, ExplainArgument } from '../../contributions.ts';
import type { Disposable } from '../../core/lifetime.ts';
import type { HostSettings } from '../settings/settings.ts';

/**
 * The light bulb's entries on a problem: have it fixed, have it explained, take it along to the chat. They are in the
 * Problems view too, which has no menu of its own to add to.
 */
export class CodeActions implements vscode.CodeActionProvider, Disposable {
  readonly #settings: HostSettings;
  readonly #registration: Disposable;

  constructor(settings: HostSettings) {
    this.#settings = settings;
    const selector = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-vfs'].map((scheme) => ({ scheme }));
    this.#registration = vscode.languages.registerCodeActionsProvider(selector, this, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] });
  }

  provideCodeActions({ uri }: vscode.TextDocument, _range: vscode.Range, { diagnostics }: vscode.CodeActionContext): vscode.CodeAction[] {
    if (diagnostics.length === 0 || !this.#settings.get('codeActions')) return [];
    const problems = diagnostics.map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
    return [
      action('Fix with gpt-oss', 'gptOss.fix', diagnostics),
      action('Explain problem with gpt-oss', 'gptOss.explain', diagnostics, { problems }),
      action('Add Problems to gpt-oss Chat', 'gptOss.addToChat', diagnostics, { uri: uri.toString(), problems: true }),
    ];
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

function action(title: string, command: CommandId, diagnostics: readonly vscode.Diagnostic[], argument?: ExplainArgument | AddArgument): vscode.CodeAction {
  const entry = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  entry.diagnostics = [...diagnostics];
  entry.command = { title, command, arguments: argument === undefined ? [] : [argument] };
  return entry;
}
