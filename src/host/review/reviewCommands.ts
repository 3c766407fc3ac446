import * as vscode from 'vscode';
import type { Accepted, Reviews } from '../../app/edits/reviews.ts';
import type { ReviewArgument } from '../../contributions.ts';
import { hunkAt, nextFrom, type Side } from '../../core/review/spots.ts';
import type { ProposedSide } from './proposedSide.ts';
import { type ReviewDocs, reviewedFile, sideOf } from './reviewDocs.ts';
import type { ReviewUi } from './reviewUi.ts';

/** Where the cursor is in a review. */
interface Spot {
  readonly uri: string;
  readonly side: Side;
  readonly line: number;
}

export interface ReviewCommandParts {
  readonly reviews: Reviews;
  readonly docs: ReviewDocs;
  readonly ui: ReviewUi;
  readonly proposed: ProposedSide;
}

/**
 * What the commands of a review do, with the place they are meant for taken from their argument or the editor in front.
 */
export class ReviewCommands {
  readonly #reviews: Reviews;
  readonly #docs: ReviewDocs;
  readonly #ui: ReviewUi;
  readonly #proposed: ProposedSide;

  constructor({ reviews, docs, ui, proposed }: ReviewCommandParts) {
    this.#reviews = reviews;
    this.#docs = docs;
    this.#ui = ui;
    this.#proposed = proposed;
  }

  /** Takes the hunk named, else the one at the cursor; where the cursor is in none, it goes to the next one instead. */
  async acceptHunk(argument: ReviewArgument): Promise<Accepted> {
    const { uri, hunk } = await this.#hunkMeant(argument);
    if (uri === undefined || hunk === undefined) return { applied: 0, refused: 0 };
    const accepted = await this.#reviews.accept(uri, [hunk]);
    await this.#goOn(uri, hunk);
    return accepted;
  }

  async rejectHunk(argument: ReviewArgument): Promise<void> {
    const { uri, hunk } = await this.#hunkMeant(argument);
    if (uri === undefined || hunk === undefined) return;
    await this.#reviews.reject(uri, [hunk]);
    await this.#goOn(uri, hunk);
  }

  /** Takes everything of the file named or in front; where neither is under review, of every file. */
  async acceptAll({ uri }: ReviewArgument): Promise<Accepted> {
    return this.acceptFiles(await this.#filesMeant(uri));
  }

  async acceptFiles(uris: readonly string[]): Promise<Accepted> {
    let [applied, refused] = [0, 0];
    for (const uri of uris) {
      await this.#proposed.flush(uri);
      const one = await this.#reviews.accept(uri);
      applied += one.applied;
      refused += one.refused;
    }
    await this.#ui.closed();
    return { applied, refused };
  }

  async rejectAll({ uri }: ReviewArgument): Promise<void> {
    await this.rejectFiles(await this.#filesMeant(uri));
  }

  async rejectFiles(uris: readonly string[]): Promise<void> {
    for (const uri of uris) await this.#reviews.reject(uri);
    await this.#ui.closed();
  }

  /** Goes to the next or previous hunk, from the last of a file to the first of the next one. */
  async step(argument: ReviewArgument, by: 1 | -1): Promise<void> {
    await this.#reviews.load();
    const spot = this.#spot();
    const uri = argument.uri ?? spot?.uri ?? this.#reviews.open[0]?.uri;
    const review = uri === undefined ? undefined : this.#reviews.get(uri);
    if (uri === undefined || review === undefined) return;
    if (spot?.uri !== uri) {
      await this.#ui.reveal(uri, argument.hunk);
      return;
    }
    const next = nextFrom(this.#docs.viewOf(review), spot.side, spot.line, by);
    if (next !== undefined) await this.#ui.reveal(uri, next.id);
    else await this.#stepFile(uri, by);
  }

  async openReview({ uri, hunk }: ReviewArgument): Promise<void> {
    const [file] = uri === undefined ? await this.#filesMeant(undefined) : [uri];
    if (file === undefined) return;
    await this.#ui.showOne(file, hunk);
  }

  async openDiff({ uri, hunk }: ReviewArgument): Promise<void> {
    const [file] = await this.#filesMeant(uri);
    if (file !== undefined) await this.#ui.openDiff(file, hunk);
  }

  async openFile({ uri, hunk }: ReviewArgument): Promise<void> {
    const [file] = await this.#filesMeant(uri);
    if (file !== undefined) await this.#ui.openFile(file, hunk);
  }

  /** The number of the hunk at the cursor, counted from 1 among those open, and how many there are. */
  position(): { readonly at: number | undefined; readonly of: number } | undefined {
    const spot = this.#spot();
    const review = spot === undefined ? undefined : this.#reviews.get(spot.uri);
    if (spot === undefined || review === undefined) return undefined;
    const view = this.#docs.viewOf(review);
    const hunk = hunkAt(view, spot.side, spot.line);
    return { at: hunk === undefined ? undefined : view.hunks.indexOf(hunk) + 1, of: view.hunks.length };
  }

  #spot(): Spot | undefined {
    const editor = vscode.window.activeTextEditor;
    const uri = editor === undefined ? undefined : reviewedFile(editor.document.uri);
    if (editor === undefined || uri === undefined || this.#reviews.get(uri) === undefined) return undefined;
    return { uri, side: sideOf(editor.document.uri), line: editor.selection.active.line };
  }

  async #filesMeant(uri: string | undefined): Promise<readonly string[]> {
    await this.#reviews.load();
    const active = uri ?? this.#ui.active();
    return active === undefined ? this.#reviews.open.map((review) => review.uri) : [active];
  }

  async #hunkMeant({
    uri,
    hunk,
  }: ReviewArgument): Promise<{ readonly uri: string | undefined; readonly hunk: number | undefined }> {
    const [file] = await this.#filesMeant(uri);
    if (file !== undefined) await this.#proposed.flush(file);
    const review = file === undefined ? undefined : this.#reviews.get(file);
    if (review === undefined || hunk !== undefined) return { uri: file, hunk };
    const spot = this.#spot();
    const { hunks } = this.#docs.viewOf(review);
    const here =
      spot?.uri === file && spot !== undefined ? hunkAt(this.#docs.viewOf(review), spot.side, spot.line) : undefined;
    const meant = here ?? (hunks.length === 1 ? hunks[0] : undefined);
    if (meant === undefined) await this.step({ uri: review.uri }, 1);
    return { uri: file, hunk: meant?.id };
  }

  /** After a decision the cursor goes to the hunk behind it, else to the first one left. */
  async #goOn(uri: string, decided: number): Promise<void> {
    await this.#ui.closed();
    const review = this.#reviews.get(uri);
    const isInFront = this.#spot()?.uri === uri;
    if (review === undefined || !isInFront) return;
    const { hunks } = this.#docs.viewOf(review);
    await this.#ui.reveal(uri, (hunks.find(({ id }) => id > decided) ?? hunks[0])?.id);
  }

  async #stepFile(uri: string, by: 1 | -1): Promise<void> {
    const { open } = this.#reviews;
    const next = open[(open.findIndex((review) => review.uri === uri) + by + open.length) % open.length];
    if (next === undefined) return;
    const { hunks } = this.#docs.viewOf(next);
    const hunk = hunks.at(by > 0 ? 0 : -1)?.id;
    if (next.uri === uri) await this.#ui.reveal(uri, hunk);
    else await this.#ui.showOne(next.uri, hunk);
  }
}
