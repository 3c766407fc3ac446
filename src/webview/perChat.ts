/** Something kept for each chat, by its id; the one changed last comes last. */
export type PerChat<T> = Readonly<Record<string, T>>;

/** Chats of which something is kept; those left alone longest go first. */
const mostChats = 30;

/** The same with the entry of one chat changed, or taken out. */
export function withEntry<T>(entries: PerChat<T>, chat: string, value: T | undefined): PerChat<T> {
  const others = Object.entries(entries).filter(([id]) => id !== chat);
  const all = value === undefined ? others : [...others, [chat, value] as const];
  return Object.fromEntries(all.slice(-mostChats));
}
