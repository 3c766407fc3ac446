import * as vscode from 'vscode';
import type { Reviews } from '../../app/edits/reviews.ts';
import { reviewSchemes as schemes } from '../../contributions.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import { plainMarkdown } from '../messages/labels.ts';
import { isReviewDoc, type ReviewDocs } from './reviewDocs.ts';

interface Version {
  readonly text: string;
  /** Grows with every other text, since VS Code reads again only what is newer. */
  readonly mtime: number;
}

/** Before the text, so that it is read as UTF-8 whatever encoding the settings give files. */
const byteOrderMark = '\uFEFF';

/**
 * The documents of reviews as files of file systems in memory: VS Code brings their tabs back after a reload, and lets
 * the proposed side of a diff be changed, so that the arrows of its diff editor work there. What is written there is
 * proposed.
 */
export class ReviewFileSystem implements vscode.FileSystemProvider, Disposable {
  readonly #reviews: Reviews;
  readonly #docs: ReviewDocs;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly #versions = new Map<string, Version>();
  /** What the proposed side of each open diff showed before the user changed it. */
  readonly #shown = new Map<string, string>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(reviews: Reviews, docs: ReviewDocs) {
    this.#reviews = reviews;
    this.#docs = docs;
    const isReadonly = plainMarkdown('A review is for reading. Type in the file itself: the review follows.');
    for (const scheme of [schemes.merged, schemes.original]) {
      this.#store.add(vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true, isReadonly }));
    }
    this.#store.add(vscode.workspace.registerFileSystemProvider(schemes.proposed, this, { isCaseSensitive: true }));
    this.#store.add(reviews.onDidChange((uri) => this.#refresh(uri)));
    this.#store.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)));
  }

  /**
   * What the proposed side showed before the user changed it; where VS Code did not read it, as when it brings back
   * what was changed before a reload, what is proposed now.
   */
  shown(uri: vscode.Uri): string | undefined {
    return this.#shown.get(uri.toString()) ?? this.#docs.textOf(uri);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { text, mtime } = await this.#read(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: Buffer.byteLength(byteOrderMark + text) };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { text } = await this.#read(uri);
    // A document with changes of the user's does not take what others read.
    if (uri.scheme === schemes.proposed && !isChanged(uri)) this.#shown.set(uri.toString(), text);
    return bytesOf(text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const before = this.shown(uri);
    if (uri.scheme !== schemes.proposed || before === undefined) throw vscode.FileSystemError.NoPermissions(uri);
    await this.repropose(uri, before, new TextDecoder().decode(content));
  }

  /** Takes what the proposed side shows now for what is proposed. */
  async repropose(uri: vscode.Uri, before: string, now: string): Promise<void> {
    this.#versionOf(uri, now);
    this.#shown.set(uri.toString(), now);
    await this.#reviews.repropose(uri.query, before, now);
  }

  watch(): Disposable {
    return { dispose: () => undefined };
  }

  readDirectory(): [] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #read(uri: vscode.Uri): Promise<Version> {
    await this.#reviews.load();
    // A review that ended leaves its text to documents still open: VS Code looks at a file after it wrote it.
    const text = this.#docs.textOf(uri) ?? this.#versions.get(uri.toString())?.text;
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return this.#versionOf(uri, text);
  }

  #versionOf(uri: vscode.Uri, text: string): Version {
    const last = this.#versions.get(uri.toString());
    if (last?.text === text) return last;
    const version = { text, mtime: Math.max(Date.now(), (last?.mtime ?? 0) + 1) };
    this.#versions.set(uri.toString(), version);
    return version;
  }

  #forget(uri: vscode.Uri): void {
    for (const kept of [this.#versions, this.#shown]) kept.delete(uri.toString());
  }

  #refresh(uri: string): void {
    const docs = vscode.workspace.textDocuments.filter(
      (document) => isReviewDoc(document.uri) && document.uri.query === uri,
    );
    if (docs.length > 0)
      this.#changed.fire(docs.map((document) => ({ type: vscode.FileChangeType.Changed, uri: document.uri })));
  }
}

function isChanged(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some(
    (document) => document.isDirty && document.uri.toString() === uri.toString(),
  );
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(byteOrderMark + text);
}
