import * as vscode from 'vscode';
import type { ConversationStore } from '../app/ports.ts';
import { type Conversation, conversationOf, snapshotOf } from '../core/chat/conversation.ts';
import { decodeConversation, parseJson } from '../core/chat/stored.ts';

/** Keeps the conversation as a file in the extension's own storage; each save replaces it whole or not at all. */
export function conversationFile(folder: vscode.Uri, log: vscode.LogOutputChannel): ConversationStore {
  const file = vscode.Uri.joinPath(folder, 'conversation.json');
  let queue: Promise<void> = Promise.resolve();

  const write = async (conversation: Conversation): Promise<void> => {
    const next = file.with({ path: `${file.path}.new` });
    await vscode.workspace.fs.createDirectory(folder);
    await vscode.workspace.fs.writeFile(next, new TextEncoder().encode(JSON.stringify(snapshotOf(conversation))));
    await vscode.workspace.fs.rename(next, file, { overwrite: true });
  };

  return {
    async load() {
      const bytes = await readIfThere(file);
      if (bytes === undefined) return undefined;
      const stored = decodeConversation(parseJson(new TextDecoder().decode(bytes)));
      if (stored === undefined) await setAside(file, log);
      return stored === undefined ? undefined : conversationOf(stored);
    },
    save(conversation) {
      // One after the other, so that an older state never overwrites a newer one.
      queue = queue.then(() => write(conversation)).catch((failure: unknown) => log.error(`The chat could not be saved: ${String(failure)}`));
      return queue;
    },
  };
}

async function readIfThere(file: vscode.Uri): Promise<Uint8Array | undefined> {
  try {
    return await vscode.workspace.fs.readFile(file);
  } catch {
    return undefined;
  }
}

/** A file that cannot be read is kept beside the new one, never overwritten. */
async function setAside(file: vscode.Uri, log: vscode.LogOutputChannel): Promise<void> {
  const damaged = file.with({ path: `${file.path}.damaged-${Date.now()}` });
  log.error(`The stored chat could not be read; it was set aside as ${damaged.path}`);
  await vscode.workspace.fs.rename(file, damaged);
}
