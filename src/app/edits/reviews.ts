import { diffLines } from '../../core/edits/text/diffLines.ts';
import { applyHunks } from '../../core/edits/text/hunks.ts';
import { relocate } from '../../core/edits/text/relocate.ts';
import { AssistantError } from '../../core/errors.ts';
import { reachOf } from '../../core/review/reach.ts';
import { type Disposable, Emitter, type Listener } from '../../core/lifetime.ts';
import {
  type FileReview,
  follow,
  isDecided,
  merge,
  proposedText,
  reproposed,
  without,
  withoutRename,
  withTaken,
} from '../../core/review/fileReview.ts';
import type { FileChange, FilesPort, NotifierPort, ReviewStore } from '../ports.ts';

export interface ReviewParts {
  readonly files: FilesPort;
  readonly store: ReviewStore;
  readonly notifier: NotifierPort;
}

export interface Accepted {
  readonly applied: number;
  /** Left in the review: the user changed the lines they are for, or did not agree when asked. */
  readonly refused: number;
}

/** The number by which the move of a file is accepted or rejected on its own. */
export const renameId = 0;

/** Texts a review is known on, for each file: enough for any sequence of undo a person remembers. */
const rememberedStates = 20;

/**
 * Proposed edits that wait for the user. Files change only by what is accepted; whatever else happens, hunks follow.
 */
export class Reviews implements Disposable {
  readonly #parts: ReviewParts;
  readonly #changed = new Emitter<string>();
  readonly #open = new Map<string, FileReview>();
  /** Earlier states of a review, so that undo and redo in the file bring its hunks back too. */
  readonly #known = new Map<string, FileReview[]>();
  readonly #rejected = new Map<string, Set<number>>();
  #queue: Promise<unknown> = Promise.resolve();
  #loaded: Promise<void> | undefined;

  constructor(parts: ReviewParts) {
    this.#parts = parts;
  }

  get open(): readonly FileReview[] {
    return [...this.#open.values()];
  }

  get(uri: string): FileReview | undefined {
    return this.#open.get(uri);
  }

  /** Fires with the address of a file whose review opened, changed or ended. */
  onDidChange(listener: Listener<string>): Disposable {
    return this.#changed.on(listener);
  }

  /** Brings back the reviews of the last session, once, on the texts their files have now. */
  load(): Promise<void> {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  /** Opens reviews; for a file that has one already, both become one. */
  add(reviews: readonly FileReview[]): Promise<void> {
    return this.#inTurn(async () => {
      for (const review of reviews) {
        const older = this.#open.get(review.uri);
        const now = older?.kind === 'change' ? follow(older, review.text) : undefined;
        this.#set(review.uri, now === undefined || review.kind !== 'change' ? review : merge(now, review));
      }
      await this.#save();
    });
  }

  /**
   * Puts hunks into the file as one undo step: those named, else all. Hunks whose lines the user changed are left,
   * unless they were named: then the user is asked. The user is also asked where the file is one that decides what is
   * run. Throws `editRefused` when the file is gone or does not take the change.
   */
  async accept(uri: string, ids?: readonly number[]): Promise<Accepted> {
    await this.refresh(uri);
    const review = this.#open.get(uri);
    const touched = review?.hunks.some((hunk) => hunk.touched && ids?.includes(hunk.id)) ?? false;
    // Asked outside the queue: everything else goes on while a question is open.
    if (review !== undefined && !(await this.#mayChange(review))) {
      return { applied: 0, refused: ids?.length ?? review.hunks.length };
    }
    const mayReplace = review !== undefined && touched && (await this.#mayReplace(review));
    return this.#inTurn(() => this.#accept(uri, ids, mayReplace));
  }

  /** Lets go of hunks: those named, else all. The file is not touched. */
  reject(uri: string, ids?: readonly number[]): Promise<void> {
    return this.#inTurn(async () => {
      const review = this.#open.get(uri);
      if (review === undefined) return;
      const dropped = new Set(ids ?? [renameId, ...review.hunks.map(({ id }) => id)]);
      const rejected = this.#rejected.get(uri) ?? new Set();
      this.#rejected.set(uri, new Set([...rejected, ...dropped]));
      const rest = without(review, dropped);
      this.#set(uri, dropped.has(renameId) ? withoutRename(rest) : rest);
      await this.#save();
    });
  }

  /**
   * The user changed what is proposed: `from` as it was shown, `to` as it is now. Where nothing is proposed any more,
   * the review ends. Changes of lines that are proposed otherwise by now come too late and are left out.
   */
  repropose(uri: string, from: string, to: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#follow(uri).catch(() => undefined);
      const review = this.#open.get(uri);
      if (review === undefined) return;
      const now = proposedText(review);
      const changes = relocate(diffLines(from, to), from, now);
      if (changes === undefined || changes.length === 0) return;
      // Earlier states hold what was proposed before: an undo in the file must not bring that back.
      this.#known.delete(uri);
      this.#set(uri, reproposed(review, applyHunks(now, changes)));
      await this.#save();
    });
  }

  /** Looks at a file again after it changed. */
  refresh(uri: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#follow(uri).catch(() => undefined);
    });
  }

  /** The file was moved by someone else. */
  moved(from: string, to: string, path: string): Promise<void> {
    return this.#inTurn(async () => {
      const review = this.#open.get(from);
      if (review === undefined) return;
      this.#move(review, to, path);
      await this.#save();
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #load(): Promise<void> {
    const kept = await this.#parts.store.load();
    await this.#inTurn(async () => {
      for (const review of kept) {
        if (this.#open.has(review.uri)) continue;
        this.#set(review.uri, review);
        // One whose file is gone stays as it was kept: its text is all there is.
        await this.#follow(review.uri).catch(() => undefined);
      }
    });
  }

  async #accept(uri: string, ids: readonly number[] | undefined, mayReplace: boolean): Promise<Accepted> {
    const review = await this.#follow(uri);
    if (review === undefined) return { applied: 0, refused: 0 };
    const wanted = new Set(ids ?? [renameId, ...review.hunks.map(({ id }) => id)]);
    const left = mayReplace ? [] : review.hunks.filter(({ id, touched }) => touched && wanted.has(id));
    for (const { id } of left) wanted.delete(id);
    const applied = await this.#take(review, wanted, left.length);
    if (ids === undefined && left.length > 0) {
      this.#parts.notifier.info(
        `You changed lines of ${review.path} that the edit is for, so ${count(left.length)} left open. ` +
          'Take or reject it by itself.',
      );
    }
    return { applied, refused: left.length };
  }

  async #take(review: FileReview, ids: ReadonlySet<number>, left: number): Promise<number> {
    const hunks = review.hunks.filter(({ id }) => ids.has(id));
    const renameTo = ids.has(renameId) && left === 0 ? review.renameTo : undefined;
    if (hunks.length === 0 && renameTo === undefined) return 0;
    const taken = withTaken(review, ids);
    // First the review, then the file: the change of the file is then no news to the review.
    this.#set(review.uri, renameTo === undefined ? taken : withoutRename(taken));
    if (!(await this.#parts.files.change(changeOf(review, hunks, renameTo?.uri)))) {
      this.#set(review.uri, review);
      throw refused('The editor did not take the edit. The file may be read-only, or it changed this moment.');
    }
    const rest = this.#open.get(review.uri);
    if (renameTo !== undefined && rest !== undefined) this.#move(rest, renameTo.uri, renameTo.path);
    await this.#save();
    return hunks.length + (renameTo === undefined ? 0 : 1);
  }

  async #mayChange(review: FileReview): Promise<boolean> {
    const reach = reachOf(review);
    if (reach === undefined) return true;
    const question = `${reach.path} ${reach.does}. Accept the change all the same? Read it closely first.`;
    return this.#parts.notifier.confirm(question, 'Accept');
  }

  #mayReplace({ path }: FileReview): Promise<boolean> {
    return this.#parts.notifier.confirm(
      `You changed lines of ${path} since this edit was proposed. Replace them by the proposal?`,
      'Replace',
    );
  }

  /**
   * The review on the text its file has now. Throws where there is no such file any more, or one where there was none.
   */
  async #follow(uri: string): Promise<FileReview | undefined> {
    const review = this.#open.get(uri);
    if (review === undefined) return undefined;
    const now = await this.#parts.files.read(uri);
    if (review.kind === 'create') {
      if (now !== undefined && now !== '')
        throw refused(`${review.path} was made meanwhile, so the new file would replace it. Compare the two by hand.`);
      return review;
    }
    if (now === undefined)
      throw refused(`${review.path} is gone, so the edit could not be applied. Its text is still in the review.`);
    if (now === review.text) return review;
    const followed = this.#knownOn(uri, now) ?? follow(review, now);
    this.#set(uri, followed);
    return followed;
  }

  /** The state the review had on this very text, as far as it was not rejected since. */
  #knownOn(uri: string, text: string): FileReview | undefined {
    const known = this.#known.get(uri)?.findLast((state) => state.text === text);
    return known === undefined ? undefined : without(known, this.#rejected.get(uri) ?? new Set());
  }

  #set(uri: string, review: FileReview): void {
    if (isDecided(review)) {
      for (const kept of [this.#open, this.#known, this.#rejected]) kept.delete(uri);
    } else {
      this.#open.set(uri, review);
      this.#known.set(uri, [...(this.#known.get(uri) ?? []), review].slice(-rememberedStates));
    }
    this.#changed.fire(uri);
  }

  #move(review: FileReview, uri: string, path: string): void {
    for (const kept of [this.#open, this.#known, this.#rejected]) kept.delete(review.uri);
    this.#changed.fire(review.uri);
    this.#set(uri, { ...review, uri, path });
  }

  #save(): Promise<void> {
    return this.#parts.store.save(this.open);
  }

  /** One after the other, so that no two decisions are made on the same text. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }
}

function changeOf(review: FileReview, hunks: FileReview['hunks'], renameTo: string | undefined): FileChange {
  const { uri, kind, text } = review;
  if (kind === 'create') return { kind, uri, text: hunks[0]?.text ?? '' };
  if (kind === 'delete') return { kind, uri, expected: text };
  return { kind, uri, expected: text, hunks, ...(renameTo === undefined ? {} : { renameTo }) };
}

function count(hunks: number): string {
  return hunks === 1 ? '1 change was' : `${hunks} changes were`;
}

function refused(said: string): AssistantError {
  return new AssistantError('editRefused', { said });
}
