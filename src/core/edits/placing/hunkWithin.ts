import type { FileIndex } from '../text/fileIndex.ts';
import type { TextHunk } from '../text/hunks.ts';
import { plainText } from '../text/lookalikes.ts';
import type { ProposedHunk } from '../formats/proposal.ts';
import type { RefusalReason } from '../refusals.ts';
import { detectEol, withEol } from '../text/textLines.ts';

/**
 * The replacement for a text that begins or ends within lines, where the format allows that and the text occurs exactly
 * once. Undefined where it does not, or where it is made of whole lines.
 */
export function hunkWithin(index: FileIndex, path: string, hunk: ProposedHunk): readonly TextHunk[] | undefined {
  const { within } = hunk;
  if (!within || within.old.trim() === '') return undefined;
  if ([hunk, ...(hunk.alternatives ?? [])].some(({ old }) => index.findRuns(old, 'exact', 1).length > 0))
    return undefined;
  const { text } = index.split;
  const eol = detectEol(text);
  const old = withEol(within.old, eol);
  const start = text.indexOf(old);
  if (start < 0 || text.includes(old, start + 1)) return undefined;
  const lines = within.new.split(/\r?\n/);
  const manners = { file: text, path, substituted: new Set<string>() };
  const now = lines.map((line) => plainText(line, manners)).join(eol);
  return now === old ? undefined : [{ start, end: start + old.length, text: now }];
}

/**
 * The replacements for a text wherever it stands; a reason where it does not, or not so often, or ends within a word.
 */
export function hunksEverywhere(
  index: FileIndex,
  path: string,
  hunk: ProposedHunk,
): readonly TextHunk[] | RefusalReason {
  const { within, every } = hunk;
  const { text } = index.split;
  const eol = detectEol(text);
  const old = withEol(within?.old ?? '', eol);
  const lines = (within?.new ?? '').split(/\r?\n/);
  if (!within || old.trim() === '') return 'no-anchor';
  const manners = { file: text, path, substituted: new Set<string>() };
  const now = lines.map((line) => plainText(line, manners)).join(eol);
  const hunks: TextHunk[] = [];
  for (let at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + 1)) {
    if (at < (hunks.at(-1)?.end ?? 0) || cutsWord(text, at, at + old.length)) return 'ambiguous';
    hunks.push({ start: at, end: at + old.length, text: now });
  }
  if (hunks.length === 0) return 'not-found';
  if (now === old) return 'nothing-to-change';
  return every === 'all' || every === hunks.length ? hunks : 'ambiguous';
}

/** Whether a word goes on at either end of a stretch. */
function cutsWord(text: string, start: number, end: number): boolean {
  const isWord = (at: number): boolean => /[\p{L}\p{N}_$]/u.test(text[at] ?? '');
  return (isWord(start - 1) && isWord(start)) || (isWord(end - 1) && isWord(end));
}
