import type { BudgetedModel } from '../../app/model/budgetedModel.ts';
import type { Chat, Question } from '../../app/chat/chat.ts';
import type { PreviewPort, SettingsPort } from '../../app/ports.ts';
import { requestText } from '../../core/chat/request/requestText.ts';
import type { TextPages } from '../messages/textPages.ts';

export interface RequestPageParts {
  readonly chat: Chat;
  readonly model: Pick<BudgetedModel, 'fitted'>;
  readonly preview: PreviewPort;
  readonly settings: SettingsPort;
  readonly pages: TextPages;
}

/** Shows the request that a question would make, word for word and without the key. Nothing is sent. */
export async function showRequest(
  { chat, model, preview, settings, pages }: RequestPageParts,
  question: Question,
): Promise<void> {
  const { request, input, trimmed } = await model.fitted(chat.requestFor(question));
  const { url, body } = await preview.preview(request);
  const shown = {
    url,
    body,
    messages: request.messages,
    input,
    window: settings.contextWindow,
    ...(trimmed === undefined ? {} : { trimmed }),
  };
  await pages.show('Next request.md', requestText(shown), 'markdown');
}
