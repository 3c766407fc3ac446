import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, endpoint, fenced, onDisk, openFile, select, set, until } from './support.ts';

interface Accepted {
  readonly applied: number;
  readonly refused: number;
}

const run = <T = undefined,>(command: string, argument?: object): Thenable<T> =>
  vscode.commands.executeCommand<T>(`gptOss.${command}`, argument);

const rows = [
  'const a = 1;', 'const b = 2;', 'const c = 3;', 'const d = 4;', 'const e = 5;', 'const f = 6;', 'const g = 7;',
];
const changed = rows.map((row, at) => (at === 1 || at === 3 || at === 5 ? row.replace('const', 'let') : row));

interface Shape {
  readonly name: string;
  readonly write: (lines: readonly string[]) => string;
  /** The bytes of the shape after VS Code saved it: it knows one line ending per document. */
  readonly saved?: (lines: readonly string[]) => string;
}

const shapes: readonly Shape[] = [
  { name: 'LF', write: (lines) => lines.join('\n') + '\n' },
  { name: 'CRLF', write: (lines) => lines.join('\r\n') + '\r\n' },
  {
    name: 'mixed line endings',
    write: (lines) => lines.map((line, at) => line + (at === 2 ? '\n' : '\r\n')).join(''),
    saved: (lines) => lines.join('\r\n') + '\r\n',
  },
  { name: 'a byte order mark', write: (lines) => `\uFEFF${lines.join('\n')}\n` },
  { name: 'tabs', write: (lines) => lines.map((line) => `\t${line}\n`).join('') },
  { name: 'no final newline', write: (lines) => lines.join('\n') },
];

/** Opens a review of three changes, in the default manner. */
async function propose(text: string, extension = 'ts'): Promise<vscode.TextEditor> {
  const editor = await openFile(text, extension);
  const { document } = editor;
  editor.selection = new vscode.Selection(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  await endpoint().reply({ kind: 'text', text: fenced(changed.join('\n')) });
  await run('edit', { instruction: 'use let' });
  return editor;
}

function front(): vscode.TextDocument {
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document);
  return document;
}

async function typeAbove({ uri }: vscode.TextDocument): Promise<void> {
  const typed = new vscode.WorkspaceEdit();
  typed.insert(uri, new vscode.Position(0, 0), '// top\n');
  assert.ok(await vscode.workspace.applyEdit(typed));
}

const taken = (...which: number[]): string[] =>
  rows.map((row, at) => (which.some((one) => one * 2 - 1 === at) ? changed[at]! : row));

describe('the inline review', () => {
  beforeEach(() => endpoint().reset());
  afterEach(async () => {
    await run('rejectAll');
    await closeAll();
  });

  it('shows the file with removed and new lines below one another, where the file was', async () => {
    const { document } = await propose(rows.join('\n'));
    assert.equal(front().uri.scheme, 'gpt-oss-review');
    assert.equal(
      front().getText(),
      rows.flatMap((row, at) => (row === changed[at] ? [row] : [row, changed[at]])).join('\n'),
    );
    assert.equal(document.getText(), rows.join('\n'));
    assert.equal(document.isDirty, false);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 1, 'the cursor is in the first change');
  });

  it('has its actions above each change, in the review and in the file', async () => {
    const { document } = await propose(rows.join('\n'));
    for (const uri of [front().uri, document.uri]) {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
      const accepts = lenses.filter(({ command }) => command?.command === 'gptOss.acceptHunk');
      assert.deepEqual(accepts.map(({ command }) => (command?.arguments?.[0] as { hunk: number }).hunk), [1, 2, 3]);
      assert.ok(lenses.some(({ command }) => command?.command === 'gptOss.rejectHunk'));
      assert.ok(lenses.some(({ command }) => command?.command === 'gptOss.openDiff'));
    }
  });

  it('reports no problems of old and new lines standing together', async () => {
    await propose(rows.join('\n'));
    assert.equal(front().languageId, 'gpt-oss-review-typescript');
    assert.deepEqual(vscode.languages.getDiagnostics(front().uri), []);
  });

  for (const { name, write, saved = write } of shapes) {
    it(`${name}: all accepted is one undo step and saves nothing`, async () => {
      const { document } = await propose(write(rows));
      const shown = document.getText();
      assert.deepEqual(await run<Accepted>('acceptAll'), { applied: 3, refused: 0 });
      assert.equal(await onDisk(document), write(rows), 'nothing is saved');
      assert.equal(front().uri.toString(), document.uri.toString(), 'the file is in front again');
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), shown);
      await vscode.commands.executeCommand('redo');
      await document.save();
      assert.equal(await onDisk(document), saved(changed));
    });

    it(`${name}: some accepted, in any order, leaves the others as they were`, async () => {
      const { document } = await propose(write(rows));
      const uri = document.uri.toString();
      const shown = document.getText();
      await run('acceptHunk', { uri, hunk: 3 });
      await run('rejectHunk', { uri, hunk: 2 });
      await run('acceptHunk', { uri, hunk: 1 });
      await vscode.window.showTextDocument(document);
      await document.save();
      assert.equal(await onDisk(document), saved(taken(1, 3)));
      await vscode.commands.executeCommand('undo');
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), shown, 'each accept is one step');
    });

    it(`${name}: none accepted leaves the file byte for byte`, async () => {
      const { document } = await propose(write(rows));
      await run('rejectAll');
      assert.equal(document.isDirty, false);
      assert.equal(await onDisk(document), write(rows));
    });
  }

  it('goes on to the next change by itself, and forth and back by command', async () => {
    await propose(rows.join('\n'));
    const line = (): number | undefined => vscode.window.activeTextEditor?.selection.active.line;
    await run('nextHunk');
    assert.equal(line(), 4);
    await run('previousHunk');
    assert.equal(line(), 1);
    await run('previousHunk');
    assert.equal(line(), 7, 'from the first to the last');
    await run('nextHunk');
    assert.deepEqual(await run<Accepted>('acceptHunk'), { applied: 1, refused: 0 });
    assert.equal(line(), 3, 'the second change is one line further up now');
  });

  it('follows what is typed in the file meanwhile, saved or not', async () => {
    const { document } = await propose(rows.join('\n'));
    const review = front();
    await typeAbove(document);
    await document.save();
    await until(() => review.getText().startsWith('// top\n'), vscode.workspace.onDidChangeTextDocument);
    await run('acceptAll', { uri: document.uri.toString() });
    assert.equal(document.getText(), ['// top', ...changed].join('\n'));
  });

  it('brings a change back when its accept is undone in the file', async () => {
    const { document } = await propose(rows.join('\n'));
    const uri = document.uri.toString();
    const review = front();
    await run('acceptHunk', { uri, hunk: 1 });
    assert.ok(!review.getText().includes(rows[1]!));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until(() => review.getText().includes(rows[1]!), vscode.workspace.onDidChangeTextDocument);
    assert.deepEqual(await run<Accepted>('acceptAll', { uri }), { applied: 3, refused: 0 });
  });

  it('loses nothing when its tab is closed', async () => {
    const { document } = await propose(rows.join('\n'));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await run('openReview', { uri: document.uri.toString() });
    assert.equal(front().uri.scheme, 'gpt-oss-review');
    assert.deepEqual(await run<Accepted>('acceptAll'), { applied: 3, refused: 0 });
  });

  it('goes with the file when that is renamed', async () => {
    const { document } = await propose(rows.join('\n'));
    const to = document.uri.with({ path: document.uri.path.replace('edit-', 'renamed-') });
    const move = new vscode.WorkspaceEdit();
    move.renameFile(document.uri, to);
    await vscode.workspace.applyEdit(move);
    assert.deepEqual(await run<Accepted>('acceptAll', { uri: to.toString() }), { applied: 3, refused: 0 });
    assert.equal((await vscode.workspace.openTextDocument(to)).getText(), changed.join('\n'));
  });

  it('works on a document that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: rows.join('\n') });
    const editor = await vscode.window.showTextDocument(document);
    select(editor, rows[1]!);
    await endpoint().reply({ kind: 'text', text: fenced(changed[1]!) });
    await run('edit', { instruction: 'use let' });
    await run('acceptAll');
    assert.equal(document.getText(), taken(1).join('\n'));
    assert.equal(document.isUntitled, true);
  });
});

describe('the proposed side of a diff', () => {
  before(() => set('review', 'diff'));
  after(() => set('review', undefined));
  beforeEach(() => endpoint().reset());
  afterEach(async () => {
    await run('rejectAll');
    await vscode.workspace
      .getConfiguration('files')
      .update('insertFinalNewline', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
  });

  /** The document on the right, which the tab in front shows. */
  const proposedSide = (): vscode.TextDocument => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === input.modified.toString());
    assert.ok(document);
    return document;
  };
  /** What the arrow beside a change does: the line as it is in the file takes the place of the proposed one. */
  const write = async (document: vscode.TextDocument, line: number, text: string): Promise<void> => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(line).range, text);
    assert.ok(await vscode.workspace.applyEdit(edit));
  };
  const settled = (document: vscode.TextDocument): Promise<void> =>
    until(() => !document.isDirty, vscode.workspace.onDidSaveTextDocument);

  it('drops the change that is taken back there, with nothing left to save', async () => {
    const { document } = await propose(rows.join('\n'));
    const side = proposedSide();
    assert.equal(side.getText(), changed.join('\n'));
    await write(side, 3, rows[3]!);
    await settled(side);
    assert.deepEqual(await run<Accepted>('acceptAll'), { applied: 2, refused: 0 });
    assert.equal(document.getText(), taken(1, 3).join('\n'));
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff, false);
  });

  it('accepts at once what was typed there a moment ago', async () => {
    const { document } = await propose(rows.join('\r\n'));
    await write(proposedSide(), 1, 'let b = 22;');
    assert.deepEqual(await run<Accepted>('acceptHunk', { uri: document.uri.toString(), hunk: 1 }), {
      applied: 1,
      refused: 0,
    });
    assert.equal(document.getText(), rows.map((row, at) => (at === 1 ? 'let b = 22;' : row)).join('\r\n'));
  });

  it('ends the review when everything is taken back', async () => {
    const { document } = await propose(rows.join('\n'));
    const side = proposedSide();
    const edit = new vscode.WorkspaceEdit();
    edit.replace(side.uri, new vscode.Range(0, 0, side.lineCount, 0), rows.join('\n'));
    await vscode.workspace.applyEdit(edit);
    await until(() => vscode.window.activeTextEditor?.document === document, vscode.window.onDidChangeActiveTextEditor);
    assert.deepEqual(await run<Accepted>('acceptAll'), { applied: 0, refused: 0 });
    assert.equal(document.isDirty, false);
  });

  it('is not saved where that would format it, and follows the review all the same', async () => {
    await vscode.workspace
      .getConfiguration('files')
      .update('insertFinalNewline', true, vscode.ConfigurationTarget.Global);
    const { document } = await propose(rows.join('\n'));
    const side = proposedSide();
    const uri = document.uri.toString();
    await write(side, 1, 'let b = 22;');
    await run('rejectHunk', { uri, hunk: 3 });
    const left = [rows[0], 'let b = 22;', rows[2], changed[3], ...rows.slice(4)].join('\n');
    await until(() => side.getText() === left, vscode.workspace.onDidChangeTextDocument);
    assert.equal(side.isDirty, true);
    await run('acceptAll', { uri });
    assert.equal(document.getText(), left, 'and what closing its tab saves there is not in the file');
  });

  it('goes with what is typed in the file', async () => {
    const { document } = await propose(rows.join('\n'));
    const side = proposedSide();
    await typeAbove(document);
    await until(() => side.getText() === ['// top', ...changed].join('\n'), vscode.workspace.onDidChangeTextDocument);
    await write(side, 2, rows[1]!);
    await settled(side);
    await run('acceptAll', { uri: document.uri.toString() });
    assert.equal(document.getText(), ['// top', ...taken(2, 3)].join('\n'));
  });

  it('is taken as it reads where VS Code never read it anew, as after a change of its language', async () => {
    const { document } = await propose(rows.join('\n'));
    await vscode.languages.setTextDocumentLanguage(proposedSide(), 'plaintext');
    await write(proposedSide(), 1, 'let b = 22;');
    await run('acceptHunk', { uri: document.uri.toString(), hunk: 1 });
    assert.equal(document.getText(), rows.map((row, at) => (at === 1 ? 'let b = 22;' : row)).join('\n'));
  });
});
