import { editsOf, foldedDifferences, no, telling, type BlockClaim, type BlockVerdict } from './blockChanges.ts';
import { bracketBalance } from '../outline/brackets.ts';
import { isPlaceholder } from '../guards/elisions.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { isSentence } from '../formats/extractCode.ts';
import { isProse } from '../text/languages.ts';
import type { Difference } from '../text/sequenceDiff.ts';
import { snippetEdits } from './snippetEdits.ts';
import { definitionAt, headName, isAttached } from './snippetHeads.ts';
import { baseColumns, blockEnd, columnsAt, isCloser, opens, partsOf } from './snippetParts.ts';
import { isBlank } from '../text/textLines.ts';

/** Reads a block of code as new content of a file: whole, or parts of it that say where they belong. */
export function blockEdits(index: FileIndex, lines: readonly string[], claim: BlockClaim): BlockVerdict {
  if (endsInProse(index, lines, claim.path)) return no('unclear-end');
  const isMark = (line: string): boolean => isPlaceholder(index, claim.path, line);
  if (lines.some(isMark)) return snippetEdits(index, claim, partsOf(lines, isMark));
  const whole = wholeEdits(index, lines, claim);
  if (whole.kind === 'edits' || whole.reason !== 'looks-like-snippet') return whole;
  if (!isFarSmaller(index, lines) && !isOneDefinition(index, lines, claim.path)) return whole;
  const part = snippetEdits(index, claim, partsOf(lines, () => false));
  if (part.kind === 'edits') return part;
  return { ...whole, ...(part.tried === undefined ? {} : { tried: part.tried }) };
}

/** Without placeholders, only a block that cannot be a whole state of the file is read as a part of it. */
function isFarSmaller(index: FileIndex, lines: readonly string[]): boolean {
  const count = index.telling;
  return (count >= 12 && telling(lines) * 2.5 <= count) || isInside(index, lines);
}

/** Whether all of a block is indented, but not the ends of the file, which the block does not show. */
function isInside(index: FileIndex, lines: readonly string[]): boolean {
  if (baseColumns(lines) === 0) return false;
  const known = new Set(lines.map((line) => keyOf(line, 'folded')));
  const ends = [index.lines.find((line) => !isBlank(line)), index.lines.findLast((line) => !isBlank(line))];
  return ends.every((line) => line !== undefined && columnsAt(line) === 0 && !known.has(keyOf(line, 'folded')));
}

/** Whether a block is one definition and nothing else, of something that the file defines once and that is not all of it. */
function isOneDefinition(index: FileIndex, lines: readonly string[], path: string): boolean {
  const base = baseColumns(lines);
  const [head, ...others] = lines.filter((line) => !isBlank(line) && columnsAt(line) === base && !isCloser(line) && !isAttached(line));
  if (head === undefined || others.length > 0 || headName(head, path) === undefined || bracketBalance(lines) !== 0) return false;
  const at = definitionAt(index, head, path, { start: 0, end: index.lines.length });
  return at !== undefined && index.lines.some((line, i) => (i < at || i >= blockEnd(index.lines, at)) && telling([line]) > 0);
}

/** A sentence behind the code: the fence was closed too late. */
function endsInProse(index: FileIndex, lines: readonly string[], path: string): boolean {
  const last = lines.findLast((line) => !isBlank(line)) ?? '';
  return !isProse(path) && isSentence(last.slice(0, 500)) && index.placesOf(last, 'loose').length === 0;
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

/** More lines than this at once do not go without a word. */
const MAX_DROPPED = 20;

/** By how many lines above the first and below the last that stand in both the file has more than the block. */
function lossAtEdges(own: readonly string[], lines: readonly string[], changes: readonly Difference[]): number {
  const ends: { a: number; b: number }[] = [];
  let [a, b] = [0, 0];
  for (const change of [...changes, { a0: own.length, a1: own.length, b0: lines.length, b1: lines.length }]) {
    for (; a < change.a0; a++, b++) {
      if (telling(own.slice(a, a + 1)) === 0) continue;
      if (ends.length === 2) ends.pop();
      ends.push({ a, b });
    }
    [a, b] = [change.a1, change.b1];
  }
  const [first, last] = [ends[0], ends.at(-1)];
  if (!first || !last) return 0;
  const head = telling(own.slice(0, first.a)) - telling(lines.slice(0, first.b));
  const tail = telling(own.slice(last.a + 1)) - telling(lines.slice(last.b + 1));
  // What a file begins with seldom goes, but for an import; a part that begins a little below looks just the same.
  const isImport = (line: string): boolean => isBlank(line) || /^\s*(?:import|from|use|using|#\s*include|include|require|(?:const|let|var)\b.*\brequire\()/.test(line);
  const gone = own.slice(0, first.a);
  const isHeadGone = head > 0 && !(gone.every(isImport) && !isUsed(gone, lines));
  const isBracketGone = isCut(own.slice(0, first.a), lines.slice(0, first.b)) || isCut(own.slice(last.a + 1), lines.slice(last.b + 1));
  return Math.max(0, head) + Math.max(0, tail) + (isHeadGone || isBracketGone ? 2 : 0);
}

/** Whether code uses a name that lines of imports give it. */
function isUsed(imports: readonly string[], lines: readonly string[]): boolean {
  const wordsOf = (text: string): string[] => text.match(/[\p{L}_$][\p{L}\p{N}_$]+/gu) ?? [];
  const names = new Set(imports.flatMap((line) => wordsOf(line.replace(/'[^']*'|"[^"]*"|<[^>]*>/g, ''))));
  for (const word of ['import', 'from', 'use', 'using', 'include', 'require', 'require_once', 'const', 'let', 'var', 'type', 'as', 'static']) names.delete(word);
  return lines.some((line) => wordsOf(line.slice(0, 2_000)).some((word) => names.has(word)));
}

/** Whether nothing stands where the file has brackets alone, or more of one kind than of the other. */
function isCut(own: readonly string[], lines: readonly string[]): boolean {
  return lines.every(isBlank) && !own.every(isBlank) && (telling(own) === 0 || bracketBalance(own) !== 0);
}

/** Whether the block lacks the last thing that the file defines, and defines fewer things in all. */
function lacksLastHead(own: readonly string[], lines: readonly string[]): boolean {
  const headsOf = (text: readonly string[]): string[] => text.filter((line, i) => columnsAt(line) === 0 && telling([line]) > 0 && opens(text, i));
  const [ownHeads, heads] = [headsOf(own), headsOf(lines)];
  const last = ownHeads.at(-1);
  return last !== undefined && heads.length < ownHeads.length && !heads.some((line) => keyOf(line, 'folded') === keyOf(last, 'folded'));
}

function wholeEdits(index: FileIndex, lines: readonly string[], claim: BlockClaim): BlockVerdict {
  const count = index.telling;
  const enough = count * (claim.isNamed ? 0.5 : 0.7);
  // A comparison costs as much as the file is long; a short block cannot keep enough of it.
  if (count > 0 && telling(lines) < enough) return no('looks-like-snippet');
  const all = foldedDifferences(index.lines, lines);
  const changes = all.filter((change) => !isBlankEdge(index, lines, change));
  const dropped = changes.reduce((sum, { a0, a1 }) => sum + telling(index.lines.slice(a0, a1)), 0);
  const kept = count - dropped;
  const tried = changes.map(({ a0, a1, b0, b1 }) => ({ start: a0, end: a1, lines: lines.slice(b0, b1) }));
  if (count > 0 && kept < enough) return no('looks-like-snippet', tried);
  if (!claim.isNamed && count - kept > 0 && count < 4) return no('looks-like-snippet', tried);
  const last = changes.at(-1);
  if (lossAtEdges(index.lines, lines, all) > (claim.isNamed ? 1 : 0) || lacksLastHead(index.lines, lines)) {
    return no('looks-like-snippet', tried);
  }
  const allowed = Math.max(2, Math.min(MAX_DROPPED, count * 0.3));
  if (changes.some((change) => dropsTooMuch(index, lines, change, allowed))) return no('would-delete');
  if (!claim.closed && last && last.a1 >= index.lines.length) return no('cut-off');
  return editsOf(index, claim.path, lines, { all, made: changes }, 0, 'whole');
}
