import { columnsOf, indentOf, isAside, isPointOf } from '../text/indent.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import type { RefusalReason } from '../refusals.ts';
import { isBlank } from '../text/textLines.ts';
import { trimBlankLines } from '../formats/wrapping/wrappers.ts';

/** Lines of a snippet that stand together in the file, between two placeholders. */
export interface Part {
  readonly lines: readonly string[];
  /** Columns of the placeholder above and below; undefined at the ends of the snippet. */
  readonly above: number | undefined;
  readonly below: number | undefined;
  /** A blank line sets it off from the placeholder above. */
  readonly isSetOff: boolean;
  /** The same of the one below. */
  readonly isSetOffBelow: boolean;
  /** It stands directly below the one before, which ends the block it is in. */
  readonly follows?: boolean;
}

/** Lines [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A block that an earlier part opened and did not close: later, deeper parts stand in it. */
export interface Scope {
  /** Columns of the line that opens it, in the reply. */
  readonly columns: number;
  readonly head: number;
  readonly end: number;
}

export type PartVerdict =
  | { readonly kind: 'edits'; readonly edits: readonly LineEdit[]; readonly region: Range }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly tried?: readonly LineEdit[] };

export function columnsAt(line: string): number {
  return columnsOf(indentOf(line));
}

/** Brackets and the words that close a block in languages without. */
export function isCloser(line: string): boolean {
  return /^\s*(?:[)\]}>]|<\/|end\b|fi\b|done\b|esac\b)/.test(line);
}

/** Cuts a snippet at its placeholders. */
export function partsOf(lines: readonly string[], isMark: (line: string) => boolean): Part[] {
  const parts: Part[] = [];
  let from = 0;
  let above: number | undefined;
  for (let at = 0; at <= lines.length; at++) {
    const line = lines[at];
    if (line !== undefined && !isMark(line)) continue;
    const own = lines.slice(from, at);
    const below = line === undefined ? undefined : columnsAt(line);
    parts.push({ lines: trimBlankLines(own), above, below, isSetOff: isBlank(own[0] ?? 'x'), isSetOffBelow: isBlank(own.at(-1) ?? 'x') });
    from = at + 1;
    above = below;
  }
  return parts.filter((part) => part.lines.length > 0).flatMap(leftBlocks);
}

/** Cuts a part where it leaves the block that it begins in. */
function leftBlocks(whole: Part): Part[] {
  const part = withoutLeadingClosers(whole);
  const first = columnsAt(part.lines[0] ?? '');
  const at = part.lines.findIndex((line) => !isBlank(line) && columnsAt(line) < first && !isCloser(line));
  if (at < 0) return [part];
  const from = part.lines.slice(0, at);
  const head = { ...part, lines: trimBlankLines(from), below: columnsAt(part.lines[at] ?? ''), isSetOffBelow: true };
  const rest = { ...part, lines: part.lines.slice(at), above: undefined, isSetOff: isBlank(from.at(-1) ?? 'x'), follows: true };
  return [head, ...leftBlocks(rest)];
}

/** The part without the brackets it begins with, which end what the placeholder above is in. */
function withoutLeadingClosers(part: Part): Part {
  const at = part.lines.findIndex((line) => !isBlank(line) && (!isCloser(line) || /[({[]\s*$/.test(line)));
  if (at <= 0 || part.lines.slice(0, at).every(isBlank)) return part;
  const isSetOff = isBlank(part.lines[at - 1] ?? '');
  return { ...part, lines: part.lines.slice(at), above: undefined, isSetOff, follows: true };
}

/** The part without the brackets at its end that close what was opened above it. */
export function withoutOuterClosers(part: Part): Part {
  const first = columnsAt(part.lines[0] ?? '');
  let count = part.lines.length;
  for (; count > 1; count--) {
    const line = part.lines[count - 1] ?? '';
    if (!isBlank(line) && !(isCloser(line) && columnsAt(line) < first)) break;
  }
  return count === part.lines.length ? part : { ...part, lines: part.lines.slice(0, count), below: undefined };
}

/** Whether the line is followed by deeper ones. */
export function opens(lines: readonly string[], at: number): boolean {
  const limit = Math.min(lines.length, at + 50);
  for (let i = at + 1; i < limit; i++) {
    const line = lines[i] ?? '';
    if (!isBlank(line) && !isCloser(line)) return columnsAt(line) > columnsAt(lines[at] ?? '');
  }
  return false;
}

/** The line behind the block that a line opens, its closing brackets included, as indentation shows it. */
export function blockEnd(lines: readonly string[], at: number): number {
  const depth = columnsAt(lines[at] ?? '');
  let end = at + 1;
  for (let i = at + 1; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (isBlank(line)) continue;
    const columns = columnsAt(line);
    if (columns <= depth && isAside(line)) continue;
    if (columns < depth || (columns === depth && !isCloser(line) && !isPointOf(lines[at] ?? '', line))) break;
    end = i + 1;
  }
  return end;
}

export function baseColumns(lines: readonly string[]): number {
  return lines.reduce((least, line) => (isBlank(line) ? least : Math.min(least, columnsAt(line))), Infinity);
}

export function firstWord(line: string): string | undefined {
  return /[\w$]+/.exec(line)?.[0];
}

/** Whether half of the words of two lines are the same. */
export function isAlike(a: string, b: string): boolean {
  const words = (line: string): Set<string> => new Set(line.slice(0, 300).match(/[\p{L}\p{N}_$]+/gu) ?? []);
  const [one, two] = [words(a), words(b)];
  const both = [...one].filter((word) => two.has(word)).length;
  return both > 0 && both * 2 >= Math.min(one.size, two.size);
}
