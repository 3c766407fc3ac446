import type { FileIndex } from '../text/fileIndex.ts';
import { blockAt, opensBlock } from './blockAt.ts';
import { withoutKinds } from './declarations.ts';

/** How far below the line that opens it a block is followed. */
export const MAX_SCOPE = 5_000;

/** Whether `place` lies in the block that line `heading` opens, as indentation shows it. */
export function isInScope(index: FileIndex, heading: number, place: number): boolean {
  const { next } = blockAt(index.lines, heading, Math.max(1, place - heading + 1));
  index.meter.steps += next - heading;
  return place < next;
}

/**
 * The line the innermost of `anchors` stands on, if that is certain: each is looked for in the block of the one before.
 */
export function headingLine(index: FileIndex, anchors: readonly string[]): number | undefined {
  const exact = follow(index, anchors, false);
  if (exact !== undefined) return exact;
  const names = anchors.flatMap(namesIn);
  return names.length > anchors.length ? follow(index, names, true) : undefined;
}

/** Follows anchors inwards; those taken apart are names, which must each open a block. */
function follow(index: FileIndex, anchors: readonly string[], areNames: boolean): number | undefined {
  let last: number | undefined;
  for (const anchor of anchors) {
    last = areNames ? openerOf(index, anchor, last) : lineOf(index, anchor, last);
    if (last === undefined) return undefined;
  }
  return last;
}

/** The line an anchor means: one it gives in full, else one it gives a part of. */
function lineOf(index: FileIndex, anchor: string, outer: number | undefined): number | undefined {
  const full = index.placesOf(anchor, 'loose');
  const lines = within(index, full.length > 0 ? full : index.placesWith(anchor), outer);
  if (lines.length <= 1 || (outer !== undefined && full.length > 0)) return lines[0];
  // A name stands where it is used as well as where it is defined.
  return full.length > 0 ? undefined : onlyOpener(index, lines);
}

/** The only line that opens a block and has the name; methods may name what they belong to on their own line. */
function openerOf(index: FileIndex, name: string, outer: number | undefined): number | undefined {
  const lines = index.placesWith(name);
  const inner = onlyOpener(index, within(index, lines, outer));
  if (inner !== undefined || outer === undefined) return inner;
  const owner = /[\w$]+/.exec(withoutKinds(index.lines[outer] ?? ''))?.[0];
  if (owner === undefined) return undefined;
  const owned = new Set(index.placesWith(owner));
  return onlyOpener(index, lines.filter((line) => line !== outer && owned.has(line)));
}

function onlyOpener(index: FileIndex, lines: readonly number[]): number | undefined {
  const openers = lines.slice(0, 100).filter((line) => opensBlock(index.lines, line));
  return lines.length <= 100 && openers.length === 1 ? openers[0] : undefined;
}

/** Those of the lines that lie in the block that line `outer` opens, or behind it where it opens none. */
function within(index: FileIndex, lines: readonly number[], outer: number | undefined): readonly number[] {
  if (outer === undefined) return lines;
  const behind = lines.filter((line) => line > outer);
  if (!opensBlock(index.lines, outer)) return behind;
  return behind.filter((line) => line - outer < MAX_SCOPE).slice(0, 50).filter((line) => isInScope(index, outer, line));
}

/** `class A > def b`, `A.b(x)` and `A::b` name a thing and what is in it. */
function namesIn(anchor: string): string[] {
  const steps = anchor.split(/ (?:@@|>|->|→|\/) |: (?=(?:async )?(?:def|class|fn|func|function) )/);
  return steps.flatMap((step) => {
    const text = withoutKinds(step.slice(0, 200)).replace(/:$/, '');
    const dotted = /^([\w$]+(?:(?:\.|::|#)[\w$~]+)+)\s*(?:\(.*)?$/.exec(text)?.[1];
    return dotted === undefined ? [text] : dotted.split(/\.|::|#/);
  });
}
