import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { realPlace } from './realPlace.ts';

/**
 * Whether an address that lies in the workspace by its name leads out of it by a symbolic link. Asked wherever a file
 * is read or written that the user did not open: a project may bring such links along. What lies outside by its very
 * name was named by the user, and what is in no file system of this machine has no links.
 */
export async function leadsOut(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file' || vscode.workspace.getWorkspaceFolder(uri) === undefined) return false;
  const real = await realPlace(uri.fsPath);
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  const roots = await Promise.all(folders.map((folder) => realPlace(folder.uri.fsPath)));
  return !roots.some((root) => root !== undefined && real !== undefined && isWithin(root, real));
}

/** Whether the user has the file in view or in a tab. A document alone may have been opened by any extension. */
export function isShown(uri: vscode.Uri): boolean {
  const address = uri.toString();
  const { visibleTextEditors, tabGroups } = vscode.window;
  if (visibleTextEditors.some(({ document }) => document.uri.toString() === address)) return true;
  const tabs = tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === address);
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isOtherDrive(way);
}

/** On Windows, the way to another drive is its own path. */
function isOtherDrive(way: string): boolean {
  return /^(?:[A-Za-z]:|\\\\)/.test(way);
}
