import * as vscode from 'vscode';
import type { ReviewPort } from '../app/ports.ts';
import { contextKeys } from '../contributions.ts';
import { type Disposable, DisposableStore, Emitter } from '../core/lifetime.ts';

/** Schemes of the two read-only sides of a proposal; package.json's `when` clauses know the second. */
const schemes = { original: 'gpt-oss-original', proposed: 'gpt-oss-proposed' } as const;

interface Sides {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Shows a proposed edit as a diff of two read-only documents: the file itself is not touched. */
export class DiffReview implements ReviewPort, vscode.TextDocumentContentProvider {
  readonly #store = new DisposableStore();
  readonly #sides = new Map<string, Sides>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #closed = this.#store.add(new Emitter<string>());
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#store.add(this.#changed);
    for (const scheme of Object.values(schemes)) {
      this.#store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    }
    this.#store.add(vscode.window.tabGroups.onDidChangeTabs(({ closed }) => this.#forget(closed)));
  }

  /** Fires with the document's address when the user closes a diff by hand. */
  onDidClose(listener: (uri: string) => void): Disposable {
    return this.#closed.on(listener);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const sides = this.#sides.get(uri.query);
    return (uri.scheme === schemes.original ? sides?.before : sides?.after) ?? '';
  }

  async show({ uri, ...sides }: Sides & { readonly uri: string }): Promise<void> {
    this.#sides.set(uri, sides);
    const [left, right] = [sideUri(schemes.original, uri), sideUri(schemes.proposed, uri)];
    this.#changed.fire(left);
    this.#changed.fire(right);
    await this.open(uri);
    await this.#publish();
  }

  /** Brings the diff of a document to the front again. */
  async open(uri: string): Promise<void> {
    const sides = this.#sides.get(uri);
    if (sides === undefined) return;
    const title = `${sides.path} (proposed by gpt-oss)`;
    const [left, right] = [sideUri(schemes.original, uri), sideUri(schemes.proposed, uri)];
    await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: false });
  }

  async close(uri: string): Promise<void> {
    this.#sides.delete(uri);
    const tabs = allTabs().filter((tab) => reviewedBy(tab) === uri);
    await vscode.window.tabGroups.close(tabs);
    await this.#publish();
  }

  /** The document whose proposal the active tab shows. */
  active(): string | undefined {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    return tab === undefined ? undefined : reviewedBy(tab);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #forget(closed: readonly vscode.Tab[]): void {
    for (const tab of closed) {
      const uri = reviewedBy(tab);
      if (uri === undefined || !this.#sides.has(uri) || allTabs().some((one) => reviewedBy(one) === uri)) continue;
      this.#sides.delete(uri);
      this.#closed.fire(uri);
      void this.#publish();
    }
  }

  async #publish(): Promise<void> {
    await vscode.commands.executeCommand('setContext', contextKeys.reviewing, this.#sides.size > 0);
  }
}

/** The document a command argument or tab input is about, whether it names it or one side of its diff. */
export function reviewedDocument(uri: vscode.Uri): string {
  return uri.scheme === schemes.original || uri.scheme === schemes.proposed ? uri.query : uri.toString();
}

/** A side of the diff: the path gives the language, the query the document it belongs to. */
function sideUri(scheme: string, uri: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: vscode.Uri.parse(uri).path.replace(/^\/*/, '/'), query: uri });
}

function allTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

function reviewedBy(tab: vscode.Tab): string | undefined {
  const { input } = tab;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === schemes.proposed ? input.modified.query : undefined;
}
