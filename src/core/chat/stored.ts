import type { Conversation, Turn } from './conversation.ts';

/** Reads a stored conversation; `undefined` when the text is not one. Never throws. */
export function decodeConversation(text: string): Conversation | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(value) || typeof value['id'] !== 'string' || !Array.isArray(value['turns'])) return undefined;
  const turns: unknown[] = value['turns'];
  return turns.every(isTurn) ? { id: value['id'], turns } : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isTurn(value: unknown): value is Turn {
  if (!isFields(value)) return false;
  const common = typeof value['id'] === 'string' && typeof value['text'] === 'string' && typeof value['at'] === 'number';
  return common && (isUser(value) || isReply(value));
}

function isUser(value: Fields): boolean {
  return value['role'] === 'user' && Array.isArray(value['attachments']) && value['attachments'].every(isAttachment);
}

function isAttachment(value: unknown): boolean {
  if (!isFields(value)) return false;
  const texts = ['path', 'uri', 'languageId', 'code'].every((name) => typeof value[name] === 'string');
  return texts && typeof value['firstLine'] === 'number' && typeof value['lastLine'] === 'number';
}

const statuses: ReadonlySet<unknown> = new Set(['waiting', 'streaming', 'done', 'stopped', 'failed']);

function isReply(value: Fields): boolean {
  const texts = ['replyTo', 'model', 'reasoning'].every((name) => typeof value[name] === 'string');
  return value['role'] === 'assistant' && texts && statuses.has(value['status']);
}
