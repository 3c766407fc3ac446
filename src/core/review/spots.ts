import type { LineSpan, MergedHunk, MergedView } from './mergedView.ts';

/** From which side a review is looked at: the file itself, the merged view, or either side of a diff. */
export type Side = 'file' | 'merged' | 'original' | 'proposed';

/** The lines of a hunk as one side counts them. */
export function spanOn(side: Side, hunk: MergedHunk): LineSpan {
  if (side === 'merged') return { start: hunk.removed.start, end: hunk.added.end };
  return side === 'proposed' ? hunk.proposed : hunk.file;
}

/** The hunk a line belongs to. Lines that are only put between two others are found from both. */
export function hunkAt(view: MergedView, side: Side, line: number): MergedHunk | undefined {
  return view.hunks.find((hunk) => {
    const { start, end } = spanOn(side, hunk);
    return end > start ? line >= start && line < end : line === start || line === start - 1;
  });
}

/** The hunk after or before a line; undefined behind the last and before the first. */
export function nextFrom(view: MergedView, side: Side, line: number, step: 1 | -1): MergedHunk | undefined {
  const own = hunkAt(view, side, line);
  if (own !== undefined) return view.hunks[view.hunks.indexOf(own) + step];
  return step > 0
    ? view.hunks.find((hunk) => spanOn(side, hunk).start > line)
    : view.hunks.findLast((hunk) => spanOn(side, hunk).start < line);
}
