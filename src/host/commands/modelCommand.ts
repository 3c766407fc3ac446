import * as vscode from 'vscode';
import type { Keys } from '../../app/model/keys.ts';
import type { ModelPort, NotifierPort } from '../../app/ports.ts';
import { defaultSettings, type ModelArgument, settingsPrefix } from '../../contributions.ts';
import { askText, choose, type ListItem, listItem } from '../messages/lists.ts';
import type { HostSettings } from '../settings/settings.ts';

export interface ModelParts {
  readonly model: ModelPort;
  readonly keys: Keys;
  readonly settings: HostSettings;
  readonly notifier: NotifierPort;
}

/** Sets the model: the one given, or one of those the endpoint lists, or any other by its name. */
export async function selectModel(parts: ModelParts, argument: ModelArgument): Promise<string | undefined> {
  const chosen = argument.model ?? (await chooseModel(parts));
  if (chosen === undefined || chosen.trim() === '') return undefined;
  const name = chosen.trim();
  await vscode.workspace.getConfiguration(settingsPrefix).update('model', name, vscode.ConfigurationTarget.Global);
  return name;
}

async function chooseModel({ model, keys, settings, notifier }: ModelParts): Promise<string | undefined> {
  await keys.ensure('An API key is needed to list the models.');
  const listed = await notifier.progress('Listing the models', (signal) => model.listModels(signal));
  const names = new Set([settings.model, ...(listed ?? [defaultSettings.model])]);
  const items: ListItem<Model>[] = [...names].map((name) => {
    return listItem({ label: name, description: name === settings.model ? 'in use' : '', value: { name } });
  });
  const other = listItem<Model>({ icon: 'edit', label: 'Another model…', value: {} });
  const title = 'gpt-oss: Select Model';
  const chosen = await choose([...items, other], { title, placeholder: 'The model that answers from now on' });
  if (chosen === undefined || chosen.name !== undefined) return chosen?.name;
  return askText({ title, prompt: "The model, by the endpoint's name for it", value: settings.model });
}

/** A model of the list, or without a name any other. */
interface Model {
  readonly name?: string;
}
