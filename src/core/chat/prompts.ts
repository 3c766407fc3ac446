import { ancestry } from './branches.ts';
import { type Attachment, type Conversation, parentOf, type Turn } from './conversation.ts';
import type { Effort, Message } from './messages.ts';

/** Code in a fence longer than any run of backticks inside it, so that it cannot end early. */
export function fence(code: string, languageId: string): string {
  let longest = 2;
  for (const [run] of code.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const marks = '`'.repeat(longest + 1);
  const end = code.endsWith('\n') ? '' : '\n';
  return `${marks}${languageId}\n${code}${end}${marks}`;
}

/** gpt-oss takes its reasoning level from a line of the system message (its model card). */
function withEffort(system: string, effort: Effort): string {
  return effort === 'default' ? system : `Reasoning: ${effort}\n\n${system}`;
}

const chatSystem = `You are gpt-oss Assistant, working with a programmer inside Visual Studio Code.
Answer in GitHub-flavoured Markdown, briefly and exactly. Put code into fenced blocks that name their language.
Code that comes with a message is what the programmer is looking at; its path and line numbers are given.
Say so when something cannot be known from the code shown. Do not call tools.`;

const codeSystem = `You change code inside Visual Studio Code. Your reply is put into the file by a program, so it must hold the code and nothing else.
Reply with exactly one fenced code block. Keep the style, indentation and line breaks of the surrounding code. Do not shorten with comments such as "existing code". Do not call tools.`;

/** Messages of a chat turn: the system message, then every turn so far; earlier turns carry only their final text. */
export function chatMessages(turns: readonly Turn[], effort: Effort): Message[] {
  const spoken = turns.filter((turn) => turn.role === 'user' || turn.text.trim() !== '');
  return [{ role: 'system', content: withEffort(chatSystem, effort) }, ...spoken.map(messageOf)];
}

const continueText =
  'Your last message was cut off. Go on exactly where it stopped, with the very next character. Repeat nothing, do not begin anew, and say nothing about it. If it stopped inside a code block, go on inside that block.';

/** The messages after which the model goes on with a reply of its own that broke off. */
export function continueMessages(messages: readonly Message[], partial: string): Message[] {
  return [...messages, { role: 'assistant', content: partial }, { role: 'user', content: continueText }];
}

/** Messages at the end of `continueMessages` that belong together: the question, the partial reply, the wish to go on. */
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

export const explainText = 'Explain this code: what it does, how it works, and what to watch out for.';

/** A stretch of a file with the lines around it. */
export interface CodeContext {
  readonly path: string;
  readonly languageId: string;
  readonly before: string;
  readonly code: string;
  readonly after: string;
}

/** Lines and characters of context sent with an edit, on each side. */
const contextLines = 40;
const contextCharacters = 4_000;

/** Cuts a text into the stretch from `start` to `end` and some whole lines around it. */
export function codeContext(file: { path: string; languageId: string; text: string }, start: number, end: number): CodeContext {
  const before = file.text.slice(Math.max(0, start - contextCharacters), start);
  const after = file.text.slice(end, end + contextCharacters);
  return {
    path: file.path,
    languageId: file.languageId,
    before: before.split('\n').slice(-contextLines - 1).join('\n'),
    code: file.text.slice(start, end),
    after: after.split('\n').slice(0, contextLines + 1).join('\n'),
  };
}

/** Asks for the replacement of a stretch of code. */
export function editMessages(context: CodeContext, instruction: string, effort: Effort): Message[] {
  return [
    { role: 'system', content: withEffort(codeSystem, effort) },
    {
      role: 'user',
      content: sections([
        `File: ${context.path} (${context.languageId})`,
        around('The lines before it, for context only:', context.before, context.languageId),
        `The selected code:\n${fence(context.code, context.languageId)}`,
        around('The lines after it, for context only:', context.after, context.languageId),
        `Instruction: ${instruction}`,
        'Reply with the complete replacement of the selected code, and of nothing else, in one fenced code block. What the instruction does not ask to change stays as it is.',
      ]),
    },
  ];
}

/** Asks for new code at the cursor. */
export function insertMessages(context: CodeContext, instruction: string, effort: Effort): Message[] {
  return [
    { role: 'system', content: withEffort(codeSystem, effort) },
    {
      role: 'user',
      content: sections([
        `File: ${context.path} (${context.languageId})`,
        around('The lines before the cursor:', context.before, context.languageId),
        around('The lines after the cursor:', context.after, context.languageId),
        `Instruction: ${instruction}`,
        'Reply with only the new code that goes in at the cursor, in one fenced code block. Do not repeat the lines around it.',
      ]),
    },
  ];
}

function around(title: string, code: string, languageId: string): string {
  return code.trim() === '' ? '' : `${title}\n${fence(code, languageId)}`;
}

function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The smallest question there is, for checking the connection. */
export const pingMessages: readonly Message[] = [{ role: 'user', content: 'Say OK.' }];

/** The smallest question that a tool named `ping` answers. */
export const toolPingMessages: readonly Message[] = [{ role: 'user', content: 'Call the tool ping now.' }];
