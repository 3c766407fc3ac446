import type { Arrival, ReplyDelta } from '../../app/ports.ts';
import { decodeBody } from './decode.ts';
import type { Decoded, RawReply } from './rawReply.ts';
import { ReplyStream } from './replyStream.ts';
import type { Answer } from '../exchange/transport.ts';

export interface ReadHooks {
  readonly onArrival: (arrival: Arrival) => void;
  readonly onDelta: (delta: ReplyDelta) => void;
  /** Called for every piece of a stream, so that a silence can be told from a long reply. */
  readonly onPiece: () => void;
}

export interface ReadAnswer {
  readonly decoded: Decoded;
  /** The body as it came, for the log; of a stream only its length. */
  readonly log: string;
}

/** How much of a stream without a known event is kept to be read as something else, in characters. */
const longestUnknown = 65_536;

/**
 * Reads an answer to its end. Whether it is a stream is told by what arrives, not by what was asked for or by its
 * header: services answer `stream: true` with plain JSON, and a proxy may call anything `text/plain`.
 * Throws what reading throws.
 */
export async function readAnswer({ status, headers, chunks }: Answer, hooks: ReadHooks): Promise<ReadAnswer> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    let head = '';
    for (;;) {
      const kind = arrivalOf(head, status);
      if (kind !== undefined) hooks.onArrival(kind);
      if (kind === 'stream') return await readStream(head, iterator, status, hooks);
      const next = await iterator.next();
      if (next.done === true) return head.trim() === '' && isEventStream(headers) ? silent(head) : whole(head, status);
      if (kind === 'whole') return whole(head + next.value + (await rest(iterator)), status);
      head += next.value;
    }
  } finally {
    await iterator.return?.(undefined);
  }
}

/** A stream that ended before it said anything: its connection broke. */
function silent(log: string): ReadAnswer {
  const reply = { text: '', reasoning: '', nativeToolCalls: [], usage: undefined, finish: 'cutOff' } as const;
  return { decoded: { ok: true, reply }, log };
}

function isEventStream(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true;
}

const eventFields = ['data', 'event', 'id', 'retry'];

/** What the first characters show; undefined while they may be either. A failed request never streams. */
function arrivalOf(head: string, status: number): Arrival | undefined {
  if (status >= 400) return 'whole';
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text === '') return undefined;
  if (/^(?:data|event|id|retry)?:/.test(text)) return 'stream';
  return eventFields.some((field) => field.startsWith(text)) ? undefined : 'whole';
}

function whole(text: string, status: number): ReadAnswer {
  return { decoded: decodeBody(text, status), log: text };
}

async function rest(iterator: AsyncIterator<string>): Promise<string> {
  const parts: string[] = [];
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) parts.push(next.value);
  return parts.join('');
}

async function readStream(head: string, iterator: AsyncIterator<string>, status: number, hooks: ReadHooks): Promise<ReadAnswer> {
  const stream = new ReplyStream();
  let unknown = head;
  let length = head.length;
  const give = (delta: ReplyDelta | undefined): void => {
    if (delta !== undefined) hooks.onDelta(delta);
  };
  hooks.onPiece();
  give(stream.push(head));
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    hooks.onPiece();
    give(stream.push(next.value));
    length += next.value.length;
    if (unknown.length < longestUnknown) unknown += next.value;
  }
  give(stream.flush());
  const { failure, events, unknownEvents, ...reply } = stream.end();
  const log = `a stream of ${length} characters and ${events} events`;
  if (events === 0) return unreadable(unknown, status);
  return { decoded: failure === undefined ? { ok: true, reply: reply satisfies RawReply } : { ok: false, ...failure }, log };
}

/** What began like a stream and held no event: something else, or nothing but comments and an event that was cut off. */
function unreadable(text: string, status: number): ReadAnswer {
  const read = whole(text, status);
  return !read.decoded.ok && read.decoded.kind === 'notJson' ? silent(text) : read;
}
