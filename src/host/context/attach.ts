import type { Attachment } from '../../core/chat/conversation.ts';
import { AssistantError } from '../../core/errors.ts';

/** Why something cannot go along with a message. */
export function refuse(said: string, cause?: unknown): AssistantError {
  return new AssistantError('notAttached', { said }, cause);
}

/** Text that is no part of a file. */
export function textAttachment(
  what: Pick<Attachment, 'path' | 'uri' | 'origin'>,
  code: string,
  languageId = '',
): Attachment {
  return { ...what, languageId, firstLine: 1, lastLine: code.split('\n').length, code };
}
