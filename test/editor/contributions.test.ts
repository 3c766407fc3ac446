import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions.ts';

const extensionId = 'gpt-oss-assistant.gpt-oss-assistant';

interface Keybinding {
  readonly key: string;
  readonly command: string;
}

describe('the extension', () => {
  it('activates and registers every command', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension);
    await extension.activate();
    const known = new Set(await vscode.commands.getCommands(true));
    for (const id of commandIds) assert.ok(known.has(id), id);
  });

  it("has no keybinding that collides with VS Code's own", async () => {
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { keybindings: Keybinding[] };
    };
    await vscode.commands.executeCommand('workbench.action.openDefaultKeybindingsFile');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    const all = JSON.parse(text.replace(/^\s*\/\/.*$/gm, '')) as Keybinding[];
    assert.ok(all.length > 500);
    const taken = new Set(all.filter(({ command }) => !command.startsWith('gptOss.')).map(({ key }) => key));
    for (const { key } of manifest.contributes.keybindings) {
      assert.ok(!taken.has(key), `${key} is taken`);
      const [chord = ''] = key.split(' ');
      assert.ok(!taken.has(chord), `${chord}, the first part of ${key}, is taken`);
    }
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
