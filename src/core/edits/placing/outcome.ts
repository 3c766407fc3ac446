import type { TextHunk } from '../text/hunks.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import type { NearPlace, RefusalReason } from '../refusals.ts';

export type How = 'exact' | 'whitespace' | 'anchored' | 'selection' | 'snippet' | 'whole';

/** A replacement in the file's text; `how` says by which rule it found its place. */
export interface PlacedHunk extends TextHunk {
  readonly how: How;
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
