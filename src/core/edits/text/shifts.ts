import type { TextHunk } from './hunks.ts';

/**
 * Where other offsets of a text come to lie after changes of it. The changes are in the order of the text, and none
 * overlaps another.
 */
export class Shifts<T extends TextHunk> {
  readonly #changes: readonly T[];
  /** What the first so many changes add to the length of the text. */
  readonly #sums: readonly number[];

  constructor(changes: readonly T[]) {
    this.#changes = changes;
    const sums = [0];
    let sum = 0;
    for (const { start, end, text } of changes) sums.push((sum += text.length - (end - start)));
    this.#sums = sums;
  }

  /** How far an offset moves by the changes that end before it, or at it. */
  before(offset: number): number {
    return this.#sums[this.#countWhere(({ end }) => end <= offset)] ?? 0;
  }

  /** The changes that overlap a stretch or touch it. */
  near(start: number, end: number): readonly T[] {
    return this.#changes.slice(this.#countWhere((one) => one.end < start), this.#countWhere((one) => one.start <= end));
  }

  /** How many changes something holds for, when it holds for the first ones alone. */
  #countWhere(holds: (change: TextHunk) => boolean): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const change = this.#changes[middle];
      if (change !== undefined && holds(change)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
