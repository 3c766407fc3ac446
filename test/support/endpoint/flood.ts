import { brotliCompressSync, constants, deflateRawSync, gzipSync } from 'node:zlib';
import type { FloodBehaviour } from './behaviour.ts';
import type { Plan } from './plan.ts';

/** Text that goes out, or is packed, at once. */
const blockBytes = 262_144;

const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** Packed so that it can follow itself any number of times: it ends on a whole byte and looks back at nothing. */
function deflated(text: string): Buffer {
  return deflateRawSync(Buffer.from(text), { finishFlush: constants.Z_FULL_FLUSH });
}

function* forever(head: string, piece: string, isPacked: boolean): Generator<Uint8Array> {
  const pack = isPacked ? deflated : (text: string) => Buffer.from(text);
  if (isPacked) yield gzipHeader;
  yield pack(head);
  const block = pack(piece.repeat(Math.ceil(blockBytes / piece.length)));
  for (;;) yield block;
}

function packed({ head = '', piece, times = 0, tail = '', encoding }: FloodBehaviour): Buffer {
  const bytes = Buffer.from(head + piece.repeat(times) + tail);
  if (encoding === 'gzip') return gzipSync(bytes);
  if (encoding === undefined) return bytes;
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}

/** A body far larger than any reply, or one without an end. */
export function floodPlan(behaviour: FloodBehaviour): Plan {
  const { status = 200, type = 'application/json', headers, head = '', piece, times, encoding } = behaviour;
  const pieces = times === undefined ? forever(head, piece, encoding === 'gzip') : [packed(behaviour)];
  const packing = encoding === undefined ? {} : { 'content-encoding': encoding };
  return { head: { status, headers: { 'content-type': type, ...packing, ...headers } }, pieces, pace: {}, end: 'end' };
}
