/** A replacement: `text` takes the place of `before.slice(start, end)`; UTF-16 offsets. */
export interface TextHunk {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Stretch = Pick<TextHunk, 'start' | 'end'>;

/** Whether two stretches share text, or an insertion lies inside the other; touching ends share nothing. */
export function overlaps(a: Stretch, b: Stretch): boolean {
  return a.start < b.end && b.start < a.end;
}

/** By how much an offset moves when changes, sorted and apart, are made in the text before it. */
export function shiftBefore(offset: number, changes: readonly TextHunk[]): number {
  let shift = 0;
  for (const { start, end, text } of changes) {
    if (end > offset) break;
    shift += text.length - (end - start);
  }
  return shift;
}

/**
 * Applies hunks given in any order.
 * @throws RangeError when two overlap or one lies outside the text.
 */
export function applyHunks(before: string, hunks: readonly TextHunk[]): string {
  const sorted = [...hunks].sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let at = 0;
  for (const hunk of sorted) {
    if (hunk.start < at || hunk.end < hunk.start || hunk.end > before.length) {
      throw new RangeError(`Hunk ${hunk.start}-${hunk.end} overlaps another or lies outside the text`);
    }
    parts.push(before.slice(at, hunk.start), hunk.text);
    at = hunk.end;
  }
  parts.push(before.slice(at));
  return parts.join('');
}
