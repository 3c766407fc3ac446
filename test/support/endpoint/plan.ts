import type { Behaviour, JsonValue, Pace, Protocol, StreamBehaviour, StreamManner } from './behaviour.ts';
import {
  envelope,
  errorBody,
  replyBody,
  replyOf,
  usageOf,
  usualError,
  type Reply,
  type ReplyBehaviour,
} from './envelope.ts';
import { floodPlan } from './flood.ts';
import { deltaEvents, piecesOf, responseEvents, streamPieces } from './eventStream.ts';

/** What goes out on the wire: data only, carried out by carryOut.ts. */
export interface Plan {
  /** Left out: not even the headers are sent. */
  readonly head?: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
  readonly pieces: Iterable<Uint8Array>;
  readonly pace: Pace;
  /** 'open': nothing more comes, nothing ends. 'reset': the socket is destroyed. */
  readonly end: 'end' | 'open' | 'reset';
}

/** What of the request decides how a behaviour looks on the wire. */
export interface PlanContext {
  readonly protocol: Protocol;
  readonly wantsStream: boolean;
  /** OpenAI's `stream_options.include_usage`. */
  readonly wantsUsage: boolean;
  readonly promptTokens: number;
  readonly streaming: StreamManner;
}

export type PlannedBehaviour = Exclude<Behaviour, { kind: 'demo' }>;

const jsonType = { 'content-type': 'application/json' };
const eventType = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

function whole(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array): Plan {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return {
    head: { status, headers: { ...headers, 'content-length': String(bytes.length) } },
    pieces: bytes.length > 0 ? [bytes] : [],
    pace: {},
    end: 'end',
  };
}

function json(status: number, body: JsonValue, headers: Readonly<Record<string, string>> = {}): Plan {
  return whole(status, { ...jsonType, ...headers }, JSON.stringify(body));
}

function eventsPlan(events: readonly string[], pace: Pace): Plan {
  const pieces = events.map((event) => Buffer.from(event));
  return { head: { status: 200, headers: eventType }, pieces, pace, end: 'end' };
}

function streamedReply(reply: Reply, manner: StreamManner, pace: Pace, context: PlanContext): Plan | undefined {
  const { protocol } = context;
  switch (manner) {
    case 'native':
      return streamedReply(reply, protocol === 'openai' ? 'sse-openai' : 'sse', pace, context);
    case 'sse':
      return eventsPlan(responseEvents(reply), pace);
    case 'sse-openai':
      return eventsPlan(deltaEvents(reply, context.wantsUsage || protocol === 'dataoorts'), pace);
    case 'json-empty':
      return json(200, protocol === 'openai' ? {} : envelope({}));
    case 'json-events':
      return json(200, replyBody({ ...reply, text: responseEvents(reply).join(''), toolCalls: [] }, protocol));
    case 'refuse':
      return json(400, errorBody([{ code: 5006, message: 'AiError: Bad input: stream is not supported' }], protocol));
    case 'json':
      return undefined;
  }
}

function replyPlan(behaviour: ReplyBehaviour, context: PlanContext): Plan {
  const reply = replyOf(behaviour, context.promptTokens);
  const pace: Pace = behaviour.kind === 'slow' ? behaviour : {};
  const manner = behaviour.streaming ?? context.streaming;
  const streamed = context.wantsStream ? streamedReply(reply, manner, pace, context) : undefined;
  if (streamed) return streamed;
  const body = replyBody(reply, context.protocol);
  const plain = json(200, body);
  if (behaviour.kind !== 'slow') return plain;
  const pieces = piecesOf(JSON.stringify(body), behaviour.chunkChars).map((piece) => Buffer.from(piece));
  return { ...plain, pieces, pace };
}

function resetPlan(afterBytes: number, context: PlanContext): Plan {
  if (afterBytes === 0) return { pieces: [], pace: {}, end: 'reset' };
  const full = replyPlan({ kind: 'text', text: 'This reply does not get to its end.' }, context);
  const bytes = Buffer.concat([...full.pieces]);
  // The last byte never goes out, else the client would have all it was promised.
  return { ...full, pieces: [bytes.subarray(0, Math.min(afterBytes, bytes.length - 1))], end: 'reset' };
}

function scriptedStream(behaviour: StreamBehaviour): Plan {
  const ends = { done: 'end', cut: 'end', none: 'open', reset: 'reset' } as const;
  const head = { status: 200, headers: eventType };
  return { head, pieces: streamPieces(behaviour), pace: behaviour, end: ends[behaviour.end] };
}

function htmlPage(status: number): string {
  const title = `${status} from the proxy`;
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head>\n<body><h1>${title}</h1></body></html>\n`;
}

function cutOff(context: PlanContext): Plan {
  const reply = replyOf({ kind: 'text', text: 'This JSON is cut off in its middle.' }, context.promptTokens);
  const body = JSON.stringify(replyBody(reply, context.protocol));
  return whole(200, jsonType, body.slice(0, Math.floor(body.length / 2)));
}

function emptyReply(completionTokens: number, context: PlanContext): Plan {
  const usage = usageOf(context.promptTokens, completionTokens);
  const finish = context.protocol === 'openai' ? { finish: 'length' } : {};
  return replyPlan({ kind: 'text', text: '', usage, ...finish }, context);
}

/** How the behaviour looks on the wire for this request. */
export function planOf(behaviour: PlannedBehaviour, context: PlanContext): Plan {
  const { protocol } = context;
  switch (behaviour.kind) {
    case 'text':
    case 'slow':
    case 'toolCalls':
    case 'harmony':
      return replyPlan(behaviour, context);
    case 'emptyReply':
      return emptyReply(behaviour.completionTokens ?? 512, context);
    case 'result':
      return json(200, protocol === 'openai' ? behaviour.result : envelope(behaviour.result));
    case 'status':
      return json(
        behaviour.status,
        behaviour.body ?? errorBody([usualError(behaviour.status)], protocol),
        behaviour.headers,
      );
    case 'envelopeError':
      return json(behaviour.status, errorBody(behaviour.errors, protocol), behaviour.headers);
    case 'rateLimited':
      return json(429, errorBody([usualError(429)], protocol), { 'retry-after': String(behaviour.retryAfter) });
    case 'html':
      return whole(behaviour.status, { 'content-type': 'text/html; charset=utf-8' }, htmlPage(behaviour.status));
    case 'redirect':
      return whole(behaviour.status, { location: behaviour.location }, '');
    case 'cutOffJson':
      return cutOff(context);
    case 'empty':
      return whole(behaviour.status ?? 200, jsonType, '');
    case 'raw': {
      const { status, headers, body } = behaviour;
      return whole(status, headers, typeof body === 'string' ? body : Buffer.from(body.base64, 'base64'));
    }
    case 'flood':
      return floodPlan(behaviour);
    case 'hang':
      return { pieces: [], pace: {}, end: 'open' };
    case 'reset':
      return resetPlan(behaviour.afterBytes ?? 0, context);
    case 'stream':
      return scriptedStream(behaviour);
  }
}
