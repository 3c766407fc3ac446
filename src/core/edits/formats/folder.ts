import { cleanPath } from './paths.ts';
import type { Proposal } from './proposal.ts';

const ABSOLUTE = /^(?:[/~\\]|[A-Za-z]:)/;

/**
 * The folder a command or a call says it works in, as seen from the workspace; empty where it is the workspace itself.
 */
export function folderIn(said: string): string {
  const folder = cleanPath(said).replace(/\/+$/, '');
  return folder === '.' || ABSOLUTE.test(folder) ? '' : folder;
}

/** Proposals whose paths were written in a folder, with their paths as seen from the workspace. */
export function withFolder(folder: string, proposals: readonly Proposal[]): readonly Proposal[] {
  if (folder === '') return proposals;
  const under = (path: string): string => (ABSOLUTE.test(path) ? path : `${folder}/${path}`);
  return proposals.map((proposal): Proposal => {
    const { path } = proposal;
    const moved = proposal.kind === 'update' && proposal.moveTo !== undefined ? { moveTo: under(proposal.moveTo) } : {};
    return { ...proposal, ...moved, path: path === undefined ? path : under(path) };
  });
}
