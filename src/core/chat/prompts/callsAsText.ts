import type { ModelReply, ToolCall } from '../messages.ts';
import { fence } from './prompts.ts';

/**
 * What a reply says to a person. gpt-oss calls tools it was trained with, `apply_patch` above all, even where none is
 * offered; nothing runs them, but what they hold is the answer, so it is shown: a patch as a patch, the rest as JSON.
 */
export function replyText({ text, toolCalls }: Pick<ModelReply, 'text' | 'toolCalls'>): string {
  return [text, ...toolCalls.map(callAsText)].filter((part) => part.trim() !== '').join('\n\n');
}

function callAsText({ name, arguments: read }: ToolCall): string {
  const patch = read.ok ? patchIn(Object.values(read.value)) : patchIn([read.raw]);
  if (patch !== undefined) return fence(patch, 'patch');
  const shown = read.ok ? JSON.stringify(read.value, undefined, 2) : read.raw;
  return `The model asked for the tool \`${name}\`, which is not there:\n\n${fence(shown, 'json')}`;
}

/** A V4A patch among the values of a call, also as a command's last word. */
function patchIn(values: readonly unknown[]): string | undefined {
  const texts = values.flat().filter((value) => typeof value === 'string');
  return texts.find((value) => value.includes('*** Begin Patch'));
}
