import * as vscode from 'vscode';
import type { Reviews } from '../../app/edits/reviews.ts';
import { contextKeys } from '../../contributions.ts';
import { DisposableStore, toDisposable } from '../../core/lifetime.ts';
import { shownPath } from '../editor/editor.ts';
import { type StatusEntry, statusEntry } from '../messages/labels.ts';
import type { ReviewCommands } from './reviewCommands.ts';
import type { ReviewUi } from './reviewUi.ts';

/** How long typing must rest before a review follows, in milliseconds: the typing path is never touched. */
const restMs = 150;

/** Has reviews follow what is typed and moved, and the status bar and context keys follow the reviews. */
export function followReviews(reviews: Reviews, ui: ReviewUi, commands: ReviewCommands): DisposableStore {
  const store = new DisposableStore();
  followTexts(store, reviews);
  store.add(
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) void moved(reviews, oldUri, newUri);
    }),
  );
  const entry = store.add(statusEntry(positionEntry, 'gptOss.openReview'));
  const publish = (): void => {
    void vscode.commands.executeCommand('setContext', contextKeys.reviewing, reviews.open.length > 0);
    void vscode.commands.executeCommand('setContext', contextKeys.inReview, ui.active() !== undefined);
    showPosition(entry, reviews, commands);
  };
  store.add(reviews.onDidChange(publish));
  store.add(vscode.window.onDidChangeActiveTextEditor(publish));
  store.add(vscode.window.tabGroups.onDidChangeTabs(publish));
  store.add(vscode.window.onDidChangeTextEditorSelection(() => showPosition(entry, reviews, commands)));
  return store;
}

function followTexts(store: DisposableStore, reviews: Reviews): void {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  store.add(toDisposable(() => timers.forEach((timer) => clearTimeout(timer))));
  store.add(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const uri = document.uri.toString();
      if (reviews.get(uri) === undefined) return;
      clearTimeout(timers.get(uri));
      timers.set(uri, setTimeout(() => void reviews.refresh(uri), restMs));
    }),
  );
}

/** A folder that moves takes its files along. */
async function moved(reviews: Reviews, from: vscode.Uri, to: vscode.Uri): Promise<void> {
  for (const { uri } of reviews.open) {
    const old = vscode.Uri.parse(uri);
    if (old.scheme !== from.scheme || (old.path !== from.path && !old.path.startsWith(`${from.path}/`))) continue;
    const next = to.with({ path: to.path + old.path.slice(from.path.length) });
    await reviews.moved(uri, next.toString(), shownPath(next));
  }
}

const positionEntry = {
  id: 'gptOss.review',
  name: 'gpt-oss Review',
  icon: 'diff',
  tooltip: 'gpt-oss: show the proposed edit',
};

function showPosition(entry: StatusEntry, { open }: Reviews, commands: ReviewCommands): void {
  if (open.length === 0) entry.hide();
  else entry.show(positionWords(open, commands.position()));
}

function positionWords(open: Reviews['open'], position: ReturnType<ReviewCommands['position']>): string {
  if (position?.at !== undefined) return `${position.at} of ${count(position.of, 'hunk')}`;
  if (position !== undefined) return `${count(position.of, 'hunk')} to review`;
  const total = open.reduce((sum, { hunks }) => sum + hunks.length, 0);
  return `${count(total, 'hunk')} ${open.length > 1 ? `in ${open.length} files` : 'to review'}`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
