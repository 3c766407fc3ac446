import {
  applyChange,
  type Attachment,
  type Change,
  type Conversation,
  emptyConversation,
  isPending,
  type Outcome,
  settleInterrupted,
  type UserTurn,
} from '../core/chat/conversation.ts';
import { costOf } from '../core/chat/cost.ts';
import type { ModelReply, Usage } from '../core/chat/messages.ts';
import { chatMessages, type Effort, turnsUpTo } from '../core/chat/prompts.ts';
import { AssistantError, describe, isCancelled, toAssistantError } from '../core/errors.ts';
import { type Disposable, Emitter, type Listener } from '../core/lifetime.ts';
import type { Clock, ConversationStore, ModelPort, SettingsPort } from './ports.ts';

export interface ChatParts {
  readonly model: ModelPort;
  readonly store: ConversationStore;
  readonly settings: SettingsPort & { readonly effort: Effort };
  readonly clock: Clock;
  readonly newId: () => string;
  /** Makes sure there is a key before a request; throws `noKey` when the user would not give one. */
  readonly ensureKey: () => Promise<void>;
}

export interface ChatAnswer {
  readonly text: string;
  readonly usage: Usage | undefined;
}

export type ChatEvent = { readonly type: 'changed'; readonly change: Change } | { readonly type: 'opened' } | { readonly type: 'busy' };

interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** The conversation with the model: what was said, what is on its way, and how it is kept. */
export class Chat implements Disposable {
  readonly #parts: ChatParts;
  readonly #events = new Emitter<ChatEvent>();
  readonly #running = new Map<string, AbortController>();
  #conversation: Conversation;
  #queue: Promise<unknown> = Promise.resolve();
  #loaded: Promise<void> | undefined;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.#conversation = emptyConversation(parts.newId());
  }

  get conversation(): Conversation {
    return this.#conversation;
  }

  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Questions whose reply is still on its way. */
  pendingQuestions(): UserTurn[] {
    const { turns } = this.#conversation;
    const waiting = new Set(turns.filter(isPending).map(({ replyTo }) => replyTo));
    return turns.filter((turn): turn is UserTurn => turn.role === 'user' && waiting.has(turn.id));
  }

  onEvent(listener: Listener<ChatEvent>): Disposable {
    return this.#events.on(listener);
  }

  /** Brings back the conversation of the last session, once. A store that cannot be read is an empty one. */
  load(): Promise<void> {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  /** Sends a question; several are answered one after the other. Throws what the model threw, shown in place already. */
  async ask(question: Question): Promise<ChatAnswer> {
    await this.load();
    const turn: UserTurn = { id: this.#parts.newId(), role: 'user', at: this.#parts.clock.now(), ...question };
    this.#change({ type: 'turnAdded', turn });
    return this.#answer(turn.id, undefined);
  }

  /** Asks again for the reply of a turn, in its place. `maxTokens` counts for this one request. */
  async retry(replyId: string, maxTokens?: number): Promise<ChatAnswer | undefined> {
    const turn = this.#conversation.turns.find((one) => one.id === replyId);
    if (turn?.role !== 'assistant' || isPending(turn)) return undefined;
    this.#change({ type: 'turnRemoved', id: replyId });
    return this.#answer(turn.replyTo, maxTokens);
  }

  /** Puts an exchange that took place elsewhere into the chat, e.g. an edit whose reply held no code. */
  async record(question: Question, reply: ModelReply): Promise<void> {
    await this.load();
    const { clock, newId } = this.#parts;
    const asked: UserTurn = { id: newId(), role: 'user', at: clock.now(), ...question };
    this.#change({ type: 'turnAdded', turn: asked });
    const id = this.#addReply(asked.id);
    this.#change({ type: 'answerAppended', id, text: reply.text });
    this.#settle(id, this.#outcomeOf(reply, clock.now()));
    await this.#save();
  }

  /** Stops every reply on its way; what came of it is kept. */
  stop(): void {
    for (const controller of this.#running.values()) controller.abort();
  }

  async newChat(): Promise<void> {
    await this.load();
    this.stop();
    this.#conversation = emptyConversation(this.#parts.newId());
    this.#events.fire({ type: 'opened' });
    await this.#save();
  }

  dispose(): void {
    this.stop();
    this.#events.dispose();
  }

  async #load(): Promise<void> {
    const kept = await this.#parts.store.load();
    if (kept === undefined) return;
    this.#conversation = settleInterrupted(kept);
    this.#events.fire({ type: 'opened' });
  }

  #answer(userTurnId: string, maxTokens: number | undefined): Promise<ChatAnswer> {
    const id = this.#addReply(userTurnId);
    const controller = new AbortController();
    this.#running.set(id, controller);
    this.#events.fire({ type: 'busy' });
    const answer = this.#queue
      .then(() => this.#exchange(id, userTurnId, maxTokens, controller.signal))
      .finally(() => {
        this.#running.delete(id);
        this.#events.fire({ type: 'busy' });
      });
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  #addReply(replyTo: string): string {
    const { newId, settings, clock } = this.#parts;
    const id = newId();
    const turn = { id, role: 'assistant', replyTo, model: settings.model, status: 'waiting', text: '', reasoning: '', at: clock.now() } as const;
    this.#change({ type: 'turnAdded', turn });
    return id;
  }

  async #exchange(id: string, userTurnId: string, maxTokens: number | undefined, signal: AbortSignal): Promise<ChatAnswer> {
    const { model, settings, clock } = this.#parts;
    const began = clock.now();
    try {
      // The user's words are safe on disk before anything is sent.
      await this.#save();
      await this.#parts.ensureKey();
      if (signal.aborted) throw new AssistantError('cancelled');
      const messages = chatMessages(turnsUpTo(this.#conversation, userTurnId), settings.effort);
      const reply = await model.complete(
        { messages, ...(maxTokens === undefined ? {} : { maxTokens }) },
        { signal, onDelta: (delta) => this.#append(id, delta) },
      );
      this.#settle(id, this.#outcomeOf(reply, began));
      return { text: reply.text, usage: reply.usage };
    } catch (thrown) {
      this.#settle(id, failedOutcome(thrown, clock.now() - began));
      throw toAssistantError(thrown);
    } finally {
      await this.#save();
    }
  }

  #append(id: string, { answer, reasoning }: { readonly answer: string; readonly reasoning: string }): void {
    if (reasoning !== '') this.#change({ type: 'reasoningAppended', id, text: reasoning });
    if (answer !== '') this.#change({ type: 'answerAppended', id, text: answer });
  }

  #outcomeOf(reply: ModelReply, began: number): Outcome {
    const { settings, clock } = this.#parts;
    const usage = reply.usage === undefined ? {} : { usage: reply.usage, cost: costOf(reply.usage, settings.prices) };
    return { status: 'done', finish: reply.finish, durationMs: clock.now() - began, ...usage };
  }

  #settle(id: string, outcome: Outcome): void {
    this.#change({ type: 'replySettled', id, outcome });
  }

  #change(change: Change): void {
    this.#conversation = applyChange(this.#conversation, change);
    this.#events.fire({ type: 'changed', change });
  }

  #save(): Promise<void> {
    return this.#parts.store.save(this.#conversation);
  }
}

function failedOutcome(thrown: unknown, durationMs: number): Outcome {
  if (isCancelled(thrown)) return { status: 'stopped', durationMs };
  const error = toAssistantError(thrown);
  return { status: 'failed', durationMs, failure: { reason: error.reason, ...describe(error) } };
}
