import { prettyJson } from '../../prettyJson.ts';
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
  const raw = read.ok ? undefined : read.raw;
  const patches = read.ok && !worksElsewhere(read.value) ? patchesIn(read.value) : [];
  if (patches.length > 0) return patches.map((patch) => fence(patch, 'patch')).join('\n\n');
  const shown = raw ?? prettyJson({ name, arguments: read.ok ? read.value : {} });
  // Real line breaks in what came: a patch as it is, though its call is broken.
  const bare = raw === undefined ? null : /^\*\*\* Begin Patch\n[^]*?^\*\*\* End Patch/m.exec(raw);
  if (bare !== null) return fence(bare[0], 'patch');
  return `The model asked for the tool \`${name}\`, which is not there:\n\n${fence(shown, 'json')}`;
}

/** A call may be made in another folder, which its paths do not say. */
function worksElsewhere(value: Readonly<Record<string, unknown>>): boolean {
  return ['workdir', 'cwd', 'working_directory', 'workingDirectory'].some((key) => typeof value[key] === 'string');
}

/** The V4A patches a call consists of, one of them maybe a command's last word; none where it holds other edits too. */
function patchesIn(value: Readonly<Record<string, unknown>>): string[] {
  const texts = Object.values(value).flat().filter((one) => typeof one === 'string');
  const patches = texts.filter((one) => one.includes('*** Begin Patch'));
  const others = Object.values(value).flat().some((one) => typeof one === 'object' && one !== null);
  return others ? [] : patches;
}
