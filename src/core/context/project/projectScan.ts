/** A file as the scan is given it; `path` is relative to the workspace, with `/`. */
export interface ScannedFile {
  readonly path: string;
  readonly text: string;
}

/** A line that holds a word of the question, counted from 1. */
export interface Hit {
  readonly line: number;
  readonly text: string;
}

/** A file that fits the question, with its most telling lines in the order they stand. */
export interface FileHits {
  readonly path: string;
  readonly score: number;
  readonly hits: readonly Hit[];
}

/** What a file declares at its outermost level, by the lines that do. */
export interface FileSymbols {
  readonly path: string;
  readonly names: readonly string[];
}

/** Most lines shown of one file. */
const mostHits = 6;

/** Most places of one word looked at in one file: after that it says nothing more about the file. */
const mostPlaces = 40;

/** Most names kept of one file. */
const mostNames = 24;

/** Longer lines are data or minified code. */
const longestLine = 400;

/** A file whose very path holds a word is likelier meant than one that merely uses it. */
const pathWeight = 4;

/** A line that declares the word is likelier meant than one that uses it. */
const declarationWeight = 3;

/** Lines that name another file: JavaScript and TypeScript, Python, C, Rust, Ruby, Go, PHP, Java and C#. */
const IMPORT =
  /^\s*(?:import|export|from|#\s*include|use|mod|require(?:_relative)?|using|const\b.{1,80}\brequire|"[\w./-]+"$)/;

interface Found {
  readonly path: string;
  /** For each word of the question, the lines that hold it. */
  readonly places: readonly (readonly Hit[])[];
  readonly inPath: readonly boolean[];
}

/**
 * Reads the files of a project one by one, and tells which of them fit a question and which are used most. Nothing of
 * a file's text is kept but the lines that may be shown. The cost grows with the text read.
 */
export class ProjectScan {
  readonly #words: readonly string[];
  readonly #declares: (line: string, path: string) => string | undefined;
  readonly #found: Found[] = [];
  readonly #symbols = new Map<string, readonly string[]>();
  /** How often each file's name stands in lines that import. */
  readonly #imports = new Map<string, number>();
  /** Characters read so far. */
  read = 0;

  /** `declares` gives the name that a line declares in a file of this path, if it declares one. */
  constructor(words: readonly string[], declares: (line: string, path: string) => string | undefined) {
    this.#words = words;
    this.#declares = declares;
  }

  add({ path, text }: ScannedFile): void {
    this.read += text.length;
    const lines = text.split('\n');
    const lower = path.toLowerCase();
    const places = this.#words.map(() => [] as Hit[]);
    const names: string[] = [];
    lines.forEach((line, index) => {
      if (line.length > longestLine) return;
      this.#noteWords(places, line, index + 1);
      if (/^\S/.test(line) && names.length < mostNames) names.push(...this.#nameIn(line, path));
      if (IMPORT.test(line)) this.#noteImports(line);
    });
    const inPath = this.#words.map((word) => lower.includes(word));
    if (inPath.includes(true) || places.some((one) => one.length > 0)) this.#found.push({ path, places, inPath });
    if (names.length > 0) this.#symbols.set(path, names);
  }

  /** The files that fit the question, best first. A word that stands in few files counts more than one in many. */
  ranked(most: number): FileHits[] {
    const files = this.#found.length;
    const weights = this.#words.map((_, word) => {
      const holding = this.#found.filter(
        ({ places, inPath }) => (places[word]?.length ?? 0) > 0 || inPath[word],
      ).length;
      return Math.log(1 + files / (1 + holding)) + 0.1;
    });
    const scored = this.#found.map((found) => ({ found, score: this.#scoreOf(found, weights) }));
    scored.sort((a, b) => b.score - a.score || (a.found.path < b.found.path ? -1 : 1));
    return scored
      .slice(0, most)
      .map(({ found, score }) => ({ path: found.path, score, hits: this.#best(found, weights) }));
  }

  /** What the files that others import most declare, most used first; without imports, in the order they were read. */
  symbols(most: number): FileSymbols[] {
    const uses = (path: string): number => this.#imports.get(stemOf(path)) ?? 0;
    const all = [...this.#symbols].map(([path, names]) => ({ path, names, uses: uses(path) }));
    return all.sort((a, b) => b.uses - a.uses).slice(0, most).map(({ path, names }) => ({ path, names }));
  }

  #noteWords(places: readonly Hit[][], line: string, number: number): void {
    const lower = line.toLowerCase();
    this.#words.forEach((word, index) => {
      const held = places[index];
      if (held && held.length < mostPlaces && lower.includes(word)) held.push({ line: number, text: line.trim() });
    });
  }

  #nameIn(line: string, path: string): string[] {
    const name = this.#declares(line, path);
    return name === undefined ? [] : [name];
  }

  #noteImports(line: string): void {
    for (const [name] of line.matchAll(/[\w-]+(?=(?:\.\w+)?['">;\s]|$)/g)) {
      this.#imports.set(name, (this.#imports.get(name) ?? 0) + 1);
    }
  }

  #scoreOf({ path, places, inPath }: Found, weights: readonly number[]): number {
    return weights.reduce((sum, weight, word) => {
      const held = places[word] ?? [];
      const often = Math.log2(1 + held.length);
      const declared = held.some(({ text }) => this.#isDeclaration(text, path, word)) ? declarationWeight : 0;
      return sum + weight * (often + declared + (inPath[word] ? pathWeight : 0));
    }, 0);
  }

  #isDeclaration(line: string, path: string, word: number): boolean {
    return this.#declares(line, path)?.toLowerCase().includes(this.#words[word] ?? '') ?? false;
  }

  /** The lines of a file that say most about the question: those with several of its words, and declarations, first. */
  #best({ path, places }: Found, weights: readonly number[]): Hit[] {
    const scores = new Map<number, { readonly hit: Hit; score: number }>();
    places.forEach((held, word) => {
      for (const hit of held) {
        const known = scores.get(hit.line) ?? {
          hit,
          score: this.#isDeclaration(hit.text, path, word) ? declarationWeight : 0,
        };
        known.score += weights[word] ?? 0;
        scores.set(hit.line, known);
      }
    });
    const best = [...scores.values()].sort((a, b) => b.score - a.score || a.hit.line - b.hit.line).slice(0, mostHits);
    return best.map(({ hit }) => hit).sort((a, b) => a.line - b.line);
  }
}

/** The name by which imports know a file: without folders and ending; its folder's where that says nothing. */
function stemOf(path: string): string {
  const names = path.split('/');
  const stem = (names.at(-1) ?? '').replace(/\.[^.]*$/, '');
  return /^(?:index|__init__|mod|main)$/.test(stem) ? (names.at(-2) ?? stem) : stem;
}
