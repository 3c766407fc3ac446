import { columnsOf, indentOf, indentUnit } from './indent.ts';
import { isBlank } from './textLines.ts';

/** Pairs of a line as the reply has it and as the file has it. */
export type LinePair = readonly [reply: string, file: string];

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
  /** Columns of one level in the reply, 0 when unknown. */
  readonly reply: number;
  readonly file: string | undefined;
}

/** Moves `to` by the columns that `from` lies away from `base`, in the file's units. */
function shift(from: string, base: string, to: string, units: Units): string | undefined {
  const distance = columnsOf(from) - columnsOf(base);
  const fileWidth = widthOf(units.file);
  const step = units.reply > 0 ? units.reply : Math.abs(distance);
  if (units.file === undefined || (fileWidth === step && units.file !== '\t')) {
    return to.includes('\t') ? undefined : resize(to, distance);
  }
  const levels = distance / step;
  if (!Number.isInteger(levels)) return undefined;
  if (levels >= 0) return to + units.file.repeat(levels);
  const drop = units.file.repeat(-levels);
  return to.endsWith(drop) ? to.slice(0, to.length - drop.length) : undefined;
}

function resize(indent: string, by: number): string | undefined {
  if (indent.length + by < 0) return undefined;
  return by >= 0 ? indent + ' '.repeat(by) : indent.slice(0, indent.length + by);
}

/** Whether every measured pair follows from every other by the same rule. */
function agrees(known: ReadonlyMap<string, string>, units: Units): boolean {
  const [first] = known;
  if (!first) return true;
  return [...known].every(([from, to]) => shift(from, first[0], first[1], units) === to);
}

/**
 * Measures how the reply's indentation differs from the file's on the lines both have, and gives the function that
 * rewrites new lines accordingly. Lines pass unchanged where both agree.
 */
export function rebaseBy(pairs: readonly LinePair[], replyLines: readonly string[], fileUnit: string | undefined): Rebase {
  const { known, torn } = measure(pairs);
  if (torn.size === 0 && [...known].every(([from, to]) => from === to)) return KEEP;
  const units = { reply: widthOf(indentUnit(replyLines)), file: fileUnit };
  const consistent = torn.size === 0 && agrees(known, units);
  const nearest = (from: string): readonly [string, string] | undefined => {
    const far = (entry: readonly [string, string]): number => Math.abs(columnsOf(entry[0]) - columnsOf(from));
    return [...known].sort((a, b) => far(a) - far(b))[0];
  };
  return (line) => {
    if (isBlank(line)) return '';
    const from = indentOf(line);
    const measured = torn.has(from) ? undefined : known.get(from);
    if (measured !== undefined) return measured + line.slice(from.length);
    const base = consistent ? nearest(from) : undefined;
    const to = base && shift(from, base[0], base[1], units);
    return to === undefined ? undefined : to + line.slice(from.length);
  };
}
