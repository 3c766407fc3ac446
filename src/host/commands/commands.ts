import * as vscode from 'vscode';
import {
  type AddArgument,
  type ApplyReplyArgument,
  type AskArgument,
  type ChatArgument,
  type CommandId,
  commandIds,
  type ExplainArgument,
  type FileArgument,
  type ModelArgument,
  type ReviewArgument,
} from '../../contributions.ts';
import type { ErrorSeam } from '../messages/errorSeam.ts';
import { reviewedFile } from '../review/reviewDocs.ts';

/**
 * One handler for each command of `contributions.ts`. Menus pass arguments of their own, so each reads its argument;
 * the explorer also passes everything selected.
 */
export type Handlers = Readonly<Record<CommandId, (argument: unknown, all: unknown) => unknown>>;

/** Registers every command; what one throws is shown at the one seam. */
export function registerCommands(handlers: Handlers, errors: ErrorSeam): vscode.Disposable {
  const registrations = commandIds.map((id) =>
    vscode.commands.registerCommand(id, (argument: unknown, all: unknown) =>
      errors.guard(() => handlers[id](argument, all)),
    ),
  );
  return vscode.Disposable.from(...registrations);
}

/** `{prompt?, attachSelection?}` as given by a keybinding or another extension; anything else counts as nothing. */
export function askArgument(value: unknown): AskArgument {
  const { prompt, attachSelection } = fields(value);
  return {
    ...(typeof prompt === 'string' ? { prompt } : {}),
    ...(typeof attachSelection === 'boolean' ? { attachSelection } : {}),
  };
}

/** What to add: what the explorer has selected, the file a menu is about, or `{uri?, problems?}`. */
export function addArgument(value: unknown, all: unknown): readonly vscode.Uri[] | AddArgument {
  if (Array.isArray(all) && all.length > 0 && all.every((one) => one instanceof vscode.Uri)) return all;
  if (value instanceof vscode.Uri) return { uri: value.toString() };
  const { uri, problems } = fields(value);
  return { ...(typeof uri === 'string' ? { uri } : {}), ...(problems === true ? { problems } : {}) };
}

/** The `instruction` of an argument; undefined where there is none. */
export function instructionArgument(value: unknown): string | undefined {
  const { instruction } = fields(value);
  return typeof instruction === 'string' ? instruction : undefined;
}

/** `{problems?}` as the light bulb gives it; anything else counts as nothing. */
export function explainArgument(value: unknown): ExplainArgument {
  const { problems } = fields(value);
  if (!Array.isArray(problems)) return {};
  return { problems: problems.filter((one): one is string => typeof one === 'string') };
}

/** `{model?}` as given by a keybinding or another extension. */
export function modelArgument(value: unknown): ModelArgument {
  const { model } = fields(value);
  return typeof model === 'string' ? { model } : {};
}

/** `{id?}` as given by a keybinding or another extension. */
export function chatArgument(value: unknown): ChatArgument {
  const { id } = fields(value);
  return typeof id === 'string' ? { id } : {};
}

/** `{uri?}` as given by a keybinding or another extension. */
export function fileArgument(value: unknown): FileArgument {
  const { uri } = fields(value);
  return typeof uri === 'string' ? { uri } : {};
}

/** `{uri?, hunk?}`, or the resource that a menu of VS Code passes. */
export function reviewArgument(value: unknown): ReviewArgument {
  if (value instanceof vscode.Uri) return { uri: reviewedFile(value) };
  const { uri, hunk } = fields(value);
  return {
    ...(typeof uri === 'string' ? { uri: reviewedFile(vscode.Uri.parse(uri)) } : {}),
    ...(typeof hunk === 'number' ? { hunk } : {}),
  };
}

/** `{text?, uri?}`; anything else counts as nothing. */
export function applyReplyArgument(value: unknown): ApplyReplyArgument {
  const { text, uri } = fields(value);
  return {
    ...(typeof text === 'string' ? { text } : {}),
    ...(typeof uri === 'string' ? { uri: reviewedFile(vscode.Uri.parse(uri)) } : {}),
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
