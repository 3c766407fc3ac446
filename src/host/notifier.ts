import * as vscode from 'vscode';
import type { NotifierPort } from '../app/ports.ts';

export const hostNotifier: NotifierPort = {
  info(message) {
    void vscode.window.showInformationMessage(message);
  },

  async progress(title, task) {
    const options = { location: vscode.ProgressLocation.Notification, title: `gpt-oss: ${title}`, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      const controller = new AbortController();
      const listener = token.onCancellationRequested(() => controller.abort());
      try {
        return await task(controller.signal, (message) => progress.report({ message }));
      } finally {
        listener.dispose();
      }
    });
  },

  async ask({ title, prompt, placeholder }) {
    return vscode.window.showInputBox({
      title: `gpt-oss: ${title}`,
      prompt,
      ignoreFocusOut: true,
      ...(placeholder === undefined ? {} : { placeHolder: placeholder }),
    });
  },
};
