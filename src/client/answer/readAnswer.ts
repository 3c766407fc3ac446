import type { Arrival, ReplyDelta } from '../../app/ports.ts';
import { mostErrorCharacters, mostReplyCharacters, mostStreamCharacters, tooMuch } from '../exchange/limits.ts';
import type { Answer } from '../exchange/transport.ts';
import { decodeBody } from './decode.ts';
import type { Decoded, RawReply } from './rawReply.ts';
import { ReplyStream } from './replyStream.ts';

export interface ReadHooks {
  readonly onArrival: (arrival: Arrival) => void;
  readonly onDelta: (delta: ReplyDelta) => void;
  /**
   * Called for every piece of a stream, so that a silence can be told from a long reply. `isProgress`: it brought some
   * of the reply, and not only signs of life.
   */
  readonly onPiece: (isProgress: boolean) => void;
}

export interface ReadAnswer {
  readonly decoded: Decoded;
  /** The body as it came, for the log; of a stream only its length. */
  readonly log: string;
}

/** How much of a stream without a known event is kept to be read as something else, in characters. */
const longestUnknown = 65_536;

type Chunks = AsyncIterator<string>;

/**
 * Reads an answer to its end. Whether it is a stream is told by what arrives, not by what was asked for or by its
 * header: services answer `stream: true` with plain JSON, and a proxy may call anything `text/plain`.
 * Throws what reading throws, and `tooMuch` as soon as more came than a reply can be; nothing is read after that.
 */
export async function readAnswer({ status, headers, chunks }: Answer, hooks: ReadHooks): Promise<ReadAnswer> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator, status);
    const saidNothing = head.text === '' && isEventStream(headers);
    if (head.kind === undefined) return saidNothing ? silent('') : whole(head.text, status);
    hooks.onArrival(head.kind);
    if (head.kind === 'stream') return await readStream(head.text, iterator, status, hooks);
    return whole(await readRest(head.text, iterator, { status, most: mostReplyCharacters }), status);
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

interface Head {
  /** What came, without the blanks before it. */
  readonly text: string;
  /** Undefined where all of it came and shows neither. */
  readonly kind: Arrival | undefined;
}

/** Reads until the first characters show what an answer is. */
async function readHead(iterator: Chunks, status: number): Promise<Head> {
  let text = '';
  let blanks = 0;
  for (let kind = arrivalOf(text, status); ; kind = arrivalOf(text, status)) {
    if (kind !== undefined) return { text, kind };
    const next = await iterator.next();
    if (next.done === true) return { text, kind };
    const added = text === '' ? next.value.replace(/^[\s\uFEFF]+/, '') : next.value;
    blanks += next.value.length - added.length;
    if (blanks > mostReplyCharacters) throw tooMuch(blanks, 'characters');
    text += added;
  }
}

const eventFields = ['data', 'event', 'id', 'retry'];

/** What the first characters show; undefined while they may be either. A failed request never streams. */
function arrivalOf(text: string, status: number): Arrival | undefined {
  if (status >= 400) return 'whole';
  if (text === '') return undefined;
  if (/^(?:data|event|id|retry)?:/.test(text)) return 'stream';
  return eventFields.some((field) => field.startsWith(text)) ? undefined : 'whole';
}

function whole(text: string, status: number): ReadAnswer {
  return { decoded: decodeBody(text, status), log: text };
}

/** The text of a whole body. Throws `tooMuch` where it is longer than `most`, and what reading throws. */
export async function readBody({ status, chunks }: Answer, most: number): Promise<string> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    return await readRest('', iterator, { status, most });
  } finally {
    await iterator.return?.(undefined);
  }
}

interface Body {
  readonly status: number;
  readonly most: number;
}

/** The rest of a body behind its head. Of one with an error status no more is read than may be of use. */
async function readRest(head: string, iterator: Chunks, { status, most }: Body): Promise<string> {
  if (status >= 400) return readUpTo(mostErrorCharacters, head, iterator);
  const text = await readUpTo(most + 1, head, iterator);
  if (text.length > most) throw tooMuch(text.length, 'characters');
  return text;
}

/** A body, or so much of it that it is at least `enough`; the rest is not read. */
async function readUpTo(enough: number, head: string, iterator: Chunks): Promise<string> {
  const parts = [head];
  let length = head.length;
  while (length < enough) {
    const next = await iterator.next();
    if (next.done === true) break;
    parts.push(next.value);
    length += next.value.length;
  }
  return parts.join('');
}

async function readStream(head: string, iterator: Chunks, status: number, hooks: ReadHooks): Promise<ReadAnswer> {
  const stream = new ReplyStream();
  const give = (delta: ReplyDelta | undefined): void => {
    if (delta !== undefined) hooks.onDelta(delta);
  };
  let length = 0;
  let unknown = '';
  const take = (text: string): void => {
    length += text.length;
    if (unknown.length < longestUnknown) unknown += text;
    const before = stream.progress;
    give(stream.push(text));
    hooks.onPiece(stream.progress > before);
    if (length > mostStreamCharacters) throw tooMuch(length, 'characters');
  };
  try {
    take(head);
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) take(next.value);
  } finally {
    // Whatever ended it, what was held back until then belongs to the reply.
    give(stream.flush());
  }
  const { failure, events, unknownEvents, ...reply } = stream.end();
  const log = `a stream of ${length} characters and ${events} events`;
  if (events === 0) return unreadable(unknown, status);
  if (failure !== undefined) return { decoded: { ok: false, ...failure }, log };
  return { decoded: { ok: true, reply: reply satisfies RawReply }, log };
}

/** What began like a stream and held no event: something else, or only comments and an event that was cut off. */
function unreadable(text: string, status: number): ReadAnswer {
  const read = whole(text, status);
  return !read.decoded.ok && read.decoded.kind === 'notJson' ? silent(text) : read;
}
