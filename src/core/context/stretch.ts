export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** One replacement in a document: `removed` code units at `offset` gave way to `added`. */
export interface Replacement {
  readonly offset: number;
  readonly removed: number;
  readonly added: number;
}

/**
 * Where a stretch lies after a replacement: it moves with what is before it and grows with what is typed inside it, not
 * at its edges.
 */
export function moveStretch({ start, end }: Stretch, { offset, removed, added }: Replacement): Stretch {
  const last = offset + removed;
  if (last <= start) return { start: start + added - removed, end: end + added - removed };
  if (offset >= end) return { start, end };
  const newStart = offset < start ? offset + added : start;
  const newEnd = last > end ? offset + (offset < start ? added : 0) : end + added - removed;
  return { start: newStart, end: Math.max(newStart, newEnd) };
}
