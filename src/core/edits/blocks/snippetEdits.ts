import { editsOf, foldedDifferences, no, telling, type BlockClaim, type BlockVerdict } from './blockChanges.ts';
import { bracketBalance } from '../outline/brackets.ts';
import { writerFor } from '../writing/editsAt.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { isTelling } from '../placing/findHunk.ts';
import { convertIndent, indentOf, indentUnit } from '../text/indent.ts';
import { isProse } from '../text/languages.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import type { LinePair } from '../writing/rebase.ts';
import type { Difference } from '../text/sequenceDiff.ts';
import { insertAtEnd, insertAtFileEnd, insertBehind } from './snippetEnds.ts';
import { insertNextTo, redefine } from './snippetInserts.ts';
import { baseColumns, blockEnd, columnsAt, firstWord, isCloser, opens, withoutOuterClosers, type Part, type PartVerdict, type Range, type Scope } from './snippetParts.ts';
import { definitionAt, headName } from './snippetHeads.ts';
import { regionOf, type Field } from './snippetRegions.ts';
import { isBlank } from '../text/textLines.ts';

/** Places each part between placeholders; all of them must fit, in order, and within what earlier parts opened. */
export function snippetEdits(index: FileIndex, claim: BlockClaim, parts: readonly Part[]): BlockVerdict {
  const all: LineEdit[] = [];
  const scopes: Scope[] = [];
  let from = 0;
  for (const whole of parts) {
    const closes = whole.lines.at(-1) ?? '';
    // Tags that close say where they stand; brackets only do where something was opened above.
    const isTold = scopes.length === 0 && isTelling([closes]) && index.placesOf(closes, 'loose').length === 1;
    const part = isTold ? whole : withoutOuterClosers(whole);
    const columns = columnsAt(part.lines[0] ?? '');
    while (scopes.length > 0 && (scopes.at(-1)?.columns ?? 0) >= columns) {
      const left = scopes.pop();
      if (part.follows) from = Math.max(from, left?.end ?? 0);
    }
    if (!isTelling(part.lines)) continue;
    const range = { start: from, end: scopes.at(-1)?.end ?? index.lines.length };
    const scope = scopes.at(-1);
    const last = scope && lastOf(index, whole, part, scope);
    const placed = partEdits({ index, path: claim.path, range, last }, part, scope);
    if (placed.kind === 'refused') return placed;
    if (!closesAlike(index, whole.lines.slice(part.lines.length), placed.region.end, part)) return no('looks-like-snippet');
    for (const edit of placed.edits) all.push(edit);
    from = last === undefined ? placed.region.end : Math.max(placed.region.end, scopes.at(-1)?.end ?? 0);
    for (const scope of openScopes(index, claim.path, part, placed.region)) scopes.push(scope);
  }
  if (!claim.closed) return no('cut-off');
  // Rules, quotes and brackets alone are the file's own more often than new.
  if (all.some(({ start, end, lines }) => start === end && !lines.every(isBlank) && !isTelling(lines))) return no('ambiguous');
  return { kind: 'edits', edits: all, how: 'snippet' };
}

/** Whether brackets left out of a part are those that close, in the file, the blocks it stands in. */
function closesAlike(index: FileIndex, closers: readonly string[], from: number, part: Part): boolean {
  let at = from;
  let shown = columnsAt(part.lines[0] ?? '');
  for (const closer of closers.filter((line) => line.trim() !== '')) {
    if (columnsAt(closer) >= shown) return false;
    shown = columnsAt(closer);
    let before = at - 1;
    while (before > 0 && index.lines[before]?.trim() === '') before--;
    const depth = columnsAt(index.lines[before] ?? '');
    while (at < index.lines.length && (index.lines[at]?.trim() === '' || columnsAt(index.lines[at] ?? '') >= depth)) at++;
    if (keyOf(closer, 'loose') !== keyOf(index.lines[at] ?? '', 'loose')) return false;
    at++;
  }
  return true;
}

/** The blocks still open where a part gives way to a placeholder, outermost first. */
function openScopes(index: FileIndex, path: string, part: Part, region: Range): Scope[] {
  if (part.below === undefined) return [];
  const scopes: Scope[] = [];
  let inner = part.below;
  for (let i = part.lines.length - 1; i >= 0; i--) {
    const line = part.lines[i] ?? '';
    if (line.trim() === '' || columnsAt(line) >= inner) continue;
    inner = columnsAt(line);
    if (isCloser(line)) break;
    const places = index.placesOf(line, 'loose').filter((at) => at >= region.start && at < region.end);
    const head = places.length === 1 ? places[0] : places.length === 0 ? definitionAt(index, line, path, region) : undefined;
    if (head === undefined) break;
    scopes.unshift({ columns: inner, head, end: blockEnd(index.lines, head) });
  }
  return scopes;
}

/**
 * Where the body of a block ends, if a part is the last of it: its bracket follows, or
 * a placeholder set off and less deep, or nothing. */
function lastOf(index: FileIndex, whole: Part, part: Part, scope: Scope): number | undefined {
  const { below, lines, isSetOffBelow } = part;
  const isLeft = below !== undefined && isSetOffBelow && below < baseColumns(lines) && below <= scope.columns;
  if (part === whole && !isLeft && below !== undefined) return undefined;
  const foot = index.lines[scope.end - 1] ?? '';
  return isCloser(foot) && columnsAt(foot) === columnsAt(index.lines[scope.head] ?? '') ? scope.end - 1 : scope.end;
}

function partEdits(field: Field, part: Part, scope: Scope | undefined): PartVerdict {
  const region = regionOf(field, part);
  if (region === 'unclear') return { kind: 'refused', reason: 'ambiguous' };
  if (region) return regionEdits(field, part.lines, region);
  const { index, path, range } = field;
  const atEnd = scope ? insertAtEnd(index, path, part, range, scope) : insertAtFileEnd(index, path, part, range);
  return redefine(index, path, part, range) ?? insertBehind(field, part) ?? insertNextTo(index, path, part, range) ?? atEnd ?? { kind: 'refused', reason: 'looks-like-snippet' };
}

/** The edits that make a stretch of the file what a part shows, where that loses nothing the part does not speak of. */
function regionEdits({ index, path }: Field, shown: readonly string[], region: Range): PartVerdict {
  const own = index.lines.slice(region.start, region.end);
  const lines = atHome(index, path, shown, own);
  if (!lines) return { kind: 'refused', reason: 'indentation' };
  const changes = foldedDifferences(own, lines);
  if (losesLines(own, lines, changes, path)) {
    const tried = changes.map(({ a0, a1, b0, b1 }) => {
      return { start: region.start + a0, end: region.start + a1, lines: lines.slice(b0, b1) };
    });
    return { kind: 'refused', reason: 'would-delete', tried };
  }
  if (bracketBalance(own) !== bracketBalance(lines) && !isProse(path)) return { kind: 'refused', reason: 'looks-like-snippet' };
  if (repeatsFile(index, lines, changes, region)) return { kind: 'refused', reason: 'ambiguous' };
  const verdict = editsOf(index, path, lines, { all: changes, made: changes }, region.start, 'snippet');
  return verdict.kind === 'refused' ? verdict : { kind: 'edits', edits: verdict.edits, region };
}

/**
 * A part at the file's indentation, measured on its first and last line: those between may have moved on purpose, such
 * as into a condition.
 */
function atHome(index: FileIndex, path: string, shown: readonly string[], own: readonly string[]): string[] | undefined {
  const first: LinePair = [shown[0] ?? '', own[0] ?? ''];
  const last: LinePair = [shown.at(-1) ?? '', own.at(-1) ?? ''];
  const isShownToEnd = keyOf(last[0], 'loose') === keyOf(last[1], 'loose');
  const second = isShownToEnd ? last : shallowest(shown, own);
  const pairs = second ? [first, second] : [first];
  const { rebase } = writerFor(index, path, pairs, shown);
  const isFlat = pairs.every((pair) => pair.every((line) => columnsAt(line) === 0));
  const stepped = isFlat && index.unit === '\t' ? withTabs(index, shown, own) : shown;
  if (!stepped) return undefined;
  const lines = stepped.map((line) => rebase(line));
  return lines.every((line) => line !== undefined && !index.isForeign(line)) ? lines.filter((line) => line !== undefined) : undefined;
}

/** Lines indented by spaces in even steps, for a file that knows nothing but tabs; undefined where that is not so. */
function withTabs(index: FileIndex, lines: readonly string[], own: readonly string[]): readonly string[] | undefined {
  if (!lines.some((line) => line.startsWith('  ') && !isBlank(line) && !own.includes(line))) return lines;
  const step = indentUnit(lines);
  const isOdd = (line: string): boolean => isBlank(line) ? false : indentOf(line).includes('\t') || columnsAt(line) % (step?.length ?? 1) !== 0;
  const isMixed = index.lines.some((line) => line.startsWith('  ') && !isBlank(line));
  return step === undefined || step === '\t' || isMixed || lines.some(isOdd) ? undefined : convertIndent(lines, '\t');
}

/** Of the lines below the first that stand in both, the least indented that is indented deeper. */
function shallowest(shown: readonly string[], own: readonly string[]): LinePair | undefined {
  const base = columnsAt(shown[0] ?? '');
  const known = new Map(own.map((line) => [keyOf(line, 'loose'), line]));
  const pairs = shown.flatMap((line): LinePair[] => {
    const same = isTelling([line]) && columnsAt(line) > base ? known.get(keyOf(line, 'loose')) : undefined;
    return same === undefined ? [] : [[line, same]];
  });
  return pairs.sort((a, b) => columnsAt(a[0]) - columnsAt(b[0]))[0];
}

/**
 * Whether lines would go that the part does not plainly replace: more of them than come, or whole neighbours of what is
 * shown, or the end of the stretch for something else.
 */
function losesLines(own: readonly string[], lines: readonly string[], changes: readonly Difference[], path: string): boolean {
  const base = baseColumns(own);
  const isKept = (head: string, added: readonly string[]): boolean => added.some((line) => headName(line, path) === headName(head, path));
  return changes.some(({ a0, a1, b0, b1 }) => {
    const removed = own.slice(a0, a1);
    const added = lines.slice(b0, b1);
    const [gone, come] = [telling(removed), telling(added)];
    if (gone === 0) return a1 === own.length && !removed.every(isBlank) && added.every(isBlank);
    if (come === 0 || (gone > come + 1 && !isRewritten(own, lines, { a0, a1, b0, b1 }, path))) return true;
    const heads = removed.filter((line, i) => isTelling([line]) && columnsAt(line) <= base && opens(own, a0 + i) && !isKept(line, added));
    if (heads.length > 0) return true;
    return a1 === own.length && lastWord(removed) !== lastWord(added);
  });
}

/**
 * Whether a change lies within the body of one function that both show from its head to its bracket, with nothing
 * defined in it: then fewer lines may do what more did.
 */
function isRewritten(own: readonly string[], lines: readonly string[], { a0, a1, b0, b1 }: Difference, path: string): boolean {
  const bodyOf = (text: readonly string[], from: number, to: number): { name: string; inner: readonly string[] } | undefined => {
    const depth = baseColumns(text.slice(from, to));
    const head = text.findLastIndex((line, i) => i < from && !isBlank(line) && columnsAt(line) < depth);
    const name = head < 0 ? undefined : headName(text[head] ?? '', path);
    const end = head < 0 ? 0 : blockEnd(text, head);
    const isWhole = end > to && isCloser(text[end - 1] ?? '') && columnsAt(text[end - 1] ?? '') === columnsAt(text[head] ?? '');
    return name !== undefined && isWhole ? { name, inner: text.slice(head + 1, end - 1) } : undefined;
  };
  const [was, is] = [bodyOf(own, a0, a1), bodyOf(lines, b0, b1)];
  if (!was || was.name !== is?.name || /^(?:class|interface|struct|enum|trait|impl|rule) /.test(was.name)) return false;
  const isLeaf = was.inner.every((line, i) => headName(line, path) === undefined || !opens(was.inner, i));
  return isLeaf && telling(was.inner) <= 3 * telling(is.inner) + 4;
}

/** The word that the last telling line begins with. */
function lastWord(lines: readonly string[]): string | undefined {
  return firstWord(lines.findLast((line) => isTelling([line])) ?? '');
}

/** Whether lines taken for new at the end of a stretch are, for the most part, those that follow it. */
function repeatsBelow(index: FileIndex, lines: readonly string[], { b0, b1 }: Difference, end: number): boolean {
  const added = lines.length - b1 <= 2 ? lines.slice(b0, b1).filter((line) => isTelling([line])) : [];
  const below = new Set(index.lines.slice(end, end + b1 - b0 + 3).map((line) => keyOf(line, 'loose')));
  const [last = '', next = ''] = [lines.at(-1), index.lines.slice(end, end + 5).find((line) => !isBlank(line))];
  // Where brackets are as even as before, one more of them closes something new.
  if (b1 === lines.length && b1 > b0 && !/[\p{L}\p{N}(){}[\]<>]/u.test(last) && keyOf(last, 'loose') === keyOf(next, 'loose')) return true;
  const known = added.filter((line) => below.has(keyOf(line, 'loose'))).length;
  return known > 0 && 2 * known >= added.length;
}

/** Whether lines taken for new stand elsewhere in the file: then the part covers more than it seems to. */
function repeatsFile(index: FileIndex, lines: readonly string[], changes: readonly Difference[], { start, end }: Range): boolean {
  return changes.some((change) => repeatsBelow(index, lines, change, end)) || changes.some(({ b0, b1 }) => lines.slice(b0, b1).some((line) => {
    const places = line.trim().length >= 10 && isTelling([line]) ? index.placesOf(line, 'loose') : [];
    return places.length === 1 && places.some((place) => place < start || place >= end);
  }));
}
