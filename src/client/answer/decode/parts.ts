import { prettyJson } from '../../../core/prettyJson.ts';
import { asArray, asObject, firstString, isEmptyObject, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';

/**
 * Content in typed parts: `[{"type": "reasoning", …}, {"type": "text", "text": "…"}]`. Parts of a type that is neither
 * text, reasoning nor a call (an image, say) count as empty.
 */

/** `reasoning`, `reasoning.text`, `reasoning_text`, `thinking`, `redacted_thinking`, `thought`, `summary_text`. */
const reasoningType = /^(?:reasoning|thinking|thought|redacted_thinking|summary_text)\b|^reasoning_/;
const otherType = /^(?:output_|input_)?(?:text|image|audio|file|refusal)\b/;
const callTypes: ReadonlySet<unknown> = new Set(['tool_use', 'tool_call', 'toolCall', 'function_call']);
const argumentKeys = ['arguments', 'input', 'parameters', 'function'];

/** The names under which reasoning keeps its words. */
const reasoningKeys = [
  'text', 'content', 'thinking', 'reasoning', 'summary', 'thought',
  'reasoning_text', 'reasoningText', 'reasoning_content',
];

/** Objects of reasoning are two or three deep; the bound keeps hostile ones from exhausting the stack. */
const deepest = 8;

/** The text in a message's content: a string, a list of parts, a number; anything else as JSON. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  if (Array.isArray(content) && content.every(isPart)) return content.map(textOfPart).join('');
  if (!isObject(content)) return prettyJson(content);
  if (isEmptyObject(content)) return '';
  return isPart(content) ? textOfPart(content) : prettyJson(content);
}

/** The reasoning among the parts of a message's content. */
export function reasoningIn(content: unknown): string {
  const parts = isObject(content) ? [content] : asArray(content);
  return parts.filter(isReasoning).map((part) => reasoningText(part)).join('');
}

/** The calls among the parts of a message's content, as `{id, name, arguments}`. */
export function callsIn(content: unknown): readonly JsonObject[] {
  const parts = asArray(content).filter(isObject).filter(isCall);
  return parts.map((part) => ({ ...part, arguments: part['arguments'] ?? part['input'] ?? part['parameters'] }));
}

/** The words of reasoning: a string, or a list or an object that holds them somewhere. */
export function reasoningText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (depth > deepest) return '';
  if (Array.isArray(value)) return value.map((entry: unknown) => reasoningText(entry, depth + 1)).join('');
  if (!isObject(value)) return '';
  const key = reasoningKeys.find((name) => isWordy(value[name]));
  return key === undefined ? '' : reasoningText(value[key], depth + 1);
}

function isWordy(value: unknown): boolean {
  return typeof value === 'string' ? value !== '' : isObject(value) || asArray(value).length > 0;
}

function isPart(part: unknown): boolean {
  if (typeof part === 'string') return true;
  if (!isObject(part)) return false;
  return typeof part['text'] === 'string' || isReasoning(part) || isCall(part) || isOtherPart(part);
}

/** A part in which nothing is written: `{"type": "image_url", "image_url": {…}}`, `{"type": "refusal", …}`. */
function isOtherPart(part: JsonObject): boolean {
  const { type } = part;
  return typeof type === 'string' && (type in part || otherType.test(type));
}

function isReasoning(part: unknown): boolean {
  const type = asObject(part)['type'];
  return typeof type === 'string' && reasoningType.test(type);
}

function isCall(part: JsonObject): boolean {
  return callTypes.has(part['type']) && argumentKeys.some((key) => key in part);
}

function textOfPart(part: unknown): string {
  if (typeof part === 'string') return part;
  const holder = asObject(part);
  if (isReasoning(holder)) return '';
  return firstString(holder['text'], asObject(holder['text'])['value'], holder['refusal']);
}
