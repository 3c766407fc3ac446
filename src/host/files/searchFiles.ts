import * as vscode from 'vscode';
import type { FileSearch } from '../../app/files/searchEndings.ts';

/**
 * VS Code's own search for files, without what `exclude` matches; by default, what the setting `files.exclude` says.
 */
export function searchFiles(exclude?: string): FileSearch {
  return async (glob, most, signal) => {
    const cancel = new vscode.CancellationTokenSource();
    const stop = (): void => cancel.cancel();
    signal.addEventListener('abort', stop, { once: true });
    try {
      const found = await vscode.workspace.findFiles(glob, exclude, most, cancel.token);
      return found.map((uri) => ({ uri: uri.toString(), path: vscode.workspace.asRelativePath(uri, false) }));
    } finally {
      signal.removeEventListener('abort', stop);
      cancel.dispose();
    }
  };
}
