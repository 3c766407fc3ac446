import { blockEnd, isCloser, isOpeningBrace } from '../outline/blockAt.ts';
import { bracketBalance } from '../outline/bracketBalance.ts';
import { definitionAt, type Range } from '../outline/definitions.ts';
import { keyOf, type FileIndex } from '../text/fileIndex.ts';
import { baseColumns, columnsAt } from '../text/indent.ts';
import { isProse } from '../text/languages.ts';
import type { LineEdit } from '../text/lineEdits.ts';
import { isTelling } from '../text/telling.ts';
import { isBlank } from '../text/textLines.ts';
import { editsOf, foldedDifferences, refused, type BlockClaim, type BlockVerdict } from './blockChanges.ts';
import { insertAtEnd, insertAtFileEnd, insertBehind } from './snippetEnds.ts';
import { atHome } from './snippetIndent.ts';
import { insertNextTo, redefine } from './snippetInserts.ts';
import { losesLines, repeatsFile } from './snippetLosses.ts';
import { withoutOuterClosers, type Field, type Part, type PartVerdict, type Scope } from './snippetParts.ts';
import { regionOf } from './snippetRegions.ts';
import { fitsTwin } from './snippetTwins.ts';

/**
 * Places the parts of a snippet. All of them must fit, in the order of the file, and within the blocks that earlier
 * parts opened.
 */
export function snippetEdits(index: FileIndex, claim: BlockClaim, parts: readonly Part[]): BlockVerdict {
  const all: LineEdit[] = [];
  const scopes: Scope[] = [];
  let from = 0;
  for (const whole of parts) {
    const part = scopes.length === 0 && hasKnownEnd(index, whole) ? whole : withoutOuterClosers(whole);
    from = leaveScopes(scopes, part, from);
    if (!isTelling(part.lines)) continue;
    const scope = scopes.at(-1);
    const range = { start: from, end: scope?.end ?? index.lines.length };
    const last = scope && lastOf(index, whole, part, scope);
    const placed = partEdits({ index, path: claim.path, range, last }, part, scope);
    if (placed.kind === 'refused') return placed;
    if (!closesAlike(index, whole, part, placed.region.end)) return refused('looks-like-snippet');
    for (const edit of placed.edits) all.push(edit);
    from = last === undefined ? placed.region.end : Math.max(placed.region.end, scope?.end ?? 0);
    for (const opened of openScopes(index, claim.path, part, placed.region)) scopes.push(opened);
  }
  if (!claim.closed) return refused('cut-off');
  // Rules, quotes and brackets alone are the file's own more often than new.
  const isPunctuation = ({ start, end, lines }: LineEdit): boolean => {
    return start === end && !lines.every(isBlank) && !isTelling(lines);
  };
  return all.some(isPunctuation) ? refused('ambiguous') : { kind: 'edits', edits: all, how: 'snippet' };
}

/** Whether the last line of a part, be it a closing tag, is in the file once and so says by itself where it stands. */
function hasKnownEnd(index: FileIndex, { lines }: Part): boolean {
  const last = lines.at(-1) ?? '';
  return isTelling(last) && index.placesOf(last, 'loose').length === 1;
}

/**
 * Drops the scopes that a part is not in, being no deeper than their heads; gives the line from which on it is looked
 * for.
 */
function leaveScopes(scopes: Scope[], part: Part, from: number): number {
  const columns = columnsAt(part.lines[0] ?? '');
  let first = from;
  while ((scopes.at(-1)?.columns ?? -1) >= columns) {
    const left = scopes.pop();
    if (part.follows) first = Math.max(first, left?.end ?? 0);
  }
  return first;
}

/** Whether the brackets left out of a part are those that close, in the file, the blocks that the part stands in. */
function closesAlike(index: FileIndex, whole: Part, part: Part, from: number): boolean {
  const closers = whole.lines.slice(part.lines.length).filter((line) => !isBlank(line));
  const own = (at: number): string => index.lines[at] ?? '';
  let at = from;
  let shown = columnsAt(part.lines[0] ?? '');
  for (const closer of closers) {
    if (columnsAt(closer) >= shown) return false;
    shown = columnsAt(closer);
    let before = at - 1;
    while (before > 0 && isBlank(own(before))) before--;
    const depth = columnsAt(own(before));
    while (at < index.lines.length && (isBlank(own(at)) || columnsAt(own(at)) >= depth)) at++;
    if (keyOf(closer, 'loose') !== keyOf(own(at), 'loose')) return false;
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
    if (isBlank(line) || columnsAt(line) >= inner || isOpeningBrace(line)) continue;
    inner = columnsAt(line);
    if (isCloser(line)) break;
    const head = headIn(index, path, line, region);
    if (head === undefined) break;
    scopes.unshift({ columns: inner, head, end: blockEnd(index.lines, head) });
  }
  return scopes;
}

/** The only line of a region that is a line of the reply, or else the only one that defines the same. */
function headIn(index: FileIndex, path: string, line: string, region: Range): number | undefined {
  const places = index.placesOf(line, 'loose').filter((at) => at >= region.start && at < region.end);
  if (places.length === 0) return definitionAt(index, line, path, region);
  return places.length === 1 ? places[0] : undefined;
}

/**
 * Where the body of a block ends, if a part is the last one in it: its closing bracket follows, or a placeholder that
 * is set off and less deep, or nothing at all.
 */
function lastOf(index: FileIndex, whole: Part, part: Part, scope: Scope): number | undefined {
  const { below, lines, isSetOffBelow } = part;
  const isLeft = below !== undefined && isSetOffBelow && below < baseColumns(lines) && below <= scope.columns;
  if (part === whole && !isLeft && below !== undefined) return undefined;
  const foot = index.lines[scope.end - 1] ?? '';
  const isClosed = isCloser(foot) && columnsAt(foot) === columnsAt(index.lines[scope.head] ?? '');
  return isClosed ? scope.end - 1 : scope.end;
}

function partEdits(field: Field, part: Part, scope: Scope | undefined): PartVerdict {
  const region = regionOf(field, part);
  if (region === 'unclear') return refused('ambiguous');
  if (region && fitsTwin(field, part.lines, region)) return refused('ambiguous');
  if (region) return regionEdits(field, part.lines, region);
  return redefine(field, part) ?? insertBehind(field, part) ?? insertNextTo(field, part)
    ?? (scope ? insertAtEnd(field, part, scope) : insertAtFileEnd(field, part))
    ?? refused('looks-like-snippet');
}

/** The edits that make a stretch of the file what a part shows, where that loses nothing the part does not speak of. */
function regionEdits({ index, path }: Field, shown: readonly string[], region: Range): PartVerdict {
  const own = index.lines.slice(region.start, region.end);
  const lines = atHome(index, path, shown, own);
  if (!lines) return refused('indentation');
  const changes = foldedDifferences(own, lines);
  const change = { path, own, lines, changes };
  if (losesLines(change)) {
    const tried = changes.map(({ a0, a1, b0, b1 }) => {
      return { start: region.start + a0, end: region.start + a1, lines: lines.slice(b0, b1) };
    });
    return refused('would-delete', tried);
  }
  if (bracketBalance(own) !== bracketBalance(lines) && !isProse(path)) return refused('looks-like-snippet');
  if (repeatsFile(index, change, region)) return refused('ambiguous');
  const verdict = editsOf(index, path, { lines, all: changes, made: changes, offset: region.start, how: 'snippet' });
  return verdict.kind === 'refused' ? verdict : { kind: 'edits', edits: verdict.edits, region };
}
