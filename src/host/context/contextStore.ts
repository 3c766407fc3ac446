import type * as vscode from 'vscode';
import type { ContextStore } from '../../app/context/contextPort.ts';

const prefix = 'gptOss.context.';

/** Chats of which something is kept; those it was kept for longest go first. */
const mostChats = 30;

/** Keeps what goes along beside each chat's draft among what VS Code stores for the workspace. */
export function contextStore(memento: vscode.Memento): ContextStore {
  const keys = (): string[] => memento.keys().filter((key) => key.startsWith(prefix));
  return {
    all: () => new Map(keys().map((key) => [key.slice(prefix.length), memento.get<unknown>(key)])),
    save(conversation, kept) {
      const key = prefix + conversation;
      void memento.update(key, kept.length === 0 ? undefined : kept);
      for (const old of keys().filter((one) => one !== key).slice(0, -mostChats)) void memento.update(old, undefined);
    },
  };
}
