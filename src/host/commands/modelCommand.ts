import * as vscode from 'vscode';
import type { Keys } from '../../app/model/keys.ts';
import type { ModelPort, NotifierPort } from '../../app/ports.ts';
import { defaultSettings, type ModelArgument, settingsPrefix } from '../../contributions.ts';
import type { HostSettings } from '../settings/settings.ts';

export interface ModelParts {
  readonly model: ModelPort;
  readonly keys: Keys;
  readonly settings: HostSettings;
  readonly notifier: NotifierPort;
}

/** Sets the model: the one given, or one of those the endpoint lists, or any other by its name. */
export async function selectModel(parts: ModelParts, argument: ModelArgument): Promise<string | undefined> {
  const chosen = argument.model ?? (await choose(parts));
  if (chosen === undefined || chosen.trim() === '') return undefined;
  const name = chosen.trim();
  await vscode.workspace.getConfiguration(settingsPrefix).update('model', name, vscode.ConfigurationTarget.Global);
  return name;
}

async function choose({ model, keys, settings, notifier }: ModelParts): Promise<string | undefined> {
  await keys.ensure('An API key is needed to list the models.');
  const listed = await notifier.progress('Listing the models', (signal) => model.listModels(signal));
  const names = new Set([settings.model, ...(listed ?? [defaultSettings.model])]);
  const other = { label: '$(edit) Another model…', name: undefined };
  const items = [...names].map((name) => ({ label: name, description: name === settings.model ? 'in use' : '', name }));
  const title = 'gpt-oss: Select Model';
  const choice = await vscode.window.showQuickPick([...items, other], { title, placeHolder: 'The model that answers from now on' });
  if (choice === undefined || choice.name !== undefined) return choice?.name;
  return vscode.window.showInputBox({ title, prompt: "The model, by the endpoint's name for it", value: settings.model });
}
