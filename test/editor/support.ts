import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { controlEndpoint } from '../support/endpoint/controlEndpoint.ts';
import type { EndpointControl } from '../support/endpoint/standIn.ts';

/** The stand-in endpoint of this run, in another process. */
export function endpoint(): EndpointControl {
  const url = process.env['GPT_OSS_TEST_ENDPOINT'];
  assert.ok(url, 'GPT_OSS_TEST_ENDPOINT names the stand-in endpoint');
  return controlEndpoint(new URL(url).origin);
}

let files = 0;

/** A new file in the workspace, open and active. */
export async function openFile(text: string, extension = 'ts'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const uri = vscode.Uri.joinPath(folder.uri, `edit-${++files}.${extension}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Selects the one place where `text` stands. */
export function select(editor: vscode.TextEditor, text: string): void {
  const start = editor.document.getText().indexOf(text);
  assert.ok(start >= 0, `not in the file: ${text}`);
  editor.selection = new vscode.Selection(
    editor.document.positionAt(start),
    editor.document.positionAt(start + text.length),
  );
}

export async function onDisk(document: vscode.TextDocument): Promise<string> {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(document.uri));
}

/** The diff in front, as the texts of its two sides. */
export async function activeDiff(): Promise<{ left: string; right: string }> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof vscode.TabInputTextDiff, 'a diff is in front');
  const [left, right] = await Promise.all(
    [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
  );
  return { left: left?.getText() ?? '', right: right?.getText() ?? '' };
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export const fenced = (code: string, language = 'ts'): string => `Sure:\n\n\`\`\`${language}\n${code}\n\`\`\`\n`;

/** Changes a setting for one test; give the result to `afterEach`. */
export async function set(key: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('gptOss').update(key, value, vscode.ConfigurationTarget.Global);
}

/** Resolves when the condition holds, asking again at each of the given events. */
export function until(condition: () => boolean, event: vscode.Event<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!condition()) return;
      listener.dispose();
      resolve();
    };
    const listener = event(look);
    look();
  });
}
