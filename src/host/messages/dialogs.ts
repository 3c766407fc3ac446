import * as vscode from 'vscode';
import { inertText, longestLabel } from '../../core/inertText.ts';

/**
 * Notifications, questions and progress. With `lists.ts` and `labels.ts` this is the seam through which every text
 * reaches VS Code's own interface: each makes it inert, and `sinks.test.ts` fails where another module calls one.
 */

export type Severity = 'info' | 'warning' | 'error';

/** Shows a notification; resolves with the button the user pressed, and with nothing where it was closed. */
export async function notify<B extends string>(
  severity: Severity,
  message: string,
  ...buttons: B[]
): Promise<B | undefined> {
  const text = inertText(message);
  switch (severity) {
    case 'info':
      return vscode.window.showInformationMessage(text, ...buttons);
    case 'warning':
      return vscode.window.showWarningMessage(text, ...buttons);
    case 'error':
      return vscode.window.showErrorMessage(text, ...buttons);
  }
}

/** Longest text below a question, in characters: an address is shown whole there. */
const longestDetail = 4_000;

/** Asks in a dialog that has to be answered; resolves with the button, and with nothing on Cancel. */
export async function question<B extends string>(
  message: string,
  detail: string,
  ...buttons: B[]
): Promise<B | undefined> {
  const options = { modal: true, ...(detail === '' ? {} : { detail: inertText(detail, longestDetail) }) };
  return vscode.window.showWarningMessage(inertText(message), options, ...buttons);
}

/** Runs a task with a notification that shows how it goes; its Cancel button aborts the signal. */
export async function showProgress<T>(
  title: string,
  task: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: inertText(title, longestLabel),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const listener = token.onCancellationRequested(() => controller.abort());
    try {
      return await task(controller.signal, (message) => progress.report({ message: inertText(message, longestLabel) }));
    } finally {
      listener.dispose();
    }
  });
}
