import { blockEnd, opensBlock } from '../outline/blockAt.ts';
import { headName, isAttached } from '../outline/declarations.ts';
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
 * Whether a part may as well be meant for another block of the file that has the same head as its first: two classes
 * may have a method of one name, and a new body for the first may look like the second. `region` is where the part
 * would go.
 */
export function fitsTwin(field: Field, shown: readonly string[], region: Range): boolean {
  const { index, path } = field;
  const from = shown.findIndex((line) => !isBlank(line) && !isAttached(line));
  const head = shown[from] ?? '';
  if (!opensBlock(shown, from)) return false;
  const twins = twinsOf(field, head, region);
  if (twins.length === 0) return false;
  // A definition that is shown twice stands for two of the file: one place is not enough.
  if (headName(head, path) !== undefined && shown.lastIndexOf(head) > from) return true;
  if (blockEnd(shown, from) !== shown.length) return false;
  const block = shown.slice(from);
  return twins.some((at) => {
    const twin = { start: at, end: blockEnd(index.lines, at) };
    return canStandFor(field, block, twin) && !isPlainlyOf(field, block, region, twin);
  });
}

/** Lines of the file outside of a region, but where the part is looked for, that open a block with the same head. */
function twinsOf({ index, range }: Field, head: string, region: Range): number[] {
  return index.placesOf(head, 'loose').filter((at) => {
    const isInRegion = at >= region.start && at < region.end;
    return at >= range.start && at < range.end && !isInRegion && opensBlock(index.lines, at);
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
