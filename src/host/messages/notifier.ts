import * as vscode from 'vscode';
import type { NotifierPort } from '../../app/ports.ts';

/** `guard` shows what the work behind a button throws. */
export function hostNotifier(guard: (work: () => Promise<unknown>) => Promise<unknown>): NotifierPort {
  return { ...plain, offer: (message, actions) => void guard(() => offer(message, actions)) };
}

async function offer(message: string, actions: Parameters<NotifierPort['offer']>[1]): Promise<void> {
  const answer = await vscode.window.showWarningMessage(`gpt-oss: ${message}`, ...actions.map(({ label }) => label));
  await actions.find(({ label }) => label === answer)?.run();
}

const plain: Omit<NotifierPort, 'offer'> = {
  info(message) {
    void vscode.window.showInformationMessage(message);
  },

  async confirm(message, yes) {
    return (await vscode.window.showWarningMessage(message, { modal: true }, yes)) === yes;
  },

  warn(message) {
    void vscode.window.showWarningMessage(`gpt-oss: ${message}`);
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
