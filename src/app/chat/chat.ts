import {
  type Asked,
  type AssistantTurn,
  type Attachment,
  canContinue,
  type Change,
  type Conversation,
  isPending,
  parentOf,
  type Turn,
  type UserTurn,
} from '../../core/chat/conversation.ts';
import { root, withDescendants } from '../../core/chat/branches.ts';
import { replyText } from '../../core/chat/prompts/callsAsText.ts';
import { costOf } from '../../core/chat/request/cost.ts';
import type { ModelReply } from '../../core/chat/messages.ts';
import { chatMessages, turnsUpTo } from '../../core/chat/prompts/prompts.ts';
import { AssistantError, type RetryChange } from '../../core/errors.ts';
import { type Disposable, Emitter, type Listener, MutableDisposable } from '../../core/lifetime.ts';
import { askedAgain } from './asked.ts';
import { type ChatAnswer, endedBy, exchange } from './exchange.ts';
import type { Clock, CompletionRequest, ModelPort, SettingsPort } from '../ports.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

export interface ChatParts {
  readonly model: ModelPort;
  readonly sessions: Sessions;
  readonly settings: SettingsPort;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Makes sure there is a key before a request; throws `noKey` when the user would not give one. */
  readonly ensureKey: () => Promise<void>;
}

export type ChatEvent =
  { readonly type: 'changed'; readonly change: Change } | { readonly type: 'opened' } | { readonly type: 'busy' };

export interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** A reply on its way: the chat it belongs to, and what stops it. */
interface Running {
  readonly session: Session;
  readonly controller: AbortController;
}

/**
 * The chat that is shown: what was said, what is on its way, and the ways to go on.
 * A reply goes on in its own chat when another one is shown.
 */
export class Chat implements Disposable {
  readonly #parts: ChatParts;
  readonly #events = new Emitter<ChatEvent>();
  readonly #running = new Map<string, Running>();
  /** Questions on their way to the disk. */
  readonly #entering = new Set<Running>();
  /** The last exchange of each chat, after which the next one begins. */
  readonly #queues = new WeakMap<Session, Promise<unknown>>();
  /** The last question that was put into each chat. */
  readonly #taken = new WeakMap<Session, Promise<unknown>>();
  readonly #heard = new MutableDisposable<Disposable>();
  #session: Session;
  #loaded: Promise<void> | undefined;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.#session = parts.sessions.create();
  }

  get conversation(): Conversation {
    return this.#session.conversation;
  }

  get busy(): boolean {
    return this.#isBusy(this.#session);
  }

  /** Questions whose reply is still on its way. */
  pendingQuestions(): UserTurn[] {
    const { turns } = this.conversation;
    const waiting = new Set(turns.filter(isPending).map(({ replyTo }) => replyTo));
    return turns.filter((turn): turn is UserTurn => turn.role === 'user' && waiting.has(turn.id));
  }

  onEvent(listener: Listener<ChatEvent>): Disposable {
    return this.#events.on(listener);
  }

  /** Brings back the chat that was open last, once. */
  load(): Promise<void> {
    this.#loaded ??= this.#load().catch((failure: unknown) => {
      // The next one who needs it tries again.
      this.#loaded = undefined;
      throw failure;
    });
    return this.#loaded;
  }

  /**
   * Sends a question; several are answered one after the other. It is shown once it is safe on disk, of which `onTaken`
   * is told. Throws `notSaved` when it cannot be put there: then it is not part of the chat. What the model throws
   * later is shown in place already.
   */
  async ask(question: Question, onTaken: () => void = () => undefined): Promise<ChatAnswer> {
    await this.load();
    const session = this.#session;
    // One after the other: each follows the one before.
    const before = this.#taken.get(session);
    const taken = Promise.resolve(before).then(async () => {
      const id = await this.#storeQuestion(session, question);
      return this.#addReply(session, id);
    });
    this.#taken.set(session, taken.catch(() => undefined));
    const controller = new AbortController();
    const entering = { session, controller };
    this.#entering.add(entering);
    const replyId = await taken.catch((failure: unknown) => {
      this.#entering.delete(entering);
      this.#letGo(session);
      throw failure;
    });
    onTaken();
    const answer = this.#answer(session, replyId, controller);
    this.#entering.delete(entering);
    return answer;
  }

  /** The request that a question would make, were it sent now. */
  requestFor(question: Question): CompletionRequest {
    const { settings, clock } = this.#parts;
    const turn: UserTurn = { id: '', role: 'user', at: clock.now(), ...question };
    return { messages: chatMessages([...this.conversation.turns, turn], settings.effort), effort: settings.effort };
  }

  /** Asks a question anew with other words. What followed the old one stays on a branch of its own. */
  async edit(turnId: string, text: string): Promise<ChatAnswer | undefined> {
    const session = this.#session;
    const turn = find(session, turnId);
    if (turn?.role !== 'user') return undefined;
    const asked = this.#addQuestion(session, { text, attachments: turn.attachments }, parentOf(turn));
    return this.#answer(session, this.#addReply(session, asked));
  }

  /**
   * Asks again for a reply, with what the user chose to change. The old one stays on a branch, if there is anything to
   * it. A question that has no reply at all gets one.
   */
  async retry(turnId: string, change: RetryChange = {}): Promise<ChatAnswer | undefined> {
    const session = this.#session;
    const hangsOn = (id: string): boolean => session.conversation.all.some((one) => parentOf(one) === id);
    if (find(session, turnId)?.role === 'user' && !hangsOn(turnId))
      return this.#answer(session, this.#addReply(session, turnId));
    const turn = this.#settledReply(turnId);
    if (turn === undefined) return undefined;
    const worthless = turn.text === '' && turn.reasoning === '' && !hangsOn(turnId);
    if (worthless) this.#change(session, { type: 'turnRemoved', id: turnId });
    return this.#answer(
      session,
      this.#addReply(session, turn.replyTo, askedAgain(turn.asked ?? {}, change, this.#parts.settings)),
    );
  }

  /** Lets the model go on with a reply that broke off; what it repeats at the seam is left out. */
  async continue(replyId: string): Promise<ChatAnswer | undefined> {
    const turn = this.#settledReply(replyId);
    if (turn === undefined || !canContinue(turn)) return undefined;
    this.#change(this.#session, { type: 'replyReopened', id: replyId, asked: turn.asked ?? {} });
    return this.#answer(this.#session, replyId);
  }

  /** Shows a turn in place of the one beside it. */
  choose(turnId: string): Promise<void> {
    return this.#session.change({ type: 'branchChosen', id: turnId });
  }

  /** Takes a turn away, with all that hangs on it; gives what brings it back, or nothing where it was not there. */
  removeTurn(turnId: string): (() => void) | undefined {
    const session = this.#session;
    const { all } = session.conversation;
    if (!all.some(({ id }) => id === turnId)) return undefined;
    const ids = withDescendants(all, parentOf, turnId);
    for (const id of ids) this.#running.get(id)?.controller.abort();
    // A reply on its way ends with what came of it.
    const gone = all
      .filter(({ id }) => ids.has(id))
      .map((turn): Turn => (isPending(turn) ? { ...turn, status: 'stopped' } : turn));
    this.#change(session, { type: 'turnRemoved', id: turnId });
    return () => {
      for (const turn of gone) this.#change(session, { type: 'turnAdded', turn });
    };
  }

  /** Puts an exchange that took place elsewhere into the chat, e.g. an edit whose reply held no code. */
  async record(question: Question, reply: ModelReply): Promise<void> {
    await this.load();
    const session = this.#session;
    const id = this.#addReply(session, this.#addQuestion(session, question));
    this.#change(session, { type: 'answerAppended', id, text: replyText(reply) });
    const { usage, finish, cutOffBy } = reply;
    const billed = usage === undefined ? {} : { usage, cost: costOf(usage, this.#parts.settings.prices) };
    const ending = cutOffBy === undefined ? { finish } : { finish, cutOffBy };
    this.#change(session, { type: 'replySettled', id, outcome: { status: 'done', ...ending, ...billed } });
    await saidElsewhere(session.flush());
  }

  /** Stops every reply on its way in the chat that is shown; what came of it is kept. */
  stop(): void {
    this.#stop(this.#session);
  }

  async newChat(): Promise<void> {
    await this.load();
    this.stop();
    await this.#show(this.#parts.sessions.create());
  }

  /** Shows another chat. False when it is gone. */
  async open(id: string): Promise<boolean> {
    await this.load();
    if (id === this.#session.id) return true;
    const session = await this.#parts.sessions.open(id);
    if (session === undefined) return false;
    await this.#show(session);
    return true;
  }

  /** Removes a chat, for a day; where it is shown, a new one is begun. */
  async remove(id: string): Promise<void> {
    await this.load();
    for (const { session, controller } of this.#everything()) if (session.id === id) controller.abort();
    if (id === this.#session.id) await this.newChat();
    await this.#parts.sessions.remove(id);
  }

  dispose(): void {
    for (const { controller } of this.#everything()) controller.abort();
    this.#heard.dispose();
    this.#events.dispose();
  }

  async #load(): Promise<void> {
    const { sessions } = this.#parts;
    await this.#show(await sessions.begin());
  }

  async #show(session: Session): Promise<void> {
    const before = this.#session;
    this.#session = session;
    this.#heard.value = session.onEvent((event) =>
      this.#events.fire(event.type === 'changed' ? event : { type: 'opened' }),
    );
    this.#letGo(before);
    this.#events.fire({ type: 'opened' });
    this.#events.fire({ type: 'busy' });
    await this.#parts.sessions.use(session);
  }

  /** A chat that is not shown and has nothing on its way needs no memory. */
  #letGo(session: Session): void {
    const isUsed = this.#everything().some((one) => one.session === session);
    if (session !== this.#session && !isUsed) this.#parts.sessions.release(session);
  }

  #isBusy(session: Session): boolean {
    return [...this.#running.values()].some((one) => one.session === session);
  }

  #everything(): Running[] {
    return [...this.#running.values(), ...this.#entering];
  }

  #stop(session: Session): void {
    for (const one of this.#everything()) if (one.session === session) one.controller.abort();
  }

  #settledReply(id: string): AssistantTurn | undefined {
    const turn = find(this.#session, id);
    return turn?.role !== 'assistant' || isPending(turn) ? undefined : turn;
  }

  #answer(session: Session, id: string, controller = new AbortController()): Promise<ChatAnswer> {
    this.#running.set(id, { session, controller });
    this.#events.fire({ type: 'busy' });
    const answer = (this.#queues.get(session) ?? Promise.resolve())
      .then(() => this.#exchange(session, id, controller.signal))
      .finally(() => {
        this.#running.delete(id);
        this.#events.fire({ type: 'busy' });
        this.#letGo(session);
      });
    this.#queues.set(session, answer.catch(() => undefined));
    return answer;
  }

  #addQuestion(session: Session, question: Question, after?: string): string {
    const turn = this.#questionTurn(session, question, after);
    this.#change(session, { type: 'turnAdded', turn });
    return turn.id;
  }

  async #storeQuestion(session: Session, question: Question): Promise<string> {
    const turn = this.#questionTurn(session, question);
    await session.store({ type: 'turnAdded', turn }, { type: 'turnRemoved', id: turn.id });
    return turn.id;
  }

  #questionTurn(session: Session, question: Question, after = session.conversation.turns.at(-1)?.id ?? root): UserTurn {
    return { id: this.#parts.newId(), role: 'user', at: this.#parts.clock.now(), after, ...question };
  }

  #addReply(session: Session, replyTo: string, asked?: Asked): string {
    const { newId, settings, clock } = this.#parts;
    const id = newId();
    const turn = {
      id,
      role: 'assistant',
      replyTo,
      model: settings.model,
      status: 'waiting',
      text: '',
      reasoning: '',
      at: clock.now(),
    } as const;
    this.#change(session, { type: 'turnAdded', turn: { ...turn, ...(asked === undefined ? {} : { asked }) } });
    return id;
  }

  async #exchange(session: Session, id: string, signal: AbortSignal): Promise<ChatAnswer> {
    try {
      await this.#prepare(session, id, signal);
      const reply = find(session, id);
      // It was removed meanwhile.
      if (reply?.role !== 'assistant') throw new AssistantError('cancelled');
      const turns = turnsUpTo(session.conversation, reply.replyTo);
      return await exchange(this.#parts, { turns, reply, signal, change: (change) => this.#change(session, change) });
    } finally {
      // The reply is there, whatever the disk does; it is tried again.
      await saidElsewhere(session.flush());
    }
  }

  /** All that must be so before anything is sent. */
  async #prepare(session: Session, id: string, signal: AbortSignal): Promise<void> {
    try {
      // The user's words are safe on disk before anything is sent.
      await session.flush();
      await this.#parts.ensureKey();
      if (signal.aborted) throw new AssistantError('cancelled');
    } catch (thrown) {
      this.#change(session, { type: 'replySettled', id, outcome: endedBy(thrown, this.#parts.clock.now()) });
      throw thrown;
    }
  }

  #change(session: Session, change: Change): void {
    void session.change(change);
  }
}

function find({ conversation }: Session, id: string): Turn | undefined {
  return conversation.all.findLast((turn) => turn.id === id);
}

/** The session's owner tells the user that nothing can be written: nobody else has to. */
async function saidElsewhere(work: Promise<void>): Promise<void> {
  await work.catch(() => undefined);
}
