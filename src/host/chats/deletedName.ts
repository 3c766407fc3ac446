/**
 * Names of removed chats: `<removed at>.<id>.jsonl`, and `<removed at>.due-<seen at>.<id>.jsonl` once one was seen to
 * be due, all in milliseconds since 1970. A clock may be wrong, and be set right: so a chat is forgotten only when it
 * was seen to be due, and is seen again as long after that as it had to wait before. A clock that is days ahead for a
 * while then costs nothing.
 */
const parts = /^(\d+)\.(?:due-(\d+)\.)?(.+)$/;

interface Look {
  /** What was removed before this time is due. */
  readonly before: number;
  readonly now: number;
}

/** Whether a removed chat has waited long enough by the clock of this look, and is not marked as due already. */
export function isDue(name: string, { before, now }: Look): boolean {
  const [, removed, seen] = parts.exec(name) ?? [];
  if (removed === undefined || Number(removed) >= before) return false;
  // A mark from the future was made by a clock that was ahead.
  return seen === undefined || Number(seen) > now;
}

export function isForgotten(name: string, { before, now }: Look): boolean {
  const [, removed, seen] = parts.exec(name) ?? [];
  if (removed === undefined || seen === undefined) return false;
  return Number(removed) < before && Number(seen) <= now && Number(seen) < before;
}

/** The name with the mark that it was seen to be due now. */
export function dueMark(name: string, now: number): string {
  return name.replace(parts, (_name, removed: string, _seen, rest: string) => `${removed}.due-${now}.${rest}`);
}
