import { opensBlock } from '../outline/blockAt.ts';
import { headingLine, isInScope, MAX_SCOPE } from '../outline/headingLine.ts';
import type { FileIndex } from '../text/fileIndex.ts';
import type { Found } from './findHunk.ts';
import type { ProposedHunk, Reading } from '../formats/proposal.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';

/** A hunk with all places it was found at. */
export interface Wanted {
  readonly hunk: ProposedHunk;
  readonly found: Found;
  /** Hunks of one sequence stand in the order of the file. */
  readonly sequence?: number;
  /** Hunks whose line numbers were counted together; those of a sequence, where it is not said. */
  readonly counted?: number | undefined;
}

/** Lines [start, end) the user had selected. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** A place for each hunk, undefined where none is left or several are equally good. */
export function choosePlaces(
  index: FileIndex,
  wanted: readonly Wanted[],
  selected?: LineRange,
): (number | undefined)[] {
  const sets = wanted.map(({ hunk, found }): readonly number[] => {
    if (found.isCrowded) return [];
    const isAnchored = !hunk.hinted || isTelling(found.reading.old);
    return narrowByEnd(index, hunk, found, isAnchored ? narrowByAnchors(index, hunk, found.places) : found.places);
  });
  const sequences = groupBy(wanted, ({ sequence = 0 }) => sequence);
  for (const members of sequences.values()) narrowInOrder(index, wanted, sets, members);
  const chosen = sets.map((places) => narrowBySelection(places, selected));
  for (const members of groupBy(wanted, ({ sequence = 0, counted = sequence }) => counted).values()) {
    narrowByNumber(
      members.map((i) => wanted[i]),
      members.map((i) => chosen[i] ?? []),
    ).forEach((places, k) => (chosen[members[k] ?? 0] = places));
  }
  spread(wanted, chosen);
  return chosen.map((places) => (places.length === 1 ? places[0] : undefined));
}

/**
 * A search and replace block that is written as often as there are places for it: each copy takes one place. Which copy
 * takes which makes no difference.
 */
function spread(wanted: readonly Wanted[], chosen: (readonly number[])[]): void {
  const open = wanted.flatMap(({ counted }, i) => (counted !== undefined && (chosen[i]?.length ?? 0) > 1 ? [i] : []));
  const groups = groupBy(open, (i) =>
    JSON.stringify([wanted[i]?.found.reading.old, wanted[i]?.found.reading.new, wanted[i]?.hunk.anchors, chosen[i]]),
  );
  for (const members of groups.values()) {
    const places = chosen[open[members[0] ?? 0] ?? 0] ?? [];
    if (places.length === members.length)
      members.forEach((member, k) => (chosen[open[member] ?? 0] = places.slice(k, k + 1)));
  }
}

/** Indices of the items by a key. */
function groupBy<T, K>(items: readonly T[], keyOf: (item: T, i: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  items.forEach((item, i) => {
    const key = keyOf(item, i);
    const known = groups.get(key);
    if (known) known.push(i);
    else groups.set(key, [i]);
  });
  return groups;
}

/** The old lines [lead, tail) that a reading changes; what it shows around them may be shown by others too. */
function extentOf({ old, new: now, changes }: Reading): Extent {
  const [first, last] = [changes?.[0], changes?.at(-1)];
  if (first && last) return { lead: first.a0, tail: last.a1 };
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let foot = 0;
  while (foot < most - head && old.at(-1 - foot) === now.at(-1 - foot)) foot++;
  return { lead: head, tail: old.length - foot };
}

interface Extent {
  readonly lead: number;
  readonly tail: number;
}

function narrowInOrder(
  index: FileIndex,
  wanted: readonly Wanted[],
  sets: (readonly number[])[],
  members: readonly number[],
): void {
  const extents = members.map((i) => extentOf(wanted[i]?.found.reading ?? { old: [], new: [] }));
  const narrowed = narrowByOrder(
    members.map((i) => sets[i] ?? []),
    extents,
  );
  // Hunks that cannot all stand in their order may have been written at another indentation.
  const hasOthers = (i: number): boolean => {
    const { reading, level } = wanted[i]?.found ?? { reading: { old: [] }, level: 'loose' };
    return level !== 'loose' && index.findRuns(reading.old, 'loose', 1_000).length > (sets[i]?.length ?? 0);
  };
  members.forEach((i, k) => (sets[i] = narrowed?.[k] ?? (hasOthers(i) ? [] : (sets[i] ?? []))));
}

function narrowByEnd(index: FileIndex, hunk: ProposedHunk, found: Found, places: readonly number[]): readonly number[] {
  if (!hunk.endOfFile || places.length < 2) return places;
  const atEnd = places.filter((place) => place + found.reading.old.length === index.lines.length);
  return atEnd.length === 1 ? atEnd : places;
}

/** Places inside the block that the hunk's last `@@` line opens; in flat files the first place behind that line. */
function narrowByAnchors(index: FileIndex, hunk: ProposedHunk, places: readonly number[]): readonly number[] {
  const anchor = headingLine(index, hunk.anchors);
  if (anchor === undefined || places.length < 2) return places;
  const behind = places.filter((place) => place >= anchor && place - anchor < MAX_SCOPE).slice(0, 50);
  const inside = behind.filter((place) => place === anchor || isInScope(index, anchor, place));
  if (inside.length > 0) return inside;
  return behind.length > 0 && !opensBlock(index.lines, anchor) ? behind.slice(0, 1) : places;
}

/**
 * Whether the hunk's anchors stand for certain below the place found, or open a block that ends above it. A hunk that
 * shows much is believed more than its anchor.
 */
export function contradictsAnchors(index: FileIndex, { hunk, found }: Wanted, place: number): boolean {
  if (hunk.hinted) return false;
  const anchor = headingLine(index, hunk.anchors);
  if (anchor === undefined) return isNowhere(index, hunk.anchors) && saysLittle(found.reading.old);
  const shown = found.reading.old.filter((line) => !isBlank(line)).length;
  if (found.level === 'exact' && shown >= 3) return false;
  const end = place + found.reading.old.length;
  if (anchor >= end) return true;
  return (
    anchor < place && place - anchor < MAX_SCOPE && opensBlock(index.lines, anchor) && !isInScope(index, anchor, place)
  );
}

/** Words that say what kind of thing an anchor names. */
const KEYWORDS = new RegExp(
  [
    '^(?:export|default|public|private|protected|static|async|abstract|class|def|fn|func|function|struct|',
    'interface|impl|module|namespace|trait|enum|type|method|const|let|var|the|of|in)$',
  ].join(''),
);

/** Whether the file has nothing of what the innermost anchor names. */
function isNowhere(index: FileIndex, anchors: readonly string[]): boolean {
  const words = anchors.at(-1)?.slice(0, 300).match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  const names = words.filter((word) => !KEYWORDS.test(word));
  const longest = names.reduce((most, name) => (name.length > most.length ? name : most), '');
  return longest !== '' && index.canSearch && index.placesWith(longest).length === 0;
}

/** Characters that a single line must have to tell by itself which place is meant; shorter ones are in many files. */
const MIN_TELLING = 24;

function saysLittle(lines: readonly string[]): boolean {
  const said = lines.filter((line) => !isBlank(line));
  return said.length < 2 && (said[0]?.trim().length ?? 0) < MIN_TELLING;
}

/**
 * Keeps a hunk's place where only one fits, if all hunks are to stand in their order, their changes apart; undefined
 * where they cannot.
 */
function narrowByOrder(
  sets: readonly (readonly number[])[],
  extents: readonly Extent[],
): (readonly number[])[] | undefined {
  const earliest: (number | undefined)[] = [];
  const latest: (number | undefined)[] = [];
  const leadOf = (i: number): number => extents[i]?.lead ?? 0;
  // Of two insertions one stands a line below the other.
  const tailOf = (i: number): number => Math.max(extents[i]?.tail ?? 0, leadOf(i) + 1);
  let from = 0;
  sets.forEach((places, i) => {
    const place = places.find((at) => at + leadOf(i) >= from);
    earliest[i] = place;
    if (place !== undefined) from = place + tailOf(i);
  });
  let to = Infinity;
  for (let i = sets.length - 1; i >= 0; i--) {
    const place = sets[i]?.findLast((at) => at + tailOf(i) <= to);
    latest[i] = place;
    if (place !== undefined) to = place + leadOf(i);
  }
  const feasible = sets.every(
    (places, i) => places.length === 0 || (earliest[i] !== undefined && latest[i] !== undefined),
  );
  if (!feasible) return undefined;
  return sets.map((places, i) => places.filter((at) => at >= (earliest[i] ?? 0) && at <= (latest[i] ?? 0)));
}

function narrowBySelection(places: readonly number[], selected: LineRange | undefined): readonly number[] {
  if (!selected || places.length < 2) return places;
  const inside = places.filter((place) => place >= selected.start && place < selected.end);
  return inside.length === 1 ? inside : places;
}

/**
 * A line number breaks a tie only where it points exactly to one of the places, and no hunk whose place is known
 * stands elsewhere than its own number says.
 */
function narrowByNumber(
  wanted: readonly (Wanted | undefined)[],
  sets: readonly (readonly number[])[],
): (readonly number[])[] {
  const numberOf = (i: number): number => (wanted[i]?.hunk.oldStart ?? 0) - 1 + offsetOf(wanted[i]);
  const trusted = sets.every((places, i) => {
    const { hinted, oldStart } = wanted[i]?.hunk ?? {};
    // If one hunk of a group has a wrong line number, the numbers of the others are not to be trusted either.
    if (hinted && oldStart === undefined) return false;
    return places.length !== 1 || wanted[i]?.hunk.oldStart === undefined || places[0] === numberOf(i);
  });
  if (!trusted) return [...sets];
  return sets.map((places, i) => {
    const exact = places.filter((place) => place === numberOf(i));
    const isTold = isTelling(wanted[i]?.found.reading.old ?? []);
    return places.length > 1 && exact.length === 1 && isTold ? exact : places;
  });
}

/** Lines the reading left out at the head of the hunk. */
function offsetOf(wanted: Wanted | undefined): number {
  if (!wanted) return 0;
  const dropped = wanted.hunk.old.length - wanted.found.reading.old.length;
  let head = 0;
  while (head < dropped && isBlank(wanted.hunk.old[head] ?? '')) head++;
  return head;
}
