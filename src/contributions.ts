/**
 * Everything package.json contributes that code refers to: ids and their types, data only.
 * `test/unit/manifest.test.ts` compares this file with package.json, both ways.
 */

export interface AskArgument {
  /** What to send. Asked for when missing. */
  readonly prompt?: string;
  /** Whether the selected code goes along. Default: true. */
  readonly attachSelection?: boolean;
}

export interface InstructionArgument {
  /** What to do with the code. Asked for when missing. */
  readonly instruction?: string;
}

export interface ModelArgument {
  /** The model to use, as the endpoint names it. Asked for when missing. */
  readonly model?: string;
}

export interface ReviewArgument {
  /** The document under review, as text. Without it, the one in the active editor. */
  readonly uri?: string;
}

/** Argument of each command; `undefined` where a command takes none. */
export interface CommandArguments {
  'gptOss.setApiKey': undefined;
  'gptOss.removeApiKey': undefined;
  'gptOss.checkConnection': undefined;
  'gptOss.forgetConnection': undefined;
  'gptOss.selectModel': ModelArgument | undefined;
  'gptOss.openChat': undefined;
  'gptOss.newChat': undefined;
  'gptOss.stop': undefined;
  'gptOss.ask': AskArgument | undefined;
  'gptOss.explain': undefined;
  'gptOss.edit': InstructionArgument | undefined;
  'gptOss.insert': InstructionArgument | undefined;
  'gptOss.acceptAll': ReviewArgument | undefined;
  'gptOss.rejectAll': ReviewArgument | undefined;
  'gptOss.openDiff': ReviewArgument | undefined;
  'gptOss.showLog': undefined;
}

export type CommandId = keyof CommandArguments;

export const commandIds = [
  'gptOss.setApiKey',
  'gptOss.removeApiKey',
  'gptOss.checkConnection',
  'gptOss.forgetConnection',
  'gptOss.selectModel',
  'gptOss.openChat',
  'gptOss.newChat',
  'gptOss.stop',
  'gptOss.ask',
  'gptOss.explain',
  'gptOss.edit',
  'gptOss.insert',
  'gptOss.acceptAll',
  'gptOss.rejectAll',
  'gptOss.openDiff',
  'gptOss.showLog',
] as const satisfies readonly CommandId[];

export type ReasoningEffort = 'default' | 'low' | 'medium' | 'high';

/** Value of each setting, by its key without the `gptOss.` prefix. `null`: not set, so not sent. */
export interface Settings {
  'endpoint.url': string;
  'endpoint.protocol': 'dataoorts' | 'openai';
  model: string;
  maxTokens: number;
  contextWindow: number;
  temperature: number | null;
  topP: number | null;
  topK: number | null;
  seed: number | null;
  repetitionPenalty: number | null;
  frequencyPenalty: number | null;
  presencePenalty: number | null;
  reasoningEffort: ReasoningEffort;
  streaming: 'auto' | 'on' | 'off';
  requestTimeout: number;
  'price.input': number;
  'price.output': number;
}

export type SettingKey = keyof Settings;

export const settingsPrefix = 'gptOss';

/** Defaults as in package.json. The URL, the model and the prices are the endpoint's documented ones. */
export const defaultSettings: Settings = {
  'endpoint.url': 'https://cloud.dataoorts.com/api/v1',
  'endpoint.protocol': 'dataoorts',
  model: 'openai/gpt-oss-120b',
  maxTokens: 4096,
  contextWindow: 128_000,
  temperature: null,
  topP: null,
  topK: null,
  seed: null,
  repetitionPenalty: null,
  frequencyPenalty: null,
  presencePenalty: null,
  reasoningEffort: 'default',
  streaming: 'auto',
  requestTimeout: 300,
  'price.input': 0.3,
  'price.output': 0.45,
};

export const views = { container: 'gptOss', chat: 'gptOss.chat' } as const;

/** Context keys that `when` clauses in package.json read. */
export const contextKeys = { busy: 'gptOss.busy', reviewing: 'gptOss.reviewing' } as const;

/** The only place a key can be had; from the endpoint's public page. */
export const keyPage = 'https://cloud.dataoorts.com/ai';

/** The environment variable read where SecretStorage holds nothing. */
export const keyVariable = 'DATAOORTS_API_KEY';
