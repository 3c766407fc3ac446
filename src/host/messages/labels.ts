import * as vscode from 'vscode';
import type { CommandId } from '../../contributions.ts';
import { inertText, longestLabel } from '../../core/inertText.ts';
import type { Disposable } from '../../core/lifetime.ts';

/** Lenses, entries of trees, the status bar and titles of tabs: the seam's part for labels. See `dialogs.ts`. */

export interface LensText {
  /** Name of one of VS Code's icons, put before the title. */
  readonly icon?: string;
  readonly title: string;
  readonly tooltip: string;
}

export function codeLens(
  range: vscode.Range,
  { icon, title, tooltip }: LensText,
  command: CommandId,
  argument: unknown,
): vscode.CodeLens {
  const shown = { title: withIcon(icon, title), tooltip: inertText(tooltip, longestLabel) };
  return new vscode.CodeLens(range, { ...shown, command, arguments: [argument] });
}

export interface FileRowText {
  readonly description: string;
  readonly tooltip: string;
  /** Name of one of VS Code's icons in place of the file's own. */
  readonly icon?: string;
}

/** A row of a tree for a file; VS Code itself takes the name from the address. */
export function fileRow(uri: vscode.Uri, { description, tooltip, icon }: FileRowText): vscode.TreeItem {
  const row = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.None);
  row.description = inertText(description, longestLabel);
  row.tooltip = inertText(tooltip);
  row.iconPath = icon === undefined ? vscode.ThemeIcon.File : new vscode.ThemeIcon(icon);
  return row;
}

/** An entry of the status bar. */
export interface StatusEntry extends Disposable {
  show(text: string): void;
  hide(): void;
}

export interface StatusEntryText {
  readonly id: string;
  readonly name: string;
  readonly icon: string;
  readonly tooltip: string;
}

export function statusEntry({ id, name, icon, tooltip }: StatusEntryText, command: CommandId): StatusEntry {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left, 0);
  item.name = name;
  item.tooltip = inertText(tooltip, longestLabel);
  item.command = command;
  return {
    show: (text) => {
      item.text = withIcon(icon, text);
      item.show();
    },
    hide: () => item.hide(),
    dispose: () => item.dispose(),
  };
}

/** An entry of the light bulb. */
export function codeAction(title: string, command: CommandId, argument?: unknown): vscode.CodeAction {
  const shown = inertText(title, longestLabel);
  const entry = new vscode.CodeAction(shown, vscode.CodeActionKind.QuickFix);
  entry.command = { title: shown, command, arguments: argument === undefined ? [] : [argument] };
  return entry;
}

/** A text for places that VS Code reads as Markdown. */
export function plainMarkdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(inertText(text));
}

/** Opens VS Code's own diff of two documents. */
export async function openDiff(
  [left, right]: readonly [vscode.Uri, vscode.Uri],
  title: string,
  options: vscode.TextDocumentShowOptions,
): Promise<void> {
  await vscode.commands.executeCommand('vscode.diff', left, right, inertText(title, longestLabel), options);
}

/** A file in a diff over several: its own address, then both sides, either of which may be missing. */
export type ChangedFile = readonly [file: vscode.Uri, before: vscode.Uri | undefined, after: vscode.Uri | undefined];

/** Opens one diff over several files. VS Code puts their number behind the title. */
export async function openChanges(title: string, files: readonly ChangedFile[]): Promise<void> {
  await vscode.commands.executeCommand('vscode.changes', inertText(title, longestLabel), files);
}

function withIcon(icon: string | undefined, text: string): string {
  const inert = inertText(text, longestLabel);
  return icon === undefined ? inert : `$(${icon}) ${inert}`;
}
