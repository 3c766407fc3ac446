import type { Target } from '../ports.ts';
import type { Attachment } from '../../core/chat/conversation.ts';

/** A stretch of a document as it goes along with a message. */
export function attachmentOf({ document, start, end, origin }: Target): Attachment {
  const before = document.text.slice(0, start);
  const code = document.text.slice(start, end);
  const firstLine = lineBreaks(before) + 1;
  const lastLine = firstLine + lineBreaks(code.endsWith('\n') ? code.slice(0, -1) : code);
  const { path, uri, languageId } = document;
  return { path, uri, languageId, firstLine, lastLine, code: code.replaceAll('\r\n', '\n'), origin };
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}
