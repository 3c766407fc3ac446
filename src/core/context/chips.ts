import type { ContextKind } from './refs.ts';

/**
 * Something that goes along with the next message, as the composer shows it. The id is all that the view knows it by.
 */
export interface ContextChip {
  readonly id: string;
  readonly kind: ContextKind;
  readonly label: string;
  readonly detail: string;
  /** Tokens it will take, as far as is known. */
  readonly tokens: number;
  /** Why it cannot go along any more. */
  readonly problem?: string;
}

/** Something that can be added, as the list under `@` shows it; the id holds for this one search. */
export interface ContextChoice {
  readonly id: string;
  readonly kind: ContextKind;
  readonly label: string;
  readonly detail: string;
}
