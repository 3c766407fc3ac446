import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const src = resolve(import.meta.dirname, '../../../../src');

const dialogs = 'host/messages/dialogs.ts';
const lists = 'host/messages/lists.ts';
const labels = 'host/messages/labels.ts';

/**
 * Every name by which VS Code takes a text that it reads as more than text, or that acts, and the one module that may
 * use it: there the text is made inert.
 */
const sinks: Readonly<Record<string, string>> = {
  showInformationMessage: dialogs,
  showWarningMessage: dialogs,
  showErrorMessage: dialogs,
  withProgress: dialogs,
  createQuickPick: lists,
  showQuickPick: lists,
  createInputBox: lists,
  showInputBox: lists,
  CodeLens: labels,
  TreeItem: labels,
  CodeAction: labels,
  MarkdownString: labels,
  createStatusBarItem: labels,
  'vscode.diff': labels,
  'vscode.changes': labels,
  // Nothing of ours uses these; whoever does first, puts them into the seam.
  Hover: labels,
  InlayHint: labels,
  NotebookCellStatusBarItem: labels,
  setStatusBarMessage: labels,
  createCommentController: labels,
  createWebviewPanel: labels,
  showWorkspaceFolderPick: lists,
  // What is sent to a terminal is typed into it.
  sendText: 'host/editor/terminal.ts',
};

interface Use {
  readonly file: string;
  readonly name: string;
}

/** Every value in a file that bears such a name, however it is reached: `vscode.window.x`, `const { x } =`, `['x']`. */
function usesIn(file: string, text: string): Use[] {
  const found: Use[] = [];
  const visit = (node: ts.Node): void => {
    // A type is no use of it.
    if (ts.isTypeNode(node) || ts.isHeritageClause(node)) return;
    const isName = ts.isIdentifier(node) || ts.isStringLiteralLike(node);
    if (isName && Object.hasOwn(sinks, node.text)) found.push({ file, name: node.text });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

function outsideSeam(uses: readonly Use[]): string[] {
  return uses
    .filter(({ file, name }) => sinks[name] !== file)
    .map(({ file, name }) => `${file} must not use ${name}: ${sinks[name]!} does`);
}

describe('the seam through which texts reach VS Code', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !name.startsWith('webview/'));
  const uses = files.flatMap((name) =>
    usesIn(relative(src, join(src, name)).replaceAll('\\', '/'), readFileSync(join(src, name), 'utf8')),
  );

  it('is passed by nowhere', () => {
    assert.deepEqual(outsideSeam(uses), []);
    for (const module of [dialogs, lists, labels])
      assert.ok(
        uses.some(({ file }) => file === module),
        `${module} is where it is said to be`,
      );
  });

  it('would be missed in none of its forms', () => {
    const forms = [
      `vscode.window.showErrorMessage('a')`,
      `const { showErrorMessage } = vscode.window;`,
      `vscode.window['showErrorMessage']('a')`,
      `new vscode.MarkdownString('a')`,
      `import { MarkdownString } from 'vscode';`,
      `vscode.commands.executeCommand('vscode.diff', a, b, title)`,
      `terminal.sendText('a')`,
    ];
    for (const form of forms) assert.equal(outsideSeam(usesIn('host/other.ts', form)).length, 1, form);
    assert.deepEqual(outsideSeam(usesIn('host/other.ts', 'let a: vscode.CodeLens | undefined;')), []);
  });
});
