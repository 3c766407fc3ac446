import { isAlreadyMade } from './alreadyMade.ts';
import { placeBySimilarity } from './bySimilarity.ts';
import { placeChained } from './chained.ts';
import { choosePlaces, contradictsAnchors, type LineRange, type Wanted } from './choosePlaces.ts';
import { editsAt } from '../writing/editsAt.ts';
import { isElision, isPlaceholder, splitAtElisions } from '../guards/elisions.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import { findHunk, type Found } from './findHunk.ts';
import { indentOf } from '../text/indent.ts';
import type { NotPlaced, Outcome } from './outcome.ts';
import type { ProposedHunk } from '../formats/proposal.ts';
import type { NearPlace, RefusalReason } from '../refusals.ts';
import { withoutSpaces } from './spacedMarks.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';

/** Where hunks are to go. */
export interface Target {
  readonly index: FileIndex;
  readonly path: string;
  readonly selected?: LineRange;
  /** Nothing else is proposed for the file, so that line numbers are those of the file as it is. */
  readonly isAlone?: boolean;
}

/** Hunks of one proposal. Patches and diffs give them in the order of the file, other formats in any. */
export interface HunkGroup {
  readonly hunks: readonly ProposedHunk[];
  readonly isOrdered: boolean;
}

/** Places all hunks meant for one file; one outcome per hunk, or for several that build on each other. */
export function planHunks(target: Target, groups: readonly HunkGroup[]): Outcome[] {
  const hunks = groups.flatMap((group) => withoutSpaces(target.index, group.hunks));
  const pieces = hunks.map((hunk) => splitElided(target, hunk));
  const flat = pieces.flat();
  const sequences = sequencesOf(groups, pieces.map((group) => group.length));
  const found = flat.map((hunk) => findHunk(target.index, hunk, flat.length));
  const wanted: Wanted[] = [];
  flat.forEach((hunk, i) => {
    const at = found[i];
    if (at) wanted.push({ hunk, found: at, ...(sequences[i] ?? { sequence: 0 }) });
  });
  const places = choosePlaces(target.index, wanted, target.selected);
  let next = 0;
  const outcomes = flat.map((hunk, i) => {
    const at = found[i];
    return at ? placeFound(target, { hunk, found: at }, places[next++]) : placeUnfound(target, hunk);
  });
  refuseRepeats(target.index, flat, found, outcomes);
  refuseDisorder(flat, sequences.map(({ sequence = 0 }) => sequence), outcomes);
  let from = 0;
  const joined = pieces.map((group, i) =>
    joinPieces(hunks[i]?.raw ?? '', outcomes.slice(from, (from += group.length))),
  );
  return placeChained(target, hunks, groups.flatMap((group, i) => group.hunks.map(() => i)), joined);
}

/**
 * Where the file already has what one hunk of a reply brings, the reply was applied before. Then the other hunks whose
 * new lines are in the file were applied too, though their old lines may stand once more somewhere else.
 */
function refuseRepeats(
  index: FileIndex,
  hunks: readonly ProposedHunk[],
  found: readonly (Found | undefined)[],
  outcomes: Outcome[],
): void {
  if (!outcomes.some((outcome) => outcome.kind === 'refused' && outcome.reason === 'already-applied')) return;
  hunks.forEach((hunk, i) => {
    const reading = found[i]?.reading;
    const isNew = reading !== undefined && !reading.new.every(isBlank) && outcomes[i]?.kind === 'placed';
    const isRepeat = isNew && index.findRuns(reading.new, 'folded', 1).length > 0;
    if (isRepeat) outcomes[i] = refused(hunk, 'already-applied');
  });
}

/** A hunk placed by similarity alone must come in the file where it comes in its patch. */
function refuseDisorder(hunks: readonly ProposedHunk[], sequences: readonly number[], outcomes: Outcome[]): void {
  const check = (from: number, to: number, step: number): void => {
    let sequence: number | undefined;
    let limit = 0;
    for (let i = from; i !== to; i += step) {
      const [hunk, outcome] = [hunks[i], outcomes[i]];
      if (sequences[i] !== sequence) [sequence, limit] = [sequences[i], step > 0 ? 0 : Infinity];
      if (!hunk || outcome?.kind !== 'placed') continue;
      const isOut = step > 0 ? outcome.end <= limit : outcome.at >= limit;
      if (isOut && outcome.how === 'anchored')
        outcomes[i] = refused(hunk, 'contradiction', [{ line: outcome.at + 1, similarity: 1 }]);
      else limit = step > 0 ? Math.max(limit, outcome.at) : Math.min(limit, outcome.end);
    }
  };
  check(0, hunks.length, 1);
  check(hunks.length - 1, -1, -1);
}

/** A number for each piece: the same where pieces must keep their order, those of one hunk always. */
function sequencesOf(groups: readonly HunkGroup[], counts: readonly number[]): Pick<Wanted, 'sequence' | 'counted'>[] {
  const sequences: Pick<Wanted, 'sequence' | 'counted'>[] = [];
  let hunk = 0;
  for (const group of groups) {
    const first = hunk;
    for (const end = hunk + group.hunks.length; hunk < end; hunk++) {
      for (let i = 0; i < (counts[hunk] ?? 0); i++)
        sequences.push(group.isOrdered ? { sequence: first } : { sequence: hunk, counted: -1 });
    }
  }
  return sequences;
}

/** A hunk with `...` on both sides is several hunks that must all fit, in order. */
function splitElided(target: Target, hunk: ProposedHunk): ProposedHunk[] {
  const isMark = (line: string): boolean => {
    return isElision(line) && target.index.placesOf(line, 'loose').length === 0;
  };
  if (!hunk.old.some(isMark)) return [hunk];
  const old = splitAtElisions(hunk.old, isMark);
  const now = splitAtElisions(hunk.new, isMark);
  if (old.length !== now.length) return [hunk];
  const pieces = old.map((lines, i) => {
    const blank = { anchors: i === 0 ? hunk.anchors : [], endOfFile: false, raw: hunk.raw };
    return { ...blank, old: lines, new: now[i] ?? [] };
  });
  return pieces.filter((piece) => !piece.old.every(isBlank) || !piece.new.every(isBlank));
}

function joinPieces(raw: string, outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  if (first && outcomes.length === 1) return first;
  const placed = outcomes.filter((outcome) => outcome.kind === 'placed');
  const idle = outcomes.filter((outcome) => outcome.kind === 'refused' && outcome.reason === 'nothing-to-change');
  const failed = outcomes.find((outcome) => outcome.kind === 'refused' && outcome.reason !== 'nothing-to-change');
  if (failed?.kind === 'refused') return { ...failed, raw };
  const [start] = placed;
  if (!start || placed.length + idle.length < outcomes.length)
    return { kind: 'refused', reason: 'nothing-to-change', raw };
  const how = placed.some((piece) => piece.how === 'anchored') ? 'anchored' : start.how;
  const end = placed.at(-1)?.end ?? start.end;
  const isRising = placed.every((piece, i) => i === 0 || piece.at >= (placed[i - 1]?.end ?? 0));
  if (!isRising) return { kind: 'refused', reason: 'ambiguous', raw };
  return { kind: 'placed', edits: placed.flatMap(({ edits }) => edits), how, at: start.at, end, raw };
}

function refused(hunk: ProposedHunk, reason: RefusalReason, candidates: readonly NearPlace[] = []): NotPlaced {
  return { kind: 'refused', reason, raw: hunk.raw, candidates };
}

function placeFound(target: Target, wanted: Wanted, place: number | undefined): Outcome {
  const { hunk, found } = wanted;
  const { index } = target;
  if (place === undefined) {
    return refused(hunk, 'ambiguous', found.places.slice(0, 10).map((line) => ({ line: line + 1, similarity: 1 })));
  }
  const near = [{ line: place + 1, similarity: 1 }];
  if (contradictsAnchors(index, wanted, place)) return refused(hunk, 'contradiction', near);
  const edits = editsAt(target, found.reading, place, found.level);
  if (!edits) return refused(hunk, 'indentation', near);
  if (edits.length === 0 && hunk.finalNewline === undefined) return refused(hunk, 'nothing-to-change', near);
  if (isAlreadyMade(index, wanted, place, edits)) return refused(hunk, 'already-applied', near);
  const how = found.level === 'exact' ? 'exact' : 'whitespace';
  const final = hunk.finalNewline === undefined ? {} : { finalNewline: hunk.finalNewline };
  return {
    kind: 'placed',
    edits,
    how,
    at: place,
    end: place + found.reading.old.length,
    raw: hunk.raw,
    isRun: true,
    ...final,
  };
}

/** A hunk without a place; a placeholder among its new lines is the likeliest cause. */
function unplaced(
  { index, path }: Target, hunk: ProposedHunk, reason: RefusalReason, candidates: readonly NearPlace[] = [],
): NotPlaced {
  const isElided = hunk.new.some((line) => isPlaceholder(index, path, line) && !hunk.old.includes(line));
  return refused(hunk, isElided ? 'elision' : reason, candidates);
}

function placeUnfound(target: Target, hunk: ProposedHunk): Outcome {
  const { index, path } = target;
  if (hunk.old.every(isBlank)) return insertBare(target, hunk);
  if (!hunk.new.every(isBlank) && isTelling(hunk.new) && index.findRuns(hunk.new, 'folded', 1).length > 0) {
    return refused(hunk, 'already-applied');
  }
  const anchored = placeBySimilarity(index, path, hunk);
  if (anchored.kind === 'refused') return unplaced(target, hunk, anchored.reason, anchored.candidates);
  if (anchored.edits.length === 0) return refused(hunk, 'nothing-to-change');
  const asFound: Found = { reading: hunk, level: 'loose', places: [anchored.at] };
  if (contradictsAnchors(index, { hunk, found: asFound }, anchored.at))
    return refused(hunk, 'contradiction', [{ line: anchored.at + 1, similarity: 1 }]);
  return {
    kind: 'placed',
    edits: anchored.edits,
    how: 'anchored',
    at: anchored.at,
    end: anchored.end,
    raw: hunk.raw,
    isRun: true,
  };
}

/** New lines without any old ones have a place only in an empty file, or at the end where the patch says so. */
function insertBare(target: Target, hunk: ProposedHunk): Outcome {
  const { lines } = target.index;
  // A diff counts blank lines too; other formats mean a file without text.
  const isEmpty = lines.length === 0 || (hunk.oldStart === undefined && lines.every(isBlank));
  if (hunk.new.every(isBlank)) return refused(hunk, 'nothing-to-change');
  const isAtEnd = hunk.endOfFile && hunk.old.length === 0;
  const below = isEmpty || isAtEnd ? undefined : lineBelow(target, hunk);
  if (!isEmpty && !isAtEnd && below === undefined) return unplaced(target, hunk, 'no-anchor');
  const start = isEmpty ? 0 : (below ?? lines.length);
  const end = below ?? lines.length;
  const edit = { start, end, lines: hunk.new };
  const final = hunk.finalNewline === undefined ? {} : { finalNewline: hunk.finalNewline };
  return { kind: 'placed', edits: [edit], how: 'exact', at: start, end, raw: hunk.raw, ...final };
}

/** Where a line number puts new lines, if the lines around it have their indentation. */
function lineBelow({ index, isAlone }: Target, { belowLine, new: now }: ProposedHunk): number | undefined {
  const { lines } = index;
  if (belowLine === undefined || !isAlone || belowLine < 0 || belowLine > lines.length) return undefined;
  const said = now.filter((line) => !isBlank(line));
  const around = [
    lines.slice(0, belowLine).findLast((line) => !isBlank(line)),
    lines.slice(belowLine).find((line) => !isBlank(line)),
  ];
  const isHome = around.some((line) => line !== undefined && indentOf(line) === indentOf(said[0] ?? ''));
  return isHome && said.every((line) => line.startsWith(indentOf(said[0] ?? ''))) ? belowLine : undefined;
}
