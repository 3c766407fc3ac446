import type { Difference } from '../text/sequenceDiff.ts';

/** Ways a reply can spell an edit. */
export type Format = 'v4a' | 'search-replace' | 'unified' | 'block';

/** Two readings of a hunk differ in its context lines: with, or without, a marker column in front. */
export interface Reading {
  readonly old: readonly string[];
  readonly new: readonly string[];
  /** Which old lines give way to which new ones, where the format says so; else it is found by comparing. */
  readonly changes?: readonly Difference[];
}

export interface ProposedHunk extends Reading {
  /** The same hunk with its marks read in another way, likeliest first. */
  readonly alternatives?: readonly Reading[];
  /** The same hunk with a space taken off behind every mark, where each has one. */
  readonly spaced?: Reading;
  /** Lines the place must come after, outermost first (the `@@` lines of V4A). */
  readonly anchors: readonly string[];
  /** The anchors only choose between places: tools write them behind line numbers, and models copy them. */
  readonly hinted?: boolean;
  readonly endOfFile: boolean;
  /** First old line, counted from 1; present only where the header's counts fit the body. */
  readonly oldStart?: number;
  /** The same as mere text, which may begin and end within lines. */
  readonly within?: { readonly old: string; readonly new: string };
  /** The text is replaced wherever it stands, or where it stands so many times. */
  readonly every?: 'all' | number;
  /** New lines go below the line of this number, counted from 1; 0 is the top. */
  readonly belowLine?: number;
  /** What a `\ No newline at end of file` mark says about the final line ending. */
  readonly finalNewline?: 'add' | 'remove';
  readonly raw: string;
}

/** How a block was tied to its path: as its title, in passing, or not at all. */
export type Naming = 'strong' | 'weak' | 'none';

interface Common {
  readonly format: Format;
  readonly path: string | undefined;
  /** A name without an ending, such as `bin/run`, that stands nearer: it counts only where there is such a file. */
  readonly likelyPath?: string;
  readonly raw: string;
}

export interface UpdateProposal extends Common {
  readonly kind: 'update';
  readonly hunks: readonly ProposedHunk[];
  readonly moveTo?: string;
}

export interface CreateProposal extends Common {
  readonly kind: 'create';
  readonly lines: readonly string[];
  /** A mark says that the last line has no ending. */
  readonly unended?: boolean;
}

export interface DeleteProposal extends Common {
  readonly kind: 'delete';
  /** The lines it shows as those of the file, where it shows any. */
  readonly shown?: readonly string[];
}

export interface BlockProposal extends Common {
  readonly kind: 'block';
  readonly lines: readonly string[];
  readonly language: string;
  readonly naming: Naming;
  readonly closed: boolean;
  /** The words above say that this is the content of the file: “Save this as `x`:”. */
  readonly isAnnounced?: boolean;
  /** First line was a comment with the path; it belongs to the file only where the file has it too. */
  readonly label?: string;
}

export type BrokenReason = 'cut-off' | 'malformed' | 'unclear-end' | 'unclear-place' | 'not-meant' | 'several-choices';

export interface BrokenProposal extends Common {
  readonly kind: 'broken';
  readonly reason: BrokenReason;
}

export type Proposal = UpdateProposal | CreateProposal | DeleteProposal | BlockProposal | BrokenProposal;

/** The proposal under its likely path, where `isFile` says that this is a file. */
export function withLikelyPath(proposal: Proposal, isFile: (path: string) => boolean): Proposal {
  const { likelyPath } = proposal;
  if (likelyPath === undefined || !isFile(likelyPath)) return proposal;
  return proposal.kind === 'block'
    ? { ...proposal, path: likelyPath, naming: 'strong' }
    : { ...proposal, path: likelyPath };
}

export interface ParsedReply {
  /** In the order of the reply. */
  readonly proposals: readonly Proposal[];
  /** The reply without its wrappers, for what is neither patch nor block. */
  readonly text: string;
}

/** What a parser of one format gives back: what it read, and the line to go on from. */
export interface Parsed {
  readonly proposals: readonly Proposal[];
  readonly next: number;
}

/** A reply being read. `end` is the line to stop before. */
export interface Source {
  readonly lines: readonly string[];
  readonly end: number;
  /** Whether something marks the end: a closing fence, a heredoc's last line. */
  readonly closed: boolean;
  /** Whether a fence was opened around it that nothing closes: then the reply broke off. */
  readonly isFenceOpen?: boolean;
}

export function rawOf(source: Source, from: number, to: number): string {
  return source.lines.slice(from, to).join('\n');
}
