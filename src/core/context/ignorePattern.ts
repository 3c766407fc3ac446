/** What one place of a name must be; `star` stands for any number of characters. */
type Token = 'star' | ((character: string) => boolean);

/** One part of a pattern between slashes; `folders` stands for any number of them. */
type Part = 'folders' | readonly Token[];

/**
 * One line of an ignore file, as Git reads it. Its cost is bounded by the length of the pattern times that of the path,
 * whatever stands in it: it goes back to the last wildcard alone, never to one before that. A regular expression would
 * try them all.
 */
export class IgnorePattern {
  /** A line that begins with `!` takes back what an earlier one said. */
  readonly negated: boolean;
  /** How many characters and parts were compared so far. */
  steps = 0;
  readonly #parts: readonly Part[];
  readonly #foldersOnly: boolean;

  private constructor(pattern: string, negated: boolean) {
    this.negated = negated;
    this.#foldersOnly = pattern.endsWith('/');
    const body = this.#foldersOnly ? pattern.slice(0, -1) : pattern;
    const isAnchored = body.includes('/');
    const parts = body.replace(/^\//, '').split('/').map(partOf);
    // `a/**` is all that is inside of `a`, not `a` itself.
    const inside: readonly Part[] = parts.at(-1) === 'folders' ? [['star']] : [];
    this.#parts = [...(isAnchored ? [] : ['folders' as const]), ...parts, ...inside];
  }

  /** The pattern of a line; `undefined` where it says nothing. */
  static read(line: string): IgnorePattern | undefined {
    if (line.startsWith('#')) return undefined;
    const text = withoutTrailingSpaces(line.replace(/\r$/, ''));
    const negated = text.startsWith('!');
    const pattern = negated ? text.slice(1) : text;
    return pattern === '' || pattern === '/' ? undefined : new IgnorePattern(pattern, negated);
  }

  /** Whether a path, given by the names it is made of, fits the pattern as a whole. */
  matches(names: readonly string[], isFolder: boolean): boolean {
    if (this.#foldersOnly && !isFolder) return false;
    return this.#walk(this.#parts, names, 'folders', (part, name) => part !== 'folders' && this.#fits(part, name));
  }

  #fits(part: readonly Token[], name: string): boolean {
    return this.#walk(part, Array.from(name), 'star', (token, character) => token !== 'star' && token(character));
  }

  /** Matches a list against a pattern in which one sign stands for any number of items. */
  #walk<P, I>(pattern: readonly P[], items: readonly I[], many: P, fits: (one: P, item: I) => boolean): boolean {
    let [at, item] = [0, 0];
    /** The last sign for many, and up to where it reaches. */
    let [last, reached] = [-1, 0];
    while (item < items.length) {
      this.steps++;
      const one = pattern[at];
      const current = items[item];
      if (one === many) [last, reached, at] = [at, item, at + 1];
      else if (one !== undefined && current !== undefined && fits(one, current)) [at, item] = [at + 1, item + 1];
      else if (last < 0) return false;
      else [reached, at, item] = [reached + 1, last + 1, reached + 1];
    }
    return pattern.slice(at).every((one) => one === many);
  }
}

/** Spaces at the end do not count, unless a backslash stands before them. */
function withoutTrailingSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') end--;
  return line.slice(0, end);
}

function partOf(text: string): Part {
  if (/^\*{2,}$/.test(text)) return 'folders';
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const [token, next] = tokenAt(text, at);
    // Several stars in a row are one.
    if (token !== 'star' || tokens.at(-1) !== 'star') tokens.push(token);
    at = next;
  }
  return tokens;
}

function tokenAt(text: string, at: number): [Token, next: number] {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  switch (character) {
    case '*':
      return ['star', at + 1];
    case '?':
      return [() => true, at + 1];
    case '[':
      return classAt(text, at) ?? [(one) => one === '[', at + 1];
    case '\\': {
      const escaped = text[at + 1] ?? '\\';
      return [(one) => one === escaped, at + 2];
    }
    default:
      return [(one) => one === character, at + character.length];
  }
}

/** A set of characters in brackets, such as `[a-z]` or `[!0-9]`; `undefined` where it is not closed. */
function classAt(text: string, at: number): [Token, next: number] | undefined {
  const isNegated = text[at + 1] === '!' || text[at + 1] === '^';
  const first = at + (isNegated ? 2 : 1);
  const end = text.indexOf(']', first + 1);
  if (end < 0) return undefined;
  const ranges = rangesIn(text.slice(first, end));
  return [(one) => ranges.some(([from, to]) => one >= from && one <= to) !== isNegated, end + 1];
}

function rangesIn(text: string): readonly (readonly [from: string, to: string])[] {
  const found = text.matchAll(/\\?([^])(?:-\\?([^]))?/gu);
  return [...found].map(([, from = '', to = from]) => [from, to] as const);
}
