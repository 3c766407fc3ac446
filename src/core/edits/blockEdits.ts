import { editsOf, foldedDifferences, isPlaceholder, no, telling, type BlockClaim, type BlockVerdict } from './blockChanges.ts';
import { isElisionIn } from './elisions.ts';
import type { FileIndex } from './fileIndex.ts';
import { isSentence } from './extractCode.ts';
import { isProse } from './languages.ts';
import type { Difference } from './sequenceDiff.ts';
import { snippetEdits } from './snippetEdits.ts';
import { partsOf } from './snippetParts.ts';
import { isBlank } from './textLines.ts';

/** Reads a block of code as new content of a file: whole, or parts of it that say where they belong. */
export function blockEdits(index: FileIndex, lines: readonly string[], claim: BlockClaim): BlockVerdict {
  if (isEscaped(index, lines)) return no('escaped');
  if (endsInProse(index, lines, claim.path)) return no('unclear-end');
  const isMark = (line: string): boolean => isElisionIn(line, claim.path) && index.placesOf(line, 'loose').length === 0;
  if (lines.some(isMark)) return snippetEdits(index, claim, partsOf(lines, isMark));
  const whole = wholeEdits(index, lines, claim);
  if (whole.kind === 'edits' || whole.reason !== 'looks-like-snippet') return whole;
  if (!isFarSmaller(index, lines)) return whole;
  const part = snippetEdits(index, claim, partsOf(lines, () => false));
  return part.kind === 'edits' ? part : whole;
}

/** Without placeholders, only a block that cannot be a whole state of the file is read as a part of it. */
function isFarSmaller(index: FileIndex, lines: readonly string[]): boolean {
  const count = telling(index.lines);
  return count >= 12 && telling(lines) * 2.5 <= count;
}

/** A sentence behind the code: the fence was closed too late. */
function endsInProse(index: FileIndex, lines: readonly string[], path: string): boolean {
  const last = lines.findLast((line) => !isBlank(line)) ?? '';
  return !isProse(path) && isSentence(last.slice(0, 500)) && index.placesOf(last, 'loose').length === 0;
}

/** HTML escapes in new code where the file has the plain signs: the reply went through a renderer. */
function isEscaped(index: FileIndex, lines: readonly string[]): boolean {
  const hasEscapes = lines.some((line) => /&(?:lt|gt|amp|quot|#39);/.test(line));
  return hasEscapes && !/&(?:lt|gt|amp|quot|#39);/.test(index.split.text) && /[<>&"']/.test(index.split.text);
}

/** Lines dropped without others in their place, beyond what a change of that size explains. */
function dropsTooMuch(index: FileIndex, lines: readonly string[], change: Difference, allowed: number): boolean {
  const dropped = telling(index.lines.slice(change.a0, change.a1));
  const added = telling(lines.slice(change.b0, change.b1));
  return dropped > 2 * added + allowed;
}

/** Blank lines at either end of a file come and go with how a block is written. */
function isBlankEdge(index: FileIndex, lines: readonly string[], { a0, a1, b0, b1 }: Difference): boolean {
  const isEdge = a0 === 0 || a1 === index.lines.length;
  return isEdge && index.lines.slice(a0, a1).every(isBlank) && lines.slice(b0, b1).every(isBlank);
}

function wholeEdits(index: FileIndex, lines: readonly string[], claim: BlockClaim): BlockVerdict {
  const count = telling(index.lines);
  const all = foldedDifferences(index.lines, lines);
  const changes = all.filter((change) => !isBlankEdge(index, lines, change));
  if (!isProse(claim.path) && changes.some((change) => isPlaceholder(index.lines, lines, change))) return no('elision');
  const dropped = changes.reduce((sum, { a0, a1 }) => sum + telling(index.lines.slice(a0, a1)), 0);
  const kept = count - dropped;
  if (count > 0 && kept < count * (claim.isNamed ? 0.5 : 0.7)) return no('looks-like-snippet');
  if (!claim.isNamed && count - kept > 0 && count < 4) return no('looks-like-snippet');
  const [first, last] = [changes[0], changes.at(-1)];
  if (first?.a0 === 0 && dropsTooMuch(index, lines, first, 1)) return no('looks-like-snippet');
  if (last?.a1 === index.lines.length && dropsTooMuch(index, lines, last, 1)) return no('looks-like-snippet');
  if (changes.some((change) => dropsTooMuch(index, lines, change, Math.max(5, count * 0.3)))) return no('would-delete');
  if (!claim.closed && last && last.a1 >= index.lines.length) return no('cut-off');
  return editsOf(index, claim.path, lines, { all, made: changes }, 0, 'whole');
}
