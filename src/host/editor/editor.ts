import * as vscode from 'vscode';
import type { DocumentSnapshot, EditorPort, Target } from '../../app/ports.ts';
import type { Problem } from '../../core/chat/prompts/editPrompts.ts';
import { AssistantError } from '../../core/errors.ts';
import type { Disposable } from '../../core/lifetime.ts';
import { problemsIn } from './problems.ts';
import { enclosingSymbol } from './symbols.ts';

/** The text editor the user works in, seen through documents and offsets. */
export class HostEditor implements EditorPort, Disposable {
  readonly #mark = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    isWholeLine: true,
  });

  async target(): Promise<Target> {
    return this.selection() ?? (await this.#symbol()) ?? this.#visible();
  }

  selection(): Target | undefined {
    const editor = codeEditor();
    if (editor === undefined || editor.selection.isEmpty) return undefined;
    return targetOf(editor, editor.selection, 'selection', linesLabel(editor.selection));
  }

  cursor(): Target {
    const editor = needEditor();
    const at = editor.selection.active;
    return targetOf(editor, new vscode.Range(at, at), 'selection', `line ${at.line + 1}`);
  }

  highlight(target: Target): Disposable {
    const editor = vscode.window.visibleTextEditors.find((one) => one.document.uri.toString() === target.document.uri);
    if (editor === undefined || target.start === target.end) return { dispose: () => undefined };
    const { document } = editor;
    const range = new vscode.Range(document.positionAt(target.start), document.positionAt(target.end));
    editor.setDecorations(this.#mark, [range]);
    return { dispose: () => editor.setDecorations(this.#mark, []) };
  }

  problems({ document, start, end }: Target): readonly Problem[] {
    const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === document.uri);
    return open === undefined ? [] : problemsIn(open, new vscode.Range(open.positionAt(start), open.positionAt(end)));
  }

  dispose(): void {
    this.#mark.dispose();
  }

  async #symbol(): Promise<Target | undefined> {
    const editor = needEditor();
    const symbol = await enclosingSymbol(editor.document, editor.selection.active);
    return symbol === undefined ? undefined : targetOf(editor, symbol.range, 'symbol', symbol.label);
  }

  #visible(): Target {
    const editor = needEditor();
    const first = editor.visibleRanges[0]?.start.line ?? 0;
    const last = editor.visibleRanges.at(-1)?.end.line ?? first;
    const range = new vscode.Range(new vscode.Position(first, 0), editor.document.lineAt(last).range.end);
    return targetOf(editor, range, 'visible', `visible ${linesLabel(range)}`);
  }
}

/** The active editor on code; output channels and the like are editors too, but nobody works in them. */
export function codeEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined || editor.document.uri.scheme === 'output' ? undefined : editor;
}

/** The path as the user and the model see it: relative to the workspace. */
export function shownPath(uri: vscode.Uri): string {
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  return vscode.workspace.asRelativePath(uri, several).replaceAll('\\', '/');
}

function needEditor(): vscode.TextEditor {
  const editor = codeEditor();
  if (editor === undefined) throw new AssistantError('noEditor');
  return editor;
}

function targetOf(editor: vscode.TextEditor, range: vscode.Range, origin: Target['origin'], label: string): Target {
  const { document } = editor;
  return {
    document: snapshotOf(editor),
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
    origin,
    label,
  };
}

function snapshotOf({ document, options }: vscode.TextEditor): DocumentSnapshot {
  return {
    uri: document.uri.toString(),
    path: shownPath(document.uri),
    languageId: document.languageId,
    text: document.getText(),
    tabSize: typeof options.tabSize === 'number' ? options.tabSize : 4,
    insertSpaces: options.insertSpaces !== false,
  };
}

/** Lines as counted from 1; a range that ends before the first character of a line does not reach it. */
function linesLabel({ start, end }: vscode.Range): string {
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return last === start.line + 1 ? `line ${last}` : `lines ${start.line + 1} to ${last}`;
}
