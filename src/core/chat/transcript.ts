import {
  type Attachment,
  type Conversation,
  settleInterrupted,
  type Snapshot,
  snapshotOf,
  type Turn,
} from './conversation.ts';
import { conversationOf } from './conversationOf.ts';
import { fence } from './prompts/prompts.ts';
import { parseJson } from '../parseJson.ts';
import { decodeConversation, isFields } from './stored.ts';
import { summaryOf } from './summary.ts';

const format = 'gpt-oss-chat';
const version = 1;

/** Most turns of a chat that is imported: ten times the longest that anyone was seen to have. */
const mostTurns = 100_000;

/** One message as markdown: a question with the code that went along, a reply as it came. */
export function turnMarkdown(turn: Turn): string {
  return turn.role === 'assistant' ? turn.text : [turn.text, ...turn.attachments.map(attachmentMarkdown)].join('\n\n');
}

function attachmentMarkdown({ path, firstLine, lastLine, languageId, code }: Attachment): string {
  const lines = firstLine === lastLine ? `line ${firstLine}` : `lines ${firstLine} to ${lastLine}`;
  return `\`${path}\`, ${lines}:\n\n${fence(code, languageId)}`;
}

/** The chat as it is shown, as a markdown document. */
export function chatMarkdown(conversation: Conversation): string {
  const turns = conversation.turns.map(
    (turn) => `## ${turn.role === 'user' ? 'You' : 'gpt-oss'}\n\n${turnMarkdown(turn).trim()}`,
  );
  return `${[`# ${summaryOf(conversation).title}`, ...turns].join('\n\n')}\n`;
}

/** The whole chat with all its branches, so that it can be imported again. */
export function chatJson(conversation: Conversation): string {
  return `${JSON.stringify({ format, version, ...snapshotOf(conversation) }, undefined, 2)}\n`;
}

/** Reads an exported chat, which becomes one of its own under a new id; `undefined` when the text is none. */
export function importedChat(text: string, newId: () => string): Snapshot | undefined {
  const value = parseJson(text);
  if (!isFields(value) || value['format'] !== format || value['version'] !== version) return undefined;
  const snapshot = decodeConversation(value);
  if (snapshot === undefined || snapshot.all.length > mostTurns) return undefined;
  // Made anew from its turns, so that only what fits together comes in.
  return { ...snapshotOf(settleInterrupted(conversationOf(snapshot))), id: newId(), pinned: false };
}

/** A text without the secrets in it. */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets.reduce<string>(
    (rest, secret) => (secret === undefined || secret === '' ? rest : rest.replaceAll(secret, '[API key]')),
    text,
  );
}
