import { extractCode } from './extractCode.ts';
import { readGivenBlock, type GivenBlock } from './fencedBlock.ts';
import { formats } from './formats.ts';
import type { ParsedReply, Proposal } from './proposal.ts';
import { readAll } from './readAll.ts';
import { readerOf, type Reader } from './reader.ts';
import { linesOf } from '../text/textLines.ts';
import { unwrap } from './wrapping/unwrap.ts';

export type { ParsedReply } from './proposal.ts';

/** Reads any reply into proposed changes without looking at files; linear in the reply's length; never throws. */
export function parseReply(reply: string): ParsedReply {
  const { text, edits } = unwrap(reply, formats);
  const reader = readerOf(formats, linesOf(text), [...edits]);
  return { proposals: readAll(reader), text };
}

/** Reads a block of code that came as such, in the same ways as one in a reply. */
export function parseBlock(block: GivenBlock): ParsedReply {
  // JSON that is for a file by its title is that file's content, not a call.
  const { text, edits } = block.path === undefined ? unwrap(block.code, formats) : { text: block.code, edits: [] };
  const lines = linesOf(text.replace(/\r?\n$/, ''));
  const reader: Reader = { ...readerOf(formats, lines, [...edits]), isWhole: true };
  return { proposals: readAll(reader, readGivenBlock(reader, block)), text: block.code };
}

/** A reply that is one block of code and names no file is for the one it was asked for, which may be new. */
export function titledIfBare(reply: ParsedReply, path: string): ParsedReply {
  const code =
    paths(reply).length > 0 || reply.proposals.some(({ kind }) => kind !== 'block')
      ? undefined
      : extractCode(reply.text);
  if (code === undefined) return reply;
  const closed = reply.proposals.every((proposal) => proposal.kind === 'block' && proposal.closed);
  const block: Proposal = {
    kind: 'block', format: 'block', path, raw: reply.text, lines: linesOf(code), language: '', naming: 'strong', closed,
  };
  return { ...reply, proposals: [block] };
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
