import { type FinishReason, isWhole, type ModelReply, type ToolCall } from '../../core/chat/messages.ts';
import { parseHarmony } from '../harmony.ts';
import type { HarmonyReading } from '../harmony.ts';
import type { RawReply } from './rawReply.ts';
import { readToolCalls } from './toolCalls.ts';
import { isCutOffJson } from './tools/mend.ts';

const reasoningHead = '<|channel|>analysis<|message|>';

/**
 * Makes the reply of what came: markup read, tool calls from everywhere put together, preambles in
 * front of the answer.
 */
export function assembleReply(raw: RawReply, offeredTools: readonly string[]): ModelReply {
  const { text, reasoning } = readSources(raw);
  const shown = joinTexts(...text.preambles, text.answer);
  const found = readToolCalls({
    native: raw.nativeToolCalls,
    harmony: [...reasoning.toolCalls, ...text.toolCalls],
    text: shown,
    offered: offeredTools,
  });
  return {
    text: found.text,
    reasoning: joinTexts(trimmed(reasoning), trimmed(text)),
    toolCalls: found.calls,
    usage: raw.usage,
    finish: finishOf(raw.finish, found.calls),
    ...(raw.cutOffBy === undefined ? {} : { cutOffBy: raw.cutOffBy }),
  };
}

interface Sources {
  readonly text: HarmonyReading;
  readonly reasoning: HarmonyReading;
}

/**
 * Servers whose own reader fails put all of a reply into its reasoning, markup included. Only when
 * nothing else came is an answer looked for there.
 */
function readSources(raw: RawReply): Sources {
  const text = parseHarmony(raw.text);
  const nothing = { answer: '', preambles: [], toolCalls: [] };
  const untouched: HarmonyReading = { ...nothing, reasoning: raw.reasoning, leaked: false };
  const hasMore = raw.text.trim() !== '' || raw.nativeToolCalls.length > 0;
  if (hasMore || raw.reasoning === '') return { text, reasoning: untouched };
  const { reasoning, ...rest } = parseHarmony(reasoningHead + raw.reasoning);
  return { text: { ...rest, reasoning: '' }, reasoning: { ...untouched, reasoning, leaked: true } };
}

/** Where heads were cut out, blanks may be left in front of them. */
function trimmed({ leaked, reasoning }: HarmonyReading): string {
  return leaked ? reasoning.trimEnd() : reasoning;
}

function joinTexts(...texts: readonly string[]): string {
  const [first = '', ...others] = texts.filter((text) => text.trim() !== '');
  return others.length === 0 ? first : [first, ...others].join('\n\n');
}

/** Services may say `stop` beside tool calls, and beside a call whose arguments break off in the middle. */
function finishOf(finish: FinishReason, calls: readonly ToolCall[]): FinishReason {
  if (calls.length === 0 || !isWhole(finish)) return finish;
  return calls.some(breaksOff) ? 'cutOff' : 'toolCalls';
}

function breaksOff({ arguments: read }: ToolCall): boolean {
  return !read.ok && isCutOffJson(read.raw);
}
