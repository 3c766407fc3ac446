import { failure, messageFailure, readErrors, saysFailed } from '../failures/bodyFailure.ts';
import { isReplyShaped, plainReply, readReply } from './decode/message.ts';
import { textOf } from './decode/parts.ts';
import { readUsage } from './decode/usage.ts';
import { endingOf, errorsIn, worse } from './ending.ts';
import { EventStreamReader } from './eventStream.ts';
import { asArray, asObject, isEmptyObject, isObject, mostNesting, parseJson } from './json.ts';
import type { JsonObject } from './json.ts';
import { nestsDeeper } from './nesting.ts';
import type { DecodeFailure, Decoded, RawReply } from './rawReply.ts';
import { isCutOffJson } from './tools/mend.ts';

export type { DecodeFailure, Decoded, RawReply } from './rawReply.ts';

/**
 * Reads whatever a call brought back: text of a body, its bytes, or parsed JSON. Total: every
 * value gives a reply or says why it is none, and it never throws. With a `status` of 400 or more
 * it is never a reply. An empty reply is a reply: its `text` is ''.
 */
export function decodeBody(body: unknown, status = 200): Decoded {
  try {
    const decoded = typeof body === 'string' ? decodeText(body, status) : decodeNonText(body, status);
    return status >= 400 && decoded.ok ? fail(failure('unknownShape')) : decoded;
  } catch {
    // Parsed JSON never gets here; an object with throwing getters or a proxy may.
    return fail(failure('unknownShape'));
  }
}

function decodeNonText(body: unknown, status: number): Decoded {
  const isBytes = body instanceof Uint8Array || body instanceof ArrayBuffer;
  if (isBytes) return decodeText(new TextDecoder().decode(body), status);
  return body === undefined || body === null ? fail(failure('empty')) : decodeValue(body, status);
}

function decodeText(body: string, status: number): Decoded {
  const text = body.replace(/^\uFEFF/, '').trim();
  if (text === '') return fail(failure('empty'));
  if (/^<(?:!|\?xml|[a-z][a-z0-9]*[\s>/])/i.test(text)) return fail(messageFailure('html', titleOf(text)));
  if (nestsDeeper(text, mostNesting)) return fail(failure('tooDeep'));
  const parsed = parseJson(text);
  if (parsed !== undefined) return decodeParsed(parsed.value, status);
  const streamed = readEventText(text) ?? readLines(text);
  if (streamed !== undefined) return streamed;
  return fail(isCutOffJson(text) || /^"[^"]*$/.test(text) ? failure('cutOffJson') : messageFailure('notJson', text));
}

/** Also a body encoded twice: a JSON string that holds the envelope. */
function decodeParsed(value: unknown, status: number): Decoded {
  const inner = typeof value === 'string' && value.trimStart().startsWith('{') ? parseJson(value)?.value : undefined;
  return decodeValue(isObject(inner) ? inner : value, status);
}

function decodeValue(value: unknown, status: number): Decoded {
  if (typeof value === 'string') return fail(messageFailure('unknownShape', value));
  if (Array.isArray(value)) return decodeList(asArray(value), status);
  return isObject(value) ? decodeObject(value, status) : fail(failure('unknownShape'));
}

/** Some gateways put an error into a list of one. */
function decodeList(list: readonly unknown[], status: number): Decoded {
  const only = list.length === 1 && isObject(list[0]) ? decodeObject(list[0], status) : undefined;
  return only !== undefined && !only.ok ? only : fail(failure('unknownShape'));
}

function decodeObject(body: JsonObject, status: number): Decoded {
  if (saysFailed(body) || status >= 400) return fail(failure('envelope', readErrors(body)));
  const reply = readBody(body);
  if (reply === undefined) return failedBody(body);
  const streamed = readEventText(reply.text);
  if (streamed?.ok === true) return { ok: true, reply: unwrapped(streamed.reply, reply, body) };
  if (streamed !== undefined) return streamed;
  const errors = isSilent(reply) ? errorsIn(body) : [];
  return errors.length > 0 ? fail(failure('envelope', errors)) : { ok: true, reply: { ...reply, ...endingOf(body) } };
}

/** The reply that lay as event text in a body of JSON. */
function unwrapped(inner: RawReply, outer: RawReply, body: JsonObject): RawReply {
  const { finish, cutOffBy } = worse(endingOf(body), inner) ?? inner;
  const ending = cutOffBy === undefined ? { finish } : { finish, cutOffBy };
  return { ...inner, usage: inner.usage ?? outer.usage, ...ending };
}

function failedBody(body: JsonObject): Decoded {
  const errors = [...readErrors(body), ...readErrors(asObject(body['result']))];
  return fail(failure(errors.length > 0 ? 'envelope' : 'unknownShape', errors));
}

function isSilent(reply: RawReply): boolean {
  return reply.text === '' && reply.reasoning === '' && reply.nativeToolCalls.length === 0;
}

/** Reads the reply in the documented envelope or without it; nothing when there is no known part. */
function readBody(body: JsonObject): RawReply | undefined {
  const { result } = body;
  const inner: unknown = Array.isArray(result) ? asArray(result)[0] : result;
  if (isObject(inner) && !isEmptyObject(inner)) {
    return isReplyShaped(inner) ? withUsage(readReply(inner), body) : undefined;
  }
  if (typeof inner === 'string' || typeof inner === 'number') return withUsage(plainReply(textOf(inner)), body);
  if (isReplyShaped(body)) return readReply(body);
  return 'success' in body || isObject(inner) ? withUsage(plainReply(''), body) : undefined;
}

/** Usage may stand beside the result. */
function withUsage(reply: RawReply, body: JsonObject): RawReply {
  return { ...reply, usage: reply.usage ?? readUsage(body['usage']) };
}

const eventLine = /^(?:data|event|id|retry)?:/;

/** Reads text that is nothing but server-sent events with a reply in them. */
function readEventText(text: string): Decoded | undefined {
  const head = text.trimStart();
  if (!/^(?:data:\s*(?:\{|\[DONE\])|event:|id:|retry:|:)/.test(head) || !/(?:^|\n)data:/.test(head)) return undefined;
  // The last line may be cut off.
  const lines = head.split(/\r\n?|\n/).slice(0, -1);
  if (!lines.every((line) => line.trim() === '' || eventLine.test(line))) return undefined;
  const reader = new EventStreamReader();
  reader.push(head);
  return decodedOf(reader);
}

/** Reads text in which every line is an object of JSON, the last perhaps cut off: Ollama's own way to stream. */
function readLines(text: string): Decoded | undefined {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length < 2 || !lines.every((line) => line.startsWith('{'))) return undefined;
  if (!lines.slice(0, -1).every((line) => isObject(parseJson(line)?.value))) return undefined;
  const reader = new EventStreamReader();
  for (const line of lines) reader.pushLine(line);
  return decodedOf(reader);
}

function decodedOf(reader: EventStreamReader): Decoded | undefined {
  const { failure: failed, events, unknownEvents, ...reply } = reader.end();
  if (events === 0 || unknownEvents > events) return undefined;
  if (failed === undefined) return { ok: true, reply };
  const [cutOffBy] = failed.messages;
  if (isSilent(reply)) return fail(failed);
  return { ok: true, reply: cutOffBy === undefined ? reply : { ...reply, cutOffBy } };
}

function titleOf(html: string): string {
  const head = html.slice(0, 20_000);
  const found = /<title[^>]{0,200}>([^<]*)/i.exec(head)?.[1] ?? /<h1[^>]{0,200}>([^<]*)/i.exec(head)?.[1] ?? '';
  return found.replace(/\s+/g, ' ').trim();
}

function fail(found: DecodeFailure): Decoded {
  return { ok: false, ...found };
}
