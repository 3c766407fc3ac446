import * as vscode from 'vscode';
import type { AskForKey } from '../../app/model/keys.ts';
import { keyPage, keyVariable } from '../../contributions.ts';

const getKey: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('link-external'), tooltip: `Get a key at ${keyPage}` };

/** The masked box a key is typed into. It stays open with the reason when the key cannot be right. */
export const askForKey: AskForKey = (why, problemOf) =>
  new Promise((resolve) => {
    const box = vscode.window.createInputBox();
    box.title = 'gpt-oss: Set API Key';
    box.prompt = `${why ?? 'Kept in the system keyring by VS Code, sent to the endpoint only.'} Get a key at ${keyPage}.`;
    box.placeholder = `Your Dataoorts API key; ${keyVariable} is used where none is set`;
    box.password = true;
    box.ignoreFocusOut = true;
    box.buttons = [getKey];
    let answer: string | undefined;
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(keyPage)));
    box.onDidAccept(() => {
      box.validationMessage = problemOf(box.value);
      if (box.validationMessage !== undefined) return;
      answer = box.value;
      box.hide();
    });
    box.onDidHide(() => {
      box.dispose();
      resolve(answer);
    });
    box.show();
  });
