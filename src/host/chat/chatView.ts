import * as vscode from 'vscode';
import type { Chat, ChatEvent } from '../../app/chat/chat.ts';
import type { Context } from '../../app/context/context.ts';
import { snapshotOf } from '../../core/chat/conversation.ts';
import type { ChatSummary } from '../../core/chat/summary.ts';
import { views } from '../../contributions.ts';
import { DisposableStore, MutableDisposable } from '../../core/lifetime.ts';
import { decodeViewMessage } from '../../protocol/decode.ts';
import type { HostMessage, ViewMessage, ViewStatus } from '../../protocol/messages.ts';
import { findFiles } from '../editor/workspaceFiles.ts';

export interface ChatViewParts {
  readonly extensionUri: vscode.Uri;
  readonly chat: Chat;
  readonly context: Context;
  /** What the composer shows now. */
  readonly status: () => Promise<ViewStatus>;
  /** The latest chats, shown while there is nothing in this one. */
  readonly recent: () => Promise<readonly ChatSummary[]>;
  /** Carries out what the user did in the view. */
  readonly act: (message: ViewMessage) => void;
}

/** The chat in the side bar: sends the view one whole state when it opens, and changes after that. */
export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #parts: ChatViewParts;
  readonly #store = new DisposableStore();
  readonly #open = this.#store.add(new MutableDisposable<DisposableStore>());
  #view: vscode.WebviewView | undefined;
  #ready = false;
  #focusWanted = false;
  /** Calls off the search for the files that the page asked for. */
  #fileSearch = new AbortController();

  constructor(parts: ChatViewParts) {
    this.#parts = parts;
    this.#store.add(vscode.window.registerWebviewViewProvider(views.chat, this));
    this.#store.add(parts.chat.onEvent((event) => this.#onChat(event)));
    this.#store.add(parts.context.onDidChange(() => this.#showContext()));
  }

  /** True while the user can see it, so that nothing is worked out for a hidden view. */
  get visible(): boolean {
    return this.#view?.visible === true;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const store = new DisposableStore();
    this.#open.value = store;
    this.#view = view;
    this.#ready = false;
    const localResourceRoots = [vscode.Uri.joinPath(this.#parts.extensionUri, 'dist')];
    view.webview.options = { enableScripts: true, localResourceRoots };
    store.add(view.webview.onDidReceiveMessage((value: unknown) => this.#receive(value)));
    store.add(view.onDidChangeVisibility(() => this.#shownOrHidden(view)));
    store.add(view.onDidDispose(() => this.#closed(view)));
    view.webview.html = page(view.webview, this.#parts.extensionUri);
  }

  /** Opens the view with the cursor in the composer. */
  async focus(): Promise<void> {
    this.#focusWanted = true;
    await vscode.commands.executeCommand(`${views.chat}.focus`);
    this.#giveFocus({ late: false });
  }

  async updateStatus(): Promise<void> {
    if (!this.#ready || !this.visible) return;
    this.#post({ type: 'status', status: await this.#parts.status() });
  }

  /** Tells the view something; false while it is not there. */
  send(message: HostMessage): boolean {
    if (this.#ready) this.#post(message);
    return this.#ready;
  }

  /** Shows which chats there are, where the one that is shown is empty. */
  async updateRecent(): Promise<void> {
    if (!this.#ready || !this.visible || this.#parts.chat.conversation.all.length > 0) return;
    this.#post({ type: 'recentChats', chats: await this.#parts.recent() });
  }

  dispose(): void {
    this.#fileSearch.abort();
    this.#store.dispose();
  }

  #receive(value: unknown): void {
    const message = decodeViewMessage(value);
    if (message === undefined) return;
    if (message.type === 'ready') void this.#restarted();
    else if (message.type === 'findFiles') void this.#findFiles(message.paths);
    else this.#parts.act(message);
  }

  /** The page asks again only where it no longer waits for its last question, so that one is given up. */
  async #findFiles(asked: readonly string[]): Promise<void> {
    this.#fileSearch.abort();
    const { signal } = (this.#fileSearch = new AbortController());
    // Where the search fails the names stay text, and the page goes on to the next.
    const found = await findFiles(asked, signal).catch(() => []);
    if (found !== undefined && !signal.aborted) this.#post({ type: 'filesFound', asked, found });
  }

  /** A new page knows nothing of what the last one asked. */
  #restarted(): Promise<void> {
    this.#fileSearch.abort();
    return this.#opened();
  }

  async #opened(): Promise<void> {
    await this.#parts.chat.load();
    const status = await this.#parts.status();
    // No await from here on: a change between the state and this flag would be lost.
    this.#ready = true;
    this.#post({ type: 'opened', conversation: snapshotOf(this.#parts.chat.conversation), status });
    this.#showContext();
    this.#giveFocus({ late: true });
    void this.#parts.context.restore();
    await this.updateRecent();
  }

  #onChat(event: ChatEvent): void {
    if (!this.#ready) return;
    if (event.type === 'changed') this.#post({ type: 'changed', change: event.change });
    else if (event.type === 'busy') void this.updateStatus();
    else void this.#opened();
  }

  #showContext(): void {
    const { context } = this.#parts;
    this.send({ type: 'context', chips: context.chips(), notice: context.notice });
  }

  #giveFocus({ late }: { readonly late: boolean }): void {
    if (!this.#ready || !this.#focusWanted) return;
    this.#focusWanted = false;
    this.#post({ type: 'focusComposer', late });
  }

  #shownOrHidden(view: vscode.WebviewView): void {
    // VS Code throws the page of a hidden view away; the next one says when it is ready.
    if (!view.visible) {
      this.#ready = false;
      this.#fileSearch.abort();
    }
    void this.updateStatus();
  }

  #post(message: HostMessage): void {
    void this.#view?.webview.postMessage(message);
  }

  #closed(view: vscode.WebviewView): void {
    if (this.#view !== view) return;
    this.#view = undefined;
    this.#ready = false;
    this.#open.clear();
  }
}

/** The page: nothing loads but our own script, styles and icon font. */
function page(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const asset = (name: string): string => {
    return webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  };
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    // These two do not fall back on the default.
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>gpt-oss chat</title>
<link rel="stylesheet" href="${asset('codicon.css')}">
<link rel="stylesheet" href="${asset('chat.css')}">
</head>
<body>
<div id="app"></div>
<script nonce="${nonce}" src="${asset('webview.js')}"></script>
</body>
</html>`;
}
