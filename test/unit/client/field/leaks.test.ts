import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { assembleReply } from '../../../../src/client/answer/assemble.ts';
import type { RawReply } from '../../../../src/client/answer/rawReply.ts';
import { HarmonyStream, parseHarmony } from '../../../../src/client/harmony.ts';
import { runs } from '../../../support/runs.ts';

interface Leak {
  /** The case of `decode.json` it is a brother of, or the kind of tag. */
  readonly kind: string;
  readonly text?: string;
  readonly reasoning?: string;
  readonly reply: { readonly text: string; readonly reasoning: string; readonly calls: readonly [string, unknown][] };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

const leaks = read('leaks.json') as readonly Leak[];
const plainTexts = read('plain.json') as readonly string[];
const reasoningHead = '<|channel|>analysis<|message|>';
const leaked = leaks.map(({ text, reasoning }) => text ?? reasoningHead + (reasoning ?? ''));
const glued = `${reasoningHead}analysisjsonassistantcommentaryWe look.`;
const texts = [...leaked, ...plainTexts, glued];

describe('leaks of harmony and tags', function () {
  this.timeout(120_000);

  for (const { kind, text = '', reasoning = '', reply } of leaks) {
    it(`${kind}: ${JSON.stringify(text === '' ? reasoning : text)}`, () => {
      const raw: RawReply = { text, reasoning, nativeToolCalls: [], usage: undefined, finish: 'stop' };
      const found = assembleReply(raw, []);
      const calls = found.toolCalls.map(({ name, arguments: read }) => [name, read.ok ? read.value : read.raw]);
      assert.deepEqual({ text: found.text, reasoning: found.reasoning, calls }, reply);
    });
  }

  for (const text of plainTexts) {
    it(`stays as it is: ${JSON.stringify(text)}`, () => {
      const untouched = { answer: text, reasoning: '', preambles: [], toolCalls: [], leaked: false };
      assert.deepEqual(parseHarmony(text), untouched);
    });
  }

  it('are read the same however they are cut in two', () => {
    for (const text of texts) {
      const whole = parseHarmony(text);
      for (let at = 1; at < text.length; at++) {
        assert.deepEqual(readCut([text.slice(0, at), text.slice(at)]), whole, text.slice(0, at));
      }
    }
  });

  it('are read the same in single characters', () => {
    for (const text of texts) assert.deepEqual(readCut(text.split('')), parseHarmony(text), text);
  });

  it('are read the same however they are cut, several one after the other', () => {
    const joined = fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
    fc.assert(fc.property(joined, fc.array(fc.nat(900), { maxLength: 8 }), (text, places) => {
      const ends = [...places.map((place) => place % (text.length + 1)), text.length].sort((one, other) => one - other);
      const pieces = ends.map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
      assert.deepEqual(readCut(pieces), parseHarmony(text), JSON.stringify(pieces));
    }), { numRuns: runs(5_000) });
  });
});

function readCut(pieces: readonly string[]): ReturnType<typeof parseHarmony> {
  const stream = new HarmonyStream();
  for (const piece of pieces) stream.push(piece);
  return stream.end();
}
