import {
  applyChange,
  type Asked,
  type AssistantTurn,
  type Attachment,
  canContinue,
  type Change,
  type Conversation,
  emptyConversation,
  isPending,
  settleInterrupted,
  type UserTurn,
} from '../core/chat/conversation.ts';
import { replyText } from '../core/chat/callsAsText.ts';
import { costOf } from '../core/chat/cost.ts';
import type { ModelReply } from '../core/chat/messages.ts';
import { turnsUpTo } from '../core/chat/prompts.ts';
import { AssistantError, type RetryChange } from '../core/errors.ts';
import { type Disposable, Emitter, type Listener } from '../core/lifetime.ts';
import { askedAgain } from './asked.ts';
import { type ChatAnswer, endedBy, exchange } from './exchange.ts';
import type { Clock, ConversationStore, ModelPort, SettingsPort } from './ports.ts';

export interface ChatParts {
  readonly model: ModelPort;
  readonly store: ConversationStore;
  readonly settings: SettingsPort;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Makes sure there is a key before a request; throws `noKey` when the user would not give one. */
  readonly ensureKey: () => Promise<void>;
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
    return this.#answer(this.#addReply(turn.id));
  }

  /** Asks again for a reply, in its place, with what the user chose to change. */
  async retry(replyId: string, change: RetryChange = {}): Promise<ChatAnswer | undefined> {
    const turn = this.#settledReply(replyId);
    if (turn === undefined) return undefined;
    this.#change({ type: 'turnRemoved', id: replyId });
    return this.#answer(this.#addReply(turn.replyTo, askedAgain(turn.asked ?? {}, change, this.#parts.settings)));
  }

  /** Lets the model go on with a reply that broke off; what it repeats at the seam is left out. */
  async continue(replyId: string): Promise<ChatAnswer | undefined> {
    const turn = this.#settledReply(replyId);
    if (turn === undefined || !canContinue(turn)) return undefined;
    this.#change({ type: 'replyReopened', id: replyId, asked: turn.asked ?? {} });
    return this.#answer(replyId);
  }

  /** Puts an exchange that took place elsewhere into the chat, e.g. an edit whose reply held no code. */
  async record(question: Question, reply: ModelReply): Promise<void> {
    await this.load();
    const { clock, newId, settings } = this.#parts;
    const asked: UserTurn = { id: newId(), role: 'user', at: clock.now(), ...question };
    this.#change({ type: 'turnAdded', turn: asked });
    const id = this.#addReply(asked.id);
    this.#change({ type: 'answerAppended', id, text: replyText(reply) });
    const usage = reply.usage === undefined ? {} : { usage: reply.usage, cost: costOf(reply.usage, settings.prices) };
    this.#change({ type: 'replySettled', id, outcome: { status: 'done', finish: reply.finish, ...usage } });
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

  #settledReply(id: string): AssistantTurn | undefined {
    const turn = this.#reply(id);
    return turn === undefined || isPending(turn) ? undefined : turn;
  }

  #reply(id: string): AssistantTurn | undefined {
    const turn = this.#conversation.turns.find((one) => one.id === id);
    return turn?.role === 'assistant' ? turn : undefined;
  }

  #answer(id: string): Promise<ChatAnswer> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    this.#events.fire({ type: 'busy' });
    const answer = this.#queue
      .then(() => this.#exchange(id, controller.signal))
      .finally(() => {
        this.#running.delete(id);
        this.#events.fire({ type: 'busy' });
      });
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  #addReply(replyTo: string, asked?: Asked): string {
    const { newId, settings, clock } = this.#parts;
    const id = newId();
    const turn = { id, role: 'assistant', replyTo, model: settings.model, status: 'waiting', text: '', reasoning: '', at: clock.now() } as const;
    this.#change({ type: 'turnAdded', turn: { ...turn, ...(asked === undefined ? {} : { asked }) } });
    return id;
  }

  async #exchange(id: string, signal: AbortSignal): Promise<ChatAnswer> {
    try {
      await this.#prepare(id, signal);
      const reply = this.#reply(id);
      // The chat was closed meanwhile.
      if (reply === undefined) throw new AssistantError('cancelled');
      const turns = turnsUpTo(this.#conversation, reply.replyTo);
      return await exchange(this.#parts, { turns, reply, signal, change: (change) => this.#change(change) });
    } finally {
      await this.#save();
    }
  }

  /** All that must be so before anything is sent. */
  async #prepare(id: string, signal: AbortSignal): Promise<void> {
    try {
      // The user's words are safe on disk before anything is sent.
      await this.#save();
      await this.#parts.ensureKey();
      if (signal.aborted) throw new AssistantError('cancelled');
    } catch (thrown) {
      this.#change({ type: 'replySettled', id, outcome: endedBy(thrown) });
      throw thrown;
    }
  }

  #change(change: Change): void {
    this.#conversation = applyChange(this.#conversation, change);
    this.#events.fire({ type: 'changed', change });
  }

  #save(): Promise<void> {
    return this.#parts.store.save(this.#conversation);
  }
}
