import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventStreamReader } from '../../../../src/client/answer/eventStream.ts';
import type { StreamDelta, StreamEnd } from '../../../../src/client/answer/eventStream.ts';
import { runs } from '../../../support/runs.ts';

const numRuns = runs(10_000);

const nothing: StreamEnd = {
  text: '',
  reasoning: '',
  nativeToolCalls: [],
  usage: undefined,
  finish: 'unknown',
  failure: undefined,
  events: 0,
  unknownEvents: 0,
};

function data(...values: unknown[]): string {
  return values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('');
}

function delta(part: unknown, finish: string | null = null): unknown {
  return { choices: [{ index: 0, delta: part, finish_reason: finish }] };
}

function piece(index: number, part: Record<string, unknown>): unknown {
  return delta({ tool_calls: [{ index, ...part }] });
}

const wireUsage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const usage = { promptTokens: 3, completionTokens: 2, totalTokens: 5 };

const streams: [string, string, Partial<StreamEnd>][] = [
  [
    'documented tokens',
    data({ response: 'Hel', p: 'abcd' }, { response: 'lo' }, '[DONE]'),
    { text: 'Hello', events: 3 },
  ],
  ['tokens that are numbers', data({ response: 4 }, { response: 0 }, '[DONE]'), { text: '40', events: 3 }],
  ['tokens that are null', data({ response: null }, { response: 'a' }, '[DONE]'), { text: 'a', events: 3 }],
  ['tokens in a result', data({ result: { response: 'a' } }, '[DONE]'), { text: 'a', events: 2 }],
  [
    'usage in the last event',
    data({ response: 'a' }, { response: '', usage: wireUsage }, '[DONE]'),
    { text: 'a', usage, events: 3 },
  ],
  [
    'usage alone, behind the finish',
    data(delta({ content: 'a' }), delta({}, 'stop'), { choices: [], usage: wireUsage }, '[DONE]'),
    { text: 'a', usage, finish: 'stop', events: 4 },
  ],
  [
    'usage null in every event',
    data({ ...(delta({ content: 'a' }) as object), usage: null }, '[DONE]'),
    { text: 'a', events: 2 },
  ],
  [
    'OpenAI deltas',
    data(
      delta({ role: 'assistant', content: '' }),
      delta({ content: 'Hel' }),
      delta({ content: 'lo' }),
      delta({}, 'length'),
      '[DONE]',
    ),
    { text: 'Hello', finish: 'length', events: 5 },
  ],
  [
    'reasoning',
    data(delta({ reasoning: 'Th' }), delta({ reasoning: 'ink' }), delta({ content: 'a' }, 'stop')),
    { text: 'a', reasoning: 'Think', finish: 'stop', events: 3 },
  ],
  ['reasoning_content', data(delta({ reasoning_content: 'Think' }), '[DONE]'), { reasoning: 'Think', events: 2 }],
  [
    'reasoning under both names',
    data(delta({ reasoning: 'Think', reasoning_content: 'Think' }), '[DONE]'),
    { reasoning: 'Think', events: 2 },
  ],
  [
    'a tool call in pieces',
    data(
      piece(0, { id: 'c', type: 'function', function: { name: 'f', arguments: '' } }),
      piece(0, { function: { arguments: '{"a"' } }),
      piece(0, { function: { arguments: ':1}' } }),
      delta({}, 'tool_calls'),
      '[DONE]',
    ),
    { nativeToolCalls: [{ id: 'c', name: 'f', arguments: '{"a":1}' }], finish: 'toolCalls', events: 5 },
  ],
  [
    'two tool calls mixed',
    data(
      piece(0, { id: 'c', function: { name: 'f' } }),
      piece(1, { id: 'd', function: { name: 'g', arguments: '{' } }),
      piece(0, { function: { arguments: '{}' } }),
      piece(1, { function: { arguments: '}' } }),
      '[DONE]',
    ),
    {
      nativeToolCalls: [
        { id: 'c', name: 'f', arguments: '{}' },
        { id: 'd', name: 'g', arguments: '{}' },
      ],
      events: 5,
    },
  ],
  [
    'two tool calls of one index',
    data(
      piece(0, { id: 'c', function: { name: 'f', arguments: '{}' } }),
      piece(0, { id: 'd', function: { name: 'g', arguments: '{}' } }),
      '[DONE]',
    ),
    {
      nativeToolCalls: [
        { id: 'c', name: 'f', arguments: '{}' },
        { id: 'd', name: 'g', arguments: '{}' },
      ],
      events: 3,
    },
  ],
  [
    'whole tool calls without index',
    data(
      {
        response: '',
        tool_calls: [
          { name: 'f', arguments: { a: 1 } },
          { name: 'g', arguments: {} },
        ],
      },
      '[DONE]',
    ),
    {
      nativeToolCalls: [
        { name: 'f', arguments: { a: 1 } },
        { name: 'g', arguments: {} },
      ],
      events: 2,
    },
  ],
  [
    'a whole message at the end',
    data(delta({ content: 'Hi' }), { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] }),
    { text: 'Hi', finish: 'stop', events: 2 },
  ],
  [
    'a whole message alone',
    data({ choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] }),
    { text: 'Hi', finish: 'stop', events: 1 },
  ],
  ['cut off', data({ response: 'Hel' }), { text: 'Hel', finish: 'cutOff', events: 1 }],
  [
    'cut off inside an event',
    `${data({ response: 'Hel' })}data: {"resp`,
    { text: 'Hel', finish: 'cutOff', events: 1, unknownEvents: 1 },
  ],
  [
    'last event without a blank line',
    `${data({ response: 'Hel' })}data: {"response":"lo"}\n\ndata: [DONE]`,
    { text: 'Hello', events: 3 },
  ],
  ['nothing', '', { finish: 'cutOff' }],
  ['done alone', 'data: [DONE]\n\n', { events: 1 }],
  [
    'carriage returns',
    data({ response: 'Hel' }, { response: 'lo' }, '[DONE]').replaceAll('\n', '\r\n'),
    { text: 'Hello', events: 3 },
  ],
  ['carriage returns alone', data({ response: 'Hel' }, '[DONE]').replaceAll('\n', '\r'), { text: 'Hel', events: 2 }],
  [
    'byte order mark, comments, other fields',
    `\uFEFF: ping\n\nid: 1\nevent: message\nretry: 10\n${data({ response: 'a' })}: ping\n\n${data('[DONE]')}`,
    { text: 'a', events: 2 },
  ],
  [
    'an error inside',
    data({ response: 'Hel' }, { errors: [{ code: 3040, message: 'busy' }], success: false }),
    { text: 'Hel', finish: 'cutOff', failure: { kind: 'envelope', code: 3040, messages: ['busy'] }, events: 2 },
  ],
  [
    'an OpenAI error inside',
    data({ error: { message: 'overloaded', code: 503 } }, '[DONE]'),
    { finish: 'cutOff', failure: { kind: 'envelope', code: 503, messages: ['overloaded'] }, events: 2 },
  ],
  [
    'an error event of plain text',
    'event: error\ndata: overloaded\n\n',
    { finish: 'cutOff', failure: { kind: 'envelope', messages: ['overloaded'] }, events: 1 },
  ],
  [
    'empty errors beside a token',
    data({ response: 'a', errors: [], success: true }, '[DONE]'),
    { text: 'a', events: 2 },
  ],
  [
    'events that are no JSON',
    data('hello', '{"response":', { response: 'a' }, '[DONE]'),
    { text: 'a', events: 2, unknownEvents: 2 },
  ],
  ['events with nothing known', data({ type: 'ping' }, [1], 5, '[DONE]'), { events: 1, unknownEvents: 3 }],
  ['a JSON body', '{"success":true,"result":{"response":"Hi"}}', { finish: 'cutOff' }],
  ['an HTML page', '<html>\n<body>data: x</body>\n</html>\n', { finish: 'cutOff' }],
];

function read(pieces: readonly string[]): { end: StreamEnd; deltas: StreamDelta[] } {
  const reader = new EventStreamReader();
  const deltas = pieces.flatMap((part) => reader.push(part));
  deltas.push(...reader.flush());
  return { end: reader.end(), deltas };
}

function joined(deltas: readonly StreamDelta[], kind: StreamDelta['kind']): string {
  return deltas.filter((part) => part.kind === kind).map(({ text }) => text).join('');
}

describe('EventStreamReader', function () {
  this.timeout(120_000);

  for (const [title, text, expected] of streams) {
    it(title, () => assert.deepEqual(read([text]).end, { ...nothing, ...expected }));
  }

  it('reads the same however the text is cut in two', () => {
    for (const [, text] of streams) {
      const whole = read([text]).end;
      for (let at = 0; at <= text.length; at++) {
        const { end, deltas } = read([text.slice(0, at), text.slice(at)]);
        assert.deepEqual(end, whole);
        assert.equal(joined(deltas, 'text'), end.text);
        assert.equal(joined(deltas, 'reasoning'), end.reasoning);
      }
    }
  });

  it('reads the same however the text is cut', () => {
    const texts = fc
      .array(fc.constantFrom(...streams.map(([, text]) => text)), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.array(fc.nat(400), { maxLength: 6 }), (text, places) => {
        const ends = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
        const pieces = ends.slice(1).map((end, index) => text.slice(ends[index], end));
        assert.deepEqual(read(pieces).end, read([text]).end);
      }),
      { numRuns },
    );
  });

  it('never throws, whatever comes', () => {
    const line = fc.oneof(
      fc.string(),
      fc.json().map((value) => `data: ${value}\n\n`),
      fc.constantFrom(
        'data:', '\n', '\r', '\r\n', '{"response":', '{"choices":[{"delta":', '"x"', '}', '}]}', ':', 'event: error\n',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { end, deltas } = read(lines);
        assert.equal(joined(deltas, 'text'), end.text);
        assert.ok(['stop', 'length', 'toolCalls', 'cutOff', 'unknown'].includes(end.finish));
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    );
  });

  it('shows a token as soon as its event is there', () => {
    const reader = new EventStreamReader();
    assert.deepEqual(reader.push('data: {"response":"Hel"}\n'), []);
    assert.deepEqual(reader.push('\n'), [{ kind: 'text', text: 'Hel' }]);
  });
});
