import * as vscode from 'vscode';
import type { AddArgument, ExplainArgument } from '../../contributions.ts';
import type { Disposable } from '../../core/lifetime.ts';
import { codeAction } from '../messages/labels.ts';
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
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.#registration = vscode.languages.registerCodeActionsProvider(selector, this, kinds);
  }

  provideCodeActions(
    { uri }: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (diagnostics.length === 0 || !this.#settings.get('codeActions')) return [];
    const problems = diagnostics.map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
    const toExplain: ExplainArgument = { problems };
    const toAdd: AddArgument = { uri: uri.toString(), problems: true };
    const entries = [
      codeAction('Fix with gpt-oss', 'gptOss.fix'),
      codeAction('Explain problem with gpt-oss', 'gptOss.explain', toExplain),
      codeAction('Add Problems to gpt-oss Chat', 'gptOss.addToChat', toAdd),
    ];
    for (const entry of entries) entry.diagnostics = [...diagnostics];
    return entries;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
