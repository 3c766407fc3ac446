import type { Asked } from '../../core/chat/conversation.ts';
import { type Effort, isWhole, type Message, type ModelReply } from '../../core/chat/messages.ts';
import { replyText } from '../../core/chat/prompts/callsAsText.ts';
import { AssistantError, toAssistantError } from '../../core/errors.ts';
import type { Keys } from '../model/keys.ts';
import type { CompletionRequest, ModelPort, NotifierPort, ReplyDelta, SettingsPort } from '../ports.ts';
import type { Chat, Question } from './chat.ts';

export interface AskParts {
  readonly model: ModelPort;
  readonly notifier: NotifierPort;
  readonly keys: Keys;
  readonly settings: SettingsPort;
  /** Keeps what came of a reply that is not whole. */
  readonly chat: Pick<Chat, 'record'>;
}

/** Asks the model for something outside the chat, with visible progress and a way to stop it. */
export class AskModel {
  readonly #parts: AskParts;
  readonly #running = new Set<AbortController>();

  constructor(parts: AskParts) {
    this.#parts = parts;
  }

  /**
   * Gives only a reply that is known to be whole: half of an edit is none. What came of another is put into the chat
   * under `question`, where it can go on, and `lengthLimit`, `cutOff` or what the model threw is thrown.
   */
  async ask(
    title: string,
    write: (effort: Effort) => readonly Message[],
    asked: Asked = {},
    question: Question = { text: title, attachments: [] },
  ): Promise<ModelReply> {
    const controller = new AbortController();
    const partial = new PartialReply();
    this.#running.add(controller);
    try {
      await this.#parts.keys.ensure('An API key is needed to change code.');
      const request = this.#request(write, asked);
      const reply = await this.#send(title, request, controller.signal, partial);
      if (isWhole(reply.finish)) return reply;
      throw await this.#kept(notWhole(reply), reply, question);
    } catch (thrown) {
      const error = toAssistantError(thrown);
      throw error.reason === 'cancelled' ? error : await this.#kept(error, partial.broken(error), question);
    } finally {
      this.#running.delete(controller);
    }
  }

  stop(): void {
    for (const controller of this.#running) controller.abort();
  }

  /** Puts half a reply into the chat, once; gives the error that says so. */
  async #kept(error: AssistantError, reply: ModelReply, question: Question): Promise<AssistantError> {
    if (error.details.inChat === true || replyText(reply).trim() === '') return error;
    await this.#parts.chat.record(question, reply);
    return new AssistantError(error.reason, { ...error.details, inChat: true }, error.cause);
  }

  #request(write: (effort: Effort) => readonly Message[], { maxTokens, effort: own }: Asked): CompletionRequest {
    const effort = own ?? this.#parts.settings.effort;
    return { messages: write(effort), effort, ...(maxTokens === undefined ? {} : { maxTokens }) };
  }

  #send(title: string, request: CompletionRequest, stop: AbortSignal, partial: PartialReply): Promise<ModelReply> {
    const { model, notifier } = this.#parts;
    return notifier.progress(title, (cancel, report) =>
      model.complete(request, {
        signal: AbortSignal.any([cancel, stop]),
        onDelta: (delta) => partial.add(delta),
        onRetry: ({ attempt, waitMs }) => report(`try ${attempt} in ${Math.ceil(waitMs / 1000)} s`),
      }),
    );
  }
}

/** The pieces of a reply that came before it failed. */
class PartialReply {
  readonly #pieces: ReplyDelta[] = [];

  add(delta: ReplyDelta): void {
    this.#pieces.push(delta);
  }

  broken({ details: { said, cutOffBy = said, usage } }: AssistantError): ModelReply {
    return {
      text: this.#pieces.map(({ answer }) => answer).join(''),
      reasoning: this.#pieces.map(({ reasoning }) => reasoning).join(''),
      toolCalls: [],
      usage,
      finish: 'cutOff',
      ...(cutOffBy === undefined ? {} : { cutOffBy }),
    };
  }
}

function notWhole({ finish, cutOffBy, usage }: ModelReply): AssistantError {
  const billed = usage === undefined ? {} : { usage };
  if (finish === 'length') return new AssistantError('lengthLimit', billed);
  return new AssistantError('cutOff', { ...billed, ...(cutOffBy === undefined ? {} : { cutOffBy }) });
}
