import * as vscode from 'vscode';
import type { Reviews } from '../../app/edits/reviews.ts';
import { reviewSchemes as schemes } from '../../contributions.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../core/lifetime.ts';
import type { ReviewFileSystem } from './reviewFileSystem.ts';
import type { ReviewDocs } from './reviewDocs.ts';

/** How long typing must rest before the review follows, in milliseconds. */
const restMs = 150;

/** Settings by which saving changes a text. */
const changesOnSave = [
  'files.trimTrailingWhitespace',
  'files.insertFinalNewline',
  'files.trimFinalNewlines',
  'editor.formatOnSave',
] as const;

/**
 * Has a review follow what the user makes of the proposed side of its diff, by the arrows there or by typing: a hunk
 * taken back is a hunk rejected, one typed into is accepted as it reads then.
 */
export class ProposedSide implements Disposable {
  readonly #docs: ReviewDocs;
  readonly #disk: ReviewFileSystem;
  readonly #store = new DisposableStore();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(reviews: Reviews, docs: ReviewDocs, disk: ReviewFileSystem) {
    this.#docs = docs;
    this.#disk = disk;
    this.#store.add(toDisposable(() => this.#timers.forEach((timer) => clearTimeout(timer))));
    this.#store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#typed(document)));
    this.#store.add(reviews.onDidChange((uri) => void this.#catchUp(uri)));
  }

  /** Takes what was typed a moment ago, so that an accept is of what the user sees. */
  async flush(file: string): Promise<void> {
    const document = changedSide(file);
    if (document !== undefined) await this.#take(document);
  }

  /** Has nothing to save any more, so that its tab closes without a question. */
  async settle(file: string): Promise<void> {
    await changedSide(file)?.save();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #typed(document: vscode.TextDocument): void {
    if (document.uri.scheme !== schemes.proposed || !document.isDirty) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => void this.#take(document), restMs));
  }

  async #take(document: vscode.TextDocument): Promise<void> {
    clearTimeout(this.#timers.get(document.uri.toString()));
    const before = this.#disk.shown(document.uri);
    const now = document.getText();
    if (document.isClosed || before === undefined || before === now) return;
    // Saving is what clears the mark of a changed file; but where it would format the proposal, that is left to the
    // user.
    if (savesAsIs(document)) await document.save();
    else await this.#disk.repropose(document.uri, before, now);
  }

  /**
   * VS Code does not read a file again that has changes of the user's: what became of its review is written into it.
   */
  async #catchUp(file: string): Promise<void> {
    const document = changedSide(file);
    const text = document === undefined ? undefined : this.#docs.textOf(document.uri);
    if (
      document === undefined ||
      text === undefined ||
      document.getText() === text ||
      document.getText() !== this.#disk.shown(document.uri)
    )
      return;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    await vscode.workspace.applyEdit(edit);
  }
}

function changedSide(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    ({ uri, isDirty }) => isDirty && uri.scheme === schemes.proposed && uri.query === file,
  );
}

function savesAsIs(document: vscode.TextDocument): boolean {
  const settings = vscode.workspace.getConfiguration(undefined, document);
  const actions = settings.get<Readonly<Record<string, unknown>>>('editor.codeActionsOnSave') ?? {};
  return Object.keys(actions).length === 0 && changesOnSave.every((setting) => settings.get(setting) !== true);
}
