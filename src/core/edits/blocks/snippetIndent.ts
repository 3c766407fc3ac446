import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { columnsAt, convertIndent, indentOf, indentUnit } from '../text/indent.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { writerFor } from '../writing/editsAt.ts';
import type { LinePair } from '../writing/rebase.ts';

/**
 * The lines of a part at the file's indentation; undefined where that cannot be told. It is measured on the first and
 * the last line: those between may have moved on purpose, such as into a condition.
 */
export function atHome(
  index: FileIndex, path: string, shown: readonly string[], own: readonly string[],
): string[] | undefined {
  const first: LinePair = [shown[0] ?? '', own[0] ?? ''];
  const last: LinePair = [shown.at(-1) ?? '', own.at(-1) ?? ''];
  const isShownToEnd = keyOf(last[0], 'loose') === keyOf(last[1], 'loose');
  const second = isShownToEnd ? last : shallowest(shown, own);
  const pairs = second ? [first, second] : [first];
  const { rebase } = writerFor(index, path, pairs, shown);
  const isFlat = pairs.every((pair) => pair.every((line) => columnsAt(line) === 0));
  const stepped = isFlat && index.unit === '\t' ? withTabs(index, shown, own) : shown;
  const lines = stepped?.map((line) => rebase(line)).filter((line) => line !== undefined);
  return lines?.length === shown.length && !lines.some(index.isForeign) ? lines : undefined;
}

/** Lines indented by spaces in even steps, for a file that knows nothing but tabs; undefined where that is not so. */
function withTabs(index: FileIndex, lines: readonly string[], own: readonly string[]): readonly string[] | undefined {
  const isSpaced = (line: string): boolean => line.startsWith('  ') && !isBlank(line);
  if (!lines.some((line) => isSpaced(line) && !own.includes(line))) return lines;
  const step = indentUnit(lines);
  if (step === undefined || step === '\t' || index.lines.some(isSpaced)) return undefined;
  const isOdd = (line: string): boolean => {
    return !isBlank(line) && (indentOf(line).includes('\t') || columnsAt(line) % step.length !== 0);
  };
  return lines.some(isOdd) ? undefined : convertIndent(lines, '\t');
}

/** Of the lines that stand in both and are deeper than the first, the one that is the least deep. */
function shallowest(shown: readonly string[], own: readonly string[]): LinePair | undefined {
  const base = columnsAt(shown[0] ?? '');
  const known = new Map(own.map((line) => [keyOf(line, 'loose'), line]));
  const pairs = shown.flatMap((line): LinePair[] => {
    const same = isTelling(line) && columnsAt(line) > base ? known.get(keyOf(line, 'loose')) : undefined;
    return same === undefined ? [] : [[line, same]];
  });
  return pairs.sort((a, b) => columnsAt(a[0]) - columnsAt(b[0]))[0];
}
