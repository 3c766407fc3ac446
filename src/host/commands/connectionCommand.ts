import * as vscode from 'vscode';
import { findingsOf } from '../../app/model/capabilities.ts';
import { checkAndProbe, type CheckedConnection, reportLine } from '../../app/model/connection.ts';
import type { Keys } from '../../app/model/keys.ts';
import type { Capabilities, CapabilityStore, Clock, ModelPort, NotifierPort } from '../../app/ports.ts';
import type { CommandId } from '../../contributions.ts';
import { costOf, formatCost, formatTokens } from '../../core/chat/request/cost.ts';
import type { Usage } from '../../core/chat/messages.ts';
import { AssistantError } from '../../core/errors.ts';
import { notify } from '../messages/dialogs.ts';
import { createList, type ListItem, listItem } from '../messages/lists.ts';
import type { HostSettings } from '../settings/settings.ts';

export interface ConnectionParts {
  readonly model: ModelPort;
  readonly keys: Keys;
  readonly settings: HostSettings;
  readonly notifier: NotifierPort;
  readonly clock: Clock;
  readonly store: CapabilityStore;
  readonly log: vscode.LogOutputChannel;
}

/** Checks the connection, tells what works, and shows what was found; what failed is thrown with how far it got. */
export async function runConnectionCheck(parts: ConnectionParts): Promise<Capabilities | undefined> {
  const { keys, settings, notifier, log } = parts;
  await keys.ensure('An API key is needed to check the connection.');
  const check = { ...parts, endpoint: settings.identity };
  const found = await notifier.progress('Checking the connection', (signal, report) =>
    checkAndProbe(check, signal, report),
  );
  const line = reportLine(found, settings);
  log.info(line);
  if (found.failure === undefined) {
    showTable(found, settings);
    return found.capabilities;
  }
  const { reason, details } = found.failure;
  const error = new AssistantError(reason, { ...details, said: [details.said, line].filter(Boolean).join(' · ') });
  error.retry = () => runConnectionCheck(parts);
  throw error;
}

/** Forgets what probes found: the next requests are the documented ones again. */
export async function forgetConnection(store: CapabilityStore, notifier: NotifierPort): Promise<void> {
  await store.clear();
  notifier.info(
    'gpt-oss: what was found out about endpoints is forgotten. Requests are the documented ones until the next check.',
  );
}

const again: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: 'Check Again' };
const forget: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('trash'), tooltip: 'Forget These Results' };

type Row = ListItem<undefined>;

/** The result as a small table: a row for the plain call, one for each thing tried beyond it, and what it took. */
function showTable({ capabilities, latencyMs, usage }: CheckedConnection, settings: HostSettings): void {
  const placeholder = `${settings.model} is reachable, the key is accepted. What works is made use of.`;
  const box = createList({ title: 'gpt-oss: Connection', placeholder });
  box.ignoreFocusOut = true;
  box.buttons = [again, forget];
  const plainCall = row('Plain call', `works, ${Math.round(latencyMs)} ms`, true);
  box.items = [plainCall, ...rowsOf(capabilities), dateRow(capabilities, costWords(usage, settings))];
  box.onDidTriggerButton((button) => {
    box.hide();
    const command: CommandId = button === forget ? 'gptOss.forgetConnection' : 'gptOss.checkConnection';
    void vscode.commands.executeCommand(command);
  });
  box.onDidAccept(() => box.hide());
  box.onDidHide(() => box.dispose());
  box.show();
}

function costWords(usage: Usage | undefined, { prices }: HostSettings): string {
  if (usage === undefined) return 'tokens unknown';
  return `${formatTokens(usage.totalTokens)}, ${formatCost(costOf(usage, prices))} in all`;
}

function rowsOf(capabilities: Capabilities | undefined): Row[] {
  if (capabilities === undefined) return [];
  return findingsOf(capabilities).map(({ title, words, good }) => row(title, words, good));
}

function dateRow(capabilities: Capabilities | undefined, cost: string): Row {
  const when = new Date(capabilities?.checkedAt ?? Date.now()).toLocaleString();
  return listItem({ icon: 'history', label: `Checked ${when}`, description: cost, value: undefined });
}

function row(title: string, words: string, good: boolean): Row {
  return listItem({ icon: good ? 'check' : 'circle-slash', label: title, description: words, value: undefined });
}

/** Stores a key and offers to try it at once. */
export async function setApiKey(keys: Keys): Promise<void> {
  if (!(await keys.set())) return;
  const check = 'Check Connection';
  const choice = await notify('info', 'gpt-oss: the API key is stored.', check);
  if (choice === check) await vscode.commands.executeCommand('gptOss.checkConnection');
}

export async function removeApiKey(keys: Keys, fromEnvironment: boolean, notifier: NotifierPort): Promise<void> {
  await keys.remove();
  notifier.info(
    fromEnvironment
      ? 'gpt-oss: the stored API key is removed. The one in the environment variable DATAOORTS_API_KEY is used now.'
      : 'gpt-oss: the stored API key is removed.',
  );
}
