import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ContextRef } from '../../src/core/context/refs.ts';
import { hostContext } from '../../src/host/context/hostContext.ts';
import { closeAll } from './support.ts';

interface Result {
  readonly files: readonly { readonly uri: string }[];
  readonly refused: readonly { readonly reason: string }[];
}

const apply = (...lines: string[]): Thenable<Result> => {
  const text = ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');
  return vscode.commands.executeCommand<Result>('gptOss.applyReply', { text });
};

describe('links that lead out of the workspace', () => {
  let outside: string;
  let count = 0;
  /** A place in the workspace that no other test uses. */
  const place = (name: string): vscode.Uri => {
    const folder = vscode.workspace.workspaceFolders![0]!;
    return vscode.Uri.joinPath(folder.uri, `links-${++count}`, name);
  };
  const pathOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri);
  const make = (uri: vscode.Uri, text: string): Thenable<void> =>
    vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const link = async (target: string, uri: vscode.Uri): Promise<void> => {
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
    await symlink(target, uri.fsPath);
  };

  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'gpt-oss-links-'));
    await writeFile(join(outside, 'o.ts'), 'one();\n');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('gptOss.rejectChecked');
    await closeAll();
    await rm(outside, { recursive: true, force: true });
  });

  it('take no file along that is not open', async () => {
    const uri = place('notes.ts');
    await link(join(outside, 'o.ts'), uri);
    const folder = place('folder');
    await link(outside, folder);
    const port = hostContext({ show: () => assert.fail('nothing is shown') });
    const refs: readonly ContextRef[] = [
      { kind: 'file', uri: uri.toString(), path: 'notes.ts' },
      { kind: 'file', uri: vscode.Uri.joinPath(folder, 'o.ts').toString(), path: 'folder/o.ts' },
      { kind: 'folder', uri: folder.toString(), path: 'folder' },
    ];
    for (const ref of refs) await assert.rejects(port.read(ref), /leads out of the workspace/, JSON.stringify(ref));
    // A document may be there although nobody opened it.
    await vscode.workspace.openTextDocument(uri);
    await assert.rejects(port.read(refs[0]!), /leads out of the workspace/);
    await vscode.window.showTextDocument(uri);
    assert.equal((await port.read(refs[0]!)).code, 'one();\n');
  });

  it('get no edit through a document that nobody opened', async () => {
    const uri = place('a.ts');
    await link(join(outside, 'o.ts'), uri);
    await vscode.workspace.openTextDocument(uri);
    const { files, refused } = await apply(`*** Update File: ${pathOf(uri)}`, '@@', '-one();', '+uno();');
    assert.deepEqual([files, refused.map(({ reason }) => reason)], [[], ['outside-workspace']]);
  });

  it('get no new file where one leads to nothing yet', async () => {
    const uri = place('new.ts');
    await link(join(outside, 'new.ts'), uri);
    const { files, refused } = await apply(`*** Add File: ${pathOf(uri)}`, '+made();');
    assert.deepEqual([files, refused.map(({ reason }) => reason)], [[], ['outside-workspace']]);
  });

  it('get nothing where one was put in place between the review and the accept', async () => {
    const uri = place('o.ts');
    await make(uri, 'one();\n');
    const { files } = await apply(`*** Update File: ${pathOf(uri)}`, '@@', '-one();', '+uno();');
    assert.equal(files.length, 1);
    const folder = vscode.Uri.joinPath(uri, '..');
    await rename(folder.fsPath, `${folder.fsPath}-before`);
    await symlink(outside, folder.fsPath);
    assert.equal(await vscode.commands.executeCommand('gptOss.acceptAll', { uri: uri.toString() }), undefined);
    assert.equal(await readFile(join(outside, 'o.ts'), 'utf8'), 'one();\n');
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), 'one();\n');
  });
});
