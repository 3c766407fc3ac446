import type { CommandId } from '../contributions.ts';

/** A command of the extension as it is typed into the composer. */
export interface SlashCommand {
  readonly name: string;
  readonly says: string;
  readonly command: CommandId;
  /** Whether the words behind it are its instruction. */
  readonly takesWords: boolean;
}

const table = [
  {
    name: 'explain',
    says: 'Explain the selected code, or the code around the cursor',
    command: 'gptOss.explain',
    takesWords: false,
  },
  { name: 'edit', says: 'Change the selected code as said', command: 'gptOss.edit', takesWords: true },
  { name: 'insert', says: 'Write new code at the cursor', command: 'gptOss.insert', takesWords: true },
  { name: 'fix', says: 'Fix the problems of the selected code', command: 'gptOss.fix', takesWords: true },
  { name: 'refactor', says: 'Make the selected code clearer', command: 'gptOss.refactor', takesWords: true },
  { name: 'doc', says: 'Document the selected code', command: 'gptOss.document', takesWords: true },
  { name: 'tests', says: 'Write tests for the selected code', command: 'gptOss.writeTests', takesWords: true },
  { name: 'new', says: 'Start a new chat', command: 'gptOss.newChat', takesWords: false },
  { name: 'clear', says: 'Start a new chat', command: 'gptOss.newChat', takesWords: false },
  { name: 'request', says: 'Show what the next message sends', command: 'gptOss.showRequest', takesWords: false },
  { name: 'check', says: 'Check the connection', command: 'gptOss.checkConnection', takesWords: false },
  { name: 'key', says: 'Set the API key', command: 'gptOss.setApiKey', takesWords: false },
] as const satisfies readonly SlashCommand[];

export type SlashName = (typeof table)[number]['name'];

/** Every `/` command, in the order shown. */
export const slashCommands: readonly (SlashCommand & { readonly name: SlashName })[] = table;

export function slashCommand(name: unknown): (SlashCommand & { readonly name: SlashName }) | undefined {
  return slashCommands.find((one) => one.name === name);
}

/**
 * A message that is a `/` command and its words; undefined for any other text, a path such as `/usr/bin` among them.
 */
export function readSlash(
  text: string,
): { readonly command: SlashCommand & { readonly name: SlashName }; readonly words: string } | undefined {
  const match = /^\/([a-z]+)(?:\s+([\s\S]*))?$/.exec(text.trim());
  const command = slashCommand(match?.[1]);
  if (command === undefined) return undefined;
  const words = match?.[2]?.trim() ?? '';
  return words !== '' && !command.takesWords ? undefined : { command, words };
}
