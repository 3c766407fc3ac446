import * as vscode from 'vscode';
import { attachmentOf } from '../../app/context/attachment.ts';
import type { Attachment } from '../../core/chat/conversation.ts';
import { findAgain } from '../../core/context/kept.ts';
import type { RefOf } from '../../core/context/refs.ts';
import { drawTree } from '../../core/context/tree.ts';
import { AssistantError } from '../../core/errors.ts';
import { isShown, leadsOut } from '../files/leadsOut.ts';
import { stands } from '../files/locate.ts';
import { refuse, textAttachment } from './attach.ts';
import { filesBelow } from './files.ts';

/** Largest file that goes along, in bytes and in characters: about what the context window of 128,000 tokens holds. */
const mostBytes = 1_000_000;
const mostCharacters = 400_000;

/** Most entries of a folder's tree, and most files looked at for it. */
const mostEntries = 400;
const mostFiles = 2_000;

export async function readFile({ uri, path }: RefOf<'file' | 'folder'>): Promise<Attachment> {
  const document = await openText(uri, path);
  const code = document.getText().replaceAll('\r\n', '\n');
  if (code.length > mostCharacters) throw tooBig(path, document.getText().length);
  const { languageId } = document;
  return {
    path,
    uri,
    languageId,
    firstLine: 1,
    lastLine: Math.max(1, document.lineCount - (code.endsWith('\n') ? 1 : 0)),
    code,
    origin: 'file',
  };
}

export async function readFolder({ uri, path }: RefOf<'file' | 'folder'>): Promise<Attachment> {
  const folder = vscode.Uri.parse(uri, true);
  await refuseLink(folder, path);
  const files = await filesBelow(folder, mostFiles);
  const paths = files.map((file) => file.path.slice(folder.path.replace(/\/$/, '').length + 1)).sort();
  if (paths.length === 0) throw refuse(`${path} holds no files that are shown.`);
  return textAttachment({ path, uri, origin: 'folder' }, drawTree(paths, mostEntries).text);
}

export async function readStretch({ uri, path, start, end }: RefOf<'code'>): Promise<Attachment> {
  const document = await openText(uri, path);
  const text = document.getText();
  if (start >= Math.min(end, text.length)) throw refuse(`The pinned code of ${path} is gone.`);
  const { languageId } = document;
  const snapshot = { uri, path, languageId, text, tabSize: 4, insertSpaces: true };
  return attachmentOf({ document: snapshot, start, end: Math.min(end, text.length), origin: 'selection', label: '' });
}

/** Where pinned code is after the window was closed: at its place, or at the only other that reads the same. */
export async function findStretch(ref: RefOf<'code'>, code: string): Promise<RefOf<'code'>> {
  const found = findAgain((await openText(ref.uri, ref.path)).getText(), ref, code);
  if (found === undefined) throw refuse(`The pinned code of ${ref.path} is gone.`);
  return { ...ref, ...found };
}

/** A document that holds text and is not huge; what is open in an editor counts as it is there. */
export async function openText(uri: string, path: string): Promise<vscode.TextDocument> {
  const parsed = vscode.Uri.parse(uri, true);
  await refuseLink(parsed, path);
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri && !one.isClosed);
  if (open !== undefined && (await stands(open))) return open;
  try {
    const { size, type } = await vscode.workspace.fs.stat(parsed);
    if ((type & vscode.FileType.Directory) !== 0) throw refuse(`${path} is a folder.`);
    if (size > mostBytes) throw tooBig(path, size);
    if (isBinary(await vscode.workspace.fs.readFile(parsed)))
      throw refuse(`${path} is a binary file, so it cannot go along.`);
    return await vscode.workspace.openTextDocument(parsed);
  } catch (thrown) {
    if (thrown instanceof AssistantError) throw thrown;
    throw refuse(`${path} cannot be read.`, thrown);
  }
}

/** A project may bring links along that lead to anything on this machine; what the user has opened is seen. */
async function refuseLink(uri: vscode.Uri, path: string): Promise<void> {
  if (isShown(uri) || !(await leadsOut(uri))) return;
  throw refuse(`${path} is a link that leads out of the workspace. Open it in an editor if it should go along.`);
}

function tooBig(path: string, size: number): AssistantError {
  const kilobytes = Math.round(size / 1000).toLocaleString('en-US');
  return refuse(`${path} is too big to go along: ${kilobytes} KB. Select the part that matters instead.`);
}

/** Text of no encoding but UTF-16 and UTF-32, which begin with a mark, holds a zero byte. */
function isBinary(bytes: Uint8Array): boolean {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !marked && bytes.subarray(0, 8192).includes(0);
}
