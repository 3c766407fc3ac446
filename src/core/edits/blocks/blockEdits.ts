import { isSentence } from '../formats/extractCode.ts';
import { isPlaceholder } from '../guards/elisions.ts';
import { blockEnd, isPartOfBlock, opensBlock } from '../outline/blockAt.ts';
import { bracketBalance } from '../outline/bracketBalance.ts';
import { headName, isAttached, isImport } from '../outline/declarations.ts';
import { definitionAt } from '../outline/definitions.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { baseColumns, columnsAt } from '../text/indent.ts';
import { keptLines } from '../text/keptLines.ts';
import { isProse } from '../text/languages.ts';
import type { Difference } from '../text/sequenceDiff.ts';
import { countTelling, isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { appendDefinitions } from './appendDefinitions.ts';
import { editsOf, foldedDifferences, refused, type BlockClaim, type BlockVerdict } from './blockChanges.ts';
import { snippetEdits } from './snippetEdits.ts';
import { partsOf } from './snippetParts.ts';

/** Reads a block of code as new content of a file: whole, or parts of it that say where they belong. */
export function blockEdits(index: FileIndex, lines: readonly string[], claim: BlockClaim): BlockVerdict {
  if (endsInProse(index, lines, claim.path)) return refused('unclear-end');
  const isMark = (line: string): boolean => isPlaceholder(index, claim.path, line);
  if (lines.some(isMark)) return snippetEdits(index, claim, partsOf(lines, isMark));
  const whole = wholeEdits(index, lines, claim);
  if (whole.kind === 'edits' || whole.reason !== 'looks-like-snippet') return whole;
  const appended = claim.mayAppend && claim.closed ? appendDefinitions(index, claim, lines) : undefined;
  if (appended) return appended;
  if (!isFarSmaller(index, lines) && !isOneDefinition(index, lines, claim.path)) return whole;
  const part = snippetEdits(index, claim, partsOf(lines, () => false));
  if (part.kind === 'edits') return part;
  return { ...whole, ...(part.tried === undefined ? {} : { tried: part.tried }) };
}

/** Telling lines that a file must have before a block can be far smaller, and by how much it is then. */
const MIN_FILE = 12;
const FAR_SMALLER = 2.5;

/** Without placeholders, only a block that cannot be a whole state of the file is read as a part of it. */
function isFarSmaller(index: FileIndex, lines: readonly string[]): boolean {
  const count = index.telling;
  return (count >= MIN_FILE && countTelling(lines) * FAR_SMALLER <= count) || isInside(index, lines);
}

/** Whether all of a block is indented, but not the ends of the file, which the block does not show. */
function isInside(index: FileIndex, lines: readonly string[]): boolean {
  if (baseColumns(lines) === 0) return false;
  const known = new Set(lines.map((line) => keyOf(line, 'folded')));
  const ends = [index.lines.find((line) => !isBlank(line)), index.lines.findLast((line) => !isBlank(line))];
  return ends.every((line) => line !== undefined && columnsAt(line) === 0 && !known.has(keyOf(line, 'folded')));
}

/** Whether a block is one definition and nothing else, of something that the file defines once beside other things. */
function isOneDefinition(index: FileIndex, lines: readonly string[], path: string): boolean {
  const base = baseColumns(lines);
  const [head, ...others] = lines.filter((line) => {
    return !isBlank(line) && columnsAt(line) === base && !isPartOfBlock(line) && !isAttached(line);
  });
  if (head === undefined || others.length > 0) return false;
  if (headName(head, path) === undefined || bracketBalance(lines) !== 0) return false;
  const at = definitionAt(index, head, path, { start: 0, end: index.lines.length });
  if (at === undefined) return false;
  const end = blockEnd(index.lines, at);
  return isTelling(index.lines.slice(0, at)) || isTelling(index.lines.slice(end));
}

/** A sentence behind the code: the fence was closed too late. */
function endsInProse(index: FileIndex, lines: readonly string[], path: string): boolean {
  const last = lines.findLast((line) => !isBlank(line)) ?? '';
  return !isProse(path) && isSentence(last.slice(0, 500)) && index.placesOf(last, 'loose').length === 0;
}

/** Share of a file's telling lines that its new state must keep: less where the block is named as the file. */
const KEPT = 0.7;
const KEPT_IF_NAMED = 0.5;
/** A block that is not named as the file keeps all lines of a file with fewer telling ones than this. */
const MIN_CHANGED = 4;
/**
 * Telling lines that may go at once with none in their place: a share of the file's, but at least and at most so many.
 */
const DROPPED = 0.3;
const MIN_DROPPED = 2;
const MAX_DROPPED = 20;

/** Reads a block as the new state of the whole file. */
function wholeEdits(index: FileIndex, lines: readonly string[], claim: BlockClaim): BlockVerdict {
  const count = index.telling;
  const enough = count * (claim.isNamed ? KEPT_IF_NAMED : KEPT);
  // A comparison costs as much as the file is long; a short block cannot keep enough of it.
  if (count > 0 && countTelling(lines) < enough) return refused('looks-like-snippet');
  const all = foldedDifferences(index.lines, lines);
  const changes = all.filter((change) => !isBlankEdge(index, lines, change));
  const dropped = changes.reduce((sum, { a0, a1 }) => sum + countTelling(index.lines.slice(a0, a1)), 0);
  const tried = changes.map(({ a0, a1, b0, b1 }) => ({ start: a0, end: a1, lines: lines.slice(b0, b1) }));
  if (count > 0 && count - dropped < enough) return refused('looks-like-snippet', tried);
  if (!claim.isNamed && dropped > 0 && count < MIN_CHANGED) return refused('looks-like-snippet', tried);
  if (lossAtEdges(index.lines, lines, all) > (claim.isNamed ? 1 : 0) || lacksLastHead(index.lines, lines)) {
    return refused('looks-like-snippet', tried);
  }
  const allowed = Math.max(MIN_DROPPED, Math.min(MAX_DROPPED, count * DROPPED));
  if (changes.some((change) => dropsTooMuch(index, lines, change, allowed))) return refused('would-delete');
  const last = changes.at(-1);
  if (!claim.closed && last && last.a1 >= index.lines.length) return refused('cut-off');
  return editsOf(index, claim.path, { lines, all, made: changes, offset: 0, how: 'whole' });
}

/** Lines dropped without others in their place, beyond what a change of that size explains. */
function dropsTooMuch(index: FileIndex, lines: readonly string[], change: Difference, allowed: number): boolean {
  const dropped = countTelling(index.lines.slice(change.a0, change.a1));
  const added = countTelling(lines.slice(change.b0, change.b1));
  return dropped > 2 * added + allowed;
}

/** Blank lines at either end of a file come and go with how a block is written. */
function isBlankEdge(index: FileIndex, lines: readonly string[], { a0, a1, b0, b1 }: Difference): boolean {
  const isEdge = a0 === 0 || a1 === index.lines.length;
  return isEdge && index.lines.slice(a0, a1).every(isBlank) && lines.slice(b0, b1).every(isBlank);
}

/**
 * How many telling lines the block lacks above its first and below its last line that the file has. A file's first
 * lines seldom go, and a block that begins a little below looks just like a file that lost them; so two more are
 * counted where they are anything but imports that are not used any more, or where a bracket goes without its partner.
 */
function lossAtEdges(own: readonly string[], lines: readonly string[], changes: readonly Difference[]): number {
  const kept = keptLines(changes, own.length).filter(({ a }) => isTelling(own[a] ?? ''));
  const [first, last] = [kept[0], kept.at(-1)];
  if (!first || !last) return 0;
  const [ownHead, head] = [own.slice(0, first.a), lines.slice(0, first.b)];
  const [ownTail, tail] = [own.slice(last.a + 1), lines.slice(last.b + 1)];
  const lostAbove = countTelling(ownHead) - countTelling(head);
  const lostBelow = countTelling(ownTail) - countTelling(tail);
  const areUnused = ownHead.every((line) => isBlank(line) || isImport(line)) && !isUsed(ownHead, lines);
  const isSuspect = (lostAbove > 0 && !areUnused) || losesBrackets(ownHead, head) || losesBrackets(ownTail, tail);
  return Math.max(0, lostAbove) + Math.max(0, lostBelow) + (isSuspect ? 2 : 0);
}

const IMPORT_WORDS = [
  'import', 'from', 'use', 'using', 'include', 'require', 'require_once', 'const', 'let', 'var', 'type', 'as', 'static',
];

/** Whether code uses a name that lines of imports give it. */
function isUsed(imports: readonly string[], lines: readonly string[]): boolean {
  const wordsOf = (text: string): string[] => text.match(/[\p{L}_$][\p{L}\p{N}_$]+/gu) ?? [];
  const names = new Set(imports.flatMap((line) => wordsOf(line.replace(/'[^']*'|"[^"]*"|<[^>]*>/g, ''))));
  for (const word of IMPORT_WORDS) names.delete(word);
  return lines.some((line) => wordsOf(line.slice(0, 2_000)).some((word) => names.has(word)));
}

/** Whether nothing stands where the file has brackets alone, or more of one kind than of the other. */
function losesBrackets(own: readonly string[], lines: readonly string[]): boolean {
  return lines.every(isBlank) && !own.every(isBlank) && (!isTelling(own) || bracketBalance(own) !== 0);
}

/**
 * Whether the block lacks the last thing that the file defines, or one of its twins, and defines fewer things in all.
 */
function lacksLastHead(own: readonly string[], lines: readonly string[]): boolean {
  const headsOf = (text: readonly string[]): string[] => {
    const heads = text.filter((line, i) => columnsAt(line) === 0 && isTelling(line) && opensBlock(text, i));
    return heads.map((line) => keyOf(line, 'folded'));
  };
  const [ownHeads, heads] = [headsOf(own), headsOf(lines)];
  const last = ownHeads.at(-1);
  const count = (keys: readonly string[]): number => keys.filter((key) => key === last).length;
  return heads.length < ownHeads.length && count(heads) < count(ownHeads);
}
