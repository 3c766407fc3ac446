import { blockEnd, isCloser, isOpeningBrace, opensBlock } from '../outline/blockAt.ts';
import { firstWord, headName } from '../outline/declarations.ts';
import type { Range } from '../outline/definitions.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { baseColumns, columnsAt } from '../text/indent.ts';
import type { Difference } from '../text/sequenceDiff.ts';
import { countTelling, isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';

/** A stretch of the file, what a part makes of it, and where the two differ. */
interface StretchChange {
  readonly path: string;
  readonly own: readonly string[];
  readonly lines: readonly string[];
  readonly changes: readonly Difference[];
}

/** Whether lines would go that the part does not plainly replace. */
export function losesLines(change: StretchChange): boolean {
  return change.changes.some((difference) => isLoss(change, difference));
}

/** Whether one difference takes away more than it brings, a whole definition, or the end of the stretch. */
function isLoss(change: StretchChange, difference: Difference): boolean {
  const { path, own, lines } = change;
  const { a0, a1, b0, b1 } = difference;
  const [removed, added] = [own.slice(a0, a1), lines.slice(b0, b1)];
  const [gone, come] = [countTelling(removed), countTelling(added)];
  const isEnd = a1 === own.length;
  if (gone === 0) return isEnd && !removed.every(isBlank) && added.every(isBlank);
  if (come === 0 || (gone > come + 1 && !isRewritten(change, difference))) return true;
  const base = baseColumns(own);
  const isKept = (head: string): boolean => added.some((line) => headName(line, path) === headName(head, path));
  const losesHead = removed.some((line, i) => {
    return isTelling(line) && columnsAt(line) <= base && opensBlock(own, a0 + i) && !isKept(line);
  });
  return losesHead || (isEnd && lastWord(removed) !== lastWord(added));
}

/** The word that the last telling line begins with. */
function lastWord(lines: readonly string[]): string | undefined {
  return firstWord(lines.findLast((line) => isTelling(line)) ?? '');
}

/** A function with something else defined in it may lose that. */
const TYPE = /^(?:class|interface|struct|enum|trait|impl|rule) /;

/**
 * Whether a difference lies within one function that both show from its head to its bracket, with nothing defined in
 * it: then fewer lines may do what more did.
 */
function isRewritten({ path, own, lines }: StretchChange, { a0, a1, b0, b1 }: Difference): boolean {
  const [was, is] = [functionAround(own, a0, a1, path), functionAround(lines, b0, b1, path)];
  if (!was || was.name !== is?.name || TYPE.test(was.name)) return false;
  const isLeaf = was.inner.every((line, i) => headName(line, path) === undefined || !opensBlock(was.inner, i));
  return isLeaf && countTelling(was.inner) <= 3 * countTelling(is.inner) + 4;
}

/** The function whose body has lines [from, to): its name and the lines between its head and its last bracket. */
function functionAround(
  lines: readonly string[], from: number, to: number, path: string,
): { name: string; inner: readonly string[] } | undefined {
  const depth = baseColumns(lines.slice(from, to));
  const head = lines.findLastIndex((line, i) => {
    return i < from && !isBlank(line) && columnsAt(line) < depth && !isOpeningBrace(line);
  });
  const own = lines[head] ?? '';
  const name = head < 0 ? undefined : headName(own, path);
  if (name === undefined) return undefined;
  const end = blockEnd(lines, head);
  const foot = lines[end - 1] ?? '';
  const isWhole = end > to && isCloser(foot) && columnsAt(foot) === columnsAt(own);
  return isWhole ? { name, inner: lines.slice(head + 1, end - 1) } : undefined;
}

/** Whether lines taken for new stand elsewhere in the file: then the part covers more than it seems to. */
export function repeatsFile(index: FileIndex, { lines, changes }: StretchChange, region: Range): boolean {
  return changes.some((change) => {
    const fresh = lines.slice(change.b0, change.b1);
    return repeatsBelow(index, lines, change, region.end) || fresh.some((line) => isElsewhere(index, line, region));
  });
}

/** A shorter line is in a file by chance more often than because it is the same. UTF-16 code units. */
const MIN_DISTINCT = 10;

function isElsewhere(index: FileIndex, line: string, { start, end }: Range): boolean {
  const places = line.trim().length >= MIN_DISTINCT && isTelling(line) ? index.placesOf(line, 'loose') : [];
  return places.length === 1 && places.some((place) => place < start || place >= end);
}

/** Whether lines taken for new at the end of a stretch are, for the most part, those that follow it. */
function repeatsBelow(index: FileIndex, lines: readonly string[], { b0, b1 }: Difference, end: number): boolean {
  const isAtEnd = lines.length - b1 <= 2;
  const added = isAtEnd ? lines.slice(b0, b1).filter((line) => isTelling(line)) : [];
  const below = new Set(index.lines.slice(end, end + b1 - b0 + 3).map((line) => keyOf(line, 'loose')));
  const last = lines.at(-1) ?? '';
  const next = index.lines.slice(end, end + 5).find((line) => !isBlank(line)) ?? '';
  // A bracket too many was noticed by the balance: what is equal to the next line is one that closes something new.
  const isRule = !isTelling(last) && !/[(){}[\]<>]/.test(last);
  if (b1 === lines.length && b1 > b0 && isRule && keyOf(last, 'loose') === keyOf(next, 'loose')) return true;
  const known = added.filter((line) => below.has(keyOf(line, 'loose'))).length;
  return known > 0 && 2 * known >= added.length;
}
