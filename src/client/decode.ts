import * as v from 'valibot';
import { failure, messageFailure, readErrors, readLooseErrors, saysFailed } from './decode/failure.ts';
import { isReplyShaped, plainReply, readContent, readReply } from './decode/message.ts';
import { EventStreamReader } from './eventStream.ts';
import { asArray, asObject, isEmptyObject, isObject, parseJson } from './json.ts';
import type { JsonObject } from './json.ts';
import type { DecodeFailure, Decoded, RawReply } from './rawReply.ts';
import { isCutOffJson } from './tools/mend.ts';

export type { DecodeFailure, DecodeFailureKind, Decoded, RawReply } from './rawReply.ts';

const longestExcerpt = 300;

/** The documented envelope; services of the same shape leave any part of it out. */
const envelope = v.looseObject({
  result: v.unknown(),
  success: v.optional(v.unknown()),
  errors: v.optional(v.unknown()),
});

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
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return decodeText(new TextDecoder().decode(body), status);
  return body === undefined || body === null ? fail(failure('empty')) : decodeValue(body, status);
}

function decodeText(body: string, status: number): Decoded {
  const text = body.replace(/^\uFEFF/, '').trim();
  if (text === '') return fail(failure('empty'));
  if (/^<(?:!|\?xml|[a-z][a-z0-9]*[\s>/])/i.test(text)) return fail(messageFailure('html', titleOf(text)));
  const parsed = parseJson(text);
  if (parsed !== undefined) return decodeParsed(parsed.value, status);
  const streamed = readEventText(text);
  if (streamed !== undefined) return streamed;
  return fail(isCutOffJson(text) || /^"[^"]*$/.test(text) ? failure('cutOffJson') : messageFailure('notJson', text.slice(0, longestExcerpt)));
}

/** Also a body encoded twice: a JSON string that holds the envelope. */
function decodeParsed(value: unknown, status: number): Decoded {
  const inner = typeof value === 'string' && value.trimStart().startsWith('{') ? parseJson(value)?.value : undefined;
  return decodeValue(isObject(inner) ? inner : value, status);
}

function decodeValue(value: unknown, status: number): Decoded {
  if (typeof value === 'string') return fail(messageFailure('unknownShape', value.slice(0, longestExcerpt)));
  if (Array.isArray(value)) return decodeList(asArray(value), status);
  const parsed = isObject(value) ? v.safeParse(envelope, { result: undefined, ...value }) : undefined;
  return parsed?.success === true ? decodeObject(parsed.output, status) : fail(failure('unknownShape'));
}

/** Some gateways put an error into a list of one. */
function decodeList(list: readonly unknown[], status: number): Decoded {
  const only = list.length === 1 && isObject(list[0]) ? decodeObject(list[0], status) : undefined;
  return only !== undefined && !only.ok ? only : fail(failure('unknownShape'));
}

function decodeObject(body: JsonObject, status: number): Decoded {
  if (saysFailed(body) || status >= 400) return fail(failure('envelope', readErrors(body)));
  const reply = readBody(body);
  if (reply !== undefined && !isNothing(reply)) return reply instanceof Object && 'failed' in reply ? fail(reply.failed) : { ok: true, reply };
  const errors = readErrors(body);
  const said = errors.length > 0 ? errors : readLooseErrors(asObject(body['result']));
  if (said.length > 0) return fail(failure('envelope', said));
  return reply === undefined || 'failed' in reply ? fail(failure('unknownShape')) : { ok: true, reply };
}

function isNothing(reply: RawReply | { readonly failed: DecodeFailure }): boolean {
  return !('failed' in reply) && reply.text === '' && reply.reasoning === '' && reply.nativeToolCalls.length === 0 && reply.usage === undefined;
}

function readBody(body: JsonObject): RawReply | { readonly failed: DecodeFailure } | undefined {
  const { result } = body;
  const reply = readResult(body, result);
  if (reply === undefined) return undefined;
  const streamed = readEventText(reply.text);
  if (streamed === undefined) return reply;
  if (!streamed.ok) return { failed: streamed };
  return { ...streamed.reply, usage: streamed.reply.usage ?? reply.usage };
}

function readResult(body: JsonObject, result: unknown): RawReply | undefined {
  if (isObject(result) && !isEmptyObject(result)) return withUsage(readReply(result), body);
  if (Array.isArray(result) && isObject(result[0]) && isReplyShaped(result[0])) return withUsage(readReply(result[0]), body);
  if (typeof result === 'string' || typeof result === 'number') return withUsage(plainReply(readContent(result)), body);
  if (isReplyShaped(body)) return readReply(body);
  return 'success' in body || isObject(result) ? withUsage(plainReply(''), body) : undefined;
}

/** Usage, reasoning and finish may stand beside the result. */
function withUsage(reply: RawReply, body: JsonObject): RawReply {
  return { ...reply, usage: reply.usage ?? readReply({ usage: body['usage'] }).usage };
}

const eventLine = /^(?:data|event|id|retry)?:/;

/** Reads text that is nothing but server-sent events with a reply in them. */
function readEventText(text: string): Decoded | undefined {
  const head = text.trimStart();
  if (!/^(?:data:\s*(?:\{|\[DONE\])|event:|id:|retry:|:)/.test(head) || !/(?:^|\n)data:/.test(head)) return undefined;
  if (!head.split(/\r\n?|\n/).every((line) => line.trim() === '' || eventLine.test(line))) return undefined;
  const reader = new EventStreamReader();
  reader.push(head);
  const { failure: failed, events, unknownEvents, ...reply } = reader.end();
  if (events === 0 || unknownEvents > events) return undefined;
  const isEmpty = reply.text === '' && reply.reasoning === '' && reply.nativeToolCalls.length === 0;
  return failed !== undefined && isEmpty ? fail(failed) : { ok: true, reply };
}

function titleOf(html: string): string {
  const head = html.slice(0, 20_000);
  const found = /<title[^>]{0,200}>([^<]{0,300})/i.exec(head)?.[1] ?? /<h1[^>]{0,200}>([^<]{0,300})/i.exec(head)?.[1] ?? '';
  return found.replace(/\s+/g, ' ').trim();
}

function fail(found: DecodeFailure): Decoded {
  return { ok: false, ...found };
}
