import { diffLines } from '../edits/text/diffLines.ts';
import { applyHunks, overlaps, type TextHunk } from '../edits/text/hunks.ts';
import { Shifts } from '../edits/text/shifts.ts';
import type { PlacedHunk } from '../edits/placing/outcome.ts';
import type { FileEdit } from '../edits/planFile.ts';

/** A proposed change that waits for the user. */
export interface ReviewHunk extends TextHunk {
  /** Counted from 1 in the order of the file as proposed; it stays the same whatever becomes of the others. */
  readonly id: number;
  /** The user typed into the lines it replaces. */
  readonly touched: boolean;
  /** How the reply's edit found this place; unknown once the user changed what is proposed. */
  readonly how?: PlacedHunk['how'];
}

/** What is proposed for one file and not decided yet. Offsets of the hunks count in `text`. */
export interface FileReview {
  readonly uri: string;
  /** As the user is shown it. */
  readonly path: string;
  readonly kind: FileEdit['kind'];
  /** The file as it was when last looked at; empty for one that does not exist yet. */
  readonly text: string;
  /** In the order of the file; none overlaps another. */
  readonly hunks: readonly ReviewHunk[];
  /** The number the next hunk gets. */
  readonly nextId: number;
  /** Where the file is to go, when its move is not decided yet. */
  readonly renameTo?: { readonly uri: string; readonly path: string };
}

export type Renaming = NonNullable<FileReview['renameTo']>;

/** Opens the review of a planned edit of one file, its hunks as they were planned. */
export function reviewOf(edit: FileEdit, uri: string, renameTo?: Renaming): FileReview {
  const text = edit.kind === 'create' ? '' : edit.before;
  const move = renameTo === undefined ? {} : { renameTo };
  return { uri, path: edit.path, kind: edit.kind, text, ...numbered(hunksOf(edit), 1), ...move };
}

function hunksOf(edit: FileEdit): NewHunk[] {
  if (edit.kind !== 'change')
    return [whole(edit.kind === 'create' ? '' : edit.before, edit.kind === 'create' ? edit.after : '')];
  const planned = edit.hunks.map(({ start, end, text, how, edit: part }) => ({ start, end, text, how, part }));
  return joinNear(edit.before, planned, (a, b) => a.part === b.part).map(({ start, end, text, how }) => ({
    start,
    end,
    text,
    how,
  }));
}

/** A new and a deleted file are one hunk, also where they are empty. */
function whole(before: string, after: string): TextHunk {
  return { start: 0, end: before.length, text: after };
}

/** The hunks that lead from one text to another, where only the texts are known. */
function hunksBetween(kind: FileEdit['kind'], before: string, after: string): TextHunk[] {
  return kind === 'change' ? joinNear(before, diffLines(before, after), () => true) : [whole(before, after)];
}

type NewHunk = Omit<ReviewHunk, 'id' | 'touched'>;

function numbered(hunks: readonly NewHunk[], from: number): Pick<FileReview, 'hunks' | 'nextId'> {
  return { hunks: hunks.map((hunk, i) => ({ ...hunk, id: from + i, touched: false })), nextId: from + hunks.length };
}

/** Changes that belong together, with only a blank line or a bracket between them, are one change to a reader. */
function joinNear<T extends TextHunk>(text: string, hunks: readonly T[], belong: (a: T, b: T) => boolean): T[] {
  const joined: T[] = [];
  for (const hunk of hunks) {
    const last = joined.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, hunk.start);
    if (last !== undefined && belong(last, hunk) && /^[^\w\n]*\n?$/.test(between)) {
      joined[joined.length - 1] = { ...last, end: hunk.end, text: last.text + between + hunk.text };
    } else joined.push(hunk);
  }
  return joined;
}

/** The file as it would be with every open hunk taken. */
export function proposedText({ text, hunks }: FileReview): string {
  return applyHunks(text, hunks);
}

export function isDecided({ hunks, renameTo }: FileReview): boolean {
  return hunks.length === 0 && renameTo === undefined;
}

/** The review after its hunks with these ids were put into the file. */
export function withTaken(review: FileReview, ids: ReadonlySet<number>): FileReview {
  const taken = review.hunks.filter(({ id }) => ids.has(id));
  const text = applyHunks(review.text, taken);
  return { ...review, text, hunks: moved(review.hunks.filter(({ id }) => !ids.has(id)), taken) };
}

export function without(review: FileReview, ids: ReadonlySet<number>): FileReview {
  return { ...review, hunks: review.hunks.filter(({ id }) => !ids.has(id)) };
}

export function withoutRename(review: FileReview): FileReview {
  const { renameTo, ...rest } = review;
  return renameTo === undefined ? review : rest;
}

/** The review on the text its file has now; hunks move with the lines around them. */
export function follow(review: FileReview, now: string): FileReview {
  if (now === review.text) return review;
  if (review.kind === 'delete') {
    const hunks = review.hunks.map((hunk) => ({ ...hunk, end: now.length, touched: true }));
    return { ...review, text: now, hunks };
  }
  return { ...review, text: now, hunks: apart(moved(review.hunks, diffLines(review.text, now))) };
}

/** More of the same file: a newer hunk takes the place of older ones for the same lines. Both are on the same text. */
export function merge(older: FileReview, newer: FileReview): FileReview {
  const near = new Shifts(newer.hunks);
  const kept = older.hunks.filter((hunk) => !near.near(hunk.start, hunk.end).some((one) => isRival(one, hunk)));
  const added = numbered(newer.hunks, older.nextId);
  const renameTo = newer.renameTo ?? older.renameTo;
  const hunks = [...kept, ...added.hunks].sort((a, b) => a.start - b.start || a.end - b.end);
  return { ...newer, hunks, nextId: added.nextId, ...(renameTo === undefined ? {} : { renameTo }) };
}

/** Whether two hunks are for the same lines. */
function isRival(one: TextHunk, hunk: TextHunk): boolean {
  return one.start === hunk.start || overlaps(one, hunk);
}

/**
 * The review after the user changed what it proposes; a hunk keeps its number as long as it is about the same lines.
 * Part of a file instead of none is no deletion any more.
 */
export function reproposed(review: FileReview, proposed: string): FileReview {
  const { text, hunks: old } = review;
  const kind = review.kind === 'delete' && proposed !== '' ? 'change' : review.kind;
  let { nextId } = review;
  const left = new Set(old);
  const shifts = new Shifts(old);
  // A new file with nothing in it is what is left when its one hunk was taken back.
  const fresh = kind === 'create' && proposed === '' ? [] : hunksBetween(kind, text, proposed);
  const hunks = fresh.map((hunk) => {
    const met = shifts.near(hunk.start, hunk.end).filter((one) => left.has(one) && isRival(one, hunk));
    for (const one of met) left.delete(one);
    const same = met.find((one) => one.start === hunk.start && one.end === hunk.end && one.text === hunk.text);
    const how = same?.how === undefined ? {} : { how: same.how };
    return { ...hunk, id: met[0]?.id ?? nextId++, touched: met.some(({ touched }) => touched), ...how };
  });
  return { ...review, kind, hunks, nextId };
}

/**
 * Hunks after other changes of the same text; one that was changed itself covers the change as well. Whole lines put
 * directly above or below a hunk are beside it, and a hunk that only adds lines keeps its place between two lines
 * whatever becomes of these.
 */
function moved(hunks: readonly ReviewHunk[], changes: readonly TextHunk[]): ReviewHunk[] {
  const shifts = new Shifts(changes);
  return hunks.map((hunk) => {
    const met = shifts.near(hunk.start, hunk.end).filter((change) => overlaps(hunk, change));
    const start = Math.min(hunk.start, met[0]?.start ?? hunk.start);
    const end = Math.max(hunk.end, met.at(-1)?.end ?? hunk.end);
    const grown = met.reduce((sum, change) => sum + change.text.length - (change.end - change.start), 0);
    const shift = shifts.before(start);
    return { ...hunk, start: start + shift, end: end + shift + grown, touched: hunk.touched || met.length > 0 };
  });
}

/** Hunks that ran into each other, because the lines between them were taken away, become one. */
function apart(hunks: readonly ReviewHunk[]): ReviewHunk[] {
  const result: ReviewHunk[] = [];
  for (const hunk of [...hunks].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last !== undefined && hunk.start < last.end) {
      result[result.length - 1] = {
        ...last,
        end: Math.max(last.end, hunk.end),
        text: last.text + hunk.text,
        touched: true,
      };
    } else result.push(hunk);
  }
  return result;
}
