import type { AssistantTurn, Change, Outcome, Turn } from '../../core/chat/conversation.ts';
import { replyText } from '../../core/chat/prompts/callsAsText.ts';
import { addUsage, costOf } from '../../core/chat/request/cost.ts';
import type { Effort, Message, ModelReply, Trimmed, Usage } from '../../core/chat/messages.ts';
import { chatMessages, continueLength, continueMessages } from '../../core/chat/prompts/prompts.ts';
import { joinSeam, SeamJoiner } from '../../core/chat/seam.ts';
import { describe } from '../../core/describe.ts';
import { isCancelled, toAssistantError } from '../../core/errors.ts';
import type { Clock, ModelPort, ReplyDelta, RetryNotice, SettingsPort } from '../ports.ts';

export interface ExchangeParts {
  readonly model: ModelPort;
  readonly settings: SettingsPort;
  readonly clock: Clock;
}

export interface ExchangeJob {
  /** The turns the reply answers, up to and including the user's. */
  readonly turns: readonly Turn[];
  /** The reply as it stands: one that holds text already goes on where it stopped. */
  readonly reply: AssistantTurn;
  readonly signal: AbortSignal;
  /** Told of everything that happens to the reply, as it happens. */
  readonly change: (change: Change) => void;
}

export interface ChatAnswer {
  readonly text: string;
  readonly usage: Usage | undefined;
}

/**
 * One request for one reply of the chat. What came stays whatever happens: a failure is part of the changes, with the
 * words for it, and is thrown too. Throws what the model throws.
 */
export async function exchange(parts: ExchangeParts, job: ExchangeJob): Promise<ChatAnswer> {
  const { model, settings, clock } = parts;
  const reply = new GrowingReply(job, clock);
  const began = clock.now();
  const effort = job.reply.asked?.effort ?? settings.effort;
  const { maxTokens } = job.reply.asked ?? {};
  const goesOn = job.reply.text !== '';
  try {
    const answer = await model.complete(
      {
        messages: messagesFor(job, effort),
        effort,
        ...(goesOn ? { keep: continueLength } : {}),
        ...(maxTokens === undefined ? {} : { maxTokens }),
      },
      {
        signal: job.signal,
        onDelta: (delta) => reply.append(delta),
        onRetry: (notice) => reply.delay(notice),
        onTrimmed: (trimmed) => reply.leaveOut(trimmed),
      },
    );
    reply.settle(answer, clock.now() - began, settings.prices);
    return { text: reply.text, usage: answer.usage };
  } catch (thrown) {
    reply.fail(thrown, clock.now() - began);
    throw toAssistantError(thrown);
  }
}

function messagesFor({ turns, reply }: ExchangeJob, effort: Effort): Message[] {
  const messages = chatMessages(turns, effort);
  return reply.text === '' ? messages : continueMessages(messages, reply.text);
}

/** A reply on its way: what came before, what comes now, and the changes that tell of it. */
class GrowingReply {
  readonly #job: ExchangeJob;
  readonly #clock: Clock;
  readonly #began: number;
  #reasoningMs: number | undefined;
  readonly #seam: SeamJoiner | undefined;
  #text: string;
  #reasoning: string;

  constructor(job: ExchangeJob, clock: Clock) {
    this.#job = job;
    this.#clock = clock;
    this.#began = clock.now();
    this.#reasoningMs = job.reply.reasoningMs;
    this.#text = job.reply.text;
    this.#reasoning = job.reply.reasoning;
    this.#seam = job.reply.text === '' ? undefined : new SeamJoiner(job.reply.text);
  }

  get text(): string {
    return this.#text;
  }

  append({ answer, reasoning }: ReplyDelta): void {
    if (answer !== '' && this.#reasoning !== '') this.#reasoningMs ??= this.#clock.now() - this.#began;
    if (reasoning !== '') this.#addReasoning(reasoning);
    if (answer !== '') this.#addText(this.#seam === undefined ? answer : this.#seam.push(answer));
  }

  delay({ attempt, waitMs, error }: RetryNotice): void {
    const delay = { attempt, until: this.#clock.now() + waitMs, message: describe(error).message };
    this.#job.change({ type: 'replyDelayed', id: this.#job.reply.id, delay });
  }

  leaveOut(trimmed: Trimmed): void {
    this.#job.change({ type: 'replyTrimmed', id: this.#job.reply.id, trimmed });
  }

  settle(answer: ModelReply, durationMs: number, prices: SettingsPort['prices']): void {
    const { reply } = this.#job;
    this.#addText(this.#seam?.end() ?? '');
    const whole = replyText(answer);
    const text = reply.text === '' ? whole : joinSeam(reply.text, whole);
    const usage = addUsage(reply.usage, answer.usage);
    this.#end({
      status: 'done',
      finish: answer.finish,
      ...(answer.cutOffBy === undefined ? {} : { cutOffBy: answer.cutOffBy }),
      durationMs: (reply.durationMs ?? 0) + durationMs,
      ...(usage === undefined ? {} : { usage, cost: costOf(usage, prices) }),
      ...(text === this.#text ? {} : { text }),
      ...(reply.text !== '' || answer.reasoning === this.#reasoning ? {} : { reasoning: answer.reasoning }),
    });
    this.#text = text;
  }

  fail(thrown: unknown, durationMs: number): void {
    this.#addText(this.#seam?.end() ?? '');
    const outcome = withWayOn(endedBy(thrown, this.#clock.now()), this.#text);
    this.#end({ ...outcome, durationMs: (this.#job.reply.durationMs ?? 0) + durationMs });
  }

  #addText(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.#job.change({ type: 'answerAppended', id: this.#job.reply.id, text });
  }

  #addReasoning(text: string): void {
    this.#reasoning += text;
    this.#job.change({ type: 'reasoningAppended', id: this.#job.reply.id, text });
  }

  #end(outcome: Outcome): void {
    const reasoningMs = this.#reasoningMs;
    const timed = reasoningMs === undefined ? outcome : { ...outcome, reasoningMs };
    this.#job.change({ type: 'replySettled', id: this.#job.reply.id, outcome: timed });
  }
}

/** Where some of a reply came, it can go on, whatever ended it. */
function withWayOn(outcome: Outcome, text: string): Outcome {
  const { failure } = outcome;
  if (failure === undefined || text.trim() === '' || failure.remedies.includes('continue')) return outcome;
  return { ...outcome, failure: { ...failure, remedies: ['continue', ...failure.remedies] } };
}

/** How a reply ends when something was thrown at `now`, in milliseconds since 1970. */
export function endedBy(thrown: unknown, now: number): Outcome {
  if (isCancelled(thrown)) return { status: 'stopped' };
  const error = toAssistantError(thrown);
  const { retryAfterMs } = error.details;
  const later = retryAfterMs === undefined ? {} : { retryAt: now + retryAfterMs };
  return { status: 'failed', failure: { reason: error.reason, ...describe(error), ...later } };
}
