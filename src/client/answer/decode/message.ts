import { asArray, asObject, firstString, isEmptyObject, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { RawReply } from '../rawReply.ts';
import { callsIn, reasoningIn, reasoningText, textOf } from './parts.ts';
import { readUsage } from './usage.ts';

/** Reasoning, under each name that servers give it, or among the parts of the content. */
export function readReasoning(message: JsonObject, content: unknown = message['content']): string {
  return firstString(...reasoningNames.map((name) => reasoningText(message[name])), reasoningIn(content));
}

const reasoningNames = ['reasoning_content', 'reasoning', 'thinking', 'reasoning_details', 'reasoningContent'];

/** Tool calls of a message, with the older single `function_call`, or those among the parts of the content. */
export function readNativeCalls(message: JsonObject, content: unknown = message['content']): readonly unknown[] {
  const listed = asArray(message['tool_calls']);
  if (listed.length > 0) return listed;
  const singles = [message['tool_calls'], message['function_call']];
  const single = singles.find((call) => isObject(call) && !isEmptyObject(call));
  return single === undefined ? callsIn(content) : [single];
}

const replyKeys = [
  'response', 'choices', 'tool_calls', 'usage', 'output', 'output_text', 'generated_text', 'content',
  'reasoning', 'reasoning_content', 'finish_reason',
];

/** Whether an object carries anything a reply is made of. */
export function isReplyShaped(value: JsonObject): boolean {
  return replyKeys.some((key) => key in value) || isObject(value['message']);
}

/** Reads an object in which a reply lies, in each of the forms services send. How it ended is read by `endingOf`. */
export function readReply(value: JsonObject): RawReply {
  const usage = readUsage(value['usage']) ?? readUsage(value);
  const inner = readInner(value);
  const own = readNativeCalls(value, value['content']);
  return {
    ...inner,
    reasoning: inner.reasoning === '' ? readReasoning(value) : inner.reasoning,
    nativeToolCalls: inner.nativeToolCalls.length > 0 ? inner.nativeToolCalls : own,
    usage: inner.usage ?? usage,
  };
}

function readInner(value: JsonObject): RawReply {
  const { response } = value;
  if (response === undefined || response === null) return readFlat(value);
  if (isObject(response) && isReplyShaped(response)) return readFlat(response);
  return { ...plainReply(textOf(response)), reasoning: reasoningIn(response), nativeToolCalls: callsIn(response) };
}

function readFlat(value: JsonObject): RawReply {
  const choice = asObject(asArray(value['choices'])[0]);
  const [message = {}] = [choice['message'], choice['delta'], value['message']].filter(isObject);
  const output = readOutput(asArray(value['output']));
  const calls = [readNativeCalls(message), readNativeCalls(value), output.calls];
  const text = textOf(message['content'] ?? choice['text'] ?? textKeys.map((key) => value[key]).find(isSaid));
  return {
    text: text === '' ? output.text : text,
    reasoning: firstString(readReasoning(message), readReasoning(value), output.reasoning),
    nativeToolCalls: calls.find((list) => list.length > 0) ?? [],
    usage: readUsage(value['usage']),
    finish: 'unknown',
  };
}

const textKeys = ['content', 'output_text', 'generated_text', 'response'];

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** What is in a list of output items. */
interface Output {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly unknown[];
}

/** The list form: items of type `reasoning`, `message` and `function_call`. */
export function readOutput(items: readonly unknown[]): Output {
  const objects = items.filter(isObject);
  const ofType = (type: string): readonly JsonObject[] => objects.filter((item) => item['type'] === type);
  return {
    text: ofType('message').map(({ content }) => textOf(content)).join(''),
    reasoning: ofType('reasoning').map((item) => reasoningText(item)).filter((text) => text !== '').join('\n\n'),
    calls: ofType('function_call'),
  };
}

export function plainReply(text: string): RawReply {
  return { text, reasoning: '', nativeToolCalls: [], usage: undefined, finish: 'unknown' };
}
