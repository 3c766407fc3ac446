import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { ContextOffer, ContextRef } from '../../src/core/context/refs.ts';
import { hostContext } from '../../src/host/context/hostContext.ts';
import { closeAll, openFile, set } from './support.ts';

const git = promisify(execFile);
// The extension shows the pages of its scheme; another provider here would take them over.
const pages = { show: () => assert.fail('nothing is shown') };

describe('context', () => {
  let root: vscode.Uri;

  before(async () => {
    // What waits for no command, like the light bulb's entries, begins with the extension.
    await vscode.extensions.getExtension('gpt-oss-assistant.gpt-oss-assistant')!.activate();
    root = vscode.workspace.workspaceFolders![0]!.uri;
  });
  afterEach(closeAll);

  const uriOf = (path: string): string => vscode.Uri.joinPath(root, path).toString();
  const file = (path: string): ContextRef => ({ kind: 'file', uri: uriOf(path), path });
  const read = (ref: ContextRef) => hostContext(pages).read(ref);
  const write = (path: string, text: string | Uint8Array): Thenable<void> =>
    vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(root, path),
      typeof text === 'string' ? new TextEncoder().encode(text) : text,
    );
  const search = async (words: string): Promise<ContextOffer[]> => {
    let found: readonly ContextOffer[] = [];
    await hostContext(pages).search(words, new AbortController().signal, (offers) => (found = offers));
    return [...found];
  };

  it('reads a file as it is in the editor, unsaved changes included', async () => {
    const editor = await openFile('const x = 1;\n');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// new\n'));
    const path = vscode.workspace.asRelativePath(editor.document.uri);
    const { code, firstLine, lastLine, languageId, origin } = await read(file(path));
    assert.deepEqual(
      [code, firstLine, lastLine, languageId, origin],
      ['// new\nconst x = 1;\n', 1, 2, 'typescript', 'file'],
    );
  });

  it('refuses what is binary, huge or gone, and says why', async () => {
    await write('context/logo.bin', new Uint8Array([137, 80, 0, 1]));
    await write('context/huge.txt', 'x'.repeat(1_200_000));
    const said = async (path: string): Promise<string> => {
      try {
        await read(file(path));
      } catch (thrown) {
        return (thrown as Error).message;
      }
      return '';
    };
    assert.match(await said('context/logo.bin'), /^notAttached: context\/logo\.bin is a binary file/);
    assert.match(await said('context/huge.txt'), /too big to go along: 1,200 KB/);
    assert.match(await said('context/nowhere.txt'), /cannot be read/);
    await write('context/gone.txt', 'x');
    await read(file('context/gone.txt'));
    await vscode.workspace.fs.delete(vscode.Uri.parse(uriOf('context/gone.txt')));
    assert.match(await said('context/gone.txt'), /cannot be read/);
  });

  it('draws a folder, without what is excluded from search', async () => {
    await write('drawn/src/a.ts', '');
    await write('drawn/node_modules/x/index.js', '');
    await write('drawn/b.md', '');
    const { code } = await read({ kind: 'folder', uri: uriOf('drawn'), path: 'drawn' });
    assert.equal(code, 'src/\n  a.ts\nb.md');
  });

  it('leaves out what Git ignores, unless search is told not to', async () => {
    await write('ignoring/.gitignore', 'made/\n*.secret\n');
    await write('ignoring/made/quiltwork.ts', '');
    await write('ignoring/quiltwork.secret', '');
    await write('ignoring/quiltwork.md', '');
    const labels = async (): Promise<string[]> => (await search('quiltwork')).map(({ label }) => label).sort();
    assert.deepEqual(await labels(), ['quiltwork.md']);
    const folder = await read({ kind: 'folder', uri: uriOf('ignoring'), path: 'ignoring' });
    assert.equal(folder.code, '.gitignore\nquiltwork.md');
    const ignored = await read({ kind: 'folder', uri: uriOf('ignoring/made'), path: 'ignoring/made' });
    assert.equal(ignored.code, 'quiltwork.ts', 'a folder that was asked for by name');
    const settings = vscode.workspace.getConfiguration('search');
    await settings.update('useIgnoreFiles', false, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual(await labels(), ['quiltwork.md', 'quiltwork.secret', 'quiltwork.ts']);
    } finally {
      await settings.update('useIgnoreFiles', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('finds files and folders by a few letters', async () => {
    await write('found/deep/shoppingCart.ts', '');
    const files = await search('shopcart');
    assert.deepEqual(
      [files[0]?.label, files[0]?.detail, files[0]?.ref.kind],
      ['shoppingCart.ts', 'found/deep', 'file'],
    );
    const folders = await search('found');
    assert.deepEqual([folders[0]?.label, folders[0]?.ref.kind], ['found/', 'folder']);
    assert.deepEqual(await search('zzqqxx'), []);
  });

  it('offers the problems of a file and reads them, the worst first', async () => {
    const editor = await openFile('one\ntwo\n', 'txt');
    const { uri } = editor.document;
    const problems = vscode.languages.createDiagnosticCollection('context-test');
    const range = (line: number): vscode.Range => new vscode.Range(line, 1, line, 3);
    problems.set(uri, [
      new vscode.Diagnostic(range(0), 'could be better', vscode.DiagnosticSeverity.Warning),
      new vscode.Diagnostic(range(1), 'is wrong'),
    ]);
    try {
      const offers = await search('');
      const path = vscode.workspace.asRelativePath(uri);
      assert.ok(
        offers.some(
          ({ ref, detail }) => ref.kind === 'problems' && ref.uri === uri.toString() && detail === '2 problems',
        ),
      );
      const { code } = await read({ kind: 'problems', uri: uri.toString(), path });
      assert.equal(code, `${path}:2:2: error: is wrong\n${path}:1:2: warning: could be better`);
    } finally {
      problems.dispose();
    }
  });

  it('takes the problems of a file along from its light bulb, unless that is switched off', async () => {
    const editor = await openFile('one\ntwo\n', 'txt');
    const { uri } = editor.document;
    const problems = vscode.languages.createDiagnosticCollection('context-test');
    const range = new vscode.Range(1, 0, 1, 3);
    problems.set(uri, [new vscode.Diagnostic(range, 'is wrong')]);
    const entries = (): Thenable<vscode.CodeAction[]> =>
      vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range);
    const titled = (all: readonly vscode.CodeAction[]): vscode.CodeAction | undefined =>
      all.find(({ title }) => title === 'Add Problems to gpt-oss Chat');
    try {
      const { command } = titled(await entries())!;
      await vscode.commands.executeCommand(command!.command, ...(command!.arguments as unknown[]));
      await vscode.commands.executeCommand('gptOss.showRequest', { prompt: 'What now?', attachSelection: false });
      assert.match(
        vscode.window.activeTextEditor!.document.getText(),
        new RegExp(`${vscode.workspace.asRelativePath(uri)}:2:1: error: is wrong`),
      );
      await set('codeActions', false);
      assert.equal(titled(await entries()), undefined);
    } finally {
      await set('codeActions', undefined);
      await vscode.commands.executeCommand('gptOss.newChat');
      problems.dispose();
    }
  });

  it('reads a symbol whole, wherever it moved', async () => {
    const editor = await openFile('function first() {}\n', 'contextsymbols');
    const symbols: vscode.DocumentSymbolProvider = {
      provideDocumentSymbols(document) {
        const line = document.getText().split('\n').findIndex((text) => text.includes('first'));
        const { range } = document.lineAt(line);
        return [new vscode.DocumentSymbol('first', '', vscode.SymbolKind.Function, range, range)];
      },
    };
    const provider = vscode.languages.registerDocumentSymbolProvider({ pattern: '**/*.contextsymbols' }, symbols);
    try {
      const path = vscode.workspace.asRelativePath(editor.document.uri);
      const offers = await search('first');
      const ref = offers.find((offer) => offer.ref.kind === 'symbol')?.ref;
      assert.ok(ref);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n\n'));
      const { code, firstLine, path: at } = await read(ref);
      assert.deepEqual([code, firstLine, at], ['function first() {}', 3, path]);
    } finally {
      provider.dispose();
    }
  });

  it('reads uncommitted changes through the Git extension', async () => {
    const folder = vscode.Uri.joinPath(root, 'repository');
    await write('repository/a.txt', 'one\n');
    const run = (...args: string[]) =>
      git('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder.fsPath });
    await run('init', '-q');
    await run('add', '.');
    await run('commit', '-qm', 'first');
    await write('repository/a.txt', 'two\n');
    const api = (
      await vscode.extensions
        .getExtension<{ getAPI(version: 1): { openRepository(uri: vscode.Uri): Promise<unknown> } }>('vscode.git')!
        .activate()
    ).getAPI(1);
    await api.openRepository(folder);
    const { code, origin } = await read({ kind: 'changes' });
    assert.match(code, /-one\n\+two/);
    assert.equal(origin, 'changes');
  });
});
