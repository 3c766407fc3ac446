import * as vscode from 'vscode';
import type { Reviews } from '../../app/edits/reviews.ts';
import { reviewSchemes as schemes } from '../../contributions.ts';
import { type FileReview, proposedText } from '../../core/review/fileReview.ts';
import { type MergedView, mergedView } from '../../core/review/mergedView.ts';
import type { Side } from '../../core/review/spots.ts';

/** The texts of a review: both sides of a diff, and the file with removed and new lines below one another. */
export class ReviewDocs {
  readonly #reviews: Reviews;
  readonly #views = new WeakMap<FileReview, MergedView>();

  constructor(reviews: Reviews) {
    this.#reviews = reviews;
  }

  /** What the document at an address shows; undefined where its file is not under review. */
  textOf(uri: vscode.Uri): string | undefined {
    const review = this.#reviews.get(uri.query);
    if (review === undefined) return undefined;
    if (uri.scheme === schemes.original) return review.text;
    return uri.scheme === schemes.proposed ? proposedText(review) : this.viewOf(review).text;
  }

  viewOf(review: FileReview): MergedView {
    const known = this.#views.get(review) ?? mergedView(review);
    this.#views.set(review, known);
    return known;
  }
}

/**
 * The address of a document of a review: the path gives name and language as the user knows them, the query the file it
 * belongs to.
 */
export function reviewDocUri(side: keyof typeof schemes, { uri, path }: FileReview): vscode.Uri {
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
