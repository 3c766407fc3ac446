import * as vscode from 'vscode';
import type { ReviewStore } from '../../app/ports.ts';
import { decodeReviews, encodeReviews } from '../../core/review/stored.ts';

/** Keeps open reviews as a file in the extension's own storage; each save replaces it whole or not at all. */
export function reviewStore(folder: vscode.Uri, log: vscode.LogOutputChannel): ReviewStore {
  const file = vscode.Uri.joinPath(folder, 'reviews.json');
  let queue: Promise<void> = Promise.resolve();

  const write = async (text: string): Promise<void> => {
    const next = file.with({ path: `${file.path}.new` });
    await vscode.workspace.fs.createDirectory(folder);
    await vscode.workspace.fs.writeFile(next, new TextEncoder().encode(text));
    await vscode.workspace.fs.rename(next, file, { overwrite: true });
  };

  return {
    async load() {
      try {
        return decodeReviews(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
      } catch {
        return [];
      }
    },
    save(reviews) {
      const text = encodeReviews(reviews);
      queue = queue.then(() => write(text)).catch((failure: unknown) => log.error(`The open reviews could not be kept: ${String(failure)}`));
      return queue;
    },
  };
}
