import type { Difference } from './sequenceDiff.ts';

/** A line that stands in both of two texts: its index in the first and in the second. */
export interface KeptLine {
  readonly a: number;
  readonly b: number;
}

/**
 * The lines that two texts share, in order: all between the differences. `length` is the number of lines of the first.
 */
export function keptLines(differences: readonly Difference[], length: number): KeptLine[] {
  const kept: KeptLine[] = [];
  let [a, b] = [0, 0];
  for (const change of differences) {
    for (; a < change.a0; a++, b++) kept.push({ a, b });
    [a, b] = [change.a1, change.b1];
  }
  for (; a < length; a++, b++) kept.push({ a, b });
  return kept;
}
