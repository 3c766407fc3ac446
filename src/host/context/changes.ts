import * as vscode from 'vscode';
import type { Attachment } from '../../core/chat/conversation.ts';
import { shownPath } from '../editor/editor.ts';
import { refuse, textAttachment } from './attach.ts';

/** The few parts of the built-in Git extension's API (version 1) that are used here. */
interface GitApi {
  readonly repositories: readonly GitRepository[];
}

interface GitChange {
  readonly uri: vscode.Uri;
}

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly untrackedChanges?: readonly GitChange[];
  };
  /** The diff of the index against HEAD (`true`), or of the working tree against the index. */
  diff(cached?: boolean): Promise<string>;
}

/** Longest diff that goes along, in characters. */
const mostCharacters = 200_000;

/** What is not committed yet, in every repository that is open. */
export async function readChanges(): Promise<Attachment> {
  const repositories = await openRepositories();
  if (repositories.length === 0) throw refuse('No Git repository is open.');
  const parts = await Promise.all(repositories.map((one) => changesOf(one)));
  const text = parts.filter((part) => part !== '').join('\n');
  if (text === '') throw refuse('There are no uncommitted changes.');
  return textAttachment({ path: '', uri: '', origin: 'changes' }, cut(text), 'diff');
}

/** How many files have changes; 0 where Git has not been started, since looking must not start it. */
export function countChanges(): number {
  const repositories = gitApi()?.repositories ?? [];
  return new Set(repositories.flatMap(changedFiles).map(({ uri }) => uri.toString())).size;
}

function changedFiles({ state }: GitRepository): GitChange[] {
  return [...state.indexChanges, ...state.workingTreeChanges, ...(state.untrackedChanges ?? [])];
}

async function openRepositories(): Promise<readonly GitRepository[]> {
  await gitExtension()?.activate();
  return gitApi()?.repositories ?? [];
}

async function changesOf(repository: GitRepository): Promise<string> {
  const [staged, unstaged] = await Promise.all([repository.diff(true), repository.diff(false)]);
  const named = `${staged}\n${unstaged}`;
  const isNew = ({ uri }: GitChange): boolean => !named.includes(uri.path.slice(repository.rootUri.path.length + 1));
  const added = changedFiles(repository).filter(isNew).map(({ uri }) => `New file, not tracked yet: ${shownPath(uri)}`);
  return [staged, unstaged, ...added].filter((part) => part.trim() !== '').join('\n');
}

function cut(text: string): string {
  return text.length <= mostCharacters
    ? text
    : `${text.slice(0, text.lastIndexOf('\n', mostCharacters))}\n… the rest is left out`;
}

interface GitExports {
  getAPI(version: 1): GitApi;
}

function gitExtension(): vscode.Extension<GitExports> | undefined {
  return vscode.extensions.getExtension<GitExports>('vscode.git');
}

function gitApi(): GitApi | undefined {
  const git = gitExtension();
  if (git?.isActive !== true) return undefined;
  try {
    return git.exports.getAPI(1);
  } catch {
    // Git is switched off, or not installed.
    return undefined;
  }
}
