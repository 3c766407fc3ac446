import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';

const scheme = 'gpt-oss-text';

/** Read-only documents of ours that are no files: a request, an attachment as it was sent. */
export class TextPages implements vscode.TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #store = new DisposableStore();
  readonly onDidChange = this.#changes.event;

  constructor() {
    this.#store.add(this.#changes);
    this.#store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Shows a text under a name; one of the same name is replaced. */
  async show(name: string, text: string, languageId: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.#texts.set(uri.toString(), text);
    this.#changes.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, languageId);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#store.dispose();
  }
}
