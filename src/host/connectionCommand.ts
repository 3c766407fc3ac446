import * as vscode from 'vscode';
import { checkConnection, reportLine } from '../app/connection.ts';
import type { Keys } from '../app/keys.ts';
import type { Clock, ModelPort, NotifierPort } from '../app/ports.ts';
import { AssistantError } from '../core/errors.ts';
import type { HostSettings } from './settings.ts';

export interface ConnectionParts {
  readonly model: ModelPort;
  readonly keys: Keys;
  readonly settings: HostSettings;
  readonly notifier: NotifierPort;
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
}

/** Checks the connection and says how far it got; what failed is thrown with that before its own words. */
export async function runConnectionCheck(parts: ConnectionParts): Promise<void> {
  const { model, keys, settings, notifier, clock, log } = parts;
  await keys.ensure('An API key is needed to check the connection.');
  const report = await notifier.progress('Checking the connection', (signal) => checkConnection(model, clock, signal));
  const line = reportLine(report, settings);
  log.info(line);
  if (report.failure === undefined) {
    notifier.info(`gpt-oss works. ${line}`);
    return;
  }
  const { reason, details } = report.failure;
  const error = new AssistantError(reason, { ...details, said: [details.said, line].filter(Boolean).join(' · ') });
  error.retry = () => runConnectionCheck(parts);
  throw error;
}

/** Stores a key and offers to try it at once. */
export async function setApiKey(keys: Keys): Promise<void> {
  if (!(await keys.set())) return;
  const check = 'Check Connection';
  const choice = await vscode.window.showInformationMessage('gpt-oss: the API key is stored.', check);
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
