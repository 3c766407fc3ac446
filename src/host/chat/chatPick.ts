import * as vscode from 'vscode';
import { ChatSearch } from '../../app/chat/chatSearch.ts';
import type { Sessions } from '../../app/chat/sessions.ts';
import { aboutChat, type ChatSummary } from '../../core/chat/summary.ts';
import { DisposableStore, toDisposable } from '../../core/lifetime.ts';

export interface ChatPickParts {
  readonly sessions: Sessions;
  /** The chat that is shown. */
  readonly current: () => string;
  readonly remove: (chat: ChatSummary) => Promise<void>;
}

interface ChatItem extends vscode.QuickPickItem {
  readonly chat?: ChatSummary;
}

const newChat: ChatItem = { label: '$(add) New Chat', alwaysShow: true };

const buttons = {
  rename: { iconPath: new vscode.ThemeIcon('edit'), tooltip: 'Rename' },
  remove: { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Delete' },
  pin: { iconPath: new vscode.ThemeIcon('pin'), tooltip: 'Pin to the Top' },
  unpin: { iconPath: new vscode.ThemeIcon('pinned'), tooltip: 'Unpin' },
} as const;

/** How long typing must rest before the messages are searched, in milliseconds. */
const restMs = 150;

/** The list of chats, to search, rename, pin and delete in. Resolves with the id of the chosen one, `new`, or nothing. */
export async function pickChat(parts: ChatPickParts): Promise<string | undefined> {
  const store = new DisposableStore();
  const pick = store.add(vscode.window.createQuickPick<ChatItem>());
  pick.title = 'gpt-oss: Chats';
  pick.placeholder = 'Search titles and messages, or choose a chat';
  pick.matchOnDescription = true;
  try {
    pick.show();
    const refresh = filler(pick, parts);
    await refresh();
    store.add(parts.sessions.onChanged(() => void refresh()));
    let timer: ReturnType<typeof setTimeout> | undefined;
    store.add(toDisposable(() => clearTimeout(timer)));
    const searchSoon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void refresh(), restMs);
    };
    store.add(pick.onDidChangeValue(searchSoon));
    return await choice(pick, store, parts);
  } finally {
    store.dispose();
  }
}

/** Brings the list up to date with the chats there are and with what is searched for. */
function filler(pick: vscode.QuickPick<ChatItem>, { sessions, current }: ChatPickParts): () => Promise<void> {
  const search = new ChatSearch((id) => sessions.textOf(id));
  return async () => {
    pick.busy = true;
    const chats = await sessions.list();
    const passages = await search.find(pick.value, chats);
    // What was typed meanwhile is searched for after this.
    if (passages === undefined) return;
    const [active] = pick.activeItems;
    const found = itemsOf(chats, passages, current());
    // Whoever searches wants one that is there: Enter takes the first.
    pick.items = pick.value === '' ? [newChat, ...found] : [...found, newChat];
    const again = pick.items.find(({ chat }) => chat !== undefined && chat.id === active?.chat?.id);
    if (again !== undefined) pick.activeItems = [again];
    pick.busy = false;
  };
}

function choice(pick: vscode.QuickPick<ChatItem>, store: DisposableStore, parts: ChatPickParts): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    store.add(pick.onDidAccept(() => resolve(pick.selectedItems[0] === newChat ? 'new' : pick.selectedItems[0]?.chat?.id)));
    store.add(pick.onDidHide(() => resolve(undefined)));
    store.add(
      pick.onDidTriggerItemButton(({ item: { chat }, button }) => {
        if (chat === undefined) return;
        if (button === buttons.rename) resolve(rename(chat, parts).then(() => pickChat(parts)));
        else if (button === buttons.remove) parts.remove(chat).catch(reject);
        else parts.sessions.pin(chat.id, !chat.pinned).catch(reject);
      }),
    );
  });
}

async function rename(chat: ChatSummary, { sessions }: ChatPickParts): Promise<void> {
  const title = await vscode.window.showInputBox({ title: 'gpt-oss: Rename Chat', prompt: 'An empty name brings back the first question.', value: chat.title });
  if (title !== undefined) await sessions.rename(chat.id, title.trim());
}

function itemsOf(chats: readonly ChatSummary[], passages: ReadonlyMap<string, string>, current: string): ChatItem[] {
  const now = Date.now();
  return chats.map((chat) => ({ ...itemOf(chat, chat.id === current, now), ...foundIn(passages.get(chat.id)) }));
}

/** Where the words stand in the messages, the chat is listed whatever its title is. */
function foundIn(passage: string | undefined): Pick<ChatItem, 'detail' | 'alwaysShow'> {
  return passage === undefined ? {} : { detail: plain(passage), alwaysShow: true };
}

function itemOf(chat: ChatSummary, shown: boolean, now: number): ChatItem {
  const icon = chat.pinned ? '$(pinned)' : shown ? '$(check)' : '$(comment)';
  return {
    label: `${icon} ${plain(chat.title)}`,
    description: `${aboutChat(chat, now)}${shown ? ', open now' : ''}`,
    buttons: [chat.pinned ? buttons.unpin : buttons.pin, buttons.rename, buttons.remove],
    chat,
  };
}

/** The user's words may look like the name of an icon. */
function plain(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}
