import { blockEnd, opensBlock } from '../outline/blockAt.ts';
import { isAttached } from '../outline/declarations.ts';
import type { Range } from '../outline/definitions.ts';
import { keyOf } from '../text/fileIndex.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { foldedDifferences } from './blockChanges.ts';
import { atHome } from './snippetIndent.ts';
import { losesLines } from './snippetLosses.ts';
import type { Field } from './snippetParts.ts';

/** So many lines that a snippet shares with one of two blocks alone are not there by chance. Telling lines. */
const MIN_OWN = 4;

/**
 * Whether a part that shows one block from its head to its end may as well be meant for another block of the file that
 * has the same head: two classes may have a method of one name, and a new body for the first may look like the second.
 * `region` is where the part would go.
 */
export function fitsTwin(field: Field, shown: readonly string[], region: Range): boolean {
  const { index, range } = field;
  const from = shown.findIndex((line) => !isBlank(line) && !isAttached(line));
  const head = shown[from] ?? '';
  if (!opensBlock(shown, from) || blockEnd(shown, from) !== shown.length) return false;
  const block = shown.slice(from);
  return index.placesOf(head, 'loose').some((at) => {
    const isOutside = at < region.start || at >= region.end;
    const isInRange = at >= range.start && at < range.end;
    if (!isOutside || !isInRange || !opensBlock(index.lines, at)) return false;
    const twin = { start: at, end: blockEnd(index.lines, at) };
    return canStandFor(field, block, twin) && !isPlainlyOf(field, block, region, twin);
  });
}

/** Whether a block could take the place of a stretch of the file without losing lines of it. */
function canStandFor({ index, path }: Field, block: readonly string[], { start, end }: Range): boolean {
  const own = index.lines.slice(start, end);
  const lines = atHome(index, path, block, own);
  return lines !== undefined && !losesLines({ path, own, lines, changes: foldedDifferences(own, lines) });
}

/** Whether most of a block stands in one stretch of the file, and none of that in the twin. */
function isPlainlyOf({ index }: Field, block: readonly string[], region: Range, twin: Range): boolean {
  const keysIn = ({ start, end }: Range): Set<string> => {
    return new Set(index.lines.slice(start, end).map((line) => keyOf(line, 'loose')));
  };
  const [own, other] = [keysIn(region), keysIn(twin)];
  const said = block.filter((line) => isTelling(line)).map((line) => keyOf(line, 'loose'));
  const kept = said.filter((line) => own.has(line) && !other.has(line)).length;
  return kept >= MIN_OWN && 2 * kept > said.length;
}
