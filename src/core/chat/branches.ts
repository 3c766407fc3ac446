/** Something in a tree: it has a name, and `parentOf` tells the name of what it hangs on. */
interface Node {
  readonly id: string;
}

type ParentOf<T> = (node: T) => string;

/** The name that stands for the root. */
export const root = '';

/**
 * The nodes by what they hang on, each list in the order they came. What hangs on nothing that is there hangs on the
 * root.
 */
function childrenOf<T extends Node>(all: readonly T[], parentOf: ParentOf<T>): Map<string, T[]> {
  const known = new Set<string>();
  const children = new Map<string, T[]>();
  for (const node of all) {
    const named = parentOf(node);
    // Only what came before can be a parent, so that there are no rings.
    const parent = known.has(named) ? named : root;
    known.add(node.id);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [node]);
    else siblings.push(node);
  }
  return children;
}

export interface Path<T> {
  readonly path: readonly T[];
  /** For each node on the path that has others beside it: all of them by id, itself included, oldest first. */
  readonly branches: ReadonlyMap<string, readonly string[]>;
}

/** The way from the root to a leaf: at each fork the chosen node, or the newest where none is chosen. */
export function pathThrough<T extends Node>(
  all: readonly T[],
  parentOf: ParentOf<T>,
  chosen: readonly string[],
): Path<T> {
  const children = childrenOf(all, parentOf);
  const wanted = new Set(chosen);
  const path: T[] = [];
  const branches = new Map<string, readonly string[]>();
  let siblings = children.get(root);
  while (siblings !== undefined) {
    const next = siblings.find(({ id }) => wanted.has(id)) ?? siblings.at(-1);
    if (next === undefined) break;
    path.push(next);
    if (siblings.length > 1)
      branches.set(
        next.id,
        siblings.map(({ id }) => id),
      );
    siblings = children.get(next.id);
  }
  return { path, branches };
}

/** A node and all that hangs on it, by id. */
export function withDescendants<T extends Node>(
  all: readonly T[],
  parentOf: ParentOf<T>,
  id: string,
): ReadonlySet<string> {
  const found = new Set([id]);
  for (const node of all) {
    if (found.has(parentOf(node))) found.add(node.id);
  }
  return found;
}

/** The nodes that hang on the same one as `id` does, itself included, by id; none when it is not there. */
export function siblingsOf<T extends Node>(all: readonly T[], parentOf: ParentOf<T>, id: string): readonly string[] {
  const lists = childrenOf(all, parentOf).values();
  for (const siblings of lists) {
    if (siblings.some((node) => node.id === id)) return siblings.map((node) => node.id);
  }
  return [];
}

/** The nodes from the root down to `id`, itself included; empty when it is not there. */
export function ancestry<T extends Node>(all: readonly T[], parentOf: ParentOf<T>, id: string): readonly T[] {
  const path: T[] = [];
  let wanted = id;
  // Backwards: what a node hangs on came before it.
  for (const node of all.toReversed()) {
    if (node.id !== wanted) continue;
    path.unshift(node);
    wanted = parentOf(node);
  }
  return path;
}
