import { asArray, asObject, firstString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { readOutput } from './message.ts';

/** What an event of the Responses API brought. */
export interface ResponseEvent {
  readonly text?: string;
  readonly reasoning?: string;
  /** A new part of the reasoning begins: a paragraph of its own. */
  readonly beginsPart?: boolean;
  /** A piece of a call, with `index` and `arguments` as in the deltas of chat completions. */
  readonly call?: JsonObject;
  /** Of the last event alone: the whole response, which repeats what came in pieces. */
  readonly response?: JsonObject;
}

const lastEvents: ReadonlySet<string> = new Set(
  ['completed', 'incomplete', 'failed', 'done'].map((name) => `response.${name}`),
);

/** Reads an event of the Responses API; undefined for what is none. Events that only repeat others bring nothing. */
export function readResponseEvent(body: JsonObject): ResponseEvent | undefined {
  const { type } = body;
  if (typeof type !== 'string' || !type.startsWith('response.')) return undefined;
  if (lastEvents.has(type)) return { response: asObject(body['response']) };
  const delta = firstString(body['delta'], asObject(body['delta'])['text']);
  switch (type) {
    case 'response.output_text.delta':
    case 'response.refusal.delta': return { text: delta };
    case 'response.reasoning_summary_part.added': return { beginsPart: true };
    case 'response.output_item.added': return readItem(body, asObject(body['item']));
    case 'response.function_call_arguments.delta': return { call: { index: body['output_index'], arguments: delta } };
    default: return type.startsWith('response.reasoning') && type.endsWith('.delta') ? { reasoning: delta } : {};
  }
}

function readItem(body: JsonObject, item: JsonObject): ResponseEvent {
  if (item['type'] === 'reasoning') return { beginsPart: true };
  if (item['type'] !== 'function_call') return {};
  return { call: { ...item, id: item['call_id'], index: body['output_index'] } };
}

/** What the last event's response holds, for what did not come in pieces. */
export function outputOf(response: JsonObject): ReturnType<typeof readOutput> {
  return readOutput(asArray(response['output']));
}
