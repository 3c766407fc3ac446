import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type Ending, searchEndings } from '../../app/files/searchEndings.ts';
import { shownPath } from '../editor/editor.ts';
import { isShown, leadsOut } from './leadsOut.ts';
import { searchFiles } from './searchFiles.ts';

interface Found {
  readonly kind: 'there' | 'missing';
  readonly uri: vscode.Uri;
}

/** Where a path points: a file that is there, one that could be made, or nowhere an edit may go. */
export type Location = Found | { readonly kind: 'outside-workspace' | 'ambiguous-path' };

/**
 * Finds what a path in a reply means: an open document, a file of the workspace by its path, by its path in another
 * case, or (unless `exact`) the only file whose path ends like this. Symbolic links count as what they lead to.
 */
export async function locate(path: string, exact: boolean): Promise<Location> {
  const open = openDocument(path);
  if (open !== undefined) return settle({ kind: 'there', uri: open.uri });
  const { named, byRoot } = candidates(path);
  for (const uri of named) {
    const there = await thereAt(uri);
    if (there !== undefined) return settle({ kind: 'there', uri: there });
  }
  const inRoots = (await Promise.all(byRoot.map(thereAt))).filter((uri) => uri !== undefined);
  const [only, ...others] = new Map(inRoots.map((uri) => [uri.toString(), uri])).values();
  // Which of several root folders is meant is not guessed.
  if (others.length > 0) return { kind: 'ambiguous-path' };
  if (only !== undefined) return settle({ kind: 'there', uri: only });
  const first = named[0] ?? byRoot[0];
  if (first === undefined || !(await mayBeMade(path, first))) return { kind: 'outside-workspace' };
  const ending = exact ? undefined : (await locateEndings([path], new AbortController().signal)).get(path);
  return ending !== undefined && ending.kind !== 'not-searched' ? ending : settle({ kind: 'missing', uri: first });
}

/** A path may name an open document in full, as it is shown, or an unsaved one by its title. */
function openDocument(path: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri, isClosed }) => {
    const own = uri.scheme === 'file' || uri.scheme === 'untitled' || folderOf(uri) !== undefined;
    const isNamed = shownPath(uri) === path || uri.fsPath === path || (uri.scheme === 'untitled' && uri.path === path);
    return !isClosed && own && isNamed;
  });
}

async function thereAt(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  return (await exists(uri)) ? trueName(uri) : otherCase(uri);
}

/** Places inside the workspace that a path could mean; one that leads out of it means none. */
interface Candidates {
  /** Named in full, or with the root folder's name; the likelier ones first. */
  readonly named: readonly vscode.Uri[];
  /** The place of a relative path in each root folder. */
  readonly byRoot: readonly vscode.Uri[];
}

function candidates(path: string): Candidates {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const inFull = isAbsolute(path) ? folders.map(({ uri }) => uri.with({ path: absolutePath(path) })) : [];
  const [head = '', ...rest] = path.split('/');
  const roots = folders.length > 1 ? folders.filter(({ name }) => name === head) : [];
  const inRoot = roots.map(({ uri }) => vscode.Uri.joinPath(uri, ...rest));
  // Many a reply begins the workspace's own paths with a slash.
  const isForeign = /^(?:[A-Za-z]:|\\\\|~)/.test(path);
  const byRoot = isForeign ? [] : folders.map(({ uri }) => vscode.Uri.joinPath(uri, path));
  const isInside = (uri: vscode.Uri): boolean => folderOf(uri) !== undefined;
  return { named: [...inFull, ...inRoot].filter(isInside), byRoot: byRoot.filter(isInside) };
}

/** An absolute path that leads elsewhere is taken for one of the workspace only where its folder is there too. */
async function mayBeMade(path: string, uri: vscode.Uri): Promise<boolean> {
  return !isAbsolute(path) || uri.path === absolutePath(path) || exists(vscode.Uri.joinPath(uri, '..'));
}

function isAbsolute(path: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

function absolutePath(path: string): string {
  return vscode.Uri.file(path).path;
}

function folderOf(uri: vscode.Uri): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.getWorkspaceFolder(uri);
}

/** Whether an open document still stands for something: VS Code keeps one a while after its file is gone. */
export async function stands({ uri, isDirty, isClosed }: vscode.TextDocument): Promise<boolean> {
  return !isClosed && (isDirty || uri.scheme !== 'file' || (await exists(uri)));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** The spelling the disk has for a name that a file system without cases would take in any. */
async function trueName(uri: vscode.Uri): Promise<vscode.Uri> {
  return (await otherCase(uri, true)) ?? uri;
}

/** The one file whose path differs from this only in upper and lower case. */
async function otherCase(uri: vscode.Uri, orSame = false): Promise<vscode.Uri | undefined> {
  const folder = folderOf(uri);
  if (folder === undefined) return undefined;
  let at = folder.uri;
  for (const name of uri.path.slice(folder.uri.path.length).split('/').filter((one) => one !== '')) {
    const names = await namesIn(at);
    const alike = names.filter((one) => one.toLowerCase() === name.toLowerCase());
    const taken = alike.includes(name) ? name : alike[0];
    if (taken === undefined || (alike.length > 1 && taken !== name)) return undefined;
    at = vscode.Uri.joinPath(at, taken);
  }
  return orSame || at.path !== uri.path ? at : undefined;
}

async function namesIn(folder: vscode.Uri): Promise<string[]> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    return [];
  }
}

/** Where the ending of a path leads; `not-searched` where the searches did not come to it. */
export type EndingLocation = Location | { readonly kind: 'not-searched' };

/**
 * A reply that leaves out folders means a file only where no other ends like it. A path that no file ends in has no
 * entry.
 */
export async function locateEndings(
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, EndingLocation>> {
  const relative = paths.filter((path) => !isAbsolute(path) && !path.split('/').includes('..'));
  const endings = await searchEndings(relative, searchFiles('**/{node_modules,.git}/**'), signal);
  const located = new Map<string, EndingLocation>();
  for (const path of relative) {
    if (signal.aborted) break;
    const location = await endingLocation(endings.get(path));
    if (location !== undefined) located.set(path, location);
  }
  return located;
}

async function endingLocation(ending: Ending | undefined): Promise<EndingLocation | undefined> {
  switch (ending?.kind) {
    case undefined:
      return { kind: 'not-searched' };
    case 'none':
      return undefined;
    case 'several':
      return { kind: 'ambiguous-path' };
    case 'one':
      return settle({ kind: 'there', uri: vscode.Uri.parse(ending.uri) });
  }
}

/** A link inside the workspace is the file it leads to; one that leads out of it is followed only where it is shown. */
async function settle(location: Found): Promise<Location> {
  const { kind, uri } = location;
  const folder = folderOf(uri);
  if (uri.scheme !== 'file' || folder === undefined) return location;
  if (await leadsOut(uri)) return isShown(uri) ? location : { kind: 'outside-workspace' };
  if (kind === 'missing') return location;
  const real = await realUri(uri);
  const root = await realUri(folder.uri);
  // It may lead into another folder of the workspace.
  if (!`${real.path}/`.startsWith(`${withoutSlash(root.path)}/`)) return { kind, uri: real };
  const below = real.path.slice(withoutSlash(root.path).length);
  return { kind, uri: folder.uri.with({ path: withoutSlash(folder.uri.path) + below }) };
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}

async function realUri(uri: vscode.Uri): Promise<vscode.Uri> {
  try {
    return vscode.Uri.file(await realpath(uri.fsPath));
  } catch {
    return uri;
  }
}
