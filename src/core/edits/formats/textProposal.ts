import type { UpdateProposal } from './proposal.ts';
import { linesOf } from '../text/textLines.ts';

/** An edit that replaces a text found anywhere, be it within a line. */
export function textProposal(path: string | undefined, old: string, now: string, raw = old): UpdateProposal {
  const read = (text: string): string[] => (text === '' ? [] : linesOf(text));
  const trim = (text: string): string[] => read(text.replace(/\r?\n$/, ''));
  const trimmed = { old: trim(old), new: trim(now) };
  // A line ending that only the old text has takes a blank line with it, if one follows.
  const isLonger = old.endsWith('\n') && now !== '' && !now.endsWith('\n');
  const reading = isLonger ? { old: read(old), new: read(now), alternatives: [trimmed] } : trimmed;
  const hunk = { ...reading, anchors: [], endOfFile: false, raw, within: { old, new: now } };
  return { kind: 'update', format: 'search-replace', path, raw, hunks: [hunk] };
}
