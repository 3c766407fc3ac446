import * as vscode from 'vscode';
import { existingFiles, isSearchable } from '../../app/files/existingFiles.ts';
import { searchEndings } from '../../app/files/searchEndings.ts';
import { type FileReference, parseFileReference } from '../../core/fileReference.ts';
import { languageIdOf } from '../../core/languageIds.ts';
import { locate } from '../files/locate.ts';
import { searchFiles } from '../files/searchFiles.ts';
import { notify } from '../messages/dialogs.ts';
import { shownPath } from './editor.ts';

/**
 * Of the paths a reply names, those that exist in the workspace or are open. Undefined where the signal was aborted.
 */
export async function findFiles(paths: readonly string[], signal: AbortSignal): Promise<string[] | undefined> {
  const isFile = async (path: string): Promise<boolean> => (await exactly(path)) !== undefined;
  return existingFiles(paths, { isFile, search: searchFiles() }, signal);
}

/** Opens a file a reply names, at its line. What the view asks for is looked up again: only what exists here opens. */
export async function openReference(reference: FileReference): Promise<void> {
  const uri = (await exactly(reference.path)) ?? (await bySearch(reference.path));
  if (uri === undefined) {
    void notify('info', `${reference.path} is not there any more.`);
    return;
  }
  const { line, lastLine = line } = reference;
  const selection =
    line === undefined ? undefined : new vscode.Range(line - 1, 0, (lastLine ?? line) - 1, Number.MAX_SAFE_INTEGER);
  await vscode.commands.executeCommand('vscode.open', uri, {
    preview: true,
    ...(selection === undefined ? {} : { selection }),
  });
}

/**
 * A new document with code from a reply, under the path the reply gave where that is free. Nothing is written: the user
 * saves it, or not.
 */
export async function newDocument(code: string, language: string, path: string | undefined): Promise<void> {
  const place = path === undefined ? undefined : await freePlace(path);
  const document = await (place === undefined ? untitled(code, language) : vscode.workspace.openTextDocument(place));
  if (place !== undefined && document.getText() === '') {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), code.endsWith('\n') ? code : `${code}\n`);
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(document, { preview: false });
}

async function untitled(content: string, name: string): Promise<vscode.TextDocument> {
  const language = languageIdOf(name);
  const known = (await vscode.languages.getLanguages()).includes(language);
  return vscode.workspace.openTextDocument({ content, ...(known ? { language } : {}) });
}

async function freePlace(path: string): Promise<vscode.Uri | undefined> {
  if (parseFileReference(path)?.path !== path) return undefined;
  const location = await locate(path, true);
  return location.kind === 'missing' ? location.uri.with({ scheme: 'untitled' }) : undefined;
}

async function exactly(path: string): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme !== 'output' && shownPath(uri) === path);
  if (open !== undefined) return open.uri;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    for (const uri of [inside(folder, path), inside(folder, withoutFirst(path, folder.name))]) {
      if (uri !== undefined && (await isFile(uri))) return uri;
    }
  }
  return undefined;
}

/** The only file whose path ends so; none where there are several. */
async function bySearch(path: string): Promise<vscode.Uri | undefined> {
  if (!isSearchable(path)) return undefined;
  const ending = (await searchEndings([path], searchFiles(), new AbortController().signal)).get(path);
  return ending?.kind === 'one' ? vscode.Uri.parse(ending.uri) : undefined;
}

/** The path as a place in the folder; `undefined` where it leads out of it. */
function inside(folder: vscode.WorkspaceFolder, path: string | undefined): vscode.Uri | undefined {
  if (path === undefined) return undefined;
  const absolute = path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
  const uri = absolute ? folder.uri.with({ path: vscode.Uri.file(path).path }) : vscode.Uri.joinPath(folder.uri, path);
  const root = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  return uri.path.startsWith(root) && !uri.path.split('/').includes('..') ? uri : undefined;
}

/** In a workspace of several folders, paths begin with the folder's name. */
function withoutFirst(path: string, name: string): string | undefined {
  return path.startsWith(`${name}/`) ? path.slice(name.length + 1) : undefined;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
