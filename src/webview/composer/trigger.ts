/** What is being typed at the cursor that opens a list: `@words` anywhere, or `/words` at the very start. */
export interface Trigger {
  readonly sign: '@' | '/';
  /** Where the sign stands, and where the words end: the cursor. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

/** Longest words that are still looked for. */
const longestWords = 100;

export function triggerAt(text: string, cursor: number): Trigger | undefined {
  const before = text.slice(Math.max(0, cursor - longestWords - 2), cursor);
  const slash = /^\/([a-z]*)$/.exec(text.slice(0, cursor));
  if (slash !== null) return { sign: '/', start: 0, end: cursor, words: slash[1] ?? '' };
  // An address such as `me@example.org` is none: the sign stands at the start of a word.
  const at = /(?:^|[\s([{"'`])@([^\s@]*)$/.exec(before);
  const words = at?.[1];
  if (words === undefined || words.length > longestWords) return undefined;
  return { sign: '@', start: cursor - words.length - 1, end: cursor, words };
}
