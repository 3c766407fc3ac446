import * as vscode from 'vscode';
import type { Reviews } from '../../app/reviews.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import { type FileReview, proposedText } from '../../core/review/fileReview.ts';
import { type MergedView, mergedView } from '../../core/review/mergedView.ts';
import type { Side } from '../../core/review/spots.ts';

/** Schemes of the read-only documents of a review; package.json's `when` clauses know them. */
export const schemes = { original: 'gpt-oss-original', proposed: 'gpt-oss-proposed', merged: 'gpt-oss-review' } as const;

/** The read-only documents of reviews: both sides of a diff, and the file with removed and new lines below one another. */
export class ReviewDocs implements vscode.TextDocumentContentProvider, Disposable {
  readonly #reviews: Reviews;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly #views = new WeakMap<FileReview, MergedView>();
  readonly onDidChange = this.#changed.event;

  constructor(reviews: Reviews) {
    this.#reviews = reviews;
    for (const scheme of Object.values(schemes)) this.#store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#store.add(reviews.onDidChange((uri) => this.#refresh(uri)));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const review = this.#reviews.get(uri.query);
    if (review === undefined) return '';
    if (uri.scheme === schemes.original) return review.text;
    return uri.scheme === schemes.proposed ? proposedText(review) : this.viewOf(review).text;
  }

  viewOf(review: FileReview): MergedView {
    const known = this.#views.get(review) ?? mergedView(review);
    this.#views.set(review, known);
    return known;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #refresh(uri: string): void {
    for (const document of vscode.workspace.textDocuments) {
      if (isReviewDoc(document.uri) && document.uri.query === uri) this.#changed.fire(document.uri);
    }
  }
}

/** The address of a document of a review: the path gives name and language, the query the file it belongs to. */
export function reviewDocUri(side: keyof typeof schemes, { uri }: FileReview): vscode.Uri {
  const { path } = vscode.Uri.parse(uri);
  const [, folder = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(path) ?? [];
  const title = side === 'merged' ? `Review of ${name}` : name;
  return vscode.Uri.from({ scheme: schemes[side], path: `${folder}${title}`.replace(/^\/*/, '/'), query: uri });
}

export function isReviewDoc({ scheme }: vscode.Uri): boolean {
  return (Object.values(schemes) as readonly string[]).includes(scheme);
}

/** The file an address is about, whether it names it or a document of its review. */
export function reviewedFile(uri: vscode.Uri): string {
  return isReviewDoc(uri) ? uri.query : uri.toString();
}

export function sideOf({ scheme }: vscode.Uri): Side {
  if (scheme === schemes.merged) return 'merged';
  if (scheme === schemes.proposed) return 'proposed';
  return scheme === schemes.original ? 'original' : 'file';
}

/** The file the user works in, also where a document of its review is in front. */
export function activeFile(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri === undefined || uri.scheme === 'output' ? undefined : reviewedFile(uri);
}
