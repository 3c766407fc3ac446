import { asArray, asObject, firstString, isEmptyObject, isObject, jsonText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { RawReply } from '../rawReply.ts';
import { readUsage } from './usage.ts';

/** Text of a message's content: a string, a list of parts, a number; anything else as JSON. */
export function readContent(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  if (Array.isArray(content) && content.every(isPart)) return content.map(readPart).join('');
  if (!isObject(content)) return jsonText(content, 2);
  if (isEmptyObject(content)) return '';
  return isPart(content) ? readPart(content) : jsonText(content, 2);
}

function isPart(part: unknown): boolean {
  return typeof part === 'string' || (isObject(part) && typeof part['text'] === 'string');
}

function readPart(part: unknown): string {
  return typeof part === 'string' ? part : firstString(asObject(part)['text']);
}

/** Reasoning, under each name that servers give it. */
export function readReasoning(message: JsonObject): string {
  const { reasoning } = message;
  return firstString(message['reasoning_content'], reasoning, message['thinking'], asObject(reasoning)['content'], asObject(reasoning)['text']);
}

/** Tool calls of a message, with the older single `function_call`. */
export function readNativeCalls(message: JsonObject): readonly unknown[] {
  const calls = message['tool_calls'];
  if (Array.isArray(calls)) return asArray(calls);
  const single = [calls, message['function_call']].find((call) => isObject(call) && !isEmptyObject(call));
  return single === undefined ? [] : [single];
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
  const own = readNativeCalls(value);
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
  return isObject(response) && isReplyShaped(response) ? readFlat(response) : plainReply(readContent(response));
}

function readFlat(value: JsonObject): RawReply {
  const choice = asObject(asArray(value['choices'])[0]);
  const [message = {}] = [choice['message'], choice['delta'], value['message']].filter(isObject);
  const output = readOutput(asArray(value['output']));
  const text = readContent(message['content'] ?? choice['text'] ?? value['content'] ?? value['output_text'] ?? value['generated_text'] ?? value['response']);
  return {
    text: text === '' ? output.text : text,
    reasoning: firstString(readReasoning(message), readReasoning(value), output.reasoning),
    nativeToolCalls: [readNativeCalls(message), readNativeCalls(value), output.calls].find((calls) => calls.length > 0) ?? [],
    usage: readUsage(value['usage']),
    finish: 'unknown',
  };
}

/** The list form: items of type `reasoning`, `message` and `function_call`. */
function readOutput(items: readonly unknown[]): { text: string; reasoning: string; calls: readonly unknown[] } {
  const objects = items.filter(isObject);
  const ofType = (type: string): readonly JsonObject[] => objects.filter((item) => item['type'] === type);
  const textOf = (item: JsonObject): string => readContent(item['content'] ?? item['summary']);
  return { text: ofType('message').map(textOf).join(''), reasoning: ofType('reasoning').map(textOf).join('\n\n'), calls: ofType('function_call') };
}

export function plainReply(text: string): RawReply {
  return { text, reasoning: '', nativeToolCalls: [], usage: undefined, finish: 'unknown' };
}
