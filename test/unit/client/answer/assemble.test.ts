import assert from 'node:assert/strict';
import type { ModelReply } from '../../../../src/core/chat/messages.ts';
import { assembleReply } from '../../../../src/client/answer/assemble.ts';
import { decodeBody } from '../../../../src/client/answer/decode.ts';
import type { RawReply } from '../../../../src/client/answer/decode.ts';
import { EventStreamReader } from '../../../../src/client/answer/eventStream.ts';

const raw: RawReply = { text: '', reasoning: '', nativeToolCalls: [], usage: undefined, finish: 'unknown' };
const empty: ModelReply = { text: '', reasoning: '', toolCalls: [], usage: undefined, finish: 'unknown' };
const readA = { name: 'read_file', arguments: { ok: true as const, value: { path: 'a' } } };
const harmonyCall = '<|channel|>commentary to=functions.read_file <|constrain|>json<|message|>{"path":"a"}<|call|>';

describe('assembleReply', () => {
  const replies: [string, Partial<RawReply>, Partial<ModelReply>][] = [
    ['an empty reply', {}, {}],
    ['plain text', { text: ' a <|> b\n', finish: 'stop' }, { text: ' a <|> b\n', finish: 'stop' }],
    ['reasoning in its own field', { text: 'Hi', reasoning: 'Think' }, { text: 'Hi', reasoning: 'Think' }],
    [
      'leaked reasoning',
      { text: '<|channel|>analysis<|message|>Think<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>' },
      { text: 'Hi', reasoning: 'Think' },
    ],
    [
      'reasoning of both kinds',
      { text: '<|channel|>analysis<|message|>More<|end|>Hi', reasoning: 'Think' },
      { text: 'Hi', reasoning: 'Think\n\nMore' },
    ],
    ['a leaked call', { text: harmonyCall, finish: 'stop' }, { toolCalls: [readA], finish: 'toolCalls' }],
    [
      'a preamble and a call',
      { text: `<|channel|>commentary<|message|>I look.<|end|><|start|>assistant${harmonyCall}` },
      { text: 'I look.', toolCalls: [readA], finish: 'toolCalls' },
    ],
    [
      'a preamble and an answer',
      { text: '<|channel|>commentary<|message|>I look.<|end|><|start|>assistant<|channel|>final<|message|>Hi' },
      { text: 'I look.\n\nHi' },
    ],
    [
      'the same call natively and leaked',
      { text: harmonyCall, nativeToolCalls: [{ id: 'c', name: 'read_file', arguments: { path: 'a' } }] },
      { toolCalls: [{ id: 'c', ...readA }], finish: 'toolCalls' },
    ],
    [
      'a call in the text',
      { text: '{"name":"read_file","arguments":{"path":"a"}}' },
      { toolCalls: [readA], finish: 'toolCalls' },
    ],
    [
      'a call in a leaked answer',
      { text: '<|channel|>final<|message|>{"name":"read_file","arguments":{"path":"a"}}<|return|>' },
      { toolCalls: [readA], finish: 'toolCalls' },
    ],
    [
      'a call that was cut off',
      { text: '<|channel|>commentary to=functions.read_file<|message|>{"path', finish: 'length' },
      {
        toolCalls: [
          {
            name: 'read_file',
            arguments: { ok: false, raw: '{"path', problem: 'The arguments end before their JSON is complete.' },
          },
        ],
        finish: 'length',
      },
    ],
    [
      'a call that was cut off, though the endpoint says stop',
      { nativeToolCalls: [{ name: 'read_file', arguments: '{"path' }], finish: 'toolCalls' },
      {
        toolCalls: [
          {
            name: 'read_file',
            arguments: { ok: false, raw: '{"path', problem: 'The arguments end before their JSON is complete.' },
          },
        ],
        finish: 'cutOff',
      },
    ],
    [
      'what ended a reply',
      { text: 'Hi', finish: 'cutOff', cutOffBy: 'abort' },
      { text: 'Hi', finish: 'cutOff', cutOffBy: 'abort' },
    ],
    [
      'all tokens spent on reasoning',
      { reasoning: 'Think', finish: 'length', usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 } },
      { reasoning: 'Think', finish: 'length', usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 } },
    ],
    [
      'an answer that landed in the reasoning',
      { reasoning: 'Think.<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>' },
      { text: 'Hi', reasoning: 'Think.' },
    ],
    [
      'a call that landed in the reasoning',
      { reasoning: `Think.<|end|><|start|>assistant${harmonyCall}` },
      { reasoning: 'Think.', toolCalls: [readA], finish: 'toolCalls' },
    ],
    [
      'reasoning about markers beside an answer',
      { text: 'Hi', reasoning: 'x.<|end|><|start|>assistant<|channel|>final<|message|>y' },
      { text: 'Hi', reasoning: 'x.<|end|><|start|>assistant<|channel|>final<|message|>y' },
    ],
  ];
  for (const [title, given, expected] of replies) {
    it(title, () => assert.deepEqual(assembleReply({ ...raw, ...given }, ['read_file']), { ...empty, ...expected }));
  }

  it('takes JSON in the text for text where no tool was offered', () => {
    const text = '{"name":"read_file","arguments":{"path":"a"}}';
    assert.deepEqual(assembleReply({ ...raw, text }, []), { ...empty, text });
  });

  it('gives the same for a body and for a stream', () => {
    const text = '<|channel|>analysis<|message|>Think<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>';
    const decoded = decodeBody({ success: true, result: { response: text } });
    const reader = new EventStreamReader();
    for (const token of text.match(/.{1,3}/g) ?? []) reader.push(`data: ${JSON.stringify({ response: token })}\n\n`);
    reader.push('data: [DONE]\n\n');
    assert.ok(decoded.ok);
    assert.deepEqual(assembleReply(reader.end(), []), assembleReply(decoded.reply, []));
  });
});
