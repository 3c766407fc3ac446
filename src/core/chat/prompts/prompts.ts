import { ancestry } from '../branches.ts';
import { type Attachment, type Conversation, parentOf, type Turn } from '../conversation.ts';
import type { Effort, Message } from '../messages.ts';

/** Code in a fence longer than any run of backticks inside it, so that it cannot end early. */
export function fence(code: string, languageId: string): string {
  let longest = 2;
  for (const [run] of code.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const marks = '`'.repeat(longest + 1);
  const end = code.endsWith('\n') ? '' : '\n';
  return `${marks}${languageId}\n${code}${end}${marks}`;
}

/** gpt-oss takes its reasoning level from a line of the system message (its model card). */
export function withEffort(system: string, effort: Effort): string {
  return effort === 'default' ? system : `Reasoning: ${effort}\n\n${system}`;
}

const chatSystem = `You are gpt-oss Assistant, working with a programmer inside Visual Studio Code.
Answer in GitHub-flavoured Markdown, briefly and exactly. Put code into fenced blocks that name their language.
Code that comes with a message is what the programmer is looking at; its path and line numbers are given.
Say so when something cannot be known from the code shown. Do not call tools.`;

/** Messages of a chat turn: the system message, then every turn so far; earlier turns carry only their final text. */
export function chatMessages(turns: readonly Turn[], effort: Effort): Message[] {
  const spoken = turns.filter((turn) => turn.role === 'user' || turn.text.trim() !== '');
  return [{ role: 'system', content: withEffort(chatSystem, effort) }, ...spoken.map(messageOf)];
}

const continueText =
  'Your last message was cut off. Go on exactly where it stopped, with the very next character. Repeat nothing, ' +
  'do not begin anew, and say nothing about it. If it stopped inside a code block, go on inside that block.';

/** The messages after which the model goes on with a reply of its own that broke off. */
export function continueMessages(messages: readonly Message[], partial: string): Message[] {
  return [...messages, { role: 'assistant', content: partial }, { role: 'user', content: continueText }];
}

/**
 * Messages at the end of `continueMessages` that belong together: the question, the partial reply, the wish to go on.
 */
export const continueLength = 3;

/** The turns a reply answers: all that lead to the user's turn and the turn itself, whichever branch is shown. */
export function turnsUpTo({ all }: Conversation, userTurnId: string): readonly Turn[] {
  return ancestry(all, parentOf, userTurnId);
}

/** A turn never changes, so neither does its message: whoever counts it need do so once. */
const messages = new WeakMap<Turn, Message>();

function messageOf(turn: Turn): Message {
  const known = messages.get(turn);
  if (known !== undefined) return known;
  const message = newMessageOf(turn);
  messages.set(turn, message);
  return message;
}

function newMessageOf(turn: Turn): Message {
  if (turn.role === 'assistant') return { role: 'assistant', content: turn.text };
  return { role: 'user', content: [...turn.attachments.map(attachmentText), turn.text].join('\n\n') };
}

function attachmentText(attachment: Attachment): string {
  return `${attachmentTitle(attachment)}:\n${fence(attachment.code, attachment.languageId)}`;
}

/** What the model is told an attachment is. */
function attachmentTitle({ origin, path, languageId, firstLine, lastLine }: Attachment): string {
  switch (origin) {
    case 'file':
      return `File ${path}, ${languageId}, whole`;
    case 'folder':
      return `Folder ${path}, what it holds`;
    case 'problems':
      return path === '' ? 'Problems reported in the workspace' : `Problems reported in ${path}`;
    case 'changes':
      return 'Uncommitted changes, as a diff';
    case 'terminal':
      return `Text selected in the terminal ${path}`;
    case 'selection':
    case 'symbol':
    case 'visible':
      return `File ${path}, ${languageId}, lines ${firstLine} to ${lastLine}`;
  }
}

/** Asks about what the editor reports on code that goes along. */
export function explainProblemsText(problems: readonly string[]): string {
  const [only] = problems;
  if (problems.length === 1 && only !== undefined) return `Explain this problem and how to solve it: ${only}`;
  return ['Explain these problems and how to solve them:', ...problems.map((one) => `- ${one}`)].join('\n');
}

export const explainText = 'Explain this code: what it does, how it works, and what to watch out for.';

/** The smallest question there is, for checking the connection. */
export const pingMessages: readonly Message[] = [{ role: 'user', content: 'Say OK.' }];

/** The smallest question that a tool named `ping` answers. */
export const toolPingMessages: readonly Message[] = [{ role: 'user', content: 'Call the tool ping now.' }];
