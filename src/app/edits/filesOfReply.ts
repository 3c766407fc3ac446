import { likelyPaths, type ParsedReply, paths } from '../../core/edits/formats/parseReply.ts';
import { AssistantError } from '../../core/errors.ts';
import type { FilesPort, FoundFile } from '../ports.ts';
import { type About, aboutFile } from './about.ts';

/** What each path of a reply stands for. */
export type Found = ReadonlyMap<string, FoundFile>;

export interface ReplyLookup {
  readonly files: FilesPort;
  readonly about?: About | undefined;
  /** Gives up between two look-ups. */
  readonly signal: AbortSignal;
}

/**
 * Most paths of one reply that are looked for. Each costs a look at the disk, and a review of more files than this is
 * not one that a person reads.
 */
export const mostPathsPerReply = 500;

/**
 * Looks for the files that a reply names, one after the other. Those beyond `mostPathsPerReply` are refused. Throws
 * `cancelled` where the signal is aborted.
 */
export async function filesOfReply(parsed: ParsedReply, { files, about, signal }: ReplyLookup): Promise<Found> {
  const found = new Map<string, FoundFile>();
  const complete = completePaths(parsed);
  const incomplete: string[] = [];
  let lookups = 0;
  for (const path of new Set([...paths(parsed), ...likelyPaths(parsed)])) {
    throwIfCancelled(signal);
    if (about !== undefined && !complete.has(path) && isPathOf(about, path)) found.set(path, aboutFile(about));
    else if (lookups++ >= mostPathsPerReply) found.set(path, { kind: 'refused', path, reason: 'too-many-files' });
    else found.set(path, await files.find(path, true));
    if (!complete.has(path) && found.get(path)?.kind === 'missing') incomplete.push(path);
  }
  throwIfCancelled(signal);
  if (incomplete.length > 0) {
    for (const [path, file] of await files.findByEndings(incomplete, signal)) found.set(path, file);
    throwIfCancelled(signal);
  }
  return found;
}

function isPathOf(about: About, path: string): boolean {
  return about.path === path || about.path.endsWith(`/${path}`);
}

/** Paths that mean no other file that ends so: those of files to be made, and mere guesses at a path. */
function completePaths(parsed: ParsedReply): ReadonlySet<string> {
  const made = parsed.proposals.flatMap((proposal) => {
    const path = proposal.kind === 'create' ? proposal.path : proposal.kind === 'update' ? proposal.moveTo : undefined;
    return path === undefined ? [] : [path];
  });
  const named = new Set(paths(parsed));
  return new Set([...made, ...likelyPaths(parsed).filter((path) => !named.has(path))]);
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AssistantError('cancelled');
}
