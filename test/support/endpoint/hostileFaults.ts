import type { FloodBehaviour } from './behaviour.ts';
import type { Fault } from './fault.ts';

const kilobyte = 'a'.repeat(1_024);
const replyHead = '{"success":true,"errors":[],"result":{"response":"';
const replyTail = '"}}';
const callPiece = `{"index":0,"function":{"name":"f","arguments":"${kilobyte}"}}`;
const events = 'text/event-stream';

function flood(describes: string, behaviour: Omit<FloodBehaviour, 'kind'>): Fault {
  return { behaviour: { kind: 'flood', ...behaviour }, describes };
}

/** Answers of a server that means harm, or has gone mad: too large, too deep, without an end. */
export const hostileFaults = {
  bombBrotli: flood('A few hundred bytes of brotli that unpack to 24 MB', {
    encoding: 'br', head: replyHead, piece: kilobyte, times: 24_576, tail: replyTail,
  }),
  bombGzip: flood('Some KB of gzip that unpack to 24 MB', {
    encoding: 'gzip', head: replyHead, piece: kilobyte, times: 24_576, tail: replyTail,
  }),
  endlessGzip: flood('A gzip body without an end', { encoding: 'gzip', head: replyHead, piece: kilobyte }),
  endlessBody: flood('A body without an end', { head: replyHead, piece: kilobyte }),
  endlessBlanks: flood('Nothing but blanks, without an end', { piece: ' \n' }),
  endlessErrorBody: flood('400 with a gzip body without an end', { status: 400, encoding: 'gzip', piece: kilobyte }),
  endlessRedirect: flood('A redirect with a body without an end', {
    status: 307, headers: { location: 'http://127.0.0.1:1/api/v1' }, piece: kilobyte,
  }),
  endlessEvent: flood('An event without an end', { type: events, head: 'data: {"response":"', piece: kilobyte }),
  endlessEventLines: flood('An event of lines without an end', { type: events, encoding: 'gzip', piece: 'data: {\n' }),
  endlessEvents: flood('Events without an end', {
    type: events, encoding: 'gzip', piece: `data: {"response":"${kilobyte}"}\n\n`,
  }),
  endlessCallPieces: flood('Pieces of a tool call without an end', {
    type: events,
    encoding: 'gzip',
    piece: `data: {"choices":[{"delta":{"tool_calls":[${callPiece}]}}]}\n\n`,
  }),
  endlessEmptyEvents: flood('Events with nothing in them, without an end', {
    type: events, encoding: 'gzip', piece: 'data: {}\n\n',
  }),
  deepBody: flood('Lists within lists, 100,000 deep', { piece: '[', times: 100_000, tail: ']'.repeat(100_000) }),
  deepResponse: flood('A reply of objects within objects, 200 deep', {
    head: '{"success":true,"result":{"response":', piece: '{"a":', times: 200, tail: `1${'}'.repeat(200)}}}`,
  }),
} satisfies Record<string, Fault>;
