import type { JsonObject, JsonValue, StreamBehaviour } from './behaviour.ts';
import { finishOf, modelId, reasoningFields, usageFields, type Reply } from './envelope.ts';

const doneEvent = 'data: [DONE]\n\n';

function dataEvent(payload: JsonValue): string {
  return `data: ${JSON.stringify(payload)}\n\n`;
}

/** Pieces of `size` characters, counted in code points so that none is cut in two. */
export function piecesOf(text: string, size: number): string[] {
  const points = Array.from(text);
  const step = Math.max(1, Math.floor(size));
  const pieces: string[] = [];
  for (let at = 0; at < points.length; at += step) pieces.push(points.slice(at, at + step).join(''));
  return pieces;
}

/** About a token, or more where the text is so long that tokens would make too many events. */
function chunkSize(reply: Reply): number {
  return reply.chunkChars ?? Math.max(4, Math.ceil(reply.text.length / 2000));
}

/** The events of the stream that a service of the Dataoorts shape sends, with the final `[DONE]`. */
export function responseEvents(reply: Reply): string[] {
  const { reasoning, toolCalls } = reply;
  const size = chunkSize(reply);
  const thoughts = reasoning === undefined ? [] : piecesOf(reasoning, size);
  return [
    ...thoughts.map((piece) => dataEvent({ response: '', ...reasoningFields({ ...reply, reasoning: piece }) })),
    ...piecesOf(reply.text, size).map((piece) => dataEvent({ response: piece })),
    ...(toolCalls.length > 0 ? [dataEvent({ response: '', tool_calls: toolCalls })] : []),
    dataEvent({
      response: '',
      ...usageFields(reply.usage),
      ...(reply.finish === undefined ? {} : { finish_reason: reply.finish }),
    }),
    doneEvent,
  ];
}

function chunk(delta: JsonObject, finish: string | null): string {
  return dataEvent({
    id: 'chatcmpl-stand-in',
    object: 'chat.completion.chunk',
    created: 0,
    model: modelId,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
}

/** OpenAI's calls come in fragments, told apart by their index; the other shapes come whole. */
function callDeltas(call: JsonObject, index: number): JsonObject[] {
  const inner = call['function'];
  if (typeof inner !== 'object' || inner === null || !('name' in inner)) return [{ index, ...call }];
  const given = 'arguments' in inner ? inner['arguments'] : '';
  const args = typeof given === 'string' ? given : JSON.stringify(given);
  const head: JsonObject = { index, id: call['id'] ?? null, type: 'function', function: { ...inner, arguments: '' } };
  return [head, ...piecesOf(args, 8).map((piece) => ({ index, function: { arguments: piece } }))];
}

/** The events of an OpenAI stream, with the final `[DONE]`. */
export function deltaEvents(reply: Reply, includeUsage: boolean): string[] {
  const size = chunkSize(reply);
  const thoughts = reply.reasoning === undefined ? [] : piecesOf(reply.reasoning, size);
  const deltas: JsonObject[] = [
    { role: 'assistant', content: '' },
    ...thoughts.map((piece) => reasoningFields({ ...reply, reasoning: piece })),
    ...piecesOf(reply.text, size).map((content) => ({ content })),
    ...reply.toolCalls.flatMap(callDeltas).map((call) => ({ tool_calls: [call] })),
  ];
  return [
    ...deltas.map((delta) => chunk(delta, null)),
    chunk({}, finishOf(reply)),
    ...(includeUsage ? [dataEvent({ choices: [], ...usageFields(reply.usage) })] : []),
    doneEvent,
  ];
}

function cutPositions(length: number, chunking: number | readonly number[]): number[] {
  if (typeof chunking !== 'number') {
    return [...new Set(chunking)].filter((at) => at > 0 && at < length).sort((a, b) => a - b);
  }
  const step = Math.max(1, Math.floor(chunking));
  return Array.from({ length: Math.max(0, Math.ceil(length / step) - 1) }, (_, index) => (index + 1) * step);
}

/** The bytes of a scripted stream in the pieces asked for; a cut may fall inside a character. */
export function streamPieces(behaviour: StreamBehaviour): Uint8Array[] {
  const { events, chunking } = behaviour;
  const parts = typeof events === 'string' ? [events] : events.map((payload) => `data: ${payload}\n\n`);
  if (behaviour.end === 'done') parts.push(doneEvent);
  if (chunking === undefined) return parts.filter((part) => part !== '').map((part) => Buffer.from(part));
  const bytes = Buffer.from(parts.join(''));
  const cuts = [0, ...cutPositions(bytes.length, chunking), bytes.length];
  return cuts.slice(1).map((to, index) => bytes.subarray(cuts[index], to));
}
