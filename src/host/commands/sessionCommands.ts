import * as vscode from 'vscode';
import type { Chat } from '../../app/chat/chat.ts';
import type { Keys } from '../../app/model/keys.ts';
import type { Sessions } from '../../app/chat/sessions.ts';
import type { ChatArgument, FileArgument } from '../../contributions.ts';
import type { Conversation } from '../../core/chat/conversation.ts';
import { type ChatSummary, summaryOf } from '../../core/chat/summary.ts';
import { chatJson, chatMarkdown, importedChat, turnMarkdown, withoutSecrets } from '../../core/chat/transcript.ts';
import { AssistantError } from '../../core/errors.ts';
import type { ViewMessage } from '../../protocol/messages.ts';
import { pickChat } from '../chat/chatPick.ts';
import { notify } from '../messages/dialogs.ts';

export type SessionMessage = Extract<
  ViewMessage,
  { readonly type: 'showChats' | 'openChat' | 'copyTurn' | 'removeTurn' | 'chooseBranch' }
>;

export interface SessionCommandParts {
  readonly chat: Chat;
  readonly sessions: Sessions;
  readonly keys: Keys;
  readonly newId: () => string;
  readonly openView: () => Promise<void>;
}

/** Largest file taken for an exported chat, in bytes. */
const largestImport = 100_000_000;

/** What the user does with chats as a whole, and with single messages of one. */
export class SessionCommands {
  readonly #parts: SessionCommandParts;

  constructor(parts: SessionCommandParts) {
    this.#parts = parts;
  }

  async act(message: SessionMessage): Promise<void> {
    const { chat } = this.#parts;
    switch (message.type) {
      case 'showChats':
        return this.showChats({});
      case 'openChat':
        return this.#open(message.id);
      case 'copyTurn':
        return this.#copy(message.turnId);
      case 'removeTurn':
        return this.#removeTurn(message.turnId);
      case 'chooseBranch':
        return chat.choose(message.turnId);
    }
  }

  /** Opens a chat, by the list of all where none is named. */
  async showChats({ id }: ChatArgument): Promise<void> {
    const { chat, sessions } = this.#parts;
    await chat.load();
    const chosen =
      id ??
      (await pickChat({ sessions, current: () => chat.conversation.id, remove: (summary) => this.#remove(summary) }));
    if (chosen === undefined) return;
    if (chosen === 'new') await chat.newChat();
    else await this.#open(chosen);
    await this.#parts.openView();
  }

  /** Writes the chat that is shown into a file: as it reads (markdown), or whole (JSON). Resolves with its address. */
  async exportChat({ uri }: FileArgument): Promise<string | undefined> {
    const { chat, keys } = this.#parts;
    await chat.load();
    const { conversation } = chat;
    const file = uri === undefined ? await askWhereTo(conversation) : vscode.Uri.parse(uri);
    if (file === undefined) return undefined;
    const text = file.path.toLowerCase().endsWith('.json') ? chatJson(conversation) : chatMarkdown(conversation);
    // Someone may have pasted the key into a message.
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(withoutSecrets(text, await keys.all())));
    return file.toString();
  }

  /** Adds a chat from a JSON file and shows it. Resolves with its id. */
  async importChat({ uri }: FileArgument): Promise<string | undefined> {
    const { chat, sessions, newId, openView } = this.#parts;
    await chat.load();
    const file = uri === undefined ? await askWhatFile() : vscode.Uri.parse(uri);
    if (file === undefined) return undefined;
    const { size } = await vscode.workspace.fs.stat(file);
    const text = size > largestImport ? '' : new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const snapshot = importedChat(text, newId);
    if (snapshot === undefined) throw new AssistantError('notAChat');
    const { id } = await sessions.add(snapshot);
    await chat.open(id);
    await openView();
    return id;
  }

  async #open(id: string): Promise<void> {
    if (!(await this.#parts.chat.open(id))) throw new AssistantError('chatGone');
  }

  async #copy(turnId: string): Promise<void> {
    const turn = this.#parts.chat.conversation.all.find(({ id }) => id === turnId);
    if (turn !== undefined) await vscode.env.clipboard.writeText(turnMarkdown(turn));
  }

  async #removeTurn(turnId: string): Promise<void> {
    const undo = this.#parts.chat.removeTurn(turnId);
    if (undo !== undefined && (await offerUndo('The message was deleted, with what followed it.'))) undo();
  }

  async #remove({ id, title }: ChatSummary): Promise<void> {
    const { chat, sessions } = this.#parts;
    const shown = chat.conversation.id === id;
    await chat.remove(id);
    // Not waited for: the list goes on meanwhile.
    void offerUndo(`The chat “${title}” was deleted.`).then(async (wanted) => {
      if (wanted && (await sessions.restore(id)) && shown) await chat.open(id);
    });
  }
}

async function askWhereTo(conversation: Conversation): Promise<vscode.Uri | undefined> {
  const filters = { Markdown: ['md'], 'JSON, to import again': ['json'] };
  const defaultUri = suggested(conversation.id, summaryOf(conversation).title);
  return vscode.window.showSaveDialog({ title: 'Export Chat', filters, defaultUri });
}

async function askWhatFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ title: 'Import Chat', filters: { JSON: ['json'] } });
  return chosen?.[0];
}

async function offerUndo(message: string): Promise<boolean> {
  return (await notify('info', `gpt-oss: ${message}`, 'Undo')) === 'Undo';
}

/** A name for the exported file, beside the workspace's own files. */
function suggested(id: string, title: string): vscode.Uri {
  const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || id;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? vscode.Uri.file(`${name}.md`) : vscode.Uri.joinPath(folder, `${name}.md`);
}
