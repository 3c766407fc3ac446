import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Token, Tokens } from 'marked';
import { BlockSplitter } from '../../../../../src/webview/markdown/parsing/blocks.ts';
import { renderHtml } from '../../../../../src/webview/markdown/parsing/html.ts';
import { lex, lexLinePart } from '../../../../../src/webview/markdown/parsing/lex.ts';
import { maxBlocksLength } from '../../../../../src/webview/markdown/parsing/weight.ts';
import { heavyShapes } from '../../../../support/markup/heavyShapes.ts';
import { runs } from '../../../../support/runs.ts';

/** The head of a table that is lexed again with its rows, and the slice of text that was looked at last. */
const slack = 2000 + 4096;

/**
 * Most code units handed to the lexer for each that arrives: 16 to look again at what is not settled, one for its first
 * time, and some for the slices at the end.
 */
const mostPerUnit = 20;

/** What a text costs: UTF-16 code units handed to the lexer, in all and at once. */
class Work {
  total = 0;
  most = 0;
  readonly settled: Token[] = [];

  readonly lexers = {
    lex: (...[source, links]: Parameters<typeof lex>) => this.#counted(source, lex(source, links)),
    lexLinePart: (...[source, links]: Parameters<typeof lexLinePart>) =>
      this.#counted(source, lexLinePart(source, links)),
  };

  #counted<Result>(source: string, result: Result): Result {
    this.total += source.length;
    this.most = Math.max(this.most, source.length);
    return result;
  }
}

/** Streams `text` in chunks of `size` and counts. */
function workOn(text: string, size: number): Work {
  const work = new Work();
  const splitter = new BlockSplitter(work.lexers);
  const advance = (ended: boolean): void => {
    for (const { token } of splitter.advance(ended).settled) work.settled.push(token);
  };
  for (let at = 0; at < text.length; at += size) {
    splitter.push(text.slice(at, at + size));
    do advance(false);
    while (splitter.hasWork);
  }
  do advance(true);
  while (splitter.hasWork);
  return work;
}

/** The HTML of what settled, and the code of its blocks with what stands behind their fences. */
function shown(tokens: readonly Token[]): { html: string; code: string } {
  const rendered = tokens.map((token) => renderHtml([token]));
  const fences = tokens.filter(({ type }) => type === 'code') as Tokens.Code[];
  const code = [
    ...rendered.flatMap(({ codes }) => codes),
    ...fences.map(({ lang = '', text }) => ({ info: lang, text })),
  ];
  return {
    html: rendered.map(({ html }) => html).join(''),
    code: code.map(({ info, text }) => `${info}\n${text}`).join('\n'),
  };
}

describe('markdown that is heavy to lex', function () {
  this.timeout(20_000);
  // Longer than anything that is lexed at once.
  const length = 24_000;

  for (const [name, shape] of Object.entries(heavyShapes)) {
    it(`is lexed in bounded pieces and linear work: ${name}`, () => {
      for (const size of [40, 1_000_000]) {
        const { most, total } = workOn(shape(length), size);
        assert.ok(most <= maxBlocksLength + slack, `${most} at once`);
        assert.ok(total <= mostPerUnit * length, `${total} in chunks of ${size}`);
      }
    });
  }

  it('loses no word and lets no markup through, whatever the marks and the chunks', () => {
    const marks =
      '* ** _ ` ``` ~~ ~~~ [ ] ( ) ![ < > & &amp; \\ # - + 1. > = -- : @ ' +
      '<b> <script> <!-- javascript: https://a.example';
    const mark = fc.constantFrom(
      ...marks.split(' '),
      ' ', '\n', '\n\n', '    ', '\n- ', '\n> ', '\n```\n', '\t', '\r\n',
    );
    const many = fc.tuple(mark, fc.integer({ min: 1, max: 40 })).map(([one, count]) => one.repeat(count));
    const parts = fc.array(fc.oneof(mark, many), { maxLength: 40 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 60 }), (marks, size) => {
        // No word stands right after `]:`, where it would be the address of a definition, which is shown nowhere.
        const text = marks
          .map((one, index) => `${one.replace(':', ': ')}word${index}x`)
          .join('')
          .replace(/\]\s*:/g, ']');
        const { settled, total } = workOn(text, size);
        const { html, code } = shown(settled);
        for (const index of marks.keys())
          assert.ok((html + code).includes(`word${index}x`), `word${index}x of ${JSON.stringify(text)}`);
        for (const [tag] of html.matchAll(/<\/?(?:script|b|img|iframe|div on|[a-z]+ on)\b[^>]*>/g)) assert.fail(tag);
        assert.ok(total <= mostPerUnit * text.length, `${total} for ${text.length}`);
      }),
      { numRuns: runs(150) },
    );
  });
});
