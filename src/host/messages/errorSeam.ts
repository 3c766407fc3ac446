import type * as vscode from 'vscode';
import { describe, oneLine } from '../../core/describe.ts';
import { type AssistantError, type Remedy, remedyLabels, toAssistantError } from '../../core/errors.ts';
import { notify } from './dialogs.ts';

export interface Remedies {
  /**
   * Carries out what a button stands for; `retry` is what failed, where it can be done again. `continue` is the chat's
   * own.
   */
  run(remedy: Remedy, retry: AssistantError['retry']): Promise<void>;
}

/** The one place where errors reach the user outside the chat. */
export class ErrorSeam {
  readonly #log: vscode.LogOutputChannel;
  readonly #remedies: Remedies;

  constructor(log: vscode.LogOutputChannel, remedies: Remedies) {
    this.#log = log;
    this.#remedies = remedies;
  }

  /** Runs a piece of work and shows what goes wrong in it. Resolves with `undefined` then. */
  async guard<T>(work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (thrown) {
      this.show(thrown);
      return undefined;
    }
  }

  show(thrown: unknown): void {
    const error = this.record(thrown);
    if (error.reason === 'cancelled') return;
    void this.guard(() => this.#offer(error));
  }

  async #offer(error: AssistantError): Promise<void> {
    const description = describe(error);
    const canRetry = error.retry !== undefined;
    // Only a reply in the chat can go on.
    const remedies = description.remedies.filter((one) => one !== 'continue' && (canRetry || !needsRetry(one)));
    const labels = remedies.map((remedy) => remedyLabels[remedy]);
    const choice = await notify('error', `gpt-oss: ${oneLine(description)}`, ...labels);
    const remedy = remedies.find((one) => remedyLabels[one] === choice);
    if (remedy !== undefined) await this.#remedies.run(remedy, error.retry);
  }

  /**
   * Writes an error to the log: reason and details only, since causes may hold request headers and so the key.
   * A fault of our own keeps its stack.
   */
  record(thrown: unknown): AssistantError {
    const error = toAssistantError(thrown);
    if (error.reason === 'unexpected') this.#log.error(error.cause instanceof Error ? error.cause : error);
    else this.#log.warn(`${error.message} ${JSON.stringify(error.details)}`);
    return error;
  }
}

function needsRetry(remedy: Remedy): boolean {
  return remedy === 'retry' || remedy === 'raiseMaxTokens' || remedy === 'lessReasoning';
}
