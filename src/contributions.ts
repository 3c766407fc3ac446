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

export interface AddArgument {
  /** A file or a folder, as text. Without it: the selected code, or the file in the active editor. */
  readonly uri?: string;
  /** Adds the problems reported for that file instead of the file. */
  readonly problems?: boolean;
}

export interface ExplainArgument {
  /** Explains these problems of the code rather than the code; each as it is to be read. */
  readonly problems?: readonly string[];
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
  /**
   * The change meant, by its number, counted from 1 as the changes were proposed. Without it, the one at the cursor.
   */
  readonly hunk?: number;
}

export interface ApplyReplyArgument {
  /** A model's reply. Default: the clipboard. */
  readonly text?: string;
  /** The file meant where the reply names none, as text. Default: the one in the active editor. */
  readonly uri?: string;
}

export interface ChatArgument {
  /** The chat to open. Asked for when missing. */
  readonly id?: string;
}

export interface FileArgument {
  /** The file, as text; asked for when missing. Its ending tells markdown (`.md`) from JSON. */
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
  'gptOss.showChats': ChatArgument | undefined;
  'gptOss.exportChat': FileArgument | undefined;
  'gptOss.importChat': FileArgument | undefined;
  'gptOss.stop': undefined;
  'gptOss.ask': AskArgument | undefined;
  'gptOss.addToChat': AddArgument | undefined;
  'gptOss.addTerminalToChat': undefined;
  'gptOss.showRequest': AskArgument | undefined;
  'gptOss.explain': ExplainArgument | undefined;
  'gptOss.edit': InstructionArgument | undefined;
  'gptOss.insert': InstructionArgument | undefined;
  'gptOss.fix': InstructionArgument | undefined;
  'gptOss.refactor': InstructionArgument | undefined;
  'gptOss.document': InstructionArgument | undefined;
  'gptOss.writeTests': InstructionArgument | undefined;
  'gptOss.applyReply': ApplyReplyArgument | undefined;
  'gptOss.acceptHunk': ReviewArgument | undefined;
  'gptOss.rejectHunk': ReviewArgument | undefined;
  'gptOss.acceptAll': ReviewArgument | undefined;
  'gptOss.rejectAll': ReviewArgument | undefined;
  'gptOss.acceptChecked': undefined;
  'gptOss.rejectChecked': undefined;
  'gptOss.nextHunk': ReviewArgument | undefined;
  'gptOss.previousHunk': ReviewArgument | undefined;
  'gptOss.openReview': ReviewArgument | undefined;
  'gptOss.openDiff': ReviewArgument | undefined;
  'gptOss.openFile': ReviewArgument | undefined;
  'gptOss.openChanges': undefined;
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
  'gptOss.showChats',
  'gptOss.exportChat',
  'gptOss.importChat',
  'gptOss.stop',
  'gptOss.ask',
  'gptOss.addToChat',
  'gptOss.addTerminalToChat',
  'gptOss.showRequest',
  'gptOss.explain',
  'gptOss.edit',
  'gptOss.insert',
  'gptOss.fix',
  'gptOss.refactor',
  'gptOss.document',
  'gptOss.writeTests',
  'gptOss.applyReply',
  'gptOss.acceptHunk',
  'gptOss.rejectHunk',
  'gptOss.acceptAll',
  'gptOss.rejectAll',
  'gptOss.acceptChecked',
  'gptOss.rejectChecked',
  'gptOss.nextHunk',
  'gptOss.previousHunk',
  'gptOss.openReview',
  'gptOss.openDiff',
  'gptOss.openFile',
  'gptOss.openChanges',
  'gptOss.showLog',
] as const satisfies readonly CommandId[];

export type ReasoningEffort = 'default' | 'low' | 'medium' | 'high';

export type ReviewStyle = 'inline' | 'diff';

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
  review: ReviewStyle;
  codeLens: boolean;
  codeActions: boolean;
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
  review: 'inline',
  codeLens: true,
  codeActions: true,
  'price.input': 0.3,
  'price.output': 0.45,
};

export const views = { container: 'gptOss', chat: 'gptOss.chat', reviews: 'gptOss.reviews' } as const;

/**
 * Schemes of the documents of a review, files of file systems in memory: either side of a diff, and both below one
 * another.
 */
export const reviewSchemes = {
  original: 'gpt-oss-original',
  proposed: 'gpt-oss-proposed',
  merged: 'gpt-oss-review',
} as const;

/**
 * Languages whose extensions report errors in any document. An inline review holds old and new lines together, so it
 * gets a language of ours with the same grammar, `gpt-oss-review-` before its name.
 */
export const quietLanguages = [
  'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'json', 'jsonc', 'css', 'scss', 'less', 'html',
] as const;

/** Context keys that `when` clauses in package.json read. */
export const contextKeys = { busy: 'gptOss.busy', reviewing: 'gptOss.reviewing', inReview: 'gptOss.inReview' } as const;

/** The only place a key can be had; from the endpoint's public page. */
export const keyPage = 'https://cloud.dataoorts.com/ai';

/** The environment variable read where SecretStorage holds nothing. */
export const keyVariable = 'DATAOORTS_API_KEY';
