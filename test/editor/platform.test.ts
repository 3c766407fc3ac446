import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';

describe('platform', () => {
  it('is a VS Code that the manifest allows', () => {
    const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
    assert.ok(major > 1 || (major === 1 && minor >= 106), `VS Code ${vscode.version}`);
  });

  it('has opened a folder of its own, with files that are on the disk', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const [file] = await vscode.workspace.findFiles('**/*');
    assert.ok(file);
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.getText(), await readFile(file.fsPath, 'utf8'));
  });
});
