import * as vscode from 'vscode';
import type { Reviews } from '../../app/edits/reviews.ts';
import { type CommandId, views } from '../../contributions.ts';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import type { FileReview } from '../../core/review/fileReview.ts';
import { reachOf } from '../../core/review/reach.ts';
import { type FileRowText, fileRow } from '../messages/labels.ts';

/** A file in the tree; a command on it gets this as its argument. */
export interface ReviewItem {
  readonly uri: string;
}

/** The files under review, with a check mark for each: what is accepted or rejected together. */
export class ReviewTree implements vscode.TreeDataProvider<ReviewItem>, Disposable {
  readonly #reviews: Reviews;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #unchecked = new Set<string>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(reviews: Reviews) {
    this.#reviews = reviews;
    const options = { treeDataProvider: this, manageCheckboxStateManually: true };
    const view = this.#store.add(vscode.window.createTreeView(views.reviews, options));
    this.#store.add(
      view.onDidChangeCheckboxState(({ items }) => {
        for (const [item, state] of items) this.#check(item, state);
      }),
    );
    const count = (): void => {
      const { length } = reviews.open;
      const tooltip = length === 1 ? '1 file to review' : `${length} files to review`;
      view.badge = length === 0 ? undefined : { value: length, tooltip };
    };
    this.#store.add(
      reviews.onDidChange((uri) => {
        if (reviews.get(uri) === undefined) this.#unchecked.delete(uri);
        count();
        this.#changed.fire();
      }),
    );
  }

  /** The files whose check mark is set. */
  get checked(): readonly string[] {
    return this.#reviews.open.map(({ uri }) => uri).filter((uri) => !this.#unchecked.has(uri));
  }

  getChildren(): ReviewItem[] {
    return this.#reviews.open.map(({ uri }) => ({ uri }));
  }

  getTreeItem({ uri }: ReviewItem): vscode.TreeItem {
    const review = this.#reviews.get(uri);
    const file = vscode.Uri.parse(uri);
    if (review === undefined) return fileRow(file, { description: '', tooltip: '' });
    const checked = !this.#unchecked.has(uri);
    const item = fileRow(file, rowText(review));
    item.contextValue = 'review';
    item.checkboxState = {
      state: checked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
      accessibilityInformation: { label: review.path },
      tooltip: checked
        ? 'Taken along by Accept Checked and Reject Checked'
        : 'Left out by Accept Checked and Reject Checked',
    };
    item.command = {
      command: 'gptOss.openReview' satisfies CommandId,
      title: 'Show Proposed Edit',
      arguments: [{ uri }],
    };
    return item;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #check({ uri }: ReviewItem, state: vscode.TreeItemCheckboxState): void {
    if (state === vscode.TreeItemCheckboxState.Checked) this.#unchecked.delete(uri);
    else this.#unchecked.add(uri);
    this.#changed.fire();
  }
}

/** A file that decides what is run has a sign of its own, and says so. */
function rowText(review: FileReview): FileRowText {
  const reach = reachOf(review);
  const tooltip = `${review.path}: ${summary(review)}`;
  if (reach === undefined) return { description: describe(review), tooltip };
  const warning = `${reach.path} ${reach.does}`;
  return { icon: 'warning', description: `${describe(review)} · ${reach.does}`, tooltip: `${tooltip}. ${warning}.` };
}

function describe(review: FileReview): string {
  const folder = review.path.split('/').slice(0, -1).join('/');
  return [summary(review), folder].filter((part) => part !== '').join(' · ');
}

function summary({ kind, hunks, renameTo }: FileReview): string {
  if (kind === 'create') return 'new file';
  if (kind === 'delete') return 'delete';
  const changes = hunks.length === 0 ? '' : hunks.length === 1 ? '1 change' : `${hunks.length} changes`;
  const move = renameTo === undefined ? '' : `move to ${renameTo.path}`;
  return [changes, move].filter((part) => part !== '').join(', ');
}
