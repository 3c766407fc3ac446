import assert from 'node:assert/strict';
import { decodeBody } from '../../../../src/client/answer/decode.ts';
import { EventStreamReader, type StreamEnd } from '../../../../src/client/answer/eventStream.ts';
import type { FinishReason } from '../../../../src/core/chat/messages.ts';

const half = 'export const half = ';

function bodyEnding(body: unknown): readonly [string, FinishReason, string | undefined] {
  const decoded = decodeBody(body);
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return [decoded.reply.text, decoded.reply.finish, decoded.reply.cutOffBy];
}

function streamed(...values: unknown[]): StreamEnd {
  const reader = new EventStreamReader();
  for (const value of values) reader.push(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
  return reader.end();
}

function delta(content: string, finish: unknown = null): unknown {
  return { choices: [{ index: 0, delta: content === '' ? {} : { content }, finish_reason: finish }] };
}

const choice = (finish: unknown, more: object = {}): unknown => ({
  choices: [{ index: 0, message: { role: 'assistant', content: half }, finish_reason: finish, ...more }],
});

/** Every word that is known, and words that are not; what becomes of a reply that ends with it. */
const words: readonly (readonly [word: unknown, finish: FinishReason, cutOffBy?: string])[] = [
  ['stop', 'stop'],
  ['STOP', 'stop'],
  ['end_turn', 'stop'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['stop_sequence', 'stop'],
  ['COMPLETE', 'stop'],
  ['completed', 'stop'],
  ['FINISH', 'stop'],
  [{ type: 'stop', matched: 200_002 }, 'stop'],
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['MAX_TOKENS', 'length'],
  ['model_length', 'length'],
  ['max_output_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['limit', 'length'],
  ['tool_calls', 'toolCalls'],
  ['tool_use', 'toolCalls'],
  ['TOOL_CALL', 'toolCalls'],
  ['function_call', 'toolCalls'],
  ['abort', 'cutOff', 'abort'],
  ['error', 'cutOff', 'error'],
  ['content_filter', 'cutOff', 'content_filter'],
  ['insufficient_system_resource', 'cutOff', 'insufficient_system_resource'],
  ['repetition', 'cutOff', 'repetition'],
  ['refusal', 'cutOff', 'refusal'],
  ['SAFETY', 'cutOff', 'SAFETY'],
  ['RECITATION', 'cutOff', 'RECITATION'],
  ['network_error', 'cutOff', 'network_error'],
  ['sensitive', 'cutOff', 'sensitive'],
  ['cancelled', 'cutOff', 'cancelled'],
  ['timeout', 'cutOff', 'timeout'],
  ['preempted', 'cutOff', 'preempted'],
  ['pause_turn', 'cutOff', 'pause_turn'],
  ['a word of tomorrow', 'cutOff', 'a word of tomorrow'],
  [{ type: 'abort', message: 'gone' }, 'cutOff', 'abort'],
  [7, 'cutOff', 'number'],
];

describe('how a reply ended', () => {
  for (const [word, finish, cutOffBy] of words) {
    it(`the finish word ${JSON.stringify(word)}: ${finish}`, () => {
      assert.deepEqual(bodyEnding(choice(word)), [half, finish, cutOffBy]);
      assert.deepEqual(bodyEnding({ success: true, errors: [], result: choice(word) }), [half, finish, cutOffBy]);
      assert.deepEqual(bodyEnding({ success: true, result: { response: half, finish_reason: word } }), [
        half,
        finish,
        cutOffBy,
      ]);
      const end = streamed(delta(half), delta('', word), '[DONE]');
      assert.deepEqual([end.text, end.finish, end.cutOffBy], [half, finish, cutOffBy]);
      const flat = streamed({ response: half }, { response: '', finish_reason: word }, '[DONE]');
      assert.deepEqual([flat.text, flat.finish, flat.cutOffBy], [half, finish, cutOffBy]);
    });
  }

  it('is not said by words that stand for nothing', () => {
    for (const word of [null, undefined, '', 'null', 'none', false]) {
      assert.deepEqual(bodyEnding(choice(word)), [half, 'unknown', undefined]);
      assert.equal(streamed(delta(half, word), '[DONE]').finish, 'unknown');
      assert.equal(streamed(delta(half, word)).finish, 'cutOff', 'neither a word nor [DONE]');
    }
  });

  it('is told by the last word of a stream, behind which no more text comes', () => {
    assert.equal(streamed(delta('a', 'stop'), delta('b', 'stop')).finish, 'stop');
    assert.equal(streamed(delta('a', 'stop'), delta('b')).finish, 'cutOff');
    assert.equal(streamed(delta('a', 'in_progress'), delta('b', 'stop')).finish, 'stop');
    assert.equal(
      streamed(delta('a'), delta('', 'stop'), { choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } })
        .finish,
      'stop',
    );
  });

  it('is not told by what stands beside the finish word', () => {
    assert.deepEqual(bodyEnding(choice('stop', { stop_reason: 200_012 })), [half, 'stop', undefined]);
    assert.deepEqual(bodyEnding(choice('stop', { stop_reason: 'END' })), [half, 'stop', undefined]);
    assert.deepEqual(bodyEnding({ ...(choice('stop') as object), status: 'ok' }), [half, 'stop', undefined]);
    assert.deepEqual(bodyEnding({ ...(choice('stop') as object), error: null, errors: [] }), [half, 'stop', undefined]);
    assert.deepEqual(bodyEnding({ success: true, errors: ['deprecated'], result: { response: half } }), [
      half,
      'unknown',
      undefined,
    ]);
  });

  const output = (status: string, more: object = {}): object => ({
    object: 'response',
    status,
    ...more,
    output: [{ type: 'message', role: 'assistant', status, content: [{ type: 'output_text', text: half }] }],
  });

  const bodies: readonly (readonly [string, unknown, FinishReason, string?])[] = [
    ['a Responses body that is complete', output('completed'), 'unknown'],
    [
      'one that is incomplete, at the limit',
      output('incomplete', { incomplete_details: { reason: 'max_output_tokens' } }),
      'length',
    ],
    [
      'one that is incomplete, by the filter',
      output('incomplete', { incomplete_details: { reason: 'content_filter' } }),
      'cutOff',
      'content_filter',
    ],
    ['one that is incomplete and says no more', output('incomplete'), 'cutOff', 'incomplete'],
    [
      'one that failed',
      output('failed', { error: { code: 'server_error', message: 'it broke' } }),
      'cutOff',
      'it broke',
    ],
    ['one that was cancelled', output('cancelled'), 'cutOff', 'cancelled'],
    ['one that goes on', output('in_progress'), 'cutOff', 'in_progress'],
    ['one whose message alone is incomplete', { ...output('incomplete'), status: 'completed' }, 'cutOff', 'incomplete'],
    ['the same in an envelope', { success: true, result: output('incomplete') }, 'cutOff', 'incomplete'],
    [
      'a status beside the documented reply',
      { success: true, status: 'aborted', result: { response: half } },
      'cutOff',
      'aborted',
    ],
    [
      'an error in the choice',
      choice('error', { error: { code: 502, message: 'it went away' } }),
      'cutOff',
      'it went away',
    ],
    [
      'an error in the choice, with the word stop',
      choice('stop', { error: { message: 'it went away' } }),
      'cutOff',
      'it went away',
    ],
    ['an error in the choice as text', choice(null, { error: 'it went away' }), 'cutOff', 'it went away'],
    [
      'an error in the message',
      { choices: [{ message: { content: half, error: { message: 'gone' } } }] },
      'cutOff',
      'gone',
    ],
    ['an error beside the choices', { ...(choice('stop') as object), error: { message: 'gone' } }, 'cutOff', 'gone'],
    ['an error in the result', { success: true, result: { response: half, error: 'gone' } }, 'cutOff', 'gone'],
    [
      'errors beside a reply that nobody calls a success',
      { response: half, errors: [{ code: 3040, message: 'busy' }] },
      'cutOff',
      'busy',
    ],
  ];
  for (const [title, body, finish, cutOffBy] of bodies) {
    it(`${title}: ${finish}`, () => assert.deepEqual(bodyEnding(body), [half, finish, cutOffBy]));
  }

  /** Events that tell of an error in a stream, with the words that are kept of them. */
  const errors: readonly (readonly [string, unknown, string[]])[] = [
    [
      "vLLM's object",
      { object: 'error', message: 'lost', type: 'InternalServerError', param: null, code: 500 },
      ['lost'],
    ],
    ['a typed error', { type: 'error', error: { type: 'overloaded_error', message: 'busy' } }, ['busy']],
    ['a typed error without an object', { type: 'error', code: 'server_error', message: 'busy' }, ['busy']],
    ['an error object', { error: { message: 'busy', code: 503 } }, ['busy']],
    [
      'an error object and a choice',
      { error: { message: 'busy' }, choices: [{ delta: {}, finish_reason: 'error' }] },
      ['busy'],
    ],
    [
      'an error in the choice',
      { choices: [{ delta: {}, finish_reason: 'error', error: { message: 'busy' } }] },
      ['busy'],
    ],
    [
      'an error in the choice, with the word stop',
      { choices: [{ delta: {}, finish_reason: 'stop', error: 'busy' }] },
      ['busy'],
    ],
    ['a text', { error: 'busy' }, ['busy']],
    ['an envelope', { success: false, errors: [{ code: 3040, message: 'busy' }] }, ['busy']],
    ['errors alone', { errors: ['busy'] }, ['busy']],
    ['a detail', { detail: 'busy' }, ['busy']],
    ['a code and its message', { code: 429, message: 'busy' }, ['busy']],
    ['a status that says error', { status: 'error', message: 'busy' }, ['busy']],
    ['an error inside a result', { result: { choices: [{ delta: {}, error: { message: 'busy' } }] } }, ['busy']],
  ];
  for (const [title, event, messages] of errors) {
    it(`a stream with an error event, ${title}: cut off, with its words`, () => {
      for (const rest of [['[DONE]'], [delta('', 'stop'), '[DONE]'], []]) {
        const end = streamed(delta(half), event, ...rest);
        assert.deepEqual([end.text, end.finish, end.failure?.messages], [half, 'cutOff', messages]);
      }
      assert.deepEqual(streamed(event, '[DONE]').failure?.messages, messages, 'as the first event');
      const response = [delta(half), event].map((one) => `data: ${JSON.stringify(one)}\n\n`).join('');
      const wrapped = decodeBody({ success: true, result: { response } });
      assert.deepEqual(wrapped.ok && [wrapped.reply.finish, wrapped.reply.cutOffBy], ['cutOff', messages[0]]);
    });
  }

  it('a stream with events of another kind: whole', () => {
    for (const event of [
      { type: 'ping' },
      { object: 'chat.completion.chunk' },
      { id: 'x', status: 'processing' },
      { message: 'hello' },
      { usage: null },
    ]) {
      const end = streamed(delta(half), event, delta('', 'stop'), '[DONE]');
      assert.deepEqual([end.finish, end.failure], ['stop', undefined], JSON.stringify(event));
    }
    assert.equal(streamed(delta(half), { ...(delta('', 'stop') as object), error: null, errors: [] }).finish, 'stop');
  });

  it('an error without any text of a reply is told as an error', () => {
    for (const body of [
      {
        choices: [
          {
            message: { role: 'assistant', content: '' },
            finish_reason: 'error',
            error: { code: 502, message: 'busy' },
          },
        ],
      },
      { choices: [{ message: null, error: 'busy' }] },
      { object: 'response', status: 'failed', error: { message: 'busy' }, output: [] },
    ]) {
      const decoded = decodeBody(body);
      assert.deepEqual(!decoded.ok && decoded.messages, ['busy']);
    }
  });
});
