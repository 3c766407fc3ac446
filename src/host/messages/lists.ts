import * as vscode from 'vscode';
import { inertText, longestLabel } from '../../core/inertText.ts';

/** Lists to choose from and boxes to type into: the seam's part for VS Code's quick input. See `dialogs.ts`. */

declare const inert: unique symbol;

/** An entry of a list, with what it stands for. Only `listItem` makes one, so none has a text that is not inert. */
export type ListItem<T> = vscode.QuickPickItem & { readonly value: T; readonly [inert]: true };

export interface ListEntry<T> extends Pick<vscode.QuickPickItem, 'description' | 'detail' | 'buttons' | 'alwaysShow'> {
  /** Name of one of VS Code's icons, put before the label. */
  readonly icon?: string;
  readonly label: string;
  readonly value: T;
}

export function listItem<T>({ icon, label, description, detail, ...rest }: ListEntry<T>): ListItem<T> {
  const text = inertText(label, longestLabel);
  const item = {
    ...rest,
    label: icon === undefined ? text : `$(${icon}) ${text}`,
    ...(description === undefined ? {} : { description: inertText(description, longestLabel) }),
    ...(detail === undefined ? {} : { detail: inertText(detail, longestLabel) }),
  };
  return item as ListItem<T>;
}

interface ListTexts {
  readonly title: string;
  readonly placeholder: string;
}

/** A list that its owner fills and listens to; its texts are set once, here. */
export type List<T> = Omit<vscode.QuickPick<ListItem<T>>, 'title' | 'placeholder' | 'prompt'>;

export function createList<T>({ title, placeholder }: ListTexts): List<T> {
  const list = vscode.window.createQuickPick<ListItem<T>>();
  list.title = inertText(title, longestLabel);
  list.placeholder = inertText(placeholder, longestLabel);
  return list;
}

/** Has one entry chosen; resolves with what it stands for, and with nothing when dismissed. */
export async function choose<T>(
  items: readonly ListItem<T>[],
  { title, placeholder }: ListTexts,
): Promise<T | undefined> {
  const options = { title: inertText(title, longestLabel), placeHolder: inertText(placeholder, longestLabel) };
  return (await vscode.window.showQuickPick(items, options))?.value;
}

interface BoxTexts {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
}

export interface TextBox extends BoxTexts {
  /** What stands in the box at first. */
  readonly value?: string;
}

/** Asks for one line of text; `undefined` when dismissed. */
export async function askText({ title, prompt, placeholder, value }: TextBox): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: inertText(title, longestLabel),
    prompt: inertText(prompt),
    ignoreFocusOut: true,
    ...(placeholder === undefined ? {} : { placeHolder: inertText(placeholder, longestLabel) }),
    ...(value === undefined ? {} : { value }),
  });
}

export interface SecretBox extends BoxTexts {
  /** Says what is wrong with what was typed; the box stays open with it. */
  readonly problemOf: (input: string) => string | undefined;
  /** A button that opens a page of the web. */
  readonly page?: { readonly url: string; readonly tooltip: string };
}

/** Asks for a secret in a masked box; `undefined` when dismissed. */
export function askSecret({ title, prompt, placeholder, problemOf, page }: SecretBox): Promise<string | undefined> {
  return new Promise((resolve) => {
    const box = vscode.window.createInputBox();
    box.title = inertText(title, longestLabel);
    box.prompt = inertText(prompt);
    box.placeholder = placeholder === undefined ? undefined : inertText(placeholder, longestLabel);
    box.password = true;
    box.ignoreFocusOut = true;
    if (page !== undefined) {
      box.buttons = [{ iconPath: new vscode.ThemeIcon('link-external'), tooltip: page.tooltip }];
      box.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(page.url)));
    }
    let answer: string | undefined;
    box.onDidChangeValue(() => (box.validationMessage = undefined));
    box.onDidAccept(() => {
      const problem = problemOf(box.value);
      box.validationMessage = problem === undefined ? undefined : inertText(problem);
      if (problem !== undefined) return;
      answer = box.value;
      box.hide();
    });
    box.onDidHide(() => {
      box.dispose();
      resolve(answer);
    });
    box.show();
  });
}
