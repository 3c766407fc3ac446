import type { Turn } from '../../core/chat/conversation.ts';

/** What surely fills the view: so many turns or characters are there at once. */
const enough = { turns: 24, characters: 20_000 };

/** How many more turns come with each frame that has nothing better to do. */
const perFrame = 40;

/** Turns of a list: from `start` up to but without `end`, which is open where the last one is among them. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The turns that are seen first: up to the last one, or from `placeId` on. */
export function firstStretch(turns: readonly Turn[], placeId: string | undefined): Stretch {
  const place = turns.findIndex(({ id }) => id === placeId);
  const fromEnd = startBefore(turns, turns.length);
  if (place < 0 || place >= fromEnd) return { start: fromEnd, end: Infinity };
  return { start: startBefore(turns, place), end: place + enough.turns };
}

export function widened({ start, end }: Stretch, count: number): Stretch {
  if (end < count) return { start, end: end + perFrame };
  return { start: Math.max(0, start - perFrame), end: Infinity };
}

/** Where a stretch begins that ends before `end` and surely fills the view. */
function startBefore(turns: readonly Turn[], end: number): number {
  let start = end;
  for (let characters = 0; start > 0 && end - start < enough.turns && characters < enough.characters; start--) {
    characters += turns[start - 1]?.text.length ?? 0;
  }
  return start;
}
