import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeAll, endpoint, fenced, onDisk, openFile } from './support.ts';

interface Result {
  readonly files: readonly { readonly uri: string; readonly hunks: number }[];
  readonly refused: readonly { readonly reason: string; readonly path?: string; readonly snippet: string }[];
}

const apply = (...lines: string[]): Thenable<Result> =>
  vscode.commands.executeCommand<Result>('gptOss.applyReply', {
    text: ['*** Begin Patch', ...lines, '*** End Patch'].join('\n'),
  });
const update = (path: string): Thenable<Result> => apply(`*** Update File: ${path}`, '@@', '-one();', '+uno();');
const acceptAll = (uri: string): Thenable<unknown> => vscode.commands.executeCommand('gptOss.acceptAll', { uri });

let count = 0;

function place(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, name);
}

/** A new file in a folder of its own, not open. */
async function write(
  name: string,
  content: string | Uint8Array = 'one();\ntwo();\n',
): Promise<{ readonly path: string; readonly uri: vscode.Uri }> {
  const path = `files-${++count}/${name}`;
  const uri = place(path);
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return { path, uri };
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

async function there(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(() => true, () => false);
}

describe('files an edit may meet', () => {
  beforeEach(() => endpoint().reset());
  afterEach(async () => {
    await vscode.commands.executeCommand('gptOss.rejectChecked');
    await closeAll();
  });

  it('a file that is not open is changed, but not saved', async () => {
    const { path, uri } = await write('a.ts');
    const { files, refused } = await update(path);
    assert.deepEqual([files, refused], [[{ uri: uri.toString(), hunks: 1 }], []]);
    await acceptAll(uri.toString());
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), 'uno();\ntwo();\n');
    assert.equal(await onDisk(document), 'one();\ntwo();\n');
  });

  it('a file that a setting makes read-only is left alone', async () => {
    const { path } = await write('locked.ts');
    const settings = vscode.workspace.getConfiguration('files');
    await settings.update('readonlyInclude', { '**/locked.ts': true }, vscode.ConfigurationTarget.Workspace);
    const locked = await update(path);
    await settings.update('readonlyExclude', { [path]: true }, vscode.ConfigurationTarget.Workspace);
    const freed = await update(path);
    await settings.update('readonlyInclude', undefined, vscode.ConfigurationTarget.Workspace);
    await settings.update('readonlyExclude', undefined, vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(locked.refused.map(({ reason }) => reason), ['read-only']);
    assert.deepEqual(freed.refused, []);
  });

  it('an edit with characters that the encoding of the file lacks is refused, any other is taken', async () => {
    const { path, uri } = await write('latin.ts', Buffer.from('one(); //\u00E9\n', 'latin1'));
    const document = await vscode.workspace.openTextDocument(uri, { encoding: 'windows1252' });
    assert.equal(document.getText(), 'one(); //\u00E9\n');
    const patch = (text: string): Thenable<Result> =>
      apply(`*** Update File: ${path}`, '@@', '-one(); //\u00E9', `+${text}`);
    const arrow = await patch('two(); // \u2192');
    assert.deepEqual(arrow.refused.map(({ reason }) => reason), ['characters']);
    assert.ok(arrow.refused[0]?.snippet.includes('\u2192'), 'the text stays at hand');
    assert.deepEqual((await patch('two(); // \u00E8')).refused, []);
    await acceptAll(uri.toString());
    await document.save();
    assert.deepEqual([...(await vscode.workspace.fs.readFile(uri))].slice(-2), [0xe8, 0x0a]);
  });

  it('a file with unsaved changes is changed as it stands in the editor', async () => {
    const editor = await openFile('one();\ntwo();\n');
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'typed();\n'));
    const { uri } = editor.document;
    await update(vscode.workspace.asRelativePath(uri));
    await acceptAll(uri.toString());
    assert.equal(editor.document.getText(), 'uno();\ntwo();\ntyped();\n');
    assert.equal(await onDisk(editor.document), 'one();\ntwo();\n');
  });

  it('several files open in one diff; new, moved and deleted ones are reviewed too', async () => {
    const moved = await write('moved.ts');
    const gone = await write('gone.ts');
    const fresh = place(`files-${count}/fresh.ts`);
    const target = moved.path.replace('moved', 'target');
    const { files } = await apply(
      `*** Update File: ${moved.path}`, `*** Move to: ${target}`, '@@', '-one();', '+uno();',
      `*** Delete File: ${gone.path}`, `*** Add File: files-${count}/fresh.ts`, '+fresh();',
    );
    assert.equal(files.length, 3);
    assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /^Proposed by gpt-oss/);
    assert.deepEqual([await there(moved.uri), await there(gone.uri), await there(fresh)], [true, true, false]);
    await vscode.commands.executeCommand('gptOss.acceptChecked');
    assert.deepEqual([await there(moved.uri), await there(gone.uri), await there(fresh)], [false, false, true]);
    assert.equal(await textOf(place(target)), 'uno();\ntwo();\n');
    assert.equal(await textOf(fresh), 'fresh();\n');
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.ok(!labels.some((label) => label.startsWith('Proposed by gpt-oss')));
  });

  it('a path is taken in another case, without its folders, with a slash before it', async () => {
    const { uri, path } = await write('Unlikely.ts');
    for (const spelling of [path.toUpperCase(), 'Unlikely.ts', `/${path}`, `./${path}`, uri.fsPath]) {
      const { files, refused } = await update(spelling);
      assert.deepEqual(files.map((file) => file.uri), [uri.toString()], `${spelling}: ${JSON.stringify(refused)}`);
    }
  });

  it('a name with an exclamation mark is found by its ending', async () => {
    const { uri } = await write('unlikely-wow!.ts');
    const { files } = await update('unlikely-wow!.ts');
    assert.deepEqual(files.map((file) => file.uri), [uri.toString()]);
  });

  it('a name that several files end in is refused', async () => {
    await write('twice.ts');
    await write('twice.ts');
    const { files, refused } = await update('twice.ts');
    assert.deepEqual([files, refused.map(({ reason }) => reason)], [[], ['ambiguous-path']]);
  });

  it('nothing outside the workspace is touched, by whatever path, unless it is open', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'gpt-oss-outside-'));
    try {
      const file = join(outside, 'o.ts');
      await writeFile(file, 'one();\n');
      const link = place(`link-${++count}.ts`);
      await symlink(file, link.fsPath);
      const linked = place(`linked-${count}`);
      await symlink(outside, linked.fsPath);
      const climbing = `${'../'.repeat(20)}${file.slice(1)}`;
      for (const path of [file, climbing, `link-${count}.ts`, `linked-${count}/o.ts`]) {
        const { files, refused } = await update(path);
        assert.deepEqual([files, refused.map(({ reason }) => reason)], [[], ['outside-workspace']], path);
      }
      const made = await apply(`*** Add File: linked-${count}/new.ts`, '+x');
      assert.deepEqual(made.refused.map(({ reason }) => reason), ['outside-workspace']);
      await vscode.window.showTextDocument(vscode.Uri.file(file));
      const { files } = await update(file);
      assert.deepEqual(files.map(({ uri }) => uri), [vscode.Uri.file(file).toString()]);
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  it('a link inside the workspace and what it leads to are one file', async () => {
    const { path, uri } = await write('real.ts');
    await symlink(uri.fsPath, place(`files-${count}/alias.ts`).fsPath);
    const { files } = await apply(
      ...[`*** Update File: ${path}`, '@@', '-one();', '+uno();'],
      ...[`*** Update File: files-${count}/alias.ts`, '@@', '-two();', '+dos();'],
    );
    assert.deepEqual(files.map((file) => file.uri), [uri.toString()]);
    await acceptAll(uri.toString());
    assert.equal(await textOf(uri), 'uno();\ndos();\n');
  });

  it('what is no text, or not in UTF-8, or a folder, or a notebook, is refused', async () => {
    const cases: readonly (readonly [string, string, string | Uint8Array])[] = [
      ['binary', 'a.bin', new Uint8Array([0, 1, 2, 0, 255, 0])],
      ['encoding', 'latin.ts', new Uint8Array([...new TextEncoder().encode('one();\n// caf'), 0xe9, 10])],
      ['notebook', 'n.ipynb', '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'],
      ['folder', 'folder/inner.ts', ''],
      ['too-large', 'huge.txt', new Uint8Array(21 * 1024 * 1024).fill(97)],
    ];
    for (const [reason, name, content] of cases) {
      const { path } = await write(name, content);
      const { files, refused } = await update(reason === 'folder' ? path.replace('/inner.ts', '') : path);
      assert.deepEqual([files, refused.map((part) => part.reason)], [[], [reason]], name);
    }
  });

  it('a file that is gone by the time of the accept is said to be gone, and its text is kept', async () => {
    const { path, uri } = await write('a.ts');
    await update(path);
    await vscode.workspace.fs.delete(uri);
    assert.equal(await acceptAll(uri.toString()), undefined);
    const { activeTextEditor } = vscode.window;
    assert.ok(activeTextEditor?.document.getText().includes('uno();'));
  });

  it('a file that is there is not replaced by a new one', async () => {
    const { path, uri } = await write('a.ts');
    const { files, refused } = await apply(`*** Add File: ${path}`, '+something else;');
    assert.deepEqual([files, refused.map(({ reason }) => reason)], [[], ['file-exists']]);
    assert.equal(await textOf(uri), 'one();\ntwo();\n');
  });

  it('the cell of a notebook is edited like a file', async () => {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'one()\ntwo()', 'python');
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand('notebook.cell.edit');
    const { document } = notebook.cellAt(0);
    const visible = vscode.window.visibleTextEditors.find((one) => one.document === document);
    const editor = visible ?? (await vscode.window.showTextDocument(document));
    editor.selection = new vscode.Selection(0, 0, 0, 5);
    await endpoint().reply({ kind: 'text', text: fenced('uno()', 'python') });
    await vscode.commands.executeCommand('gptOss.edit', { instruction: 'in Spanish' });
    await acceptAll(document.uri.toString());
    assert.equal(document.getText(), 'uno()\ntwo()');
  });
});
