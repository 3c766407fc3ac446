/**
 * Whether a line, or one of several, says more than punctuation: it has a letter or a digit. Brackets and rules are in
 * every file, so they tell nothing about a place.
 */
export function isTelling(text: string | readonly string[]): boolean {
  return typeof text === 'string' ? /[\p{L}\p{N}]/u.test(text) : text.some((line) => isTelling(line));
}

/** How many of the lines are telling. */
export function countTelling(lines: readonly string[]): number {
  return lines.reduce((count, line) => (isTelling(line) ? count + 1 : count), 0);
}
