import * as vscode from 'vscode';
import type { FileChange, FileRefusal, FilesPort, FoundFile } from '../../app/ports.ts';
import { AssistantError } from '../../core/errors.ts';
import { shownPath } from '../editor/editor.ts';
import { isShown, leadsOut } from './leadsOut.ts';
import { type EndingLocation, locate, locateEndings, stands } from './locate.ts';

/** Above this, VS Code itself no longer keeps a document whole for extensions. */
const mostBytes = 20 * 1024 * 1024;

/** Enough to learn the custom of a project from. */
const mostFiles = 10_000;

const installedOrBuilt = '**/{node_modules,.git,dist,out,build,target,.venv,venv}/**';

/** The workspace's files as VS Code has them: with what is typed and not saved. */
export const hostFiles: FilesPort = {
  async find(path, exact) {
    return fileAt(path, await locate(path, exact));
  },

  async findByEndings(paths, signal) {
    const found = new Map<string, FoundFile>();
    for (const [path, location] of await locateEndings(paths, signal)) {
      if (signal.aborted) break;
      found.set(path, await fileAt(path, location));
    }
    return found;
  },

  async list() {
    const found = await vscode.workspace.findFiles('**/*', installedOrBuilt, mostFiles);
    return found.map((uri) => shownPath(uri));
  },

  at(uri) {
    return describe(vscode.Uri.parse(uri));
  },

  async canWrite(uri, text) {
    const encoding = (await documentOf(uri))?.encoding ?? 'utf8';
    if (encoding.startsWith('utf')) return true;
    const bytes = await vscode.workspace.encode(text, { encoding });
    return (await vscode.workspace.decode(bytes, { encoding })) === text;
  },

  async read(uri) {
    return (await documentOf(uri))?.getText();
  },

  async change(change) {
    await refuseLinks(change);
    const edit = await editOf(change);
    return edit !== undefined && vscode.workspace.applyEdit(edit);
  },
};

/** What was found inside the workspace when the edit was proposed may lead out of it by the time of the accept. */
async function refuseLinks(change: FileChange): Promise<void> {
  const renameTo = change.kind === 'change' ? change.renameTo : undefined;
  for (const address of [change.uri, ...(renameTo === undefined ? [] : [renameTo])]) {
    const uri = vscode.Uri.parse(address);
    if (isShown(uri) || !(await leadsOut(uri))) continue;
    const said = `${shownPath(uri)} is a link that leads out of the open folder, so nothing was changed.`;
    throw new AssistantError('editRefused', { said: `${said} Open the file in an editor first if you mean it.` });
  }
}

/**
 * One WorkspaceEdit for one accepted step, so that it is one step to undo; undefined where it does not fit any more.
 */
async function editOf(change: FileChange): Promise<vscode.WorkspaceEdit | undefined> {
  const uri = vscode.Uri.parse(change.uri);
  const edit = new vscode.WorkspaceEdit();
  if (change.kind === 'create') {
    edit.createFile(uri);
    edit.insert(uri, new vscode.Position(0, 0), change.text);
    return edit;
  }
  const document = await documentOf(change.uri);
  if (document?.getText() !== change.expected) return undefined;
  if (change.kind === 'delete') {
    if (document.isDirty) return undefined;
    edit.deleteFile(uri);
    return edit;
  }
  for (const { start, end, text } of change.hunks) {
    edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  if (change.renameTo !== undefined) edit.renameFile(uri, vscode.Uri.parse(change.renameTo), { overwrite: false });
  return edit;
}

async function fileAt(path: string, location: EndingLocation): Promise<FoundFile> {
  switch (location.kind) {
    case 'there':
      return describe(location.uri);
    case 'missing':
      return { kind: 'missing', uri: location.uri.toString(), path: shownPath(location.uri) };
    case 'not-searched':
      return { kind: 'refused', path, reason: 'too-many-files' };
    default:
      return { kind: 'refused', path, reason: location.kind };
  }
}

async function describe(uri: vscode.Uri): Promise<FoundFile> {
  const path = shownPath(uri);
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString() && !one.isClosed);
  const refused = open === undefined && isNotebook(uri) ? 'notebook' : await refusalOf(uri);
  if (refused === 'missing' && open === undefined) return { kind: 'missing', uri: uri.toString(), path };
  if (refused !== undefined && refused !== 'missing') return { kind: 'refused', path, reason: refused };
  const document = open ?? (await documentOf(uri.toString()));
  if (document === undefined) return { kind: 'refused', path, reason: 'binary' };
  if (isLocked(document)) return { kind: 'refused', path, reason: 'read-only' };
  if (await isMisread(document)) return { kind: 'refused', path, reason: 'encoding' };
  return { kind: 'file', uri: uri.toString(), path, text: document.getText(), languageId: document.languageId };
}

function isNotebook(uri: vscode.Uri): boolean {
  const { notebookDocuments } = vscode.workspace;
  return uri.path.endsWith('.ipynb') || notebookDocuments.some((one) => one.uri.toString() === uri.toString());
}

/**
 * What the disk says of a file. Documents that live nowhere on it, such as unsaved ones and cells, have nothing against
 * them.
 */
async function refusalOf(uri: vscode.Uri): Promise<FileRefusal | 'missing' | undefined> {
  if (uri.scheme === 'untitled' || uri.scheme === 'vscode-notebook-cell') return undefined;
  try {
    const { type, size, permissions } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) return 'folder';
    if (size > mostBytes) return 'too-large';
    const isLockedSystem = vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false;
    return permissions === vscode.FilePermission.Readonly || isLockedSystem ? 'read-only' : undefined;
  } catch {
    return 'missing';
  }
}

/**
 * Whether the settings say that a file is only to be read. VS Code keeps its editor from typing, but not extensions.
 */
function isLocked(document: vscode.TextDocument): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const settings = vscode.workspace.getConfiguration('files', document);
  const matches = (glob: string): boolean => {
    const pattern = folder === undefined ? glob : new vscode.RelativePattern(folder, glob);
    return vscode.languages.match({ pattern }, document) > 0;
  };
  const isIn = (globs: Readonly<Record<string, unknown>> = {}): boolean => {
    return Object.entries(globs).some(([glob, on]) => on === true && matches(glob));
  };
  return isIn(settings.get('readonlyInclude')) && !isIn(settings.get('readonlyExclude'));
}

/**
 * A document with replacement characters that its file does not have was read in the wrong encoding: saving it would
 * spoil it.
 */
async function isMisread(document: vscode.TextDocument): Promise<boolean> {
  if (document.uri.scheme !== 'file' || !document.getText().includes('\uFFFD')) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(document.uri));
    return false;
  } catch {
    return true;
  }
}

/** A document, opened where it must be; undefined when it is gone. A closed untitled one must not be made anew. */
async function documentOf(uri: string): Promise<vscode.TextDocument | undefined> {
  const parsed = vscode.Uri.parse(uri);
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === parsed.toString() && !one.isClosed);
  if (open !== undefined) return (await stands(open)) ? open : undefined;
  if (parsed.scheme === 'untitled') return undefined;
  try {
    return await vscode.workspace.openTextDocument(parsed);
  } catch {
    return undefined;
  }
}
