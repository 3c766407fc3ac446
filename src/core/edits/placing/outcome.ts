import type { TextHunk } from '../text/hunks.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import type { NearPlace, RefusalReason } from '../refusals.ts';

/** The rule by which an edit found its place; `cursor`: it was asked for there. */
export type How = 'exact' | 'whitespace' | 'anchored' | 'selection' | 'snippet' | 'whole' | 'appended' | 'cursor';

/** A replacement in the file's text; `how` says by which rule it found its place. */
export interface PlacedHunk extends TextHunk {
  readonly how: How;
  /** Number of the edit it is a part of: one edit of a reply may come to several hunks. */
  readonly edit: number;
}

/** Edits that belong together: all of them are made, or none. */
export interface Placed {
  readonly kind: 'placed';
  readonly edits: readonly LineEdit[];
  readonly how: How;
  /** Lines the hunk covers, its context included. */
  readonly at: number;
  readonly end: number;
  readonly raw: string;
  readonly finalNewline?: 'add' | 'remove';
  /** One stretch of the file, shown without a gap. */
  readonly isRun?: boolean;
}

export interface NotPlaced {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  readonly raw: string;
  readonly candidates?: readonly NearPlace[];
}

export type Outcome = Placed | NotPlaced;
