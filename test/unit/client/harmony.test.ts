import assert from 'node:assert/strict';
import fc from 'fast-check';
import { HarmonyStream, parseHarmony } from '../../../src/client/harmony.ts';
import type { HarmonyDelta, HarmonyReading } from '../../../src/client/harmony.ts';
import { markers } from '../../../src/client/harmony/markers.ts';
import { leaks, plainTexts } from './harmonyTexts.ts';
import { runs } from '../../support/runs.ts';

const numRuns = runs(10_000);
const hardTexts = [...leaks.map(({ text }) => text), ...plainTexts];

function readPieces(pieces: readonly string[]): { reading: HarmonyReading; deltas: HarmonyDelta[] } {
  const stream = new HarmonyStream();
  const deltas = pieces.flatMap((piece) => stream.push(piece));
  deltas.push(...stream.flush());
  return { reading: stream.end(), deltas };
}

function joined(deltas: readonly HarmonyDelta[], kind: HarmonyDelta['kind']): string {
  return deltas.filter((delta) => delta.kind === kind).map(({ text }) => text).join('');
}

function assertSame(pieces: readonly string[]): void {
  const { reading, deltas } = readPieces(pieces);
  assert.deepEqual(reading, parseHarmony(pieces.join('')), JSON.stringify(pieces));
  const shown = joined(deltas, 'answer');
  const reasoned = joined(deltas, 'reasoning');
  if (shown === reading.answer) {
    assert.equal(reasoned, reading.reasoning);
  } else {
    // A plain beginning that a joint turned into reasoning, and a blank line behind it.
    assert.ok(shown.endsWith(reading.answer), shown);
    const before = shown.slice(0, shown.length - reading.answer.length).replace(/\n\n$/, '');
    assert.ok(before !== '' && reading.reasoning.includes(before), before);
    assert.ok(reading.reasoning.endsWith(reasoned) || reading.reasoning.startsWith(reasoned), reasoned);
  }
  assert.equal(joined(deltas, 'preamble'), reading.preambles.join('\n\n'));
}

function cut(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...ends, text.length].map((end, index) => text.slice(index === 0 ? 0 : ends[index - 1], end));
}

const prose = [
  'We ', 'The answer', ' ', '\n', '\n\n', '.', ':', '`', '```', '```js\n', '"', 'x', 'final', 'json', ' to=functions.a',
  ' to=', '{"a":"', '"}', '{', '}', '<|', '|>', '<', 'Hello',
];
const names = [
  'assistant', 'analysis', 'commentary', 'final', 'user', 'assistantfinal', 'assistantanalysis', 'assistantcommentary',
  'analysisWe ', 'analysisX',
];
const whole = [
  '<|start|>assistant<|channel|>final<|message|>',
  '<|channel|>analysis<|message|>',
  '<|end|><|start|>assistant',
];
const soup = fc
  .array(fc.constantFrom(...prose, ...names, ...markers, ...markers, ...whole), { maxLength: 24 })
  .map((parts) => parts.join(''));

describe('harmony', function () {
  this.timeout(120_000);

  describe('takes apart', () => {
    for (const { title, text, reading } of leaks) {
      it(title, () => assert.deepEqual(parseHarmony(text), reading));
    }
  });

  describe('leaves alone', () => {
    for (const text of plainTexts) {
      it(JSON.stringify(text), () =>
        assert.deepEqual(parseHarmony(text), {
          answer: text,
          reasoning: '',
          preambles: [],
          toolCalls: [],
          leaked: false,
        }),
      );
    }

    it('any text without markers that does not begin like harmony', () => {
      const word = fc.constantFrom(
        'a', ' ', '\n', '<|', '|>', '<|>', '`', '```', 'assistantfinal', 'Analysis', '<', '>', '"', '😀', '\u202f',
      );
      fc.assert(
        fc.property(
          fc.array(word).map((words) => `>${words.join('')}`),
          (text) => {
            assert.deepEqual(parseHarmony(text), {
              answer: text,
              reasoning: '',
              preambles: [],
              toolCalls: [],
              leaked: false,
            });
          },
        ),
        { numRuns },
      );
    });

    it('any string', () => {
      fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => parseHarmony(text).answer === text), { numRuns });
    });
  });

  describe('reads the same however the text is cut', () => {
    it('in two, at every place', () => {
      for (const text of hardTexts) {
        for (let at = 0; at <= text.length; at++) assertSame([text.slice(0, at), text.slice(at)]);
      }
    });

    it('into single characters', () => {
      for (const text of hardTexts) assertSame(cut(text, [...Array(text.length).keys()]));
    });

    it('anywhere, for hard texts put together', () => {
      const texts = fc
        .array(fc.constantFrom(...hardTexts), { minLength: 1, maxLength: 3 })
        .map((parts) => parts.join(''));
      fc.assert(
        fc.property(texts, fc.array(fc.nat(600), { maxLength: 8 }), (text, places) => assertSame(cut(text, places))),
        { numRuns },
      );
    });

    it('anywhere, for fragments of harmony in any order', () => {
      fc.assert(
        fc.property(soup, fc.array(fc.nat(300), { maxLength: 12 }), (text, places) => assertSame(cut(text, places))),
        { numRuns },
      );
    });

    it('where heads are longer than what is held back', () => {
      const long = fc.integer({ min: 230, max: 270 }).map((length) => 'x'.repeat(length));
      const texts = fc.tuple(soup, long, soup).map((parts) => parts.join(''));
      fc.assert(
        fc.property(texts, fc.array(fc.nat(700), { maxLength: 8 }), (text, places) => assertSame(cut(text, places))),
        { numRuns: Math.ceil(numRuns / 5) },
      );
    });

    it('around the bound of unproven stripped harmony', () => {
      for (const length of [65_520, 65_534, 65_535, 65_536, 65_537, 65_550]) {
        const text = `analysisX${'y'.repeat(length)}.assistantfinalHello`;
        assertSame(cut(text, [65_530, 65_540, 65_545, 65_550, 65_555]));
        assertSame(cut(text, [...Array(64).keys()].map((index) => 65_500 + index)));
      }
    });
  });

  describe('holds back no more than it must', () => {
    it('256 characters of what begins like a head', () => {
      fc.assert(fc.property(soup, (text) => {
        const { reading } = readPieces([text]);
        const stream = new HarmonyStream();
        const shown = stream.push(`>${text}`).reduce((sum, delta) => sum + delta.text.length, 0);
        return reading.leaked || shown >= text.length - 256;
      }), { numRuns: Math.ceil(numRuns / 5) });
    });

    it('nothing of plain text but a possible marker', () => {
      const stream = new HarmonyStream();
      assert.deepEqual(stream.push('Hello <'), [{ kind: 'answer', text: 'Hello ' }]);
      assert.deepEqual(stream.push('| x'), [{ kind: 'answer', text: '<| x' }]);
    });

    it('nothing of a message once its head is there', () => {
      const stream = new HarmonyStream();
      assert.deepEqual(stream.push('<|channel|>analysis<|message|>'), []);
      assert.deepEqual(stream.push('T'), [{ kind: 'reasoning', text: 'T' }]);
    });
  });
});
