import * as vscode from 'vscode';
import type { Chat } from '../../app/chat/chat.ts';
import type { Context } from '../../app/context/context.ts';
import type { Keys } from '../../app/model/keys.ts';
import type { EditorPort, SecretsPort, Target } from '../../app/ports.ts';
import { settingsPrefix } from '../../contributions.ts';
import { DisposableStore, toDisposable } from '../../core/lifetime.ts';
import { contextFigures } from '../../core/chat/request/contextFigures.ts';
import { estimateTokens } from '../../core/chat/request/tokens.ts';
import type { ViewStatus } from '../../protocol/messages.ts';
import { attachmentOf } from '../../app/context/attachment.ts';
import type { ChatView } from './chatView.ts';
import { codeEditor, shownPath } from '../editor/editor.ts';
import { codeRef } from '../commands/contextCommands.ts';
import type { HostSettings } from '../settings/settings.ts';

export interface StatusParts {
  readonly chat: Chat;
  readonly keys: Keys;
  readonly settings: HostSettings;
  readonly editor: EditorPort;
  readonly context: Context;
}

/** What the chat's composer shows now. */
export async function viewStatus({ chat, keys, settings, editor, context }: StatusParts): Promise<ViewStatus> {
  const target = editor.selection();
  const file = codeEditor()?.document.uri;
  // What is pinned has a chip of its own.
  const selection = target === undefined || context.holds(codeRef(target)) ? undefined : selectionOf(target);
  const beside = context.chips().reduce((sum, { tokens }) => sum + tokens, selection?.tokens ?? 0);
  const { messages } = chat.requestFor({ text: '', attachments: [] });
  const figures = contextFigures(messages, { window: settings.contextWindow, maxTokens: settings.maxTokens }, beside);
  const common = {
    hasKey: await keys.ready(),
    busy: chat.busy,
    model: settings.model,
    figures,
    workspace: vscode.workspace.workspaceFolders !== undefined,
    ...(file === undefined ? {} : { file: shownPath(file) }),
  };
  return selection === undefined ? common : { ...common, selection };
}

function selectionOf(target: Target): NonNullable<ViewStatus['selection']> {
  const { path, firstLine, lastLine, origin, code } = attachmentOf(target);
  return { path, firstLine, lastLine, origin, tokens: estimateTokens(code).likely };
}

/** How long the selection must rest before the view hears of it, in milliseconds: typing never waits for it. */
const restMs = 150;

/** Tells the view when the key, the settings or the selection changed; nothing at all while it is hidden. */
export function followStatus(view: ChatView, secrets: SecretsPort, context: Context): DisposableStore {
  const store = new DisposableStore();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    if (!view.visible) return;
    clearTimeout(timer);
    timer = setTimeout(() => void view.updateStatus(), restMs);
  };
  store.add(toDisposable(() => clearTimeout(timer)));
  store.add(secrets.onDidChange(soon));
  store.add(context.onDidChange(soon));
  store.add(vscode.window.onDidChangeTextEditorSelection(soon));
  store.add(vscode.window.onDidChangeActiveTextEditor(soon));
  store.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsPrefix)) soon();
    }),
  );
  return store;
}
