import type { FileIndex } from '../text/fileIndex.ts';
import { trimBlankLines } from '../formats/wrapping/wrappers.ts';
import { isCloser } from '../outline/blockAt.ts';
import type { Range } from '../outline/definitions.ts';
import { columnsAt } from '../text/indent.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import { isBlank } from '../text/textLines.ts';
import type { RefusedBlock } from './blockChanges.ts';

/**
 * Lines of a snippet that stand together in the file. A snippet is cut at its placeholders, such as
 * `// ... existing code ...`, and where a part leaves the block that it begins in.
 */
export interface Part {
  readonly lines: readonly string[];
  /** Columns of the placeholder above and below; undefined at the ends of the snippet. */
  readonly above: number | undefined;
  readonly below: number | undefined;
  /** A blank line stands between the part and the placeholder above it. */
  readonly isSetOff: boolean;
  /** A blank line stands between the part and the placeholder below it. */
  readonly isSetOffBelow: boolean;
  /** No placeholder stands above it: it follows the part before, which shows the end of its block. */
  readonly follows?: boolean;
}

/** Where a part is looked for. */
export interface Field {
  readonly index: FileIndex;
  readonly path: string;
  /** Lines of the file, behind the parts before and within the block that they opened. */
  readonly range: Range;
  /** Where the block around the part ends, if the part is shown to be the last of it. */
  readonly last?: number | undefined;
}

/** A block that an earlier part opened and did not close: later, deeper parts stand in it. */
export interface Scope {
  /** Columns of the line that opens it, in the reply. */
  readonly columns: number;
  /** That line in the file, and the line behind the block there. */
  readonly head: number;
  readonly end: number;
}

export type PartVerdict =
  | { readonly kind: 'edits'; readonly edits: readonly LineEdit[]; readonly region: Range }
  | RefusedBlock;

/** Cuts a snippet at its placeholders. */
export function partsOf(lines: readonly string[], isMark: (line: string) => boolean): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let above: number | undefined;
  for (let at = 0; at <= lines.length; at++) {
    const line = lines[at];
    if (line !== undefined && !isMark(line)) continue;
    const own = lines.slice(from, at);
    const below = line === undefined ? undefined : columnsAt(line);
    const [isSetOff, isSetOffBelow] = [isBlankLine(own[0]), isBlankLine(own.at(-1))];
    parts.push({ lines: trimBlankLines(own), above, below, isSetOff, isSetOffBelow });
    from = at + 1;
    above = below;
  }
  return parts.filter((part) => part.lines.length > 0).flatMap(leftBlocks);
}

function isBlankLine(line: string | undefined): boolean {
  return line !== undefined && isBlank(line);
}

/** Cuts a part where it leaves the block that it begins in: at the first line less deep than its first. */
function leftBlocks(whole: Part): Part[] {
  const part = withoutLeadingClosers(whole);
  const first = columnsAt(part.lines[0] ?? '');
  const at = part.lines.findIndex((line) => !isBlank(line) && columnsAt(line) < first && !isCloser(line));
  if (at < 0) return [part];
  const from = part.lines.slice(0, at);
  const head = { ...part, lines: trimBlankLines(from), below: columnsAt(part.lines[at] ?? ''), isSetOffBelow: true };
  const isSetOff = isBlankLine(from.at(-1));
  const rest = { ...part, lines: part.lines.slice(at), above: undefined, isSetOff, follows: true };
  return [head, ...leftBlocks(rest)];
}

/** The part without the brackets that it begins with: they close the block that the placeholder above stands in. */
function withoutLeadingClosers(part: Part): Part {
  const at = part.lines.findIndex((line) => !isBlank(line) && (!isCloser(line) || /[({[]\s*$/.test(line)));
  if (at <= 0 || part.lines.slice(0, at).every(isBlank)) return part;
  const isSetOff = isBlank(part.lines[at - 1] ?? '');
  return { ...part, lines: part.lines.slice(at), above: undefined, isSetOff, follows: true };
}

/** The part without the brackets at its end that close what was opened above it. */
export function withoutOuterClosers(part: Part): Part {
  const first = columnsAt(part.lines[0] ?? '');
  let count = part.lines.length;
  for (; count > 1; count--) {
    const line = part.lines[count - 1] ?? '';
    if (!isBlank(line) && !(isCloser(line) && columnsAt(line) < first)) break;
  }
  return count === part.lines.length ? part : { ...part, lines: part.lines.slice(0, count), below: undefined };
}

/** Whether half of the words of two lines are the same. */
export function isAlike(a: string, b: string): boolean {
  const words = (line: string): Set<string> => new Set(line.slice(0, 300).match(/[\p{L}\p{N}_$]+/gu) ?? []);
  const [one, two] = [words(a), words(b)];
  const both = [...one].filter((word) => two.has(word)).length;
  return both > 0 && both * 2 >= Math.min(one.size, two.size);
}

/**
 * Whether new lines are so many more than the known ones next to them that these are in the file by chance: the part is
 * more likely about another file. Counts of telling lines.
 */
export function outweighs(fresh: number, known: number): boolean {
  return fresh > 3 * known + 3;
}
