import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/lifetime.ts';
import { terminalLine } from '../../core/terminalText.ts';
import { notify } from '../messages/dialogs.ts';

const copied = 'These commands span several lines, so they were copied. Paste them in the terminal.';

/**
 * Puts commands from a reply at a prompt. What is sent to a terminal is typed into whatever runs there, so a terminal
 * is used only where its shell integration says that it waits at an empty prompt; else there is a new one.
 */
export class Terminals implements Disposable {
  readonly #store = new DisposableStore();
  /** Those whose shell is known to wait; of one that was there before the extension, it is known after a command. */
  readonly #waiting = new WeakSet<vscode.Terminal>();
  readonly #known = new WeakSet<vscode.Terminal>();

  constructor() {
    const { window } = vscode;
    this.#store.add(window.onDidChangeTerminalShellIntegration(({ terminal }) => this.#began(terminal)));
    this.#store.add(window.onDidStartTerminalShellExecution(({ terminal }) => this.#isBusy(terminal)));
    this.#store.add(window.onDidEndTerminalShellExecution(({ terminal }) => this.#waits(terminal)));
  }

  /** Nothing runs: pressing Enter is the user's part. */
  async put(code: string, language: string): Promise<void> {
    const { activeTerminal } = vscode.window;
    const isFree = activeTerminal !== undefined && this.#waiting.has(activeTerminal);
    const terminal = isFree ? activeTerminal : vscode.window.createTerminal();
    terminal.show();
    const line = terminalLine(code, language);
    if (line === undefined) {
      // Sent to a terminal, line breaks would run what stands before them; a paste is guarded by VS Code.
      await vscode.env.clipboard.writeText(code);
      void notify('info', copied);
      return;
    }
    // Until it has run, the prompt is not empty: nothing else may be put behind it.
    this.#isBusy(terminal);
    terminal.sendText(line, false);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** The shell's first sign of life is its first prompt; later ones come while commands run, too. */
  #began(terminal: vscode.Terminal): void {
    if (!this.#known.has(terminal)) this.#waits(terminal);
  }

  #waits(terminal: vscode.Terminal): void {
    this.#known.add(terminal);
    this.#waiting.add(terminal);
  }

  #isBusy(terminal: vscode.Terminal): void {
    this.#known.add(terminal);
    this.#waiting.delete(terminal);
  }
}
