import * as vscode from 'vscode';
import { renameId, type Reviews } from '../../app/edits/reviews.ts';
import { type ReviewArgument, reviewSchemes } from '../../contributions.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import type { FileReview } from '../../core/review/fileReview.ts';
import type { MergedHunk } from '../../core/review/mergedView.ts';
import { reachOf } from '../../core/review/reach.ts';
import { type Side, spanOn } from '../../core/review/spots.ts';
import { codeLens } from '../messages/labels.ts';
import type { HostSettings } from '../settings/settings.ts';
import { type ReviewDocs, reviewedFile, sideOf } from './reviewDocs.ts';

/** Where a file under review may be open: as a document of its review, or itself. */
const schemes = [reviewSchemes.merged, 'file', 'untitled', 'vscode-notebook-cell', 'vscode-vfs'];

/** The actions of each hunk above it, in the merged view and in the file itself. */
export class Lenses implements vscode.CodeLensProvider, Disposable {
  readonly #reviews: Reviews;
  readonly #docs: ReviewDocs;
  readonly #settings: HostSettings;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(reviews: Reviews, docs: ReviewDocs, settings: HostSettings) {
    this.#reviews = reviews;
    this.#docs = docs;
    this.#settings = settings;
    const selector = schemes.map((scheme) => ({ scheme }));
    this.#store.add(vscode.languages.registerCodeLensProvider(selector, this));
    this.#store.add(reviews.onDidChange(() => this.#changed.fire()));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('gptOss.codeLens')) this.#changed.fire();
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const review = this.#reviews.get(reviewedFile(document.uri));
    if (review === undefined || !this.#settings.get('codeLens')) return [];
    const side = sideOf(document.uri);
    const { hunks } = this.#docs.viewOf(review);
    const lenses = hunks.flatMap((hunk, at) => {
      const line = Math.min(spanOn(side, hunk).start, document.lineCount - 1);
      return hunkLenses(review, side, hunk, { line, label: label(review, hunk, at) });
    });
    const { uri, renameTo } = review;
    return [...reachLenses(review), ...(renameTo === undefined ? [] : renameLenses(uri, renameTo.path)), ...lenses];
  }

  dispose(): void {
    this.#store.dispose();
  }
}

interface LensPlace {
  readonly line: number;
  /** What the hunk does, as in `change 1 of 2`. */
  readonly label: string;
}

function hunkLenses(review: FileReview, side: Side, hunk: MergedHunk, { line, label }: LensPlace): vscode.CodeLens[] {
  const range = new vscode.Range(line, 0, line, 0);
  const argument = { uri: review.uri, hunk: hunk.id };
  return [
    side === 'merged' ? openFileLens(range, label, argument) : openReviewLens(range, label, argument),
    codeLens(range, { ...accept, tooltip: 'Put this change into the file, unsaved' }, 'gptOss.acceptHunk', argument),
    codeLens(range, { ...reject, tooltip: 'Drop this change; the file stays as it is' }, 'gptOss.rejectHunk', argument),
    codeLens(range, showDiff, 'gptOss.openDiff', argument),
  ];
}

const accept = { icon: 'check', title: 'Accept' };
const reject = { icon: 'close', title: 'Reject' };
const showDiff = { title: 'Show Diff', tooltip: 'Original and proposal side by side' };

function openFileLens(range: vscode.Range, label: string, argument: ReviewArgument): vscode.CodeLens {
  const title = label.charAt(0).toUpperCase() + label.slice(1);
  return codeLens(range, { title, tooltip: 'Open the file here' }, 'gptOss.openFile', argument);
}

function openReviewLens(range: vscode.Range, label: string, argument: ReviewArgument): vscode.CodeLens {
  const title = `gpt-oss proposes ${label}`;
  return codeLens(range, { title, tooltip: 'Open the review' }, 'gptOss.openReview', argument);
}

function label(review: FileReview, hunk: MergedHunk, at: number): string {
  const what = proposal(review, at);
  return hunk.touched ? `${what}, for lines you changed since` : what;
}

function proposal({ kind, hunks }: FileReview, at: number): string {
  if (kind === 'change') return `change ${at + 1} of ${hunks.length}`;
  return kind === 'create' ? 'a new file' : 'to delete this file';
}

const top = new vscode.Range(0, 0, 0, 0);

/** Above a file that decides what is run: what it does. */
function reachLenses(review: FileReview): vscode.CodeLens[] {
  const reach = reachOf(review);
  if (reach === undefined) return [];
  const title = `${reach.path} ${reach.does}`;
  const tooltip = 'Read the change closely; you are asked when you accept it';
  return [codeLens(top, { icon: 'warning', title, tooltip }, 'gptOss.openReview', { uri: review.uri })];
}

function renameLenses(uri: string, path: string): vscode.CodeLens[] {
  const argument = { uri, hunk: renameId };
  return [
    codeLens(top, { title: `move to ${path}`, tooltip: 'Open the review' }, 'gptOss.openReview', { uri }),
    codeLens(top, { ...accept, tooltip: 'Move the file' }, 'gptOss.acceptHunk', argument),
    codeLens(top, { ...reject, tooltip: 'Leave the file where it is' }, 'gptOss.rejectHunk', argument),
  ];
}
