import * as vscode from 'vscode';
import type { Attachment } from '../../core/chat/conversation.ts';
import type { RefOf } from '../../core/context/refs.ts';
import { refuse, textAttachment } from './attach.ts';

/** Longest terminal text that goes along, in characters; of a longer one the end, where the errors are. */
const mostCharacters = 100_000;

export function readTerminal({ name, text }: RefOf<'terminal'>): Attachment {
  if (text.trim() === '') throw refuse('No text is selected in the terminal.');
  return textAttachment({ path: name, uri: '', origin: 'terminal' }, text.slice(-mostCharacters));
}

/**
 * The text selected in the active terminal. VS Code gives it to extensions through the clipboard alone,
 * so what was there is put back.
 */
export async function selectedInTerminal(): Promise<RefOf<'terminal'>> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  try {
    await clipboard.writeText('');
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    const text = (await clipboard.readText()).replaceAll('\r\n', '\n').trimEnd();
    return { kind: 'terminal', name: vscode.window.activeTerminal?.name ?? '', text };
  } finally {
    await clipboard.writeText(before);
  }
}
