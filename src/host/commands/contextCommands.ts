import * as vscode from 'vscode';
import type { Context } from '../../app/context/context.ts';
import type { EditorPort, Target } from '../../app/ports.ts';
import type { AddArgument } from '../../contributions.ts';
import type { ContextRef, RefOf } from '../../core/context/refs.ts';
import { AssistantError } from '../../core/errors.ts';
import { DisposableStore, MutableDisposable } from '../../core/lifetime.ts';
import type { HostMessage, ViewMessage } from '../../protocol/messages.ts';
import { codeEditor, shownPath } from '../editor/editor.ts';
import { leadsOut } from '../files/leadsOut.ts';

export interface ContextCommandParts {
  readonly context: Context;
  readonly editor: EditorPort;
  /** Resolves when the conversation is the one that was kept: what is added before would belong to none. */
  readonly ready: () => Promise<void>;
  /** Opens the chat with the cursor in the composer. */
  readonly openView: () => Promise<void>;
  readonly send: (message: HostMessage) => unknown;
}

type ContextMessage = Extract<
  ViewMessage,
  { readonly type: 'search' | 'addContext' | 'removeContext' | 'openContext' | 'pinSelection' | 'dropped' }
>;

/** What the user adds to the next message, in the view or by a menu. */
export class ContextCommands {
  readonly #parts: ContextCommandParts;

  constructor(parts: ContextCommandParts) {
    this.#parts = parts;
  }

  /** Carries out what the user did in the view. */
  async act(message: ContextMessage): Promise<void> {
    const { context, send, editor } = this.#parts;
    switch (message.type) {
      case 'search':
        return context.search(message.words, (choices) => send({ type: 'choices', search: message.search, choices }));
      case 'addContext':
        if (!(await context.choose(message.choice))) send({ type: 'choiceRefused', choice: message.choice });
        return;
      case 'removeContext':
        context.remove(message.chip);
        return;
      case 'openContext':
        return context.open(message.chip);
      case 'pinSelection': {
        const selection = editor.selection();
        if (selection !== undefined) await context.add(codeRef(selection));
        return;
      }
      case 'dropped':
        return this.#drop(message.uris);
    }
  }

  /** Adds what a menu, a key or another extension says, and shows the chat. */
  async add(what: readonly vscode.Uri[] | AddArgument): Promise<void> {
    const { context, openView, ready } = this.#parts;
    const refs = await this.#refsOf(what);
    await ready();
    await context.add(...refs);
    await openView();
  }

  async addTerminal(): Promise<void> {
    const { context, openView, ready } = this.#parts;
    await ready();
    await context.add({ kind: 'terminal', name: vscode.window.activeTerminal?.name ?? '', text: '' });
    await openView();
  }

  async #refsOf(what: readonly vscode.Uri[] | AddArgument): Promise<ContextRef[]> {
    if (isList(what)) return Promise.all(what.map(fileRef));
    const selection = this.#parts.editor.selection();
    const uri = what.uri ?? codeEditor()?.document.uri.toString();
    if (uri === undefined) throw new AssistantError('noEditor');
    if (what.problems === true) return [{ kind: 'problems', uri, path: shownPath(vscode.Uri.parse(uri)) }];
    if (selection?.document.uri === uri) return [codeRef(selection)];
    return [await fileRef(vscode.Uri.parse(uri))];
  }

  /** Files and folders named from outside: only what lies in the workspace goes along. */
  async #drop(names: readonly string[]): Promise<void> {
    const uris = names.flatMap((name) => parsed(name) ?? []);
    await this.#parts.ready();
    const inside: vscode.Uri[] = [];
    for (const uri of uris) {
      const isNamedInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
      if (isNamedInside && !(await leadsOut(uri))) inside.push(uri);
    }
    await this.#parts.context.add(...(await Promise.all(inside.map(fileRef))));
    const someLeft = inside.length < names.length;
    if (someLeft) this.#parts.context.refuse('Only files and folders of the workspace can go along.');
  }
}

function isList(what: readonly vscode.Uri[] | AddArgument): what is readonly vscode.Uri[] {
  return Array.isArray(what);
}

/** A stretch of a document that goes along, whatever is selected later. */
export function codeRef({ document: { uri, path }, start, end }: Target): RefOf<'code'> {
  return { kind: 'code', uri, path, start, end };
}

/** A file or a folder, by what is there. */
async function fileRef(uri: vscode.Uri): Promise<ContextRef> {
  const kind = (await isFolder(uri)) ? 'folder' : 'file';
  return { kind, uri: uri.toString(), path: shownPath(uri) };
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    // What is gone is refused, with its reason, when it is read.
    return false;
  }
}

/** In a remote window the workbench names files by their remote, while they are plain files to the extension there. */
function parsed(name: string): vscode.Uri | undefined {
  try {
    const uri = vscode.Uri.parse(name, true);
    const here = uri.scheme === 'vscode-remote' && vscode.env.remoteName !== undefined;
    return here ? vscode.Uri.file(uri.path) : uri;
  } catch {
    return undefined;
  }
}

/** Keeps pinned code where it was while its document is edited; listens only while there is some. */
export function followEdits(context: Context): DisposableStore {
  const store = new DisposableStore();
  const listening = store.add(new MutableDisposable());
  const follow = (): void => {
    if (!context.pins()) listening.clear();
    else listening.value ??= vscode.workspace.onDidChangeTextDocument((change) => moved(context, change));
  };
  store.add(context.onDidChange(follow));
  // An earlier window may have left some.
  follow();
  // Labels and counts are those of the last save: counting while someone types would be work for nothing.
  store.add(vscode.workspace.onDidSaveTextDocument(() => void (context.chips().length > 0 && context.refresh())));
  return store;
}

function moved(context: Context, { document, contentChanges }: vscode.TextDocumentChangeEvent): void {
  const uri = document.uri.toString();
  if (!context.pins(uri)) return;
  context.moved(
    uri,
    contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      removed: rangeLength,
      added: text.length,
    })),
  );
}
