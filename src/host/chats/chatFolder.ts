import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { OldStore } from '../../app/chat/sessions.ts';
import { ChatFolderOnDisk } from './chatFolderOnDisk.ts';
import { oldConversation } from './oldConversation.ts';

/**
 * The folder for the chats of this workspace, in the extension's storage. Not in the storage VS Code gives to the
 * workspace: for a second window, or while the window before a reload is not gone yet, that is another folder.
 */
export function chatFolder(context: vscode.ExtensionContext): ChatFolderOnDisk {
  return new ChatFolderOnDisk(join(context.globalStorageUri.fsPath, 'chats', workspaceName()));
}

export function oldChat(context: vscode.ExtensionContext): OldStore {
  return oldConversation(join((context.storageUri ?? context.globalStorageUri).fsPath, 'conversation.json'));
}

/** A saved workspace goes by its file; otherwise the first folder counts, so that adding one keeps the chats. */
function workspaceName(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const saved = workspaceFile?.scheme === 'untitled' ? undefined : workspaceFile;
  const place = saved ?? workspaceFolders?.[0]?.uri;
  return place === undefined ? 'none' : createHash('sha256').update(place.toString()).digest('hex').slice(0, 32);
}
