import { editsAt } from '../writing/editsAt.ts';
import { FileIndex, keyOf } from '../text/fileIndex.ts';
import { findHunk } from './findHunk.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import type { Outcome, Placed } from './outcome.ts';
import type { ProposedHunk } from '../formats/proposal.ts';
import type { RefusalReason } from '../refusals.ts';
import { isBlank } from '../text/textLines.ts';

/** Lines made anew for all chained hunks of a plan together. */
const MAX_LINES = 1_000_000;

/** A line of a text on its way from one state to the next; `from` is where it stood at first, -1 for a new one. */
interface Line {
  readonly text: string;
  readonly from: number;
}

/** Reasons for a refusal after which an earlier hunk may still turn out to make the lines looked for. */
const LOOSE = new Set<RefusalReason>([
  'not-found',
  'ambiguous',
  'text-differs',
  'already-applied',
  'nothing-to-change',
]);

interface Chain {
  readonly index: FileIndex;
  readonly path: string;
  readonly hunks: readonly ProposedHunk[];
  /** By hunk; those made part of an earlier one become undefined. */
  readonly outcomes: (Outcome | undefined)[];
  /** Lines that placed hunks have brought, as they are compared. */
  readonly made: Set<string>;
  budget: number;
}

/**
 * Blocks of one reply may build on each other: one that looks for lines which an earlier one puts there is placed in
 * what that one leaves, if they are there once. Both then are one edit. `groups` says which hunks were written
 * together, about the same state of the file.
 */
export function placeChained(
  target: { readonly index: FileIndex; readonly path: string },
  hunks: readonly ProposedHunk[],
  groups: readonly number[],
  outcomes: readonly Outcome[],
): Outcome[] {
  const chain: Chain = { ...target, hunks, outcomes: [...outcomes], made: new Set(), budget: MAX_LINES };
  let open = 0;
  hunks.forEach((hunk, i) => {
    // Hunks written together do not see each other's lines.
    for (; open < i && groups[open] !== groups[i]; open++) note(chain, chain.outcomes[open]);
    const outcome = chain.outcomes[i];
    const isLoose = outcome?.kind === 'refused' ? LOOSE.has(outcome.reason) : outcome?.how === 'anchored';
    if (isLoose && buildsOn(chain, hunk)) placeIn(chain, i, open);
    else if (outcome?.kind === 'placed' && isMadeToo(chain, hunk, open))
      chain.outcomes[i] = { kind: 'refused', reason: 'ambiguous', raw: hunk.raw };
  });
  return chain.outcomes.filter((outcome) => outcome !== undefined);
}

function note(chain: Chain, outcome: Outcome | undefined): void {
  if (outcome?.kind !== 'placed') return;
  for (const { lines } of outcome.edits) for (const line of lines) chain.made.add(keyOf(line, 'loose'));
}

/** Whether every old line is in the file or made by an earlier hunk, and at least one is only made by one. */
function buildsOn({ index, made }: Chain, { old }: ProposedHunk): boolean {
  const said = made.size === 0 ? [] : old.filter((line) => !isBlank(line));
  const isHere = (line: string): boolean => index.placesOf(line, 'loose').length > 0;
  return said.some((line) => !isHere(line)) && said.every((line) => isHere(line) || made.has(keyOf(line, 'loose')));
}

/** Whether one of the hunks before `end` makes the very lines that a hunk looks for, which are in the file as well. */
function isMadeToo({ hunks, made }: Chain, { old }: ProposedHunk, end: number): boolean {
  if (!old.some((line) => !isBlank(line) && made.has(keyOf(line, 'loose')))) return false;
  const textOf = (lines: readonly string[]): string => `\n${lines.map((line) => keyOf(line, 'loose')).join('\n')}\n`;
  const count = (lines: readonly string[]): number => textOf(lines).split(textOf(old)).length - 1;
  return hunks
    .slice(0, end)
    .some((earlier) => earlier.new.length >= old.length && count(earlier.new) > count(earlier.old));
}

/** Places hunk `i` in what the hunks before `end` leave. */
function placeIn(chain: Chain, i: number, end: number): void {
  const { index, path, outcomes } = chain;
  const hunk = chain.hunks[i];
  const before = outcomes
    .slice(0, end)
    .flatMap((outcome, at) => (outcome?.kind === 'placed' ? [{ at, placed: outcome }] : []));
  const edits = before.flatMap(({ placed }) => placed.edits).sort((a, b) => a.start - b.start || a.end - b.end);
  chain.budget -= index.lines.length;
  if (!hunk || chain.budget < 0 || edits.some((edit, k) => k > 0 && edit.start <= (edits[k - 1]?.end ?? 0) - 1)) return;
  const now = applied(index.lines.map((text, from) => ({ text, from })), edits);
  const later = new FileIndex(now.map(({ text }) => text).join('\n'));
  const found = findHunk(later, hunk);
  const [place, ...others] = found?.places ?? [];
  if (!found || place === undefined) return;
  if (others.length > 0) {
    outcomes[i] = { kind: 'refused', reason: 'ambiguous', raw: hunk.raw };
    return;
  }
  const own = editsAt({ index: later, path }, found.reading, place, found.level);
  if (!own || own.length === 0) return;
  const gaps = { before: gapsIn(index, now), after: gapsIn(index, applied(now, own)) };
  const at = now.slice(place, place + found.reading.old.length).map(({ from }) => from).filter((from) => from >= 0);
  const shown = { at: at[0] ?? gaps.after[0]?.start ?? 0, end: (at.at(-1) ?? 0) + 1 };
  join(chain, i, before, { gaps, shown });
}

/** The lines after edits, which are sorted and lie apart. */
function applied(lines: readonly Line[], edits: readonly LineEdit[]): Line[] {
  const result: Line[] = [];
  let at = 0;
  for (const edit of edits) {
    for (; at < edit.start; at++) result.push(lines[at] ?? { text: '', from: -1 });
    for (const text of edit.lines) result.push({ text, from: -1 });
    at = edit.end;
  }
  for (const line of lines.slice(at)) result.push(line);
  return result;
}

/** The edits that lead from the first state to the given one. */
function gapsIn(index: FileIndex, lines: readonly Line[]): LineEdit[] {
  const gaps: LineEdit[] = [];
  let start = 0;
  let made: string[] = [];
  for (const { text, from } of [...lines, { text: '', from: index.lines.length }]) {
    if (from < 0) made.push(text);
    else {
      const isSame = made.length === from - start && made.every((line, k) => line === index.lines[start + k]);
      if (!isSame) gaps.push({ start, end: from, lines: made });
      [start, made] = [from + 1, []];
    }
  }
  return gaps;
}

interface Gaps {
  readonly before: readonly LineEdit[];
  readonly after: readonly LineEdit[];
}

/** A hunk that stands before another in the reply, with its number there. */
interface Earlier {
  readonly at: number;
  readonly placed: Placed;
}

/** What hunk `i` changes in the file as earlier hunks leave it, and the lines it shows. */
interface Built {
  readonly gaps: Gaps;
  readonly shown: { readonly at: number; readonly end: number };
}

/** Makes hunk `i` and those whose lines it changes one edit, which stands where the first of them stood. */
function join(chain: Chain, i: number, before: readonly Earlier[], { gaps, shown }: Built): void {
  const keyOfEdit = ({ start, end, lines }: LineEdit): string => JSON.stringify([start, end, lines]);
  const [old, now] = [new Set(gaps.before.map(keyOfEdit)), new Set(gaps.after.map(keyOfEdit))];
  const lost = gaps.before.filter((gap) => !now.has(keyOfEdit(gap)));
  const isLost = (edit: LineEdit): boolean => lost.some((gap) => edit.start >= gap.start && edit.end <= gap.end);
  const members = before.filter(({ placed }) => placed.edits.some(isLost));
  const rest = members.flatMap(({ placed }) => placed.edits.filter((edit) => !isLost(edit)));
  const edits = [...rest, ...gaps.after.filter((gap) => !old.has(keyOfEdit(gap)))].sort((a, b) => a.start - b.start);
  const raw = [...members.map(({ placed }) => placed.raw), chain.hunks[i]?.raw ?? ''].join('\n');
  const all = [...members.map(({ placed }) => placed), shown];
  const wish = members.findLast(({ placed }) => placed.finalNewline !== undefined)?.placed.finalNewline;
  const how = members.some(({ placed }) => placed.how === 'anchored') ? 'anchored' : 'exact';
  const place = { at: Math.min(...all.map(({ at }) => at)), end: Math.max(...all.map(({ end }) => end)) };
  const joined: Placed = {
    kind: 'placed',
    edits,
    how,
    ...place,
    raw,
    ...(wish === undefined ? {} : { finalNewline: wish }),
  };
  for (const { at } of members) chain.outcomes[at] = undefined;
  chain.outcomes[i] = undefined;
  chain.outcomes[members[0]?.at ?? i] =
    edits.length === 0 ? { kind: 'refused', reason: 'nothing-to-change', raw } : joined;
  if (members.length > 0) note(chain, joined);
}
