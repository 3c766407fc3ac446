export interface Tree {
  /** One line per file or folder, indented by two spaces a level; folders end with `/` and come first. */
  readonly text: string;
  /** Entries left out. */
  readonly left: number;
}

type Level = Map<string, Level | undefined>;

/** Draws the files below a folder, given by their paths from it. At most `limit` lines. */
export function drawTree(paths: readonly string[], limit: number): Tree {
  const top: Level = new Map();
  for (const path of paths) put(top, path.split('/'));
  const lines = linesOf(top, 0);
  const shown = lines.slice(0, limit);
  const left = lines.length - shown.length;
  return { text: [...shown, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n'), left };
}

function put(level: Level, [name, ...rest]: readonly string[]): void {
  if (name === undefined || name === '') return;
  if (rest.length === 0) {
    if (!level.has(name)) level.set(name, undefined);
    return;
  }
  const known = level.get(name);
  const next: Level = known ?? new Map<string, Level | undefined>();
  level.set(name, next);
  put(next, rest);
}

function linesOf(level: Level, depth: number): string[] {
  const entries = [...level].sort(
    ([a, inA], [b, inB]) => Number(inB !== undefined) - Number(inA !== undefined) || (a < b ? -1 : 1),
  );
  return entries.flatMap(([name, inside]) => {
    const line = `${'  '.repeat(depth)}${name}${inside === undefined ? '' : '/'}`;
    return inside === undefined ? [line] : [line, ...linesOf(inside, depth + 1)];
  });
}
