import { pathTitle } from './paths.ts';
import { isHeading, optionOf } from './leads.ts';
import { endsSearchReplace, parseSearchReplace, startsSearchReplace } from './patches/searchReplace.ts';
import { startsUnified } from './patches/unified.ts';
import { parseV4a, startsV4a } from './patches/v4a.ts';
import { rawOf, type ParsedReply, type Proposal } from './proposal.ts';
import { dedent, nextMark, readerOf, sourceAt, take, type Reader } from './reader.ts';
import { readDiff, readFence } from './fencedBlock.ts';
import { inFolder, readHeredoc } from './heredoc.ts';
import { readJson } from './toolCall.ts';
import { readTags } from './tagged.ts';
import { linesOf } from '../text/textLines.ts';
import { unwrap } from './wrapping/unwrap.ts';

export type { ParsedReply } from './proposal.ts';

/** Reads any reply into proposed changes without looking at files; linear in the reply's length; never throws. */
export function parseReply(reply: string): ParsedReply {
  const { text, edits } = unwrap(reply);
  const reader = readerOf(linesOf(text), [...edits]);
  for (let at = 0; at < reader.lines.length; ) at = readAt(reader, at);
  return { proposals: meant(reader), text };
}

/** The paths a reply names, each once, in order; destinations of moves included. */
export function paths(parsed: ParsedReply): string[] {
  const found = new Set<string>();
  for (const proposal of parsed.proposals) {
    if (proposal.path !== undefined) found.add(proposal.path);
    if (proposal.kind === 'update' && proposal.moveTo !== undefined) found.add(proposal.moveTo);
  }
  return [...found];
}

/** Names without an ending that may be those of files, each once. */
export function likelyPaths(parsed: ParsedReply): string[] {
  return [...new Set(parsed.proposals.flatMap(({ likelyPath }) => (likelyPath === undefined ? [] : [likelyPath])))];
}

function readAt(reader: Reader, at: number): number {
  const line = reader.lines[at] ?? '';
  if (startsV4a(line)) {
    dedent(reader, at, line.length - line.trimStart().length);
    return take(reader, at, inFolder(reader.lines[at - 1] ?? '', parseV4a(sourceAt(reader), at)));
  }
  if (startsSearchReplace(line)) {
    return take(reader, at, parseSearchReplace(sourceAt(reader), at, reader.floor, { path: reader.lastPath, likelyPath: reader.lastLikely }));
  }
  if (endsSearchReplace(line)) return readStray(reader, at);
  if (startsUnified(reader.lines, at)) return readDiff(reader, at);
  const mark = nextMark(reader, at);
  if (mark?.line === at) return readFence(reader, mark);
  const tagged = readTags(reader, at) ?? readJson(reader, at) ?? readHeredoc(reader, at);
  if (tagged !== undefined) return tagged;
  noteOption(reader, line);
  return at + 1;
}

/** The end of a block whose beginning is missing or misspelt. */
function readStray(reader: Reader, at: number): number {
  const raw = rawOf(sourceAt(reader), Math.max(reader.floor, at - 40), at + 1);
  return take(reader, at, { proposals: [{ kind: 'broken', format: 'search-replace', path: reader.lastPath, raw, reason: 'malformed' }], next: at + 1 });
}

/** A reply may offer several ways, under headings or in words. */
function noteOption(reader: Reader, line: string): void {
  const option = optionOf(line);
  if (option !== undefined) reader.option = option;
  else if (isHeading(line) && pathTitle(line) === undefined) reader.option = undefined;
}

/**
 * What the reply wants done: of several choices none, beside a first proposal no alternative, and nothing that was shown
 * only as an example, unless that is all there is.
 */
function meant(reader: Reader): Proposal[] {
  const { proposals, options, shown } = reader;
  const refuseAs = (proposal: Proposal, reason: 'not-meant' | 'several-choices'): Proposal => {
    return { kind: 'broken', format: proposal.format, path: proposal.path, raw: proposal.raw, reason };
  };
  if (proposals.length === 0) return shown.map((proposal) => refuseAs(proposal, 'not-meant'));
  const isChoice = new Set(options.values()).size > 1;
  return proposals.map((proposal) => {
    const option = options.get(proposal);
    const isOther = isChoice ? option !== undefined : option === 'alternative';
    return isOther ? refuseAs(proposal, 'several-choices') : proposal;
  });
}
