import * as vscode from 'vscode';
import type { Reviews } from '../../app/edits/reviews.ts';
import { type Disposable, DisposableStore, MutableDisposable } from '../../core/lifetime.ts';
import type { LineSpan } from '../../core/review/mergedView.ts';
import { type ReviewDocs, reviewedFile, sideOf } from './reviewDocs.ts';

interface Styles extends Disposable {
  readonly removed: vscode.TextEditorDecorationType;
  readonly added: vscode.TextEditorDecorationType;
  /** Where the file itself gets new lines, above the marked one. */
  readonly insertion: vscode.TextEditorDecorationType;
}

/** Colours, gutter signs and overview marks of open reviews, in the merged view and in the files themselves. */
export class Marks implements Disposable {
  readonly #reviews: Reviews;
  readonly #docs: ReviewDocs;
  readonly #store = new DisposableStore();
  readonly #styles = this.#store.add(new MutableDisposable<Styles>());

  constructor(reviews: Reviews, docs: ReviewDocs) {
    this.#reviews = reviews;
    this.#docs = docs;
    this.#restyle();
    this.#store.add(vscode.window.onDidChangeActiveColorTheme(() => this.#restyle()));
    this.#store.add(
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.#mark(editor))),
    );
    this.#store.add(reviews.onDidChange((uri) => this.#markAll(uri)));
    // The merged view shows its new text a moment after the review changed.
    this.#store.add(
      vscode.workspace.onDidChangeTextDocument(
        ({ document: { uri } }) => sideOf(uri) !== 'file' && this.#markAll(uri.query),
      ),
    );
  }

  dispose(): void {
    this.#store.dispose();
  }

  #restyle(): void {
    const { kind } = vscode.window.activeColorTheme;
    const isHighContrast =
      kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
    this.#styles.value = stylesFor(isHighContrast);
    for (const editor of vscode.window.visibleTextEditors) this.#mark(editor);
  }

  #markAll(uri: string): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (reviewedFile(editor.document.uri) === uri) this.#mark(editor);
    }
  }

  #mark(editor: vscode.TextEditor): void {
    const styles = this.#styles.value;
    const { document } = editor;
    const side = sideOf(document.uri);
    if (styles === undefined || side === 'original' || side === 'proposed') return;
    const review = this.#reviews.get(reviewedFile(document.uri));
    const view = review === undefined ? undefined : this.#docs.viewOf(review);
    if (view !== undefined && side === 'merged' && document.getText() !== view.text) return;
    const hunks = view?.hunks ?? [];
    const removed = hunks.map((hunk) => (side === 'merged' ? hunk.removed : hunk.file));
    editor.setDecorations(styles.removed, ranges(document, removed));
    editor.setDecorations(styles.added, side === 'merged' ? ranges(document, hunks.map(({ added }) => added)) : []);
    const inserted = side === 'file' ? hunks.filter(({ file }) => file.start === file.end) : [];
    const insertions = inserted.map(({ file: { start } }) => ({ start, end: start + 1 }));
    editor.setDecorations(styles.insertion, ranges(document, insertions));
  }
}

function ranges(document: vscode.TextDocument, spans: readonly LineSpan[]): vscode.Range[] {
  return spans
    .filter(({ start, end }) => end > start && start < document.lineCount)
    .map(({ start, end }) => new vscode.Range(start, 0, Math.min(end, document.lineCount) - 1, 0));
}

/** In high contrast there are no backgrounds: VS Code's own diff draws borders there. */
function stylesFor(isHighContrast: boolean): Styles {
  const removed = lineStyle('removed', '−', '#c74e39', isHighContrast);
  const added = lineStyle('added', '+', '#388a34', isHighContrast);
  const insertion = vscode.window.createTextEditorDecorationType({
    gutterIconPath: sign('+', '#388a34'),
    gutterIconSize: 'contain',
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.addedForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  return {
    removed,
    added,
    insertion,
    dispose() {
      for (const style of [removed, added, insertion]) style.dispose();
    },
  };
}

function lineStyle(
  kind: 'removed' | 'added',
  text: string,
  color: string,
  isHighContrast: boolean,
): vscode.TextEditorDecorationType {
  const ruler = kind === 'removed' ? 'deletedForeground' : 'addedForeground';
  const line = kind === 'removed' ? 'diffEditor.removedLineBackground' : 'diffEditor.insertedLineBackground';
  const border = kind === 'removed' ? 'diffEditor.removedTextBorder' : 'diffEditor.insertedTextBorder';
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    gutterIconPath: sign(text, color),
    gutterIconSize: 'contain',
    overviewRulerColor: new vscode.ThemeColor(`editorOverviewRuler.${ruler}`),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    ...(isHighContrast
      ? {
          borderWidth: '0 0 0 3px',
          borderStyle: kind === 'removed' ? 'dashed' : 'solid',
          borderColor: new vscode.ThemeColor(border),
        }
      : { backgroundColor: new vscode.ThemeColor(line) }),
  });
}

/** A sign beside the line numbers, so that removed and added lines differ by more than their colour. */
function sign(text: string, color: string): vscode.Uri {
  const font = 'font-family="monospace" font-size="14" font-weight="bold"';
  const drawn = `<text x="8" y="12.5" text-anchor="middle" ${font} fill="${color}">${text}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${drawn}</svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
