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
