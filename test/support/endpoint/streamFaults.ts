import type { StreamManner } from './behaviour.ts';
import type { Fault } from './fault.ts';

const tokens = ['{"response":"The answer"}', '{"response":" is"}', '{"response":" 42."}'];
const last = '{"response":"","usage":{"prompt_tokens":21,"completion_tokens":6,"total_tokens":27}}';

function delta(fields: string, finish = 'null'): string {
  return `{"choices":[{"index":0,"delta":{${fields}},"finish_reason":${finish}}]}`;
}

function callDelta(fields: string): string {
  return delta(`"tool_calls":[{"index":0,${fields}}]`);
}

const deltas = [
  delta('"role":"assistant","content":""'),
  delta('"content":"The answer"'),
  delta('"content":" is 42."'),
];

function manner(streaming: StreamManner, describes: string): Fault {
  return { behaviour: { kind: 'text', text: 'The answer is 42.', streaming }, describes, asksStream: true };
}

/** Streams of every make, whole and broken, and other answers to `stream: true`. */
export const streamFaults = {
  streamAnsweredWithJson: manner('json', '`stream: true` answered with plain JSON'),
  streamAnsweredEmpty: manner('json-empty', '`stream: true` answered with JSON whose result is empty'),
  streamAnsweredWithEvents: manner('json-events', '`stream: true` answered with JSON whose response is the event text'),
  streamRefused: manner('refuse', '`stream: true` answered with 400'),
  streamPadded: {
    behaviour: {
      kind: 'stream',
      events: ['{"response":"The answer","p":"abcdefghij"}', '{"response":" is 42.","p":"abc"}', last],
      end: 'done',
    },
    describes: 'Events with a padding field',
  },
  streamDeltas: {
    behaviour: { kind: 'stream', events: [...deltas, delta('', '"stop"')], end: 'done' },
    describes: 'OpenAI deltas',
  },
  streamReasoning: {
    behaviour: {
      kind: 'stream',
      events: [delta('"reasoning":"Simple."'), ...deltas, delta('', '"stop"')],
      end: 'done',
    },
    describes: 'Deltas with `reasoning`',
  },
  streamReasoningContent: {
    behaviour: {
      kind: 'stream',
      events: [delta('"reasoning_content":"Simple."'), ...deltas, delta('', '"stop"')],
      end: 'done',
    },
    describes: 'Deltas with `reasoning_content`',
  },
  streamToolCalls: {
    behaviour: {
      kind: 'stream',
      events: [
        callDelta('"id":"call_1","type":"function","function":{"name":"read_file","arguments":""}'),
        callDelta('"function":{"arguments":"{\\"path\\":"}'),
        callDelta('"function":{"arguments":"\\"src/a.ts\\"}"}'),
        delta('', '"tool_calls"'),
      ],
      end: 'done',
    },
    describes: 'A tool call in fragments',
  },
  streamFinishWithoutDone: {
    behaviour: { kind: 'stream', events: [...deltas, delta('', '"stop"')], end: 'cut' },
    describes: 'A finish reason and no [DONE]: whole',
  },
  streamCutOff: {
    behaviour: { kind: 'stream', events: tokens.slice(0, 2), end: 'cut' },
    describes: 'Ends with neither [DONE] nor a finish reason: cut off',
  },
  streamCutInEvent: {
    behaviour: { kind: 'stream', events: 'data: {"response":"The answer"}\n\ndata: {"respon', end: 'cut' },
    describes: 'Ends in the middle of an event',
  },
  streamSilent: {
    behaviour: { kind: 'stream', events: tokens.slice(0, 2), end: 'none' },
    describes: 'Falls silent and stays open',
  },
  streamReset: {
    behaviour: { kind: 'stream', events: tokens.slice(0, 2), end: 'reset' },
    describes: 'The connection is destroyed in the middle',
  },
  streamEmpty: { behaviour: { kind: 'stream', events: [], end: 'done' }, describes: 'Nothing but [DONE]' },
  streamErrorEvent: {
    behaviour: {
      kind: 'stream',
      events: [tokens[0] ?? '', '{"errors":[{"code":3040,"message":"AiError: out of capacity"}],"success":false}'],
      end: 'cut',
    },
    describes: 'An error envelope in the middle of the stream',
  },
  streamSplitCharacter: {
    behaviour: { kind: 'stream', events: ['{"response":"Größe → 🦀 42."}', last], end: 'done', chunking: 1 },
    describes: 'Cut at every byte, also inside of characters',
  },
  streamSplitMarker: {
    behaviour: {
      kind: 'stream',
      events: [
        '{"response":"<|chan"}',
        '{"response":"nel|>analysis<|mess"}',
        '{"response":"age|>Simple.<|en"}',
        '{"response":"d|><|start|>assistant<|channel|>fi"}',
        '{"response":"nal<|message|>The answer is 42.<"}',
        '{"response":"|return|>"}',
      ],
      end: 'done',
    },
    describes: 'Leaked markup whose markers are split between events',
  },
  streamCarriageReturns: {
    behaviour: {
      kind: 'stream',
      events: [
        ': hello',
        ...tokens.map((token) => `event: message\r\ndata:${token}`),
        'data:[DONE]',
        '',
      ].join('\r\n\r\n'),
      end: 'cut',
    },
    describes: 'CRLF line ends, a comment, event names, and no space after the colon',
  },
} satisfies Record<string, Fault>;
