import { columnsOf, indentOf, indentUnit } from '../text/indent.ts';
import { isBlank } from '../text/textLines.ts';

/** Pairs of a line as the reply has it and as the file has it. */
export type LinePair = readonly [reply: string, file: string];

/** How a file indents. */
export interface FileManners {
  /** One level; undefined where nothing is indented. */
  readonly unit: string | undefined;
  /** Whether a line is indented in a way that no line of the file is. */
  readonly isForeign: (line: string) => boolean;
}

/** Rewrites the indentation of a new line from the reply's to the file's; undefined where that cannot be told. */
export type Rebase = (line: string) => string | undefined;

const KEEP: Rebase = (line) => line;

function widthOf(unit: string | undefined): number {
  return unit === undefined ? 0 : columnsOf(unit);
}

/** What the matched lines say: which indentation of the reply stands for which of the file. */
function measure(pairs: readonly LinePair[]): { known: Map<string, string>; torn: Set<string> } {
  const known = new Map<string, string>();
  const torn = new Set<string>();
  for (const [reply, file] of pairs) {
    if (isBlank(reply) || isBlank(file)) continue;
    const from = indentOf(reply);
    const to = indentOf(file);
    const before = known.get(from);
    if (before !== undefined && before !== to) torn.add(from);
    known.set(from, to);
  }
  return { known, torn };
}

interface Units {
  /** One level in the reply and in the file; undefined when nothing there is indented. */
  readonly reply: string | undefined;
  readonly file: string | undefined;
}

/** Moves the indentation `to` as far as `from` lies away from `base`; undefined where the rule does not apply. */
type Rule = (from: string, base: string, to: string, units: Units) => string | undefined;

/** The reply has the file's steps: as many columns further or less. */
const byColumns: Rule = (from, base, to, units) => {
  if (from === base) return to;
  if (units.file === '\t' || [from, base, to].some((indent) => indent.includes('\t'))) return undefined;
  const by = from.length - base.length;
  if (to.length + by < 0) return undefined;
  return by >= 0 ? to + ' '.repeat(by) : to.slice(0, to.length + by);
};

/** The reply has steps of its own: as many levels further or less. */
const byLevels: Rule = (from, base, to, units) => {
  if (from === base) return to;
  const step = widthOf(units.reply);
  const levels = (columnsOf(from) - columnsOf(base)) / step;
  if (units.file === undefined || !Number.isInteger(levels)) return undefined;
  if (levels >= 0) return to + units.file.repeat(levels);
  const drop = units.file.repeat(-levels);
  return to.endsWith(drop) ? to.slice(0, to.length - drop.length) : undefined;
};

/** The rules by which every measured pair follows from the first one. */
function fittingRules(known: ReadonlyMap<string, string>, units: Units): Rule[] {
  const [first] = known;
  if (!first) return [];
  return [byColumns, byLevels].filter((rule) => {
    return [...known].every(([from, to]) => rule(from, first[0], first[1], units) === to);
  });
}

/** Where no indented line stands in both, tabs for spaces, or the other way round, would be a guess. */
function keepUnlessForeign(isForeign: (line: string) => boolean): Rebase {
  return (line) => (isForeign(line) ? undefined : line);
}

/** The known pair that lies nearest to an indentation. */
function nearest(known: ReadonlyMap<string, string>, from: string): readonly [string, string] | undefined {
  const far = (entry: readonly [string, string]): number => Math.abs(columnsOf(entry[0]) - columnsOf(from));
  return [...known].sort((a, b) => far(a) - far(b))[0];
}

/**
 * Measures how the reply's indentation differs from the file's on the lines both have, and gives the function that
 * rewrites new lines accordingly. Lines pass unchanged where both agree.
 */
export function rebaseBy(pairs: readonly LinePair[], replyLines: readonly string[], file: FileManners): Rebase {
  const { known, torn } = measure(pairs);
  if (torn.size === 0 && [...known].every(([from, to]) => from === to)) {
    return [...known.keys()].every((indent) => indent === '') ? keepUnlessForeign(file.isForeign) : KEEP;
  }
  const units = { reply: indentUnit(replyLines), file: file.unit };
  const rules = torn.size === 0 ? fittingRules(known, units) : [];
  return (line) => {
    if (isBlank(line)) return '';
    const from = indentOf(line);
    const measured = torn.has(from) ? undefined : known.get(from);
    if (measured !== undefined) return measured + line.slice(from.length);
    const base = nearest(known, from);
    const results = new Set(base ? rules.map((rule) => rule(from, base[0], base[1], units)) : []);
    results.delete(undefined);
    const [to] = results;
    return results.size === 1 && to !== undefined ? to + line.slice(from.length) : undefined;
  };
}
