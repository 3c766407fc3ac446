import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Token, Tokens } from 'marked';
import { BlockSplitter, type Piece } from '../../../../../src/webview/markdown/parsing/blocks.ts';
import { renderHtml } from '../../../../../src/webview/markdown/parsing/html.ts';
import { lex } from '../../../../../src/webview/markdown/parsing/lex.ts';
import { runs } from '../../../../support/runs.ts';

/** Feeds `markdown` in chunks of `size` and returns everything that settled, in order. */
function stream(markdown: string, size: number): Piece[] {
  const splitter = new BlockSplitter();
  const settled: Piece[] = [];
  for (let at = 0; at < markdown.length; at += size) {
    splitter.push(markdown.slice(at, at + size));
    settled.push(...splitter.advance(false).settled);
  }
  do settled.push(...splitter.advance(true).settled);
  while (splitter.hasWork);
  return settled;
}

/** Puts lists and tables that settled in parts together again, as the view does. */
function join(pieces: readonly Piece[]): Token[] {
  const tokens: Token[] = [];
  for (const { token, continues } of pieces) {
    const last = tokens.at(-1);
    if (continues && last?.type === 'list') {
      const before = last as Tokens.List;
      const list = token as Tokens.List;
      tokens[tokens.length - 1] = {
        ...before,
        loose: before.loose || list.loose,
        items: [...before.items, ...list.items],
      };
    } else if (continues && last?.type === 'table') {
      tokens[tokens.length - 1] = { ...last, rows: [...(last as Tokens.Table).rows, ...(token as Tokens.Table).rows] };
    } else tokens.push(token);
  }
  return tokens;
}

/** What the reader sees: HTML and code, where the code of a fence read line by line counts like any other. */
function shown(tokens: Token[]): { html: string; codes: string[] } {
  const codes: string[] = [];
  const html = tokens.map((token) => {
    if (token.type === 'code' && token.raw === '') {
      codes.push((token as Tokens.Code).text);
      return '<pre></pre>';
    }
    const rendered = renderHtml([token]);
    codes.push(...rendered.codes.map(({ text }) => text));
    return rendered.html;
  });
  return { html: html.join(''), codes };
}

function assertSame(markdown: string, size: number): void {
  const whole = shown(lex(markdown.replace(/\r\n?/g, '\n'), {}).filter(({ type }) => type !== 'space'));
  assert.deepEqual(shown(join(stream(markdown, size))), whole, `in chunks of ${size}`);
}

const samples: Readonly<Record<string, string>> = {
  prose:
    'One paragraph\nover two lines.\n\nAnother with **bold** and `code`.\n\n---\n\nSetext\n===\n\n# ATX\n' +
    'text right below\n',
  'a list after a paragraph': 'Here they are:\n- one\n- two\n  over two lines\n\nAfter.\n',
  'numbered lists': '1. one\n2. two\n\n   more of two\n\n3. three\n10. ten\n\nEnd',
  'nested lists': '- a\n  - b\n    - c\n- d\n\n  ```js\n  x\n  ```\n- e\n* another list\n',
  'task lists': '- [x] done\n- [ ] not\n',
  tables: 'Text\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n\nAfter\n',
  'tables without outer bars': 'a | b\n--|--\n1 | 2\n3 | 4\n',
  quotes: '> one\n> two\nlazy\n\n> - a\n> - b\n\nend\n',
  fences: 'Text\n```ts\nconst a = 1;\n\n\n```\nmore\n~~~\n```\n~~~\n\n````md\n```js\nx\n```\n````\nend',
  'an open fence': 'Text\n\n```python\nprint(1)\n',
  'indented code': 'Text\n\n    code\n    more\n\nText\n',
  definitions: '[a]: https://example.com\n\nSee [a] and [b].\n',
  'html as text': '<div onclick="x">\n\nText <b>bold</b>\n\n<script>alert(1)</script>\n',
  'windows line endings': 'One\r\n\r\n- a\r\n- b\r\n\r\n```js\r\nx\r\n```\r\n',
};

const hostileMarks = [
  '*', '**', '_', '`', '```', '~~', '[', ']', '(', ')', '![', '<', '>', '&', '&amp;', '\\', '#', '|', '@',
  '<b>', '<script>', '<!--', 'javascript:', 'https://a.example',
  ' ', '\n', '\n\n', '\n# ', '\n> ', '\n- ', '\n1. ', '\n```\n', '\n---\n',
];

describe('BlockSplitter', () => {
  for (const [name, markdown] of Object.entries(samples)) {
    it(`gives the same blocks whatever the chunks: ${name}`, () => {
      for (const size of [1, 2, 3, 7, 20, 1000]) assertSame(markdown, size);
    });
  }

  it('gives the same blocks for any mixture of blocks in any chunks', () => {
    const block = fc.constantFrom(
      ...Object.values(samples).filter(
        (sample) => sample.endsWith('\n') && !sample.includes('python') && !sample.startsWith('['),
      ),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (blocks, size) => {
        assertSame(blocks.join('\n'), size);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same blocks for any marks in any chunks', () => {
    // No colon after a bracket: a label that is defined after its use reads otherwise until the reply is whole.
    const mark = fc.constantFrom(...hostileMarks);
    const parts = fc.array(fc.tuple(mark, fc.constantFrom('', 'word', 'a b')), { maxLength: 25 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 40 }), (marks, size) => {
        assertSame(marks.map((part) => part.join('')).join(''), size);
      }),
      { numRuns: runs(300) },
    );
  });

  it('settles the items of an open list and the rows of an open table one by one', () => {
    const splitter = new BlockSplitter();
    splitter.push(`${'- item\n'.repeat(50)}- last`);
    const { settled, tail = [] } = splitter.advance(false);
    assert.equal((settled[0]?.token as Tokens.List).items.length, 50);
    assert.equal((tail[0]?.token as Tokens.List).items.length, 1);
    assert.equal(tail[0]?.continues, true);
  });

  it('never gives a settled block twice and never takes one back', () => {
    const markdown = Object.values(samples).join('\n\n');
    const parts = join(stream(markdown, 5)).flatMap((token) =>
      token.type === 'list' ? (token as Tokens.List).items : [token],
    );
    assert.equal(
      stream(markdown, 11).filter(({ continues }) => !continues).length,
      stream(markdown, 5).filter(({ continues }) => !continues).length,
    );
    assert.ok(parts.length > 30);
  });

  it('shows no half-written marker', () => {
    const splitter = new BlockSplitter();
    splitter.push('Here they are:\n-');
    assert.deepEqual(splitter.advance(false).tail?.map(({ token }) => token.type), ['paragraph']);
    splitter.push(' one');
    const { settled, tail = [] } = splitter.advance(false);
    assert.deepEqual([...settled, ...tail].map(({ token }) => token.type), ['paragraph', 'list']);
  });

  it('takes no definition from a line that is not complete', () => {
    const splitter = new BlockSplitter();
    splitter.push('[a]: https://example.com/pa');
    splitter.advance(false);
    splitter.push('th\n\nText [a]\n');
    splitter.advance(true);
    assert.equal(splitter.links['a']?.href, 'https://example.com/path');
  });

  it('lexes nothing of an open code block, however long', () => {
    const fail = (): never => assert.fail('lexed');
    const splitter = new BlockSplitter({ lex: fail, lexLinePart: fail });
    const line = 'const a = 1; // some comment\n';
    splitter.push('```js\n');
    for (let count = 1; count <= 1000; count++) {
      splitter.push(line);
      const { settled, tail = [] } = splitter.advance(false);
      assert.deepEqual(settled, []);
      assert.equal((tail[0]?.token as Tokens.Code).text.length, line.length * count - 1);
    }
  });
});
