/** One in-memory implementation per port, for use cases tested without an editor or an endpoint. */
import type {
  Capabilities,
  CapabilityStore,
  Clock,
  CompletionOptions,
  CompletionRequest,
  ConversationStore,
  DocumentSnapshot,
  EditorPort,
  EndpointIdentity,
  ModelPort,
  NotifierPort,
  ReviewPort,
  SecretsPort,
  Target,
  TokenCounter,
} from '../../src/app/ports.ts';
import type { Conversation } from '../../src/core/chat/conversation.ts';
import type { ModelReply } from '../../src/core/chat/messages.ts';
import { applyHunks, type TextHunk } from '../../src/core/edits/hunks.ts';
import { AssistantError } from '../../src/core/errors.ts';
import { Emitter } from '../../src/core/lifetime.ts';

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

  store(key: string): Promise<void> {
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

export class FakeClock implements Clock {
  time = 1_000_000;

  now(): number {
    return this.time;
  }
}

export const fakeSettings = { model: 'openai/gpt-oss-120b', maxTokens: 4096, contextWindow: 128_000, prices: { input: 0.3, output: 0.45 }, effort: 'default' } as const;

/** Four characters are a token. */
export class FakeTokenCounter implements TokenCounter {
  /** The texts that were counted, in order. */
  readonly counted: string[] = [];

  count(text: string): Promise<number> {
    this.counted.push(text);
    return Promise.resolve(Math.ceil(text.length / 4));
  }
}

/** One document with a selection in it. */
export class FakeEditor implements EditorPort {
  text: string;
  start: number;
  end: number;
  gone = false;
  readOnly = false;
  /** Stretches marked for the user at this moment. */
  marks = 0;
  readonly applied: (readonly TextHunk[])[] = [];
  readonly uri = 'file:///w/a.ts';

  constructor(text: string, selected = '') {
    this.text = text;
    this.start = text.indexOf(selected);
    this.end = this.start + selected.length;
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

  read(): Promise<string | undefined> {
    return Promise.resolve(this.gone ? undefined : this.text);
  }

  apply(_uri: string, expected: string, hunks: readonly TextHunk[]): Promise<boolean> {
    if (this.readOnly || this.gone || expected !== this.text) return Promise.resolve(false);
    this.applied.push(hunks);
    this.text = applyHunks(this.text, hunks);
    return Promise.resolve(true);
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
  readonly shown = new Map<string, { readonly before: string; readonly after: string }>();

  show({ uri, before, after }: Parameters<ReviewPort['show']>[0]): Promise<void> {
    this.shown.set(uri, { before, after });
    return Promise.resolve();
  }

  close(uri: string): Promise<void> {
    this.shown.delete(uri);
    return Promise.resolve();
  }
}

export class FakeNotifier implements NotifierPort {
  readonly infos: string[] = [];
  readonly titles: string[] = [];
  readonly questions: string[] = [];
  answer: string | undefined;
  /** Cancels the progress that is shown now. */
  cancel: () => void = () => undefined;

  info(message: string): void {
    this.infos.push(message);
  }

  progress<T>(title: string, task: Parameters<NotifierPort['progress']>[1]): Promise<T> {
    this.titles.push(title);
    const controller = new AbortController();
    this.cancel = () => controller.abort();
    return task(controller.signal, () => undefined) as Promise<T>;
  }

  ask({ title }: Parameters<NotifierPort['ask']>[0]): Promise<string | undefined> {
    this.questions.push(title);
    return Promise.resolve(this.answer);
  }
}

export class FakeStore implements ConversationStore {
  kept: Conversation | undefined;
  readonly saves: Conversation[] = [];

  load(): Promise<Conversation | undefined> {
    return Promise.resolve(this.kept);
  }

  save(conversation: Conversation): Promise<void> {
    this.kept = conversation;
    this.saves.push(conversation);
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
