/** A place where two sequences differ: a[a0,a1) became b[b0,b1); half open, one of them may be empty. */
export interface Difference {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

type Ids = ArrayLike<number>;

interface Job {
  readonly a: Ids;
  readonly b: Ids;
  /** Snake extensions left before the search gives up on the shortest script. */
  budget: number;
  readonly out: Difference[];
  readonly forward: Int32Array;
  readonly backward: Int32Array;
}

interface Split {
  readonly x: number;
  readonly y: number;
}

const DEFAULT_BUDGET = 4_000_000;
/** Edit distance at which the search for a middle gives up and anchors on unique items instead. */
const MAX_COST = 1_024;

/**
 * The differences between two sequences of numbers, in order. Shortest possible (Myers, linear space) while
 * `budget` steps last; after that anchored on items that are unique in both, at worst one whole block.
 */
export function diffSequences(a: Ids, b: Ids, budget = DEFAULT_BUDGET): Difference[] {
  const width = 2 * Math.min(MAX_COST, a.length + b.length) + 4;
  const job: Job = { a, b, budget, out: [], forward: new Int32Array(width), backward: new Int32Array(width) };
  diffRange(job, { a0: 0, a1: a.length, b0: 0, b1: b.length });
  return joinTouching(job.out);
}

/** Finds the differences within a box: the stretches [a0,a1) and [b0,b1) of the two sequences. */
function diffRange(job: Job, box: Difference): void {
  const { a, b } = job;
  let { a0, a1, b0, b1 } = box;
  while (a0 < a1 && b0 < b1 && a[a0] === b[b0]) {
    a0++;
    b0++;
  }
  while (a0 < a1 && b0 < b1 && a[a1 - 1] === b[b1 - 1]) {
    a1--;
    b1--;
  }
  if (a0 === a1 && b0 === b1) return;
  if (a0 === a1 || b0 === b1) {
    job.out.push({ a0, a1, b0, b1 });
    return;
  }
  const middle = findMiddle(job, { a0, a1, b0, b1 });
  if (!middle) {
    diffAnchored(job, { a0, a1, b0, b1 });
    return;
  }
  diffRange(job, { a0, a1: middle.x, b0, b1: middle.y });
  diffRange(job, { a0: middle.x, a1, b0: middle.y, b1 });
}

/** Myers' middle of a shortest script, searched from both ends; undefined when it costs too much. */
function findMiddle(job: Job, box: Difference): Split | undefined {
  const { forward, backward } = job;
  const offset = offsetIn(job);
  const limit = Math.min(offset - 2, Math.ceil((box.a1 - box.a0 + box.b1 - box.b0) / 2));
  forward[offset + 1] = 0;
  backward[offset + 1] = 0;
  for (let cost = 0; cost <= limit; cost++) {
    if (job.budget <= 0) return undefined;
    const split = stepForward(job, box, cost) ?? stepBackward(job, box, cost);
    if (split) return split;
  }
  return undefined;
}

/** Where diagonal 0 stands in the tables of a job: diagonals to the left of it have negative numbers. */
function offsetIn({ forward }: Job): number {
  return forward.length >> 1;
}

function reach(v: Int32Array, k: number, cost: number, offset: number): number {
  const left = v[offset + k - 1] ?? 0;
  const right = v[offset + k + 1] ?? 0;
  return k === -cost || (k !== cost && left < right) ? right : left + 1;
}

function stepForward(job: Job, box: Difference, cost: number): Split | undefined {
  const { a, b, forward, backward } = job;
  const n = box.a1 - box.a0;
  const m = box.b1 - box.b0;
  const [delta, offset] = [n - m, offsetIn(job)];
  for (let k = -cost; k <= cost; k += 2) {
    const from = reach(forward, k, cost, offset);
    let x = from;
    while (x < n && x - k < m && x - k >= 0 && a[box.a0 + x] === b[box.b0 + x - k]) x++;
    job.budget -= 1 + x - from;
    forward[offset + k] = x;
    const mirrored = delta - k;
    const meets = (delta & 1) !== 0 && mirrored >= 1 - cost && mirrored <= cost - 1;
    if (meets && x + (backward[offset + mirrored] ?? 0) >= n) return inside(box, box.a0 + x, box.b0 + x - k);
  }
  return undefined;
}

function stepBackward(job: Job, box: Difference, cost: number): Split | undefined {
  const { a, b, forward, backward } = job;
  const n = box.a1 - box.a0;
  const m = box.b1 - box.b0;
  const [delta, offset] = [n - m, offsetIn(job)];
  for (let k = -cost; k <= cost; k += 2) {
    const from = reach(backward, k, cost, offset);
    let x = from;
    while (x < n && x - k < m && x - k >= 0 && a[box.a1 - 1 - x] === b[box.b1 - 1 - x + k]) x++;
    job.budget -= 1 + x - from;
    backward[offset + k] = x;
    const mirrored = delta - k;
    const meets = (delta & 1) === 0 && mirrored >= -cost && mirrored <= cost;
    if (meets && x + (forward[offset + mirrored] ?? 0) >= n) return inside(box, box.a1 - x, box.b1 - x + k);
  }
  return undefined;
}

/** A diagonal may run past the box where one side is used up; such a point splits nothing. */
function inside(box: Difference, x: number, y: number): Split | undefined {
  const within = x >= box.a0 && x <= box.a1 && y >= box.b0 && y <= box.b1;
  const corner = (x === box.a0 && y === box.b0) || (x === box.a1 && y === box.b1);
  return within && !corner ? { x, y } : undefined;
}

/** Cuts at the longest rising run of items that occur once on each side; one block when there is none. */
function diffAnchored(job: Job, box: Difference): void {
  const anchors = risingRun(uniquePairs(job, box));
  if (anchors.length === 0) {
    job.out.push(box);
    return;
  }
  let { a0, b0 } = box;
  for (const anchor of anchors) {
    diffRange(job, { a0, a1: anchor.x, b0, b1: anchor.y });
    [a0, b0] = [anchor.x + 1, anchor.y + 1];
  }
  diffRange(job, { ...box, a0, b0 });
}

function uniquePairs({ a, b }: Job, { a0, a1, b0, b1 }: Difference): Split[] {
  const inA = uniquePositions(a, a0, a1);
  const inB = uniquePositions(b, b0, b1);
  const pairs: Split[] = [];
  for (const [id, x] of inA) {
    const y = inB.get(id);
    if (x >= 0 && y !== undefined && y >= 0) pairs.push({ x, y });
  }
  return pairs;
}

/** Position of every item in the range; -1 for one that occurs more than once. In order of first occurrence. */
function uniquePositions(ids: Ids, from: number, to: number): Map<number, number> {
  const positions = new Map<number, number>();
  for (let at = from; at < to; at++) {
    const id = ids[at] ?? 0;
    positions.set(id, positions.has(id) ? -1 : at);
  }
  return positions;
}

/** Longest subsequence with rising `y` of pairs sorted by `x` (patience sorting). */
export function risingRun(pairs: readonly Split[]): Split[] {
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach((pair, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((pairs[tails[mid] ?? 0]?.y ?? 0) < pair.y) low = mid + 1;
      else high = mid;
    }
    previous.push(low > 0 ? (tails[low - 1] ?? -1) : -1);
    tails[low] = index;
  });
  const run: Split[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair) run.push(pair);
  }
  return run.reverse();
}

function joinTouching(differences: readonly Difference[]): Difference[] {
  const joined: Difference[] = [];
  for (const next of differences) {
    const last = joined.at(-1);
    if (last?.a1 === next.a0 && last.b1 === next.b0) {
      joined[joined.length - 1] = { a0: last.a0, a1: next.a1, b0: last.b0, b1: next.b1 };
    } else joined.push(next);
  }
  return joined;
}

/** Gives equal strings equal numbers, so that lines are compared as numbers from then on. */
export class Interner {
  readonly #ids = new Map<string, number>();

  id(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    return id;
  }

  /** -1 for a string never seen, so that looking up does not fill the table. */
  find(key: string): number {
    return this.#ids.get(key) ?? -1;
  }

  get size(): number {
    return this.#ids.size;
  }

  idsOf(keys: readonly string[]): Int32Array {
    return Int32Array.from(keys, (key) => this.id(key));
  }
}
