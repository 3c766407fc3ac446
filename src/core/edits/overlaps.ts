import type { Placed, PlacedHunk } from './placing/outcome.ts';
import type { TextHunk } from './text/hunks.ts';

/** One edit of the reply as the text hunks it comes to. */
export interface Candidate {
  readonly hunks: readonly PlacedHunk[];
  readonly placed: Placed;
}

/** A hunk and the edit it belongs to. */
interface Stretch {
  readonly hunk: TextHunk;
  readonly candidate: Candidate;
}

/** Edits that can all be made, and those that contradict each other. The same edit said twice counts once. */
export function withoutClashes(all: readonly Candidate[]): { kept: Candidate[]; clashing: Candidate[] } {
  const candidates = withoutRepetitions(all);
  if (hasRivals(candidates)) return { kept: [], clashing: candidates };
  const clashing = new Set([...overlapping(candidates), ...interleaved(candidates)]);
  return { kept: candidates.filter((one) => !clashing.has(one)), clashing: [...clashing] };
}

/** A whole new state of the file leaves no room for other edits, unless they are part of it. */
function hasRivals(candidates: readonly Candidate[]): boolean {
  const whole = candidates.find(({ placed }) => placed.how === 'whole');
  if (!whole || candidates.length === 1) return false;
  const key = ({ start, end, text }: TextHunk): string => JSON.stringify([start, end, text]);
  const known = new Set(whole.hunks.map(key));
  return candidates.some(({ hunks }) => !hunks.every((hunk) => known.has(key(hunk))));
}

/** Two insertions of the same lines at one place are one edit only where the reply gives both in the same words. */
function withoutRepetitions(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ hunks, placed }) => {
    const onlyInserts = hunks.every(({ start, end }) => start === end);
    const words = onlyInserts && placed.how !== 'whole' ? placed.raw : '';
    const key = JSON.stringify([words, ...hunks.map(({ start, end, text }) => [start, end, text])]);
    const isNew = hunks.length === 0 || !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function overlapping(candidates: readonly Candidate[]): Set<Candidate> {
  const stretches = candidates.flatMap((candidate) => candidate.hunks.map((hunk) => ({ hunk, candidate })));
  const found = new Set<Candidate>();
  let widest: Stretch | undefined;
  for (const next of stretches.sort(inOrder)) {
    if (widest && widest.candidate !== next.candidate && clashes(widest, next)) {
      found.add(widest.candidate).add(next.candidate);
    }
    if (!widest || next.hunk.end >= widest.hunk.end) widest = next;
  }
  return found;
}

function inOrder(a: Stretch, b: Stretch): number {
  return a.hunk.start - b.hunk.start || a.hunk.end - b.hunk.end || a.candidate.placed.at - b.candidate.placed.at;
}

/** Edits of which one changes something between two changes of the other: made one by one, the result would differ. */
function interleaved(candidates: readonly Candidate[]): Set<Candidate> {
  const runs = candidates.filter(({ hunks, placed }) => placed.isRun && hunks.length > 0);
  const extents = runs.map((candidate) => {
    const starts = candidate.hunks.map(({ start }) => start);
    const ends = candidate.hunks.map(({ end }) => end);
    return { candidate, start: Math.min(...starts), end: Math.max(...ends) };
  });
  const found = new Set<Candidate>();
  let widest: (typeof extents)[number] | undefined;
  for (const extent of extents.sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (widest && extent.start < widest.end) found.add(extent.candidate).add(widest.candidate);
    if (!widest || extent.end >= widest.end) widest = extent;
  }
  return found;
}

/** Whether `b`, which starts no earlier than `a`, overlaps it, or touches it without a clear order of the two. */
function clashes(a: Stretch, b: Stretch): boolean {
  if (b.hunk.start < a.hunk.end) return true;
  if (b.hunk.start > a.hunk.end) return false;
  const isInsert = (hunk: TextHunk): boolean => hunk.start === hunk.end;
  if (!isInsert(a.hunk) && !isInsert(b.hunk)) return false;
  // The lines each edit shows around its change say which of the two comes first.
  const [first, second] = [a.candidate.placed, b.candidate.placed];
  if (isInsert(a.hunk) && isInsert(b.hunk)) return second.at < first.end;
  return second.at < first.at || second.end < first.end;
}

/** All hunks in order. Of two that touch, an insertion joins its neighbour: neither can be taken without the other. */
export function joinTouching(candidates: readonly Candidate[]): PlacedHunk[] {
  const hunks = candidates.flatMap((candidate) => candidate.hunks);
  const joined: PlacedHunk[] = [];
  for (const hunk of hunks.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    const isInsertion = hunk.start === hunk.end || last?.start === last?.end || last?.start === hunk.start;
    if (last?.end === hunk.start && isInsertion) {
      joined[joined.length - 1] = { ...last, end: hunk.end, text: last.text + hunk.text };
    } else joined.push(hunk);
  }
  return joined;
}
