import * as vscode from 'vscode';
import { ChatSearch } from '../../app/chat/chatSearch.ts';
import type { Sessions } from '../../app/chat/sessions.ts';
import { aboutChat, type ChatSummary } from '../../core/chat/summary.ts';
import { DisposableStore, toDisposable } from '../../core/lifetime.ts';
import { askText, createList, type List, type ListEntry, type ListItem, listItem } from '../messages/lists.ts';

export interface ChatPickParts {
  readonly sessions: Sessions;
  /** The chat that is shown. */
  readonly current: () => string;
  readonly remove: (chat: ChatSummary) => Promise<void>;
}

/** A chat, or a new one. */
type Choice = ChatSummary | 'new';

const newChat = listItem<Choice>({ icon: 'add', label: 'New Chat', alwaysShow: true, value: 'new' });

const buttons = {
  rename: { iconPath: new vscode.ThemeIcon('edit'), tooltip: 'Rename' },
  remove: { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Delete' },
  pin: { iconPath: new vscode.ThemeIcon('pin'), tooltip: 'Pin to the Top' },
  unpin: { iconPath: new vscode.ThemeIcon('pinned'), tooltip: 'Unpin' },
} as const;

const texts = { title: 'gpt-oss: Chats', placeholder: 'Search titles and messages, or choose a chat' };

/** How long typing must rest before the messages are searched, in milliseconds. */
const restMs = 150;

/**
 * The list of chats, to search, rename, pin and delete in. Resolves with the id of the chosen one, `new`, or nothing.
 */
export async function pickChat(parts: ChatPickParts): Promise<string | undefined> {
  const store = new DisposableStore();
  const pick = store.add(createList<Choice>(texts));
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
function filler(pick: List<Choice>, { sessions, current }: ChatPickParts): () => Promise<void> {
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
    const wanted = active === undefined ? undefined : idOf(active.value);
    const again = pick.items.find(({ value }) => value !== 'new' && value.id === wanted);
    if (again !== undefined) pick.activeItems = [again];
    pick.busy = false;
  };
}

function choice(pick: List<Choice>, store: DisposableStore, parts: ChatPickParts): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    store.add(
      pick.onDidAccept(() => {
        const [chosen] = pick.selectedItems;
        resolve(chosen === undefined ? undefined : idOf(chosen.value));
      }),
    );
    store.add(pick.onDidHide(() => resolve(undefined)));
    store.add(
      pick.onDidTriggerItemButton(({ item: { value: chat }, button }) => {
        if (chat === 'new') return;
        if (button === buttons.rename) resolve(rename(chat, parts).then(() => pickChat(parts)));
        else if (button === buttons.remove) parts.remove(chat).catch(reject);
        else parts.sessions.pin(chat.id, !chat.pinned).catch(reject);
      }),
    );
  });
}

async function rename(chat: ChatSummary, { sessions }: ChatPickParts): Promise<void> {
  const prompt = 'An empty name brings back the first question.';
  const title = await askText({ title: 'gpt-oss: Rename Chat', prompt, value: chat.title });
  if (title !== undefined) await sessions.rename(chat.id, title.trim());
}

function itemsOf(
  chats: readonly ChatSummary[],
  passages: ReadonlyMap<string, string>,
  current: string,
): ListItem<Choice>[] {
  const now = Date.now();
  return chats.map((chat) =>
    listItem({ ...entryOf(chat, chat.id === current, now), ...foundIn(passages.get(chat.id)) }),
  );
}

/** Where the words stand in the messages, the chat is listed whatever its title is. */
function foundIn(passage: string | undefined): Pick<ListEntry<Choice>, 'detail' | 'alwaysShow'> {
  return passage === undefined ? {} : { detail: passage, alwaysShow: true };
}

function entryOf(chat: ChatSummary, shown: boolean, now: number): ListEntry<Choice> {
  const icon = shown ? 'check' : 'comment';
  return {
    icon: chat.pinned ? 'pinned' : icon,
    label: chat.title,
    description: `${aboutChat(chat, now)}${shown ? ', open now' : ''}`,
    buttons: [chat.pinned ? buttons.unpin : buttons.pin, buttons.rename, buttons.remove],
    value: chat,
  };
}

function idOf(choice: Choice): string {
  return choice === 'new' ? 'new' : choice.id;
}
