/**
 * The few methods the use cases need from the world outside, owned by those who call them.
 * Each has one in-memory implementation in `test/support/fakes.ts`.
 */
import type { CodeOrigin } from '../core/chat/conversation.ts';
import type { Problem } from '../core/chat/prompts/editPrompts.ts';
import type { Effort, Message, ModelReply, ToolDefinition, Trimmed } from '../core/chat/messages.ts';
import type { FileState } from '../core/chat/summary.ts';
import type { TextHunk } from '../core/edits/text/hunks.ts';
import type { NearPlace, RefusalReason } from '../core/edits/refusals.ts';
import type { AssistantError } from '../core/errors.ts';
import type { Disposable, Listener } from '../core/lifetime.ts';
import type { FileReview } from '../core/review/fileReview.ts';

export interface CompletionRequest {
  readonly messages: readonly Message[];
  /** Tokens the reply may take, for this request alone; without it, the setting counts. */
  readonly maxTokens?: number;
  /** How many messages at the end are what is to be answered, so never left out; without it, the last one. */
  readonly keep?: number;
  /**
   * The reasoning level its messages ask for; goes along as a parameter too where the endpoint is known to take one.
   */
  readonly effort?: Effort;
  readonly tools?: readonly ToolDefinition[];
  /** Tries one thing beyond the documented call, or nothing beyond it, whatever is known of the endpoint. */
  readonly probe?: Probe;
}

export type Probe = 'plain' | 'stream' | 'tools' | 'reasoningEffort';

/** Whether an answer came as a stream of events or as one body. */
export type Arrival = 'stream' | 'whole';

/** A piece of a reply on its way; either text may be empty. */
export interface ReplyDelta {
  readonly answer: string;
  readonly reasoning: string;
}

export interface RetryNotice {
  /** The attempt that will come next, 2 or more. */
  readonly attempt: number;
  readonly waitMs: number;
  readonly error: AssistantError;
}

export interface CompletionOptions {
  readonly signal: AbortSignal;
  /**
   * Told of every piece as it comes. Together the pieces are the reply's text and reasoning, but for what only its
   * end could tell, such as a tool call written into the text: then the reply counts.
   */
  readonly onDelta?: (delta: ReplyDelta) => void;
  readonly onRetry?: (notice: RetryNotice) => void;
  /** Told before the request goes out when not all of its messages fit. */
  readonly onTrimmed?: (trimmed: Trimmed) => void;
  /** Told once the first characters of an answer show what it is. */
  readonly onArrival?: (arrival: Arrival) => void;
}

export interface ModelPort {
  /** Sends one request and gives the whole reply. Throws only `AssistantError`. */
  complete(request: CompletionRequest, options: CompletionOptions): Promise<ModelReply>;
  /**
   * The models the endpoint offers, as it names them; undefined where its protocol has no list. Throws only
   * `AssistantError`.
   */
  listModels(signal: AbortSignal): Promise<readonly string[] | undefined>;
}

/** Shows what a request would be, without sending it. */
export interface PreviewPort {
  /** Address and body as they would go out, the key left out. */
  preview(request: CompletionRequest): Promise<{ readonly url: string; readonly body: unknown }>;
}

/** The model's own tokenizer. Slow to load, so only asked where an estimate cannot decide. */
export interface TokenCounter {
  /** Tokens of a text, exactly; past the limit it stops, and gives what the whole comes to at the same rate. */
  count(text: string, limit: number): Promise<number>;
}

/** Where keys are kept: VS Code's SecretStorage, one for each server, and the environment. */
export interface SecretsPort {
  /** The key for the server of an endpoint's address; `store` and `remove` are about the same. */
  stored(url: string): Promise<string | undefined>;
  /** The stored keys of every server. */
  all(): Promise<readonly string[]>;
  store(url: string, key: string): Promise<void>;
  remove(url: string): Promise<void>;
  /** The key from the environment, where there is one. */
  fromEnvironment(): string | undefined;
  /** Fires when the stored key changed, in this window or another. */
  onDidChange(listener: Listener<undefined>): Disposable;
}

/** What use cases read of the settings; each call gives what holds now. */
export interface SettingsPort {
  readonly model: string;
  readonly maxTokens: number;
  /** Tokens that input and output may take together. */
  readonly contextWindow: number;
  readonly effort: Effort;
  readonly prices: { readonly input: number; readonly output: number };
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** A document as it is at one moment. Offsets are UTF-16 code units into `text`. */
export interface DocumentSnapshot {
  readonly uri: string;
  /** Relative to the workspace, with `/`; what the user and the model see. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Spaces a tab stands for, and whether new indentation is made of spaces. */
  readonly tabSize: number;
  readonly insertSpaces: boolean;
}

/** The stretch of a document a command works on. */
export interface Target {
  readonly document: DocumentSnapshot;
  readonly start: number;
  readonly end: number;
  readonly origin: CodeOrigin;
  /** What the user is shown, e.g. `function total` or `lines 3 to 9`. */
  readonly label: string;
}

export interface EditorPort {
  /** The selection, else the enclosing symbol, else what is visible. Throws `noEditor` where there is none. */
  target(): Promise<Target>;
  /** The selection, where there is one that is not empty. */
  selection(): Target | undefined;
  /** The cursor as an empty target. Throws `noEditor`. */
  cursor(): Target;
  /** Marks the target in the editor until disposed, so that the user sees what is meant. */
  highlight(target: Target): Disposable;
  /** What the editor's languages find wrong with the target. */
  problems(target: Target): readonly Problem[];
}

/** Why a file may not be edited, whatever is proposed for it. */
export type FileRefusal =
  | 'outside-workspace'
  | 'read-only'
  | 'binary'
  | 'too-large'
  | 'encoding'
  | 'characters'
  | 'notebook'
  | 'ambiguous-path'
  | 'folder'
  | 'too-many-files';

/** What a path stands for. `path` is the one spelling by which the file is shown and compared. */
export type FoundFile =
  | {
      readonly kind: 'file';
      readonly uri: string;
      readonly path: string;
      readonly text: string;
      readonly languageId: string;
    }
  | { readonly kind: 'missing'; readonly uri: string; readonly path: string }
  | { readonly kind: 'refused'; readonly path: string; readonly reason: FileRefusal };

/** One accepted step, for the editor's undo as well. `expected` is the text it was planned on. */
export type FileChange =
  | {
      readonly kind: 'change';
      readonly uri: string;
      readonly expected: string;
      readonly hunks: readonly TextHunk[];
      readonly renameTo?: string;
    }
  | { readonly kind: 'create'; readonly uri: string; readonly text: string }
  | { readonly kind: 'delete'; readonly uri: string; readonly expected: string };

/** The files of the workspace and of the open editors, as texts. */
export interface FilesPort {
  /**
   * The file a path in a reply means. With `exact`, the path is not completed: a file of this very path is to be made.
   */
  find(path: string, exact: boolean): Promise<FoundFile>;
  /**
   * For each path the only file whose path ends like it, searched for together. A path that no file ends in has no
   * entry; one that several do, or that the searches did not come to, is refused. Aborted, it resolves early.
   */
  findByEndings(paths: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, FoundFile>>;
  /** Paths of the workspace's files, without what is installed or ignored; a large project is cut off. */
  list(): Promise<readonly string[]>;
  /** The file at an address. */
  at(uri: string): Promise<FoundFile>;
  /** Whether the encoding of a file can write a text. True for a file that is not there. */
  canWrite(uri: string, text: string): Promise<boolean>;
  /** The text of a file as it is now, unsaved changes included; `undefined` when it is gone. */
  read(uri: string): Promise<string | undefined>;
  /** Carries out a change as one undo step, without saving. False when the editor refused it. */
  change(change: FileChange): Promise<boolean>;
}

/** Shows open reviews to the user. */
export interface ReviewPort {
  show(uris: readonly string[]): Promise<void>;
  /** Shows the parts of a reply that could not be placed. */
  showRefused(refused: readonly RefusedPart[]): Promise<void>;
}

/** Part of a reply that does not become an edit, and why. */
export interface RefusedPart {
  readonly reason: RefusalReason | FileRefusal;
  /** One sentence: what happened and what to do. */
  readonly message: string;
  readonly snippet: string;
  readonly path?: string;
  /** Places that came near, or that are equally good. */
  readonly candidates?: readonly NearPlace[];
}

/** Keeps undecided reviews from one session of the editor to the next. */
export interface ReviewStore {
  load(): Promise<readonly FileReview[]>;
  save(reviews: readonly FileReview[]): Promise<void>;
}

/** One entry of a list to choose from. */
export interface Entry {
  readonly label: string;
  readonly description: string;
}

/** Says things to the user outside the chat. */
export interface NotifierPort {
  info(message: string): void;
  warn(message: string): void;
  /** Runs a task with visible progress and a Cancel button that aborts the signal. */
  progress<T>(title: string, task: (signal: AbortSignal, report: (message: string) => void) => Promise<T>): Promise<T>;
  /** Says something with buttons and does not wait; what a button's work throws is shown like any error. */
  offer(message: string, actions: readonly { readonly label: string; readonly run: () => Promise<unknown> }[]): void;
  /** Asks for a yes before something that cannot be taken back by looking away. */
  confirm(message: string, yes: string): Promise<boolean>;
  /** Has one of some entries chosen; resolves with its number, counted from 0, and `undefined` when dismissed. */
  choose(question: {
    readonly title: string;
    readonly placeholder: string;
    readonly entries: readonly Entry[];
  }): Promise<number | undefined>;
  /** Asks for one line of text; `undefined` when dismissed. */
  ask(question: {
    readonly title: string;
    readonly prompt: string;
    readonly placeholder?: string;
  }): Promise<string | undefined>;
}

/** The file of one chat: lines, appended to by this window and others. Fails with the system's own errors. */
export interface JournalFile {
  /** Puts lines behind the others in one go. False when there is no file. `durable`: as safe as the disk makes it. */
  append(lines: readonly string[], durable: boolean): Promise<boolean>;
  /** Makes the file. False when it is there already. */
  create(lines: readonly string[]): Promise<boolean>;
  /**
   * The whole lines that came since the last call, or all of them when the file is not the one of the last call;
   * `undefined` when there is no file.
   */
  read(): Promise<{ readonly text: string; readonly fromStart: boolean } | undefined>;
  /**
   * Puts these lines in place of all that were read, whole or not at all; what others appended since stays behind them.
   * False when another window is at it, or was since the last `read`.
   */
  compact(lines: readonly string[]): Promise<boolean>;
}

/** Where the chats of a workspace are kept. */
export interface ChatFolder {
  journal(id: string): JournalFile;
  /** Every journal there is, with what tells whether it changed. */
  list(): Promise<readonly (FileState & { readonly id: string })[]>;
  readIndex(): Promise<string | undefined>;
  writeIndex(text: string): Promise<void>;
  /** The chat that was open last. */
  last(): Promise<string | undefined>;
  setLast(id: string): Promise<void>;
  /** Takes a chat out of the list; `restore` brings it back, until `purge`. False when it is not there. */
  remove(id: string): Promise<boolean>;
  restore(id: string): Promise<boolean>;
  /**
   * Forgets for good what was removed before a time, in milliseconds since 1970; not before it was seen to be due by an
   * earlier call, as long ago as `before` is, since a clock may be wrong for a while.
   */
  purge(before: number): Promise<void>;
  /** Takes from other users of the machine the right to read what earlier versions left readable. */
  secure(): Promise<void>;
  /**
   * Keeps a damaged file under another name, and puts lines in its place where there are any; resolves with that name.
   */
  setAside(id: string, lines: readonly string[]): Promise<string>;
  /** Tells of every chat whose file changes, by this window or another. */
  watch(listener: Listener<string>): Disposable;
}

/** What results of a probe hold for: another address, protocol or model is another endpoint. */
export interface EndpointIdentity {
  readonly url: string;
  readonly protocol: 'dataoorts' | 'openai';
  readonly model: string;
}

/** What an endpoint does with what goes beyond the documented call, as a probe found it. */
export interface Capabilities {
  /** An answer to `stream: true`. */
  readonly stream: 'streams' | 'whole' | 'empty' | 'refused' | 'unknown';
  /** Tool definitions: one was called, they were taken, or the request was refused. */
  readonly tools: 'called' | 'taken' | 'refused' | 'unknown';
  readonly reasoningEffort: 'taken' | 'refused' | 'unknown';
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
}

/** Remembers what probes found, without any key. */
export interface CapabilityStore {
  read(endpoint: EndpointIdentity): Capabilities | undefined;
  write(endpoint: EndpointIdentity, found: Capabilities): Promise<void>;
  /** Forgets what was found of one endpoint. */
  forget(endpoint: EndpointIdentity): Promise<void>;
  /** Forgets all that was found, of every endpoint. */
  clear(): Promise<void>;
}
