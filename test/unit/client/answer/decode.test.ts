import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeBody } from '../../../../src/client/answer/decode.ts';
import type { Decoded, DecodeFailure, RawReply } from '../../../../src/client/answer/decode.ts';
import { runs } from '../../../support/runs.ts';

const numRuns = runs(10_000);

const usage = { promptTokens: 21, completionTokens: 512, totalTokens: 533 };
const wireUsage = { completion_tokens: 512, prompt_tokens: 21, total_tokens: 533 };
const documented = {
  errors: [],
  messages: [],
  success: true,
  result: { response: 'Hi', tool_calls: [], usage: wireUsage },
};
const nothing: RawReply = { text: '', reasoning: '', nativeToolCalls: [], usage: undefined, finish: 'unknown' };
const nativeCall = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };
const events = 'data: {"response":"He","p":"abc"}\n\ndata: {"response":"llo","p":""}\n\ndata: [DONE]\n\n';

function inResult(result: unknown): unknown {
  return { errors: [], messages: [], success: true, result };
}

describe('decodeBody', () => {
  describe('reads a reply', () => {
    const replies: [string, unknown, Partial<RawReply>][] = [
      ['documented envelope', documented, { text: 'Hi', usage }],
      ['response null', inResult({ response: null, usage: wireUsage }), { usage }],
      ['response missing', inResult({ tool_calls: [], usage: wireUsage }), { usage }],
      ['response a number', inResult({ response: 42 }), { text: '42' }],
      ['response zero', inResult({ response: 0 }), { text: '0' }],
      ['response a boolean', inResult({ response: false }), { text: 'false' }],
      ['response an object', inResult({ response: { answer: 4 } }), { text: '{\n  "answer": 4\n}' }],
      ['response an empty object', inResult({ response: {} }), {}],
      [
        'response a list of parts',
        inResult({
          response: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        }),
        { text: 'ab' },
      ],
      [
        'response of OpenAI choices',
        inResult({
          response: {
            choices: [{ message: { content: 'Hi', reasoning: 'Think' }, finish_reason: 'stop' }],
            usage: wireUsage,
          },
        }),
        { text: 'Hi', reasoning: 'Think', finish: 'stop', usage },
      ],
      [
        'result of OpenAI choices',
        inResult({ choices: [{ message: { content: 'Hi', reasoning_content: 'Think' }, finish_reason: 'length' }] }),
        { text: 'Hi', reasoning: 'Think', finish: 'length' },
      ],
      [
        'OpenAI choices without envelope',
        {
          choices: [{ message: { content: null, tool_calls: [nativeCall] }, finish_reason: 'tool_calls' }],
          usage: wireUsage,
        },
        { nativeToolCalls: [nativeCall], finish: 'toolCalls', usage },
      ],
      [
        'stop beside tool calls',
        { choices: [{ message: { content: '', tool_calls: [nativeCall] }, finish_reason: 'stop' }] },
        { nativeToolCalls: [nativeCall], finish: 'stop' },
      ],
      ['no choices at all', { choices: [] }, {}],
      ['choices null', { choices: [null] }, {}],
      ['old completions', { choices: [{ text: 'Hi' }] }, { text: 'Hi' }],
      ['content in parts', { choices: [{ message: { content: [{ type: 'text', text: 'Hi' }] } }] }, { text: 'Hi' }],
      [
        'message without choices',
        { message: { content: 'Hi', thinking: 'Think' }, done_reason: 'stop', prompt_eval_count: 1, eval_count: 2 },
        {
          text: 'Hi',
          reasoning: 'Think',
          finish: 'stop',
          usage: { promptTokens: 1, completionTokens: 2, totalTokens: 3 },
        },
      ],
      [
        'output items',
        inResult({
          output: [
            { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'Think' }] },
            { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] },
          ],
        }),
        { text: 'Hi', reasoning: 'Think' },
      ],
      [
        'tool calls of the envelope',
        inResult({ response: '', tool_calls: [{ name: 'f', arguments: { a: 1 } }] }),
        { nativeToolCalls: [{ name: 'f', arguments: { a: 1 } }] },
      ],
      ['tool calls null', inResult({ response: 'Hi', tool_calls: null }), { text: 'Hi' }],
      ['empty result', inResult({}), {}],
      ['null result', inResult(null), {}],
      ['result a string', inResult('Hi'), { text: 'Hi' }],
      ['no envelope', { response: 'Hi' }, { text: 'Hi' }],
      [
        'usage beside the result',
        { success: true, result: { response: 'Hi' }, usage: wireUsage },
        { text: 'Hi', usage },
      ],
      ['raw event text', inResult({ response: events, usage: wireUsage }), { text: 'Hello', usage }],
      [
        'raw event text, cut off',
        inResult({ response: 'data: {"response":"He"}\n\n' }),
        { text: 'He', finish: 'cutOff' },
      ],
      [
        'raw event text, cut off in a field',
        inResult({ response: 'data: {"response":"He"}\n\ndat' }),
        { text: 'He', finish: 'cutOff' },
      ],
      ['warnings beside a reply', { ...documented, errors: ['deprecated'] }, { text: 'Hi', usage }],
      [
        'a reply about event streams',
        inResult({ response: 'data: is a field.\n\ndata: [DONE] ends it.' }),
        { text: 'data: is a field.\n\ndata: [DONE] ends it.' },
      ],
      ['HTML in the reply', inResult({ response: '<html></html>' }), { text: '<html></html>' }],
    ];
    for (const [title, body, found] of replies) {
      const expected: Decoded = { ok: true, reply: { ...nothing, ...found } };
      it(title, () => assert.deepEqual(decodeBody(body), expected));
      it(`${title}, as text`, () => assert.deepEqual(decodeBody(`\uFEFF ${JSON.stringify(body)}\n`), expected));
    }

    it('plain event text', () =>
      assert.deepEqual(decodeBody(events), { ok: true, reply: { ...nothing, text: 'Hello' } }));
    it('a body encoded twice', () =>
      assert.deepEqual(decodeBody(JSON.stringify(JSON.stringify(documented))), {
        ok: true,
        reply: { ...nothing, text: 'Hi', usage },
      }));
    it('bytes', () =>
      assert.deepEqual(decodeBody(new TextEncoder().encode('{"response":"é"}')), {
        ok: true,
        reply: { ...nothing, text: 'é' },
      }));
  });

  describe('reads usage', () => {
    const counts: [string, unknown, RawReply['usage']][] = [
      ['missing', undefined, undefined],
      ['null', null, undefined],
      ['empty', {}, undefined],
      ['strings', { prompt_tokens: '21', completion_tokens: ' 512 ', total_tokens: '533' }, usage],
      ['no total', { prompt_tokens: 21, completion_tokens: 512 }, usage],
      ['no prompt', { completion_tokens: 512, total_tokens: 533 }, usage],
      ['no completion', { prompt_tokens: 21, total_tokens: 533 }, usage],
      ['completion alone', { completion_tokens: 512 }, { promptTokens: 0, completionTokens: 512, totalTokens: 512 }],
      ['total alone', { total_tokens: 533 }, undefined],
      ['negative', { prompt_tokens: -1, completion_tokens: 512, total_tokens: 533 }, usage],
      ['all negative', { prompt_tokens: -1, completion_tokens: -2, total_tokens: -3 }, undefined],
      ['no numbers', { prompt_tokens: 'many', completion_tokens: {}, total_tokens: [] }, undefined],
      ['fractions', { prompt_tokens: 1.5, completion_tokens: 512, total_tokens: 533 }, usage],
      ['total too small', { prompt_tokens: 21, completion_tokens: 512, total_tokens: 1 }, usage],
      ['other names', { input_tokens: 21, output_tokens: 512 }, usage],
      ['a list', [1, 2], undefined],
    ];
    for (const [title, wire, expected] of counts) {
      it(title, () =>
        assert.deepEqual(decodeBody(inResult({ response: 'Hi', usage: wire })), {
          ok: true,
          reply: { ...nothing, text: 'Hi', usage: expected },
        }),
      );
    }
  });

  describe('says why there is no reply', () => {
    const failures: [string, unknown, DecodeFailure, number?][] = [
      [
        'documented error',
        { errors: [{ code: 5006, message: 'AiError: Bad input' }], success: false, result: {}, messages: [] },
        { kind: 'envelope', code: 5006, messages: ['AiError: Bad input'] },
      ],
      ['errors of strings', { errors: ['broken', ''], success: false }, { kind: 'envelope', messages: ['broken'] }],
      [
        'code inside the message',
        { errors: ['3040: out of capacity'], success: false },
        { kind: 'envelope', code: 3040, messages: ['3040: out of capacity'] },
      ],
      [
        'code inside the message of an object',
        { errors: [{ message: 'AiError: 3036: quota used up' }], success: false },
        { kind: 'envelope', code: 3036, messages: ['AiError: 3036: quota used up'] },
      ],
      [
        'code as a string',
        { errors: [{ code: '5007', message: 'no such model' }], success: false },
        { kind: 'envelope', code: 5007, messages: ['no such model'] },
      ],
      ['no errors listed', { success: false }, { kind: 'envelope', messages: [] }],
      ['errors null', { success: false, errors: null, result: null }, { kind: 'envelope', messages: [] }],
      ['errors a string', { success: false, errors: 'no' }, { kind: 'envelope', messages: ['no'] }],
      ['success false beside a reply', { ...documented, success: false }, { kind: 'envelope', messages: [] }],
      [
        'errors and no reply',
        { success: true, errors: [{ code: 3040, message: 'busy' }], result: {} },
        { kind: 'envelope', code: 3040, messages: ['busy'] },
      ],
      [
        'OpenAI error',
        { error: { message: 'Invalid key', type: 'auth', code: 'invalid_api_key' } },
        { kind: 'envelope', messages: ['Invalid key'] },
      ],
      ['error a string', { error: 'model not found' }, { kind: 'envelope', messages: ['model not found'] }],
      ['detail', { detail: 'Not Found' }, { kind: 'envelope', messages: ['Not Found'] }],
      [
        'detail a list',
        { detail: [{ loc: ['body'], msg: 'field required' }] },
        { kind: 'envelope', messages: ['field required'] },
      ],
      [
        'message and code',
        { code: 401, message: 'Unauthorized' },
        { kind: 'envelope', code: 401, messages: ['Unauthorized'] },
      ],
      [
        'error inside the result',
        { success: true, result: { error: 'loading' } },
        { kind: 'envelope', messages: ['loading'] },
      ],
      ['reply with an error status', documented, { kind: 'envelope', messages: [] }, 500],
      [
        'raw events of an error',
        inResult({ response: 'data: {"errors":[{"code":3040,"message":"busy"}],"success":false}\n\n' }),
        { kind: 'envelope', code: 3040, messages: ['busy'] },
      ],
      [
        'HTML',
        '<!DOCTYPE html><html><head><title>502 Bad\n Gateway</title></head></html>',
        { kind: 'html', messages: ['502 Bad Gateway'] },
        502,
      ],
      ['HTML without title', '<html><body>x</body></html>', { kind: 'html', messages: [] }],
      ['empty', '', { kind: 'empty', messages: [] }],
      ['blank', ' \r\n\uFEFF', { kind: 'empty', messages: [] }],
      ['undefined', undefined, { kind: 'empty', messages: [] }],
      ['null', null, { kind: 'empty', messages: [] }],
      ['no JSON', 'upstream connect error', { kind: 'notJson', messages: ['upstream connect error'] }],
      ['no JSON, with a code', 'error code: 1015', { kind: 'notJson', code: 1015, messages: ['error code: 1015'] }],
      ['cut-off JSON', '{"result":{"response":"Hel', { kind: 'cutOffJson', messages: [] }],
      ['cut-off JSON, before the last bracket', '{"result":{"response":"Hel"}', { kind: 'cutOffJson', messages: [] }],
      ['JSON null', 'null', { kind: 'unknownShape', messages: [] }],
      ['a number', '5', { kind: 'unknownShape', messages: [] }],
      ['a string', '"hm"', { kind: 'unknownShape', messages: ['hm'] }],
      ['a list', '[]', { kind: 'unknownShape', messages: [] }],
      [
        'a list of an error',
        '[{"error":{"code":429,"message":"slow down"}}]',
        { kind: 'envelope', code: 429, messages: ['slow down'] },
      ],
      ['an empty object', '{}', { kind: 'unknownShape', messages: [] }],
      ['an unknown object', { ok: 1 }, { kind: 'unknownShape', messages: [] }],
      ['an unknown result', inResult({ ok: 1 }), { kind: 'unknownShape', messages: [] }],
    ];
    for (const [title, body, expected, status] of failures) {
      it(title, () => assert.deepEqual(decodeBody(body, status), { ok: false, ...expected }));
    }
  });

  describe('is total', function () {
    this.timeout(120_000);

    const words = [
      'response', 'result', 'choices', 'message', 'content', 'delta', 'usage', 'errors', 'error', 'success', 'code',
      'tool_calls', 'function', 'name', 'arguments', 'reasoning', 'finish_reason', 'output', 'prompt_tokens',
      'completion_tokens', 'total_tokens', '__proto__', 'toString',
    ];
    const key = fc.constantFrom(...words);
    const leaf = fc.oneof(
      fc.constantFrom<unknown>(
        '', 'Hi', events, 'data: {', null, true, false, 0, -1, 1e308, NaN, '5', '3040: x', 'stop', 'length',
        '<|channel|>', undefined,
      ),
      fc.string({ maxLength: 6 }),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    }));

    it('for values of known and unknown shape', () => {
      fc.assert(
        fc.property(value, fc.constantFrom(undefined, 200, 400, 429, 502), (body, status) =>
          assertTyped(decodeBody(body, status)),
        ),
        { numRuns },
      );
    });

    it('for any value', () => {
      fc.assert(
        fc.property(fc.anything(), (body) => assertTyped(decodeBody(body))),
        { numRuns: Math.ceil(numRuns / 5) },
      );
    });

    it('for any text', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), (body) => assertTyped(decodeBody(body))),
        { numRuns: Math.ceil(numRuns / 5) },
      );
    });

    it('for mutated bodies', () => {
      const text = fc
        .oneof(fc.constant(documented as unknown), fc.constant(inResult({ response: events })), value)
        .map((body) => jsonOf(body));
      const edits = fc.array(
        fc.tuple(
          fc.nat(400),
          fc.nat(8),
          fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '\\', 'null', '\n', '<', '\u0000'),
        ),
        { maxLength: 3 },
      );
      fc.assert(
        fc.property(text, edits, (body, changes) => assertTyped(decodeBody(changes.reduce(mutate, body)))),
        { numRuns },
      );
    });

    it('for every cut of a body', () => {
      const body = JSON.stringify(documented);
      for (let end = 1; end < body.length; end++) {
        const decoded = decodeBody(body.slice(0, end));
        assert.equal(!decoded.ok && decoded.kind, 'cutOffJson');
      }
    });

    it('for objects that resist being read', () => {
      const trap = new Proxy({}, { get: () => { throw new Error('no'); }, ownKeys: () => { throw new Error('no'); } });
      assertTyped(decodeBody(trap));
      assertTyped(decodeBody(inResult({ response: trap })));
      const cycle: Record<string, unknown> = {};
      cycle['result'] = cycle;
      cycle['response'] = cycle;
      assertTyped(decodeBody(cycle));
      assertTyped(decodeBody(`${'['.repeat(100_000)}${']'.repeat(100_000)}`));
      assertTyped(decodeBody(`{"result":{"response":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}}`));
    });
  });
});

function jsonOf(body: unknown): string {
  const text: unknown = JSON.stringify(body);
  return typeof text === 'string' ? text : '';
}

function mutate(text: string, [at, length, inserted]: [number, number, string]): string {
  const from = at % (text.length + 1);
  return text.slice(0, from) + inserted + text.slice(from + length);
}

function assertTyped(decoded: Decoded): void {
  if (decoded.ok) {
    const { text, reasoning, nativeToolCalls, usage: found, finish } = decoded.reply;
    assert.ok(typeof text === 'string' && typeof reasoning === 'string' && Array.isArray(nativeToolCalls));
    assert.ok(['stop', 'length', 'toolCalls', 'cutOff', 'unknown'].includes(finish));
    if (found !== undefined)
      for (const count of [found.promptTokens, found.completionTokens, found.totalTokens])
        assert.ok(Number.isSafeInteger(count) && count >= 0);
  } else {
    assert.ok(['envelope', 'html', 'empty', 'notJson', 'cutOffJson', 'tooDeep', 'unknownShape'].includes(decoded.kind));
    assert.ok(decoded.messages.every((message) => typeof message === 'string' && message !== ''));
    if ('code' in decoded) assert.ok(Number.isSafeInteger(decoded.code));
  }
}
