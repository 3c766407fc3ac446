import type * as vscode from 'vscode';
import type { FilesPort, NotifierPort } from '../../app/ports.ts';
import { Reviews } from '../../app/edits/reviews.ts';
import type { DisposableStore } from '../../core/lifetime.ts';
import type { HostSettings } from '../settings/settings.ts';
import type { TextPages } from '../messages/textPages.ts';
import { followReviews } from './followReviews.ts';
import { Lenses } from './lenses.ts';
import { Marks } from './marks.ts';
import { ProposedSide } from './proposedSide.ts';
import { ReviewCommands } from './reviewCommands.ts';
import { ReviewFileSystem } from './reviewFileSystem.ts';
import { ReviewDocs } from './reviewDocs.ts';
import { reviewStore } from './reviewStore.ts';
import { ReviewTree } from './reviewTree.ts';
import { ReviewUi } from './reviewUi.ts';

export interface ReviewNeeds {
  readonly files: FilesPort;
  readonly notifier: NotifierPort;
  readonly settings: HostSettings;
  readonly pages: TextPages;
  /** Where open reviews are kept. */
  readonly folder: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

export interface ReviewRooms {
  readonly reviews: Reviews;
  readonly ui: ReviewUi;
  readonly commands: ReviewCommands;
  readonly tree: ReviewTree;
}

/** Builds all that shows reviews. Those of the last session come back as soon as the extension starts. */
export function buildReview(
  store: DisposableStore,
  { files, notifier, settings, pages, folder, log }: ReviewNeeds,
): ReviewRooms {
  const kept = reviewStore({ folder: folder.fsPath, onTrouble: (failure) => tellOfTrouble(failure, notifier, log) });
  const reviews = store.add(new Reviews({ files, notifier, store: kept }));
  const docs = new ReviewDocs(reviews);
  const proposed = store.add(new ProposedSide(reviews, docs, store.add(new ReviewFileSystem(reviews, docs))));
  const ui = store.add(new ReviewUi({ reviews, docs, settings, pages, proposed }));
  const commands = new ReviewCommands({ reviews, docs, ui, proposed });
  store.add(new Marks(reviews, docs));
  store.add(new Lenses(reviews, docs, settings));
  store.add(followReviews(reviews, ui, commands));
  return { reviews, ui, commands, tree: store.add(new ReviewTree(reviews)) };
}

function tellOfTrouble(failure: unknown, notifier: NotifierPort, log: vscode.LogOutputChannel): void {
  const said = failure instanceof Error ? failure.message : String(failure);
  log.error(`The open reviews could not be kept or read: ${said}`);
  const advice = 'Free some disk space, or make the folder readable and writable again; it is tried again then.';
  notifier.warn(`The open reviews on disk could not be read or written. ${advice} Nothing of them is lost. (${said})`);
}
