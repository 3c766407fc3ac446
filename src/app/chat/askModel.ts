import type { Asked } from '../../core/chat/conversation.ts';
import type { Effort, Message, ModelReply } from '../../core/chat/messages.ts';
import { AssistantError } from '../../core/errors.ts';
import type { Keys } from '../model/keys.ts';
import type { ModelPort, NotifierPort, SettingsPort } from '../ports.ts';

export interface AskParts {
  readonly model: ModelPort;
  readonly notifier: NotifierPort;
  readonly keys: Keys;
  readonly settings: SettingsPort;
}

/** Asks the model for something outside the chat, with visible progress and a way to stop it. */
export class AskModel {
  readonly #parts: AskParts;
  readonly #running = new Set<AbortController>();

  constructor(parts: AskParts) {
    this.#parts = parts;
  }

  /** Throws `lengthLimit` or `cutOff` for a reply that is not whole: half of an edit is none. */
  async ask(title: string, write: (effort: Effort) => readonly Message[], asked: Asked = {}): Promise<ModelReply> {
    const controller = new AbortController();
    this.#running.add(controller);
    try {
      await this.#parts.keys.ensure('An API key is needed to change code.');
      const reply = await this.#send(title, write, controller.signal, asked);
      if (reply.finish === 'length') throw new AssistantError('lengthLimit');
      if (reply.finish === 'cutOff') throw new AssistantError('cutOff');
      return reply;
    } finally {
      this.#running.delete(controller);
    }
  }

  stop(): void {
    for (const controller of this.#running) controller.abort();
  }

  #send(title: string, write: (effort: Effort) => readonly Message[], stop: AbortSignal, { maxTokens, effort: own }: Asked): Promise<ModelReply> {
    const { model, notifier, settings } = this.#parts;
    const effort = own ?? settings.effort;
    return notifier.progress(title, (cancel, report) =>
      model.complete(
        { messages: write(effort), effort, ...(maxTokens === undefined ? {} : { maxTokens }) },
        {
          signal: AbortSignal.any([cancel, stop]),
          onRetry: ({ attempt, waitMs }) => report(`try ${attempt} in ${Math.ceil(waitMs / 1000)} s`),
        },
      ),
    );
  }
}
