import * as vscode from 'vscode';
import type { RefusedPart, ReviewPort } from '../../app/ports.ts';
import { refusedText } from '../../app/edits/refusedText.ts';
import type { Reviews } from '../../app/edits/reviews.ts';
import { quietLanguages, reviewSchemes } from '../../contributions.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import type { FileReview } from '../../core/review/fileReview.ts';
import type { MergedHunk } from '../../core/review/mergedView.ts';
import { spanOn } from '../../core/review/spots.ts';
import type { HostSettings } from '../settings/settings.ts';
import { type ChangedFile, openChanges, openDiff } from '../messages/labels.ts';
import type { TextPages } from '../messages/textPages.ts';
import type { ProposedSide } from './proposedSide.ts';
import { isReviewDoc, type ReviewDocs, reviewDocUri, reviewedFile, sideOf } from './reviewDocs.ts';

export interface ReviewUiParts {
  readonly reviews: Reviews;
  readonly docs: ReviewDocs;
  readonly settings: HostSettings;
  readonly pages: TextPages;
  readonly proposed: ProposedSide;
}

/**
 * Shows reviews. The file itself is never changed before an accept, so nothing that saves, formats or undoes it can
 * take a proposal for the user's own text. VS Code lets no extension put lines of its own between those of a document;
 * so the `inline` review is a read-only document that holds the file with removed and new lines below one another, and
 * opens where the file is. The file has marks and the same actions beside its own lines, and stays free to be typed in.
 */
export class ReviewUi implements ReviewPort, Disposable {
  readonly #reviews: Reviews;
  readonly #docs: ReviewDocs;
  readonly #settings: HostSettings;
  readonly #pages: TextPages;
  readonly #proposed: ProposedSide;
  readonly #store = new DisposableStore();
  /** Files of the diff over several files. */
  #shownTogether: readonly string[] = [];
  #ending: Promise<void> = Promise.resolve();

  constructor({ reviews, docs, settings, pages, proposed }: ReviewUiParts) {
    this.#reviews = reviews;
    this.#docs = docs;
    this.#settings = settings;
    this.#pages = pages;
    this.#proposed = proposed;
    this.#store.add(
      vscode.workspace.onDidOpenTextDocument(
        (document) => sideOf(document.uri) === 'merged' && void likeFile(document),
      ),
    );
    this.#store.add(
      reviews.onDidChange((uri) => {
        if (reviews.get(uri) === undefined)
          this.#ending = this.#ending.then(() => this.#end(uri)).catch(() => undefined);
      }),
    );
  }

  async show(uris: readonly string[]): Promise<void> {
    const [first] = uris;
    if (first === undefined) return;
    if (uris.length > 1) await this.openFiles(uris);
    else await this.showOne(first);
  }

  /** Shows one review as the settings say, at a hunk or at the first one. */
  async showOne(uri: string, hunkId?: number): Promise<void> {
    if (this.#settings.get('review') === 'diff') await this.openDiff(uri, hunkId);
    else await this.openMerged(uri, hunkId);
  }

  async showRefused(refused: readonly RefusedPart[]): Promise<void> {
    await this.#pages.show('Not placed.md', refusedText(refused), 'markdown');
  }

  /** Opens the inline review, at a hunk or at the first one. */
  async openMerged(uri: string, hunkId?: number): Promise<void> {
    const review = this.#reviews.get(uri);
    if (review === undefined) return;
    const document = await vscode.workspace.openTextDocument(reviewDocUri('merged', review));
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    await likeFile(document);
    await this.#goTo(editor, review, hunkId);
  }

  /** Opens VS Code's own diff of one file: as it is now, and as proposed. */
  async openDiff(uri: string, hunkId?: number): Promise<void> {
    const review = this.#reviews.get(uri);
    if (review === undefined) return;
    const [left, right] = [reviewDocUri('original', review), reviewDocUri('proposed', review)] as const;
    const hunk = this.#hunk(review, hunkId);
    const selection =
      hunk === undefined ? {} : { selection: new vscode.Range(hunk.proposed.start, 0, hunk.proposed.start, 0) };
    await openDiff([left, right], `${review.path} (proposed by gpt-oss)`, { preview: false, ...selection });
  }

  /** Opens one diff over several files. */
  async openFiles(uris: readonly string[]): Promise<void> {
    const reviews = uris.flatMap((uri) => this.#reviews.get(uri) ?? []);
    const files = reviews.map((review): ChangedFile => [
      vscode.Uri.parse(review.uri),
      review.kind === 'create' ? undefined : reviewDocUri('original', review),
      review.kind === 'delete' ? undefined : reviewDocUri('proposed', review),
    ]);
    this.#shownTogether = reviews.map(({ uri }) => uri);
    await openChanges(overFilesTitle, files);
  }

  /** Opens the file itself at a hunk. */
  async openFile(uri: string, hunkId?: number): Promise<void> {
    const review = this.#reviews.get(uri);
    if (review === undefined || review.kind === 'create') return;
    const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri), { preview: false });
    await this.#goTo(editor, review, hunkId);
  }

  /** Resolves when what showed decided reviews is closed, and a diff over several files shows those that are left. */
  async closed(): Promise<void> {
    await this.#ending;
    const tabs = allTabs().filter(isOverFiles);
    const left = this.#shownTogether.filter((uri) => this.#reviews.get(uri) !== undefined);
    if (tabs.length === 0 || left.length === this.#shownTogether.length) return;
    const wasActive = tabs.some(isInFront);
    await vscode.window.tabGroups.close(tabs);
    if (wasActive) await this.show(left);
  }

  /** The review the user is in, by the editor or the tab in front. */
  active(): string | undefined {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const uri =
      input instanceof vscode.TabInputTextDiff
        ? input.modified
        : (vscode.window.activeTextEditor?.document.uri ?? tabUri(input));
    const file = uri === undefined ? undefined : reviewedFile(uri);
    return file !== undefined && this.#reviews.get(file) !== undefined ? file : undefined;
  }

  /** Shows a hunk in the editor in front, as far as that shows its file; else in the inline review. */
  async reveal(uri: string, hunkId: number | undefined): Promise<void> {
    const review = this.#reviews.get(uri);
    const editor = vscode.window.activeTextEditor;
    if (review === undefined) return;
    if (editor === undefined || reviewedFile(editor.document.uri) !== uri) await this.showOne(uri, hunkId);
    else await this.#goTo(editor, review, hunkId);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #hunk(review: FileReview, id: number | undefined): MergedHunk | undefined {
    const { hunks } = this.#docs.viewOf(review);
    return hunks.find((hunk) => hunk.id === id) ?? hunks[0];
  }

  async #goTo(editor: vscode.TextEditor, review: FileReview, hunkId: number | undefined): Promise<void> {
    const hunk = this.#hunk(review, hunkId);
    if (hunk === undefined) return;
    const side = sideOf(editor.document.uri);
    if (side === 'merged') await shows(editor.document, this.#docs.viewOf(review).text);
    const { start, end } = spanOn(side, hunk);
    const last = Math.max(0, editor.document.lineCount - 1);
    const at = new vscode.Position(Math.min(start, last), 0);
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(
      new vscode.Range(at, new vscode.Position(Math.min(end, last), 0)),
      vscode.TextEditorRevealType.InCenterIfOutsideViewport,
    );
  }

  /** Closes what showed a review that is decided; the file comes to the front where its review was. */
  async #end(uri: string): Promise<void> {
    const tabs = allTabs().filter((tab) => isOver(tab, uri));
    const file = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri && !one.isClosed);
    // The file first: once the review is gone, nothing moves any more.
    if (file !== undefined && tabs.some(isInFront)) await vscode.window.showTextDocument(file, { preview: false });
    await this.#proposed.settle(uri);
    await vscode.window.tabGroups.close(tabs);
  }
}

/** Gives the inline review the language of its file, in the form that has no errors in old and new lines together. */
async function likeFile(document: vscode.TextDocument): Promise<void> {
  const file = vscode.workspace.textDocuments.find((one) => one.uri.toString() === document.uri.query);
  const language = file?.languageId ?? document.languageId;
  const wanted = (quietLanguages as readonly string[]).includes(language) ? `gpt-oss-review-${language}` : language;
  if (wanted !== document.languageId) await vscode.languages.setTextDocumentLanguage(document, wanted);
}

/** VS Code puts the number of files behind it. */
const overFilesTitle = 'Proposed by gpt-oss';

function allTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

function isInFront(tab: vscode.Tab): boolean {
  return tab.isActive && tab.group.isActive;
}

/** Whether a tab shows nothing but the review of this file. */
function isOver({ input }: vscode.Tab, uri: string): boolean {
  if (input instanceof vscode.TabInputTextDiff) return isReviewDoc(input.modified) && input.modified.query === uri;
  return input instanceof vscode.TabInputText && input.uri.scheme === reviewSchemes.merged && input.uri.query === uri;
}

/** VS Code tells extensions nothing of a diff over several files but its title. */
function isOverFiles({ input, label }: vscode.Tab): boolean {
  return !(input instanceof vscode.TabInputTextDiff) && label.startsWith(overFilesTitle);
}

function tabUri(input: unknown): vscode.Uri | undefined {
  return input instanceof vscode.TabInputText ? input.uri : undefined;
}

/** Resolves when a document shows this text. */
function shows(document: vscode.TextDocument, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (document.getText() === text) {
      resolve();
      return;
    }
    const store = new DisposableStore();
    const look = (): void => {
      if (document.getText() !== text && !document.isClosed) return;
      store.dispose();
      resolve();
    };
    store.add(vscode.workspace.onDidChangeTextDocument(look));
    store.add(vscode.workspace.onDidCloseTextDocument(look));
  });
}
