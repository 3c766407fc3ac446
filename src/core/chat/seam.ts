/** How far back a repeated piece may begin, in UTF-16 code units: a model starts again at a line or a sentence. */
const longestRepeat = 2_000;

/** A continuation is looked at up to here and no further: a repeated piece, a fence's line, and the piece behind it. */
const mostHeld = 2 * longestRepeat + 200;

/** Shorter matches at the seam are taken for chance: `a` and `and` begin alike. */
const shortestRepeat = 3;

/** Joins a continuation to the text it goes on with. Same result as a `SeamJoiner` fed with it in any pieces. */
export function joinSeam(before: string, continuation: string): string {
  const joiner = new SeamJoiner(before);
  return before + joiner.push(continuation) + joiner.end();
}

/**
 * Takes a continuation as it comes and gives out what is new in it. A model asked to go on often repeats the last
 * words, line or sentence, and opens a code fence again that is still open; both are left out. Held back is only what
 * may still be such a piece: at most 4,200 characters.
 */
export class SeamJoiner {
  readonly #tail: string;
  readonly #inFence: boolean;
  #held = '';
  #joined = false;

  constructor(before: string) {
    this.#tail = before.slice(-longestRepeat);
    this.#inFence = endsInFence(before);
  }

  push(text: string): string {
    return this.#take(text, false);
  }

  end(): string {
    return this.#take('', true);
  }

  #take(text: string, ended: boolean): string {
    if (this.#joined) return text;
    this.#held += text;
    const isEnough = ended || this.#held.length >= mostHeld;
    const known = this.#known(this.#held.slice(0, mostHeld), isEnough);
    if (known === undefined) return '';
    this.#joined = true;
    return this.#held.slice(known);
  }

  /** How many characters of the head are not new; undefined while more of it must be seen. */
  #known(head: string, ended: boolean): number | undefined {
    const repeat = repeated(this.#tail, head, ended);
    if (repeat === undefined) return undefined;
    if (repeat > 0 || !this.#inFence) return repeat;
    const fence = openingFence.exec(head);
    if (fence === null) return !ended && mayOpenFence.test(head) ? undefined : 0;
    const again = repeated(this.#tail, head.slice(fence[0].length), ended);
    return again === undefined ? undefined : fence[0].length + again;
  }
}

/** A fence with a language behind it: a bare one closes. */
const openingFence = /^\s*(?:`{3,}|~{3,})[ \t]*[^\s`][^\n`]*\n/;

/** What may still become one. */
const mayOpenFence = /^\s*(?:[`~]{0,2}|`{3,}[^\n`]*|~{3,}[^\n]*)$/;

/**
 * Length of the piece at the head that repeats the tail, leading blanks included; undefined while it may still grow.
 */
function repeated(tail: string, head: string, ended: boolean): number | undefined {
  const exact = overlap(tail, head, ended);
  const blank = head.length - head.trimStart().length;
  if (exact !== 0 || blank === 0) return exact;
  if (blank === head.length) return ended ? 0 : undefined;
  const trimmed = overlap(tail, head.slice(blank), ended);
  return trimmed === undefined || trimmed === 0 ? trimmed : blank + trimmed;
}

/** Length of the longest beginning of `head` that the tail ends with; undefined while a longer one is possible. */
function overlap(tail: string, head: string, ended: boolean): number | undefined {
  if (head === '') return ended ? 0 : undefined;
  let longest = 0;
  for (let at = tail.indexOf(head.charAt(0)); at >= 0; at = tail.indexOf(head.charAt(0), at + 1)) {
    const length = tail.length - at;
    if (!isSeam(tail, at)) continue;
    if (length > head.length) {
      if (!ended && tail.startsWith(head, at)) return undefined;
    } else if (head.startsWith(tail.slice(at))) {
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

/** Whether a repeated piece may begin here: long enough, and not in the middle of a word. */
function isSeam(tail: string, at: number): boolean {
  const word = /[\p{L}\p{N}_]/u;
  return tail.length - at >= shortestRepeat && !(word.test(tail.charAt(at - 1)) && word.test(tail.charAt(at)));
}

/** Whether a code fence is open at the end of the text. */
export function endsInFence(text: string): boolean {
  let open: string | undefined;
  for (const [, run = ''] of text.matchAll(/^ {0,3}(`{3,}|~{3,})[^\n]*$/gm)) {
    if (open === undefined) open = run;
    else if (run.startsWith(open)) open = undefined;
  }
  return open !== undefined;
}
