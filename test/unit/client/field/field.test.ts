import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Arrival } from '../../../../src/app/ports.ts';
import { assembleReply } from '../../../../src/client/answer/assemble.ts';
import { decodeBody } from '../../../../src/client/answer/decode.ts';
import { readAnswer } from '../../../../src/client/answer/readAnswer.ts';
import type { ModelReply } from '../../../../src/core/chat/messages.ts';

interface Expected {
  readonly text?: string;
  readonly textStartsWith?: string;
  readonly reasoning?: string;
  readonly toolCalls?: readonly { readonly name?: string; readonly arguments: Readonly<Record<string, unknown>> }[];
  readonly noMarkup?: boolean;
}

interface FieldCase<Input> {
  readonly id: string;
  readonly why: string;
  readonly input: Input;
  readonly expected: Expected;
}

/** Inputs as the field brings them; `decode.json` holds bodies, `stream.json` texts of streams. */
function casesOf<Input>(name: string): readonly FieldCase<Input>[] {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as readonly FieldCase<Input>[];
}

describe('replies from the field', () => {
  for (const { id, why, input, expected } of casesOf<unknown>('decode.json')) {
    it(`${id}: ${why}`, () => {
      const decoded = decodeBody(JSON.stringify(input));
      assert.ok(decoded.ok, JSON.stringify(decoded));
      assertExpected(assembleReply(decoded.reply, []), expected);
    });
  }

  for (const { id, why, input, expected } of casesOf<string>('stream.json')) {
    for (const size of [1, 7, input.length]) {
      it(`${id}, ${size} characters at a time: ${why}`, async () => {
        const { reply, shown, arrival } = await readStreamed(input, size);
        assertExpected(reply, expected);
        if (arrival === 'stream') assert.equal(shown, reply.text);
      });
    }
  }
});

interface Streamed {
  readonly reply: ModelReply;
  readonly shown: string;
  readonly arrival: Arrival | undefined;
}

async function readStreamed(text: string, size: number): Promise<Streamed> {
  let shown = '';
  let arrival: Arrival | undefined;
  const hooks = {
    onArrival: (found: Arrival) => void (arrival = found),
    onDelta: ({ answer }: { readonly answer: string }) => void (shown += answer),
    onPiece: () => undefined,
  };
  const { decoded } = await readAnswer({ status: 200, headers: new Headers(), chunks: pieces(text, size) }, hooks);
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return { reply: assembleReply(decoded.reply, []), shown, arrival };
}

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
}

function assertExpected(reply: ModelReply, expected: Expected): void {
  const { text, textStartsWith, reasoning, toolCalls = [], noMarkup } = expected;
  if (text !== undefined) assert.equal(reply.text, text);
  if (textStartsWith !== undefined) assert.ok(reply.text.startsWith(textStartsWith), reply.text);
  if (reasoning !== undefined) assert.equal(reply.reasoning, reasoning);
  if (noMarkup === true) assert.doesNotMatch(reply.text, /<\||\|>/);
  const found = reply.toolCalls.map((call) => (call.arguments.ok ? call.arguments.value : call.arguments.raw));
  if (expected.toolCalls !== undefined) assert.deepEqual(found, toolCalls.map((call) => call.arguments));
  for (const [index, { name }] of toolCalls.entries()) {
    if (name !== undefined) assert.equal(reply.toolCalls[index]?.name, name);
  }
}
