import * as vscode from 'vscode';
import type { EndpointIdentity, SettingsPort } from '../../app/ports.ts';
import { defaultSettings, type SettingKey, type Settings, settingsPrefix } from '../../contributions.ts';

/** The settings as they are at each moment, typed by `contributions.ts`. */
export class HostSettings implements SettingsPort {
  get<K extends SettingKey>(key: K): Settings[K] {
    return vscode.workspace.getConfiguration(settingsPrefix).get(key) ?? defaultSettings[key];
  }

  get model(): string {
    return this.get('model');
  }

  get maxTokens(): number {
    return this.get('maxTokens');
  }

  get contextWindow(): number {
    return this.get('contextWindow');
  }

  /** Where requests go, as far as what an endpoint can do depends on it. */
  get identity(): EndpointIdentity {
    return { url: this.get('endpoint.url'), protocol: this.get('endpoint.protocol'), model: this.model };
  }

  get streaming(): Settings['streaming'] {
    return this.get('streaming');
  }

  get effort(): Settings['reasoningEffort'] {
    return this.get('reasoningEffort');
  }

  get prices(): { readonly input: number; readonly output: number } {
    return { input: this.get('price.input'), output: this.get('price.output') };
  }

  /** What the client needs of the settings; its own type is checked where both meet, in `extension.ts`. */
  get endpoint(): EndpointIdentity & {
    readonly parameters: { readonly max_tokens: number };
    readonly timeoutMs: number;
  } {
    return {
      ...this.identity,
      parameters: {
        max_tokens: this.maxTokens,
        ...set('temperature', this.get('temperature')),
        ...set('top_p', this.get('topP')),
        ...set('top_k', this.get('topK')),
        ...set('seed', this.get('seed')),
        ...set('repetition_penalty', this.get('repetitionPenalty')),
        ...set('frequency_penalty', this.get('frequencyPenalty')),
        ...set('presence_penalty', this.get('presencePenalty')),
      },
      timeoutMs: this.get('requestTimeout') * 1000,
    };
  }
}

/** A parameter under its wire name; nothing where it is not set, since what is not set is not sent. */
function set(name: string, value: number | null): Readonly<Record<string, number>> {
  return value === null ? {} : { [name]: value };
}
