/** One in-memory implementation per port, for use cases tested without an editor or an endpoint. */
import type {
  Capabilities,
  CapabilityStore,
  Clock,
  CompletionOptions,
  CompletionRequest,
  DocumentSnapshot,
  EditorPort,
  EndpointIdentity,
  FileChange,
  FileRefusal,
  FilesPort,
  FoundFile,
  ModelPort,
  RefusedPart,
  ReviewPort,
  ReviewStore,
  SecretsPort,
  Target,
  TokenCounter,
} from '../../src/app/ports.ts';
import { type Consent, type ConsentStore, Keys, type KeySource } from '../../src/app/model/keys.ts';
import type { Problem } from '../../src/core/chat/prompts/editPrompts.ts';
import type { ModelReply } from '../../src/core/chat/messages.ts';
import { applyHunks } from '../../src/core/edits/text/hunks.ts';
import { AssistantError } from '../../src/core/errors.ts';
import { Emitter } from '../../src/core/lifetime.ts';
import type { FileReview } from '../../src/core/review/fileReview.ts';

export function replyOf(text: string, extra: Partial<ModelReply> = {}): ModelReply {
  const usage = { promptTokens: 20, completionTokens: 10, totalTokens: 30 };
  return { text, reasoning: '', toolCalls: [], usage, finish: 'stop', ...extra };
}

type Answerer = (request: CompletionRequest, options: CompletionOptions) => ModelReply | Promise<ModelReply>;

/** Answers with what the test queued; a request without an answer waits until it is stopped. */
export class FakeModel implements ModelPort {
  readonly requests: CompletionRequest[] = [];
  models: readonly string[] | undefined;
  readonly #answers: Answerer[] = [];

  next(...answers: (ModelReply | AssistantError | Answerer)[]): this {
    for (const answer of answers) this.#answers.push(answererOf(answer));
    return this;
  }

  async complete(request: CompletionRequest, options: CompletionOptions): Promise<ModelReply> {
    this.requests.push(request);
    const answer = this.#answers.shift() ?? untilStopped;
    return answer(request, options);
  }

  listModels(): Promise<readonly string[] | undefined> {
    return Promise.resolve(this.models);
  }
}

function answererOf(answer: ModelReply | AssistantError | Answerer): Answerer {
  if (typeof answer === 'function') return answer;
  return (_request, options) => {
    if (answer instanceof AssistantError) throw answer;
    options.onDelta?.({ answer: answer.text, reasoning: answer.reasoning });
    return answer;
  };
}

/** A reply that never comes: ends only when the request is stopped. */
export const untilStopped: Answerer = (_request, { signal }) =>
  new Promise((_resolve, reject) => {
    const stop = (): void => reject(new AssistantError('cancelled'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });

export class FakeSecrets implements SecretsPort {
  readonly #changed = new Emitter<undefined>();
  value: string | undefined;
  environment: string | undefined;
  /** A system without a keyring: takes a secret and loses it. */
  forgets = false;

  stored(): Promise<string | undefined> {
    return Promise.resolve(this.value);
  }

  all(): Promise<readonly string[]> {
    return Promise.resolve(this.value === undefined ? [] : [this.value]);
  }

  store(_url: string, key: string): Promise<void> {
    if (!this.forgets) this.value = key;
    this.#changed.fire(undefined);
    return Promise.resolve();
  }

  remove(): Promise<void> {
    this.value = undefined;
    this.#changed.fire(undefined);
    return Promise.resolve();
  }

  fromEnvironment(): string | undefined {
    return this.environment;
  }

  onDidChange(listener: (value: undefined) => void): { dispose(): void } {
    return this.#changed.on(listener);
  }
}

/** The keys of the documented endpoint, kept in `secrets`; typing gives `typed`, and no other address is agreed to. */
export function fakeKeys(secrets: FakeSecrets, typed?: string): Keys {
  const documentedUrl = 'https://cloud.dataoorts.com/api/v1';
  return new Keys({
    secrets,
    consents: new FakeConsents(),
    endpoint: () => ({ url: documentedUrl, needsKey: true }),
    documentedUrl,
    askForKey: () => Promise.resolve(typed),
    askForConsent: () => Promise.resolve(undefined),
  });
}

export class FakeConsents implements ConsentStore {
  readonly known = new Map<string, Consent>();

  read(source: KeySource, url: string): Consent | undefined {
    return this.known.get(`${source} ${url}`);
  }

  write(source: KeySource, url: string, consent: Consent | undefined): Promise<void> {
    if (consent === undefined) this.known.delete(`${source} ${url}`);
    else this.known.set(`${source} ${url}`, consent);
    return Promise.resolve();
  }
}

export class FakeClock implements Clock {
  time = 1_000_000;

  now(): number {
    return this.time;
  }
}

export const fakeSettings = {
  model: 'openai/gpt-oss-120b',
  maxTokens: 4096,
  contextWindow: 128_000,
  prices: { input: 0.3, output: 0.45 },
  effort: 'default',
} as const;

/** Four characters are a token. */
export class FakeTokenCounter implements TokenCounter {
  /** The texts that were counted, in order. */
  readonly counted: string[] = [];

  count(text: string): Promise<number> {
    this.counted.push(text);
    return Promise.resolve(Math.ceil(text.length / 4));
  }
}

/** Files of a workspace at `file:///w/`, by their addresses. */
export class FakeFiles implements FilesPort {
  readonly texts = new Map<string, string>();
  readonly changes: FileChange[] = [];
  /** Paths that were looked for by themselves, and together. */
  readonly lookedFor: string[] = [];
  readonly searchedFor: (readonly string[])[] = [];
  /** Paths that are refused. */
  readonly refusals = new Map<string, FileRefusal>();
  /** Addresses of files whose encoding has ASCII alone. */
  readonly ascii = new Set<string>();
  readOnly = false;

  constructor(texts: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(texts)) this.texts.set(fakeUri(path), text);
  }

  find(path: string, exact: boolean): Promise<FoundFile> {
    this.lookedFor.push(path);
    return this.#find(path, exact);
  }

  #find(path: string, exact: boolean): Promise<FoundFile> {
    const reason = this.refusals.get(path);
    if (reason !== undefined) return Promise.resolve({ kind: 'refused', path, reason });
    const ends = exact ? [] : [...this.texts.keys()].filter((uri) => uri.endsWith(`/${path}`));
    const [only] = ends;
    return this.at(!this.texts.has(fakeUri(path)) && ends.length === 1 && only !== undefined ? only : fakeUri(path));
  }

  async findByEndings(paths: readonly string[]): Promise<ReadonlyMap<string, FoundFile>> {
    this.searchedFor.push(paths);
    const found = new Map<string, FoundFile>();
    for (const path of paths) {
      const file = await this.#find(path, false);
      if (file.kind !== 'missing') found.set(path, file);
    }
    return found;
  }

  list(): Promise<readonly string[]> {
    return Promise.resolve([...this.texts.keys()].map((uri) => uri.slice(fakeUri('').length)));
  }

  at(uri: string): Promise<FoundFile> {
    const path = uri.slice(fakeUri('').length);
    const text = this.texts.get(uri);
    return Promise.resolve(
      text === undefined ? { kind: 'missing', uri, path } : { kind: 'file', uri, path, text, languageId: 'typescript' },
    );
  }

  canWrite(uri: string, text: string): Promise<boolean> {
    return Promise.resolve(!this.ascii.has(uri) || /^[\0-\x7F]*$/.test(text));
  }

  read(uri: string): Promise<string | undefined> {
    return Promise.resolve(this.texts.get(uri));
  }

  change(change: FileChange): Promise<boolean> {
    const { uri } = change;
    const expected = change.kind === 'create' ? undefined : change.expected;
    if (this.readOnly || this.texts.get(uri) !== expected) return Promise.resolve(false);
    this.changes.push(change);
    if (change.kind === 'create') this.texts.set(uri, change.text);
    else this.texts.delete(uri);
    if (change.kind === 'change') this.texts.set(change.renameTo ?? uri, applyHunks(change.expected, change.hunks));
    return Promise.resolve(true);
  }
}

export function fakeUri(path: string): string {
  return `file:///w/${path}`;
}

/** One document with a selection in it. */
export class FakeEditor implements EditorPort {
  readonly files = new FakeFiles();
  start: number;
  end: number;
  /** Stretches marked for the user at this moment. */
  marks = 0;
  found: readonly Problem[] = [];
  readonly uri = fakeUri('a.ts');

  constructor(text: string, selected = '') {
    this.text = text;
    this.start = text.indexOf(selected);
    this.end = this.start + selected.length;
  }

  get text(): string {
    return this.files.texts.get(this.uri) ?? '';
  }

  set text(text: string) {
    this.files.texts.set(this.uri, text);
  }

  target(): Promise<Target> {
    return Promise.resolve(this.#target());
  }

  selection(): Target | undefined {
    return this.start === this.end ? undefined : this.#target();
  }

  cursor(): Target {
    return { ...this.#target(), start: this.end };
  }

  highlight(): { dispose(): void } {
    this.marks++;
    return { dispose: () => (this.marks -= 1) };
  }

  problems(): readonly Problem[] {
    return this.found;
  }

  #target(): Target {
    const document: DocumentSnapshot = {
      uri: this.uri,
      path: 'a.ts',
      languageId: 'typescript',
      text: this.text,
      tabSize: 2,
      insertSpaces: true,
    };
    return { document, start: this.start, end: this.end, origin: 'selection', label: 'lines 1 to 2' };
  }
}

export class FakeReview implements ReviewPort {
  readonly shown: string[][] = [];
  readonly refused: RefusedPart[] = [];

  show(uris: readonly string[]): Promise<void> {
    this.shown.push([...uris]);
    return Promise.resolve();
  }

  showRefused(refused: readonly RefusedPart[]): Promise<void> {
    this.refused.push(...refused);
    return Promise.resolve();
  }
}

export class FakeReviewStore implements ReviewStore {
  kept: readonly FileReview[] = [];

  load(): Promise<readonly FileReview[]> {
    return Promise.resolve(this.kept);
  }

  save(reviews: readonly FileReview[]): Promise<void> {
    this.kept = reviews;
    return Promise.resolve();
  }
}

export class FakeCapabilities implements CapabilityStore {
  readonly known = new Map<string, Capabilities>();

  read({ url, protocol, model }: EndpointIdentity): Capabilities | undefined {
    return this.known.get(`${url} ${protocol} ${model}`);
  }

  write({ url, protocol, model }: EndpointIdentity, found: Capabilities): Promise<void> {
    this.known.set(`${url} ${protocol} ${model}`, found);
    return Promise.resolve();
  }

  forget({ url, protocol, model }: EndpointIdentity): Promise<void> {
    this.known.delete(`${url} ${protocol} ${model}`);
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.known.clear();
    return Promise.resolve();
  }
}
