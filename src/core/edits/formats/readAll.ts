import { isHeading, optionOf } from './leads.ts';
import { pathTitle } from './paths.ts';
import type { Proposal } from './proposal.ts';
import type { Reader } from './reader.ts';

/** Reads a reader's lines to their end, from a line on, and gives what is meant of the proposals in them. */
export function readAll(reader: Reader, from = 0): Proposal[] {
  for (let at = from; at < reader.lines.length; ) at = readAt(reader, at);
  return meant(reader);
}

function readAt(reader: Reader, at: number): number {
  for (const { starts, read } of reader.formats) {
    const next = starts(reader.lines, at) ? read(reader, at) : undefined;
    if (next !== undefined) return next;
  }
  noteOption(reader, reader.lines[at] ?? '');
  return at + 1;
}

/** A reply may offer several ways, under headings or in words. */
function noteOption(reader: Reader, line: string): void {
  const option = optionOf(line);
  if (option !== undefined) reader.option = option;
  else if (isHeading(line) && pathTitle(line) === undefined) reader.option = undefined;
}

/**
 * What the reply wants done: of several choices none, beside a first proposal no alternative, and nothing that was
 * shown only as an example, unless that is all there is.
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
