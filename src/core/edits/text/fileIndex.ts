import { indentUnit } from './indent.ts';
import { fold } from './lookalikes.ts';
import { Interner } from './sequenceDiff.ts';
import { countTelling } from './telling.ts';
import { splitText, type TextLines } from './textLines.ts';

/**
 * How closely lines must agree: as they are; but for white space at the end and look-alikes; but for all white space.
 */
export type Level = 'exact' | 'folded' | 'loose';

export function keyOf(line: string, level: Level): string {
  if (level === 'exact') return line;
  const folded = fold(line);
  return level === 'folded' ? folded.trimEnd() : folded.trim().replace(/\s+/g, ' ');
}

interface Table {
  readonly interner: Interner;
  readonly ids: Int32Array;
  /** Lines by id, each list rising. */
  readonly places: readonly (readonly number[])[];
}

/** Counts the comparisons made, so that tests can hold the matcher to its bound. */
export interface Meter {
  steps: number;
}

/** Lines read in search of pieces, over all searches in one file. */
const MAX_SCANNED = 3_000_000;

function isWordChar(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}_$]/u.test(char);
}

/** Whether the piece stands in the line with no word going on at either end of it. */
function hasWords(line: string, piece: string): boolean {
  for (let at = line.indexOf(piece); at >= 0; at = line.indexOf(piece, at + 1)) {
    const end = at + piece.length;
    const isCutBefore = isWordChar(piece[0]) && isWordChar(line[at - 1]);
    const isCutBehind = isWordChar(piece.at(-1)) && isWordChar(line[end]);
    if (!isCutBefore && !isCutBehind) return true;
  }
  return false;
}

/** Whether a line is not indented in this unit; a single space may stand in front of a comment's star. */
function isOther(line: string, unit: string): boolean {
  return unit === '\t' ? line.startsWith('  ') : line.startsWith('\t');
}

/** The lines of one file, findable by content in time that does not depend on where they are. */
export class FileIndex {
  readonly split: TextLines;
  readonly meter: Meter = { steps: 0 };
  readonly #tables = new Map<Level, Table>();
  readonly #pieces = new Map<string, readonly number[]>();
  #scanned = 0;
  #telling: number | undefined;
  #isMixed: boolean | undefined;
  #unit: { readonly of: string | undefined } | undefined;

  constructor(text: string) {
    this.split = splitText(text);
  }

  get lines(): readonly string[] {
    return this.split.lines;
  }

  /** How many lines say more than brackets do. */
  get telling(): number {
    this.#telling ??= countTelling(this.lines);
    return this.#telling;
  }

  /** One level of indentation; undefined where nothing is indented. */
  get unit(): string | undefined {
    this.#unit ??= { of: indentUnit(this.lines) };
    return this.#unit.of;
  }

  /** Whether a line begins with a tab where no line of the file does, or with spaces where all have tabs. */
  isForeign = (line: string): boolean => {
    const { unit } = this;
    if (unit === undefined || !isOther(line, unit)) return false;
    this.#isMixed ??= this.lines.some((own) => isOther(own, unit));
    return !this.#isMixed;
  };

  #table(level: Level): Table {
    const known = this.#tables.get(level);
    if (known) return known;
    const interner = new Interner();
    const ids = interner.idsOf(this.lines.map((line) => keyOf(line, level)));
    const places: number[][] = Array.from({ length: interner.size }, () => []);
    ids.forEach((id, line) => places[id]?.push(line));
    const table = { interner, ids, places };
    this.#tables.set(level, table);
    return table;
  }

  ids(level: Level): Int32Array {
    return this.#table(level).ids;
  }

  /** Numbers for lines from outside; -1 for what the file does not have. */
  idsFor(lines: readonly string[], level: Level): Int32Array {
    const { interner } = this.#table(level);
    return Int32Array.from(lines, (line) => interner.find(keyOf(line, level)));
  }

  /** Where a line occurs, rising. */
  placesOf(line: string, level: Level): readonly number[] {
    const table = this.#table(level);
    return table.places[table.interner.find(keyOf(line, level))] ?? [];
  }

  /** Whether pieces of text are still looked for. */
  get canSearch(): boolean {
    return this.#scanned <= MAX_SCANNED;
  }

  /**
   * Lines that contain a piece of text as whole words, rising. Reads the file, so it is done for a limited number of
   * pieces and gives nothing from then on.
   */
  placesWith(piece: string): readonly number[] {
    const known = this.#pieces.get(piece);
    if (known) return known;
    const found: number[] = [];
    const wanted = keyOf(piece, 'loose');
    if (wanted === '' || this.#scanned > MAX_SCANNED) return found;
    for (let at = 0; at < this.lines.length; at++) {
      this.#scanned++;
      const line = this.lines[at] ?? '';
      if (line.length < 1_000 && line.includes(wanted) && hasWords(line, wanted)) found.push(at);
    }
    this.#pieces.set(piece, found);
    return found;
  }

  /**
   * First lines of every run that equals `wanted`, rising, at most `limit` of them. Takes steps in proportion to the
   * occurrences of its rarest line, at worst to the file and the run together.
   */
  findRuns(wanted: readonly string[], level: Level, limit: number): number[] {
    const table = this.#table(level);
    const ids = this.idsFor(wanted, level);
    if (ids.length === 0 || ids.includes(-1)) return [];
    let rarest = 0;
    ids.forEach((id, i) => {
      if (this.#count(table, id) < this.#count(table, ids[rarest] ?? 0)) rarest = i;
    });
    this.meter.steps += ids.length;
    const places = table.places[ids[rarest] ?? 0] ?? [];
    if (places.length * ids.length > 4 * (table.ids.length + ids.length)) return this.#scan(table.ids, ids, limit);
    const found: number[] = [];
    for (const place of places) {
      if (found.length >= limit) break;
      if (this.#equalAt(table.ids, ids, place - rarest)) found.push(place - rarest);
    }
    return found;
  }

  #count(table: Table, id: number): number {
    return table.places[id]?.length ?? 0;
  }

  #equalAt(ids: Int32Array, wanted: Int32Array, at: number): boolean {
    if (at < 0 || at + wanted.length > ids.length) return false;
    for (let i = 0; i < wanted.length; i++) {
      this.meter.steps++;
      if (ids[at + i] !== wanted[i]) return false;
    }
    return true;
  }

  /** Knuth-Morris-Pratt: linear even where all lines are alike. */
  #scan(ids: Int32Array, wanted: Int32Array, limit: number): number[] {
    const fallback = new Int32Array(wanted.length);
    for (let i = 1, k = 0; i < wanted.length; i++) {
      while (k > 0 && wanted[i] !== wanted[k]) k = fallback[k - 1] ?? 0;
      if (wanted[i] === wanted[k]) k++;
      fallback[i] = k;
    }
    const found: number[] = [];
    for (let i = 0, k = 0; i < ids.length && found.length < limit; i++) {
      this.meter.steps++;
      while (k > 0 && (k === wanted.length || ids[i] !== wanted[k])) k = fallback[k - 1] ?? 0;
      if (ids[i] === wanted[k]) k++;
      if (k === wanted.length) found.push(i - k + 1);
    }
    return found;
  }
}
