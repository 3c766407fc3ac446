import * as vscode from 'vscode';
import { renameId, type Reviews } from '../../app/edits/reviews.ts';
import { type CommandId, type ReviewArgument, reviewSchemes } from '../../contributions.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import type { FileReview } from '../../core/review/fileReview.ts';
import type { MergedHunk } from '../../core/review/mergedView.ts';
import { type Side, spanOn } from '../../core/review/spots.ts';
import type { HostSettings } from '../settings/settings.ts';
import { type ReviewDocs, reviewedFile, sideOf } from './reviewDocs.ts';

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
    const selector = [{ scheme: reviewSchemes.merged }, { scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-notebook-cell' }, { scheme: 'vscode-vfs' }];
    this.#store.add(vscode.languages.registerCodeLensProvider(selector, this));
    this.#store.add(reviews.onDidChange(() => this.#changed.fire()));
    this.#store.add(vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('gptOss.codeLens') && this.#changed.fire()));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const review = this.#reviews.get(reviewedFile(document.uri));
    if (review === undefined || !this.#settings.get('codeLens')) return [];
    const side = sideOf(document.uri);
    const { hunks } = this.#docs.viewOf(review);
    const lenses = hunks.flatMap((hunk, at) => hunkLenses(document, review, side, hunk, at));
    return [...(review.renameTo === undefined ? [] : renameLenses(review, review.renameTo.path)), ...lenses];
  }

  dispose(): void {
    this.#store.dispose();
  }
}

function hunkLenses(document: vscode.TextDocument, review: FileReview, side: Side, hunk: MergedHunk, at: number): vscode.CodeLens[] {
  const line = Math.min(spanOn(side, hunk).start, document.lineCount - 1);
  const range = new vscode.Range(line, 0, line, 0);
  const argument = { uri: review.uri, hunk: hunk.id };
  const accept = lens(range, '$(check) Accept', 'gptOss.acceptHunk', argument, 'Put this change into the file, unsaved');
  const reject = lens(range, '$(close) Reject', 'gptOss.rejectHunk', argument, 'Drop this change; the file stays as it is');
  const diff = lens(range, 'Show Diff', 'gptOss.openDiff', argument, 'Original and proposal side by side');
  const title = label(review, hunk, at);
  if (side === 'merged') return [lens(range, title.charAt(0).toUpperCase() + title.slice(1), 'gptOss.openFile', argument, 'Open the file here'), accept, reject, diff];
  return [lens(range, `gpt-oss proposes ${title}`, 'gptOss.openReview', argument, 'Open the review'), accept, reject, diff];
}

function label({ kind, hunks }: FileReview, hunk: MergedHunk, at: number): string {
  const what = kind === 'change' ? `change ${at + 1} of ${hunks.length}` : kind === 'create' ? 'a new file' : 'to delete this file';
  return hunk.touched ? `${what}, for lines you changed since` : what;
}

function renameLenses({ uri }: FileReview, path: string): vscode.CodeLens[] {
  const range = new vscode.Range(0, 0, 0, 0);
  const argument = { uri, hunk: renameId };
  return [
    lens(range, `move to ${path}`, 'gptOss.openReview', { uri }, 'Open the review'),
    lens(range, '$(check) Accept', 'gptOss.acceptHunk', argument, 'Move the file'),
    lens(range, '$(close) Reject', 'gptOss.rejectHunk', argument, 'Leave the file where it is'),
  ];
}

function lens(range: vscode.Range, title: string, command: CommandId, argument: ReviewArgument, tooltip: string): vscode.CodeLens {
  return new vscode.CodeLens(range, { title, command, tooltip, arguments: [argument] });
}
