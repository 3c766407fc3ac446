import { isElisionIn } from './elisions.ts';
import type { FileIndex } from './fileIndex.ts';
import type { TextHunk } from './hunks.ts';
import { plainText } from './lookalikes.ts';
import type { ProposedHunk } from './proposal.ts';
import { detectEol, withEol } from './textLines.ts';

/**
 * The replacement for a text that begins or ends within lines, where the format allows that and the text occurs exactly
 * once. Undefined where it does not, or where it is made of whole lines.
 */
export function hunkWithin(index: FileIndex, path: string, hunk: ProposedHunk): TextHunk | undefined {
  const { within } = hunk;
  if (!within || within.old.trim() === '') return undefined;
  if ([hunk, ...(hunk.alternatives ?? [])].some(({ old }) => index.findRuns(old, 'exact', 1).length > 0)) return undefined;
  const { text } = index.split;
  const eol = detectEol(text);
  const old = withEol(within.old, eol);
  const start = text.indexOf(old);
  if (start < 0 || text.includes(old, start + 1)) return undefined;
  const lines = within.new.split(/\r?\n/);
  if (lines.some((line) => isElisionIn(line, path) && !hunk.old.includes(line))) return undefined;
  const manners = { file: text, path, substituted: new Set<string>() };
  const now = lines.map((line) => plainText(line, manners)).join(eol);
  return now === old ? undefined : { start, end: start + old.length, text: now };
}
