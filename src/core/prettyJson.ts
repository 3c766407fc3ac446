/** Levels that are indented. With two spaces for each, a value nested n deep would take n times its length. */
const deepest = 16;

/** Longest value that is indented, in characters. */
const longestIndented = 65_536;

/**
 * A value as JSON for a person to read: indented where that stays small, else in one line. Empty for what has no JSON
 * (cycles, functions, big integers, nesting beyond the stack).
 */
export function prettyJson(value: unknown): string {
  try {
    const compact: unknown = JSON.stringify(value);
    if (typeof compact !== 'string') return '';
    const isSmall = compact.length <= longestIndented && isShallow(value, deepest);
    return isSmall ? JSON.stringify(value, undefined, 2) : compact;
  } catch {
    return '';
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((entry) => isShallow(entry, levels - 1));
}
