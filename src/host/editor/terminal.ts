import * as vscode from 'vscode';
import { terminalLine } from '../../core/terminalText.ts';

/** Puts commands from a reply at the terminal's prompt. Nothing runs: pressing Enter is the user's part. */
export async function putInTerminal(code: string, language: string): Promise<void> {
  const terminal = vscode.window.activeTerminal ?? vscode.window.createTerminal();
  terminal.show();
  const line = terminalLine(code, language);
  if (line !== undefined) {
    terminal.sendText(line, false);
    return;
  }
  // Sent to a terminal, line breaks would run what stands before them; a paste is guarded by VS Code.
  await vscode.env.clipboard.writeText(code);
  void vscode.window.showInformationMessage('These commands span several lines, so they were copied. Paste them in the terminal.');
}
