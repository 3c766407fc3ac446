import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { assertOfMode, inEveryMode, messagesOf } from './modes.ts';
import { activeDiff, closeAll, endpoint, fenced, onDisk, openFile, select, set } from './support.ts';

interface Case {
  readonly name: string;
  readonly before: string;
  readonly selected: string;
  readonly code: string;
  readonly after: string;
}

const cases: readonly Case[] = [
  {
    name: 'LF, spaces, in the middle',
    before: 'a\n  one();\n  two();\nz\n',
    selected: '  one();\n  two();\n',
    code: 'uno();\ndos();',
    after: 'a\n  uno();\n  dos();\nz\n',
  },
  {
    name: 'CRLF, spaces',
    before: 'a\r\n  one();\r\n  two();\r\nz\r\n',
    selected: '  one();\r\n  two();\r\n',
    code: 'uno();\ndos();\ntres();',
    after: 'a\r\n  uno();\r\n  dos();\r\n  tres();\r\nz\r\n',
  },
  {
    name: 'tabs',
    before: 'f() {\n\tif (a) {\n\t\tb();\n\t}\n}\n',
    selected: '\tif (a) {\n\t\tb();\n\t}',
    code: 'if (x) {\n    y();\n}',
    after: 'f() {\n\tif (x) {\n\t\ty();\n\t}\n}\n',
  },
  {
    name: 'CRLF and tabs',
    before: 'f() {\r\n\tb();\r\n}\r\n',
    selected: 'b();',
    code: 'c();',
    after: 'f() {\r\n\tc();\r\n}\r\n',
  },
  { name: 'first line', before: 'one();\ntwo();\n', selected: 'one();', code: 'uno();', after: 'uno();\ntwo();\n' },
  { name: 'last line', before: 'one();\ntwo();\n', selected: 'two();\n', code: 'dos();', after: 'one();\ndos();\n' },
  {
    name: 'no final newline',
    before: 'one();\ntwo();',
    selected: 'two();',
    code: 'dos();\ntres();\n',
    after: 'one();\ndos();\ntres();',
  },
  {
    name: 'the whole file, CRLF, no final newline',
    before: 'one();\r\ntwo();',
    selected: 'one();\r\ntwo();',
    code: 'uno();\ndos();',
    after: 'uno();\r\ndos();',
  },
  {
    name: 'a byte order mark',
    before: '\uFEFFone();\r\ntwo();\r\n',
    selected: 'one();',
    code: 'uno();',
    after: '\uFEFFuno();\r\ntwo();\r\n',
  },
];

inEveryMode('edit, reviewed in a diff', (mode) => {
  before(() => set('review', 'diff'));
  after(() => set('review', undefined));
  beforeEach(() => endpoint().reset());
  afterEach(closeAll);

  for (const { name, before, selected, code, after } of cases) {
    it(`${name}: accept is one undo step, does not save, and keeps every other byte`, async () => {
      const editor = await openFile(before);
      const { document } = editor;
      const shown = document.getText();
      select(editor, selected);
      await endpoint().reply({ kind: 'text', text: fenced(code) });
      await vscode.commands.executeCommand('gptOss.edit', { instruction: 'in Spanish' });

      const bare = (text: string): string => text.replace('\uFEFF', '');
      assert.deepEqual(await activeDiff(), { left: bare(before), right: bare(after) });
      assert.equal(document.getText(), shown, 'nothing happens before it is accepted');
      assert.equal(document.isDirty, false);

      assert.deepEqual(await vscode.commands.executeCommand('gptOss.acceptAll'), { applied: 1, refused: 0 });
      assert.equal(document.getText(), bare(after));
      assert.equal(document.isDirty, true);
      assert.equal(await onDisk(document), before, 'nothing is saved');

      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), shown, 'one undo step');
      await vscode.commands.executeCommand('redo');
      await document.save();
      assert.equal(await onDisk(document), after);
    });

    it(`${name}: reject leaves the file byte for byte`, async () => {
      const editor = await openFile(before);
      select(editor, selected);
      await endpoint().reply({ kind: 'text', text: fenced(code) });
      await vscode.commands.executeCommand('gptOss.edit', { instruction: 'in Spanish' });
      await vscode.commands.executeCommand('gptOss.rejectAll');
      assert.equal(editor.document.isDirty, false);
      assert.equal(await onDisk(editor.document), before);
      assert.ok(
        !vscode.window.tabGroups.all.some(({ tabs }) =>
          tabs.some(({ input }) => input instanceof vscode.TabInputTextDiff),
        ),
      );
    });
  }

  it('sends the request of its protocol, with path, language, selection and instruction', async () => {
    const editor = await openFile('before();\nselected();\nafter();\n');
    select(editor, 'selected();');
    await endpoint().reply({ kind: 'text', text: fenced('x();') });
    await vscode.commands.executeCommand('gptOss.edit', { instruction: 'make it x' });
    const [request] = await endpoint().requests();
    assertOfMode(request!, mode);
    const { data, ...body } = request!.json as { model: string; max_tokens?: number; data?: { max_tokens: number } };
    assert.equal(body.model, 'openai/gpt-oss-120b');
    assert.equal((data ?? body).max_tokens, 4096);
    const content = messagesOf(request!)[1]?.content ?? '';
    for (const part of [
      vscode.workspace.asRelativePath(editor.document.uri),
      'typescript', 'selected();', 'before();', 'after();', 'make it x',
    ]) {
      assert.ok(content.includes(part), part);
    }
  });

  it('is placed anew when the document changes elsewhere during the review', async () => {
    const editor = await openFile('one();\ntwo();\n');
    const { document } = editor;
    select(editor, 'two();');
    await endpoint().reply({ kind: 'text', text: fenced('dos();') });
    await vscode.commands.executeCommand('gptOss.edit', { instruction: 'in Spanish' });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'zero();\n');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('gptOss.acceptAll', { uri: document.uri.toString() });
    assert.equal(document.getText(), 'zero();\none();\ndos();\n');
  });

  it('is left open when its own lines changed, and the diff stays', async () => {
    const editor = await openFile('one();\ntwo();\n');
    const { document } = editor;
    select(editor, 'two();');
    await endpoint().reply({ kind: 'text', text: fenced('dos();') });
    await vscode.commands.executeCommand('gptOss.edit', { instruction: 'in Spanish' });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'deux(); ');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await vscode.commands.executeCommand('gptOss.acceptAll'), { applied: 0, refused: 1 });
    assert.equal(document.getText(), 'one();\ndeux(); two();\n');
    await activeDiff();
    await vscode.commands.executeCommand('gptOss.rejectAll');
  });

  it('inserts at the cursor, with the same review', async () => {
    const editor = await openFile('def f():\n    a = 1\n', 'py');
    const end = editor.document.lineAt(1).range.end;
    editor.selection = new vscode.Selection(end, end);
    await endpoint().reply({ kind: 'text', text: fenced('return a', 'python') });
    await vscode.commands.executeCommand('gptOss.insert', { instruction: 'return it' });
    assert.deepEqual(await activeDiff(), {
      left: 'def f():\n    a = 1\n',
      right: 'def f():\n    a = 1\n    return a\n',
    });
    await vscode.commands.executeCommand('gptOss.acceptAll');
    assert.equal(editor.document.getText(), 'def f():\n    a = 1\n    return a\n');
  });

  it('takes the enclosing symbol where nothing is selected', async () => {
    const editor = await openFile('# Title\n\ntext\n', 'ts');
    const selector = { scheme: 'file', pattern: editor.document.uri.fsPath };
    const range = new vscode.Range(2, 0, 2, 4);
    const provider = vscode.languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: () => [new vscode.DocumentSymbol('inner', '', vscode.SymbolKind.Function, range, range)],
    });
    try {
      editor.selection = new vscode.Selection(2, 1, 2, 1);
      await endpoint().reply({ kind: 'text', text: fenced('TEXT') });
      await vscode.commands.executeCommand('gptOss.edit', { instruction: 'louder' });
      assert.deepEqual(await activeDiff(), { left: '# Title\n\ntext\n', right: '# Title\n\nTEXT\n' });
      await vscode.commands.executeCommand('gptOss.rejectAll');
    } finally {
      provider.dispose();
    }
  });

  it('does not start twice on the same selection', async () => {
    const editor = await openFile('one();\n');
    select(editor, 'one();');
    await endpoint().otherwise({ kind: 'hang' });
    const first = vscode.commands.executeCommand('gptOss.edit', { instruction: 'a' });
    await endpoint().waitForRequest(1);
    await vscode.commands.executeCommand('gptOss.edit', { instruction: 'b' });
    assert.equal((await endpoint().requests()).length, 1);
    await vscode.commands.executeCommand('gptOss.stop');
    await first;
    await (await endpoint().waitForRequest(1)).aborted;
  });
});
