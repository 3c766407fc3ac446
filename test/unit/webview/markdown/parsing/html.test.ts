import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderHtml } from '../../../../../src/webview/markdown/parsing/html.ts';
import { lex } from '../../../../../src/webview/markdown/parsing/lex.ts';

function html(markdown: string): string {
  return renderHtml(lex(markdown, {})).html;
}

function codes(markdown: string): string[] {
  return renderHtml(lex(markdown, {})).codes.map(({ text }) => text);
}

describe('renderHtml', () => {
  it('shows raw HTML as text', () => {
    assert.equal(
      html('<img src=x onerror=alert(1)> <b>x</b>'),
      '<p>&lt;img src=x onerror=alert(1)&gt; &lt;b&gt;x&lt;/b&gt;</p>',
    );
    assert.ok(!html('<div>\n<script>alert(1)</script>\n</div>').includes('<script'));
  });

  it('takes <br> alone as a line break', () => {
    assert.equal(html('a<br>b<BR/>c'), '<p>a<br>b<br>c</p>');
    assert.ok(html('`a<br>b`').includes('<code>a&lt;br&gt;b</code>'));
  });

  it('links only to https, http and mailto', () => {
    assert.match(html('[a](https://example.com/?a=1&amp;b=2)'), /<a href="https:\/\/example\.com\/\?a=1&amp;b=2"/);
    assert.match(html('<me@example.com>'), /<a href="mailto:me@example\.com"/);
    for (const href of [
      'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'command:x', 'data:text/html,x', 'file:///etc/passwd', 'vscode://x',
      '//example.com', 'src/a.ts', '#top', 'javascript&colon;alert(1)', '&#106;avascript:alert(1)',
    ]) {
      assert.ok(!html(`[a](${href})`).includes('<a'), href);
      assert.ok(!html(`[a](<${href}>)`).includes('<a'), href);
      assert.ok(!html(`![a](${href})`).includes('<a'), href);
    }
  });

  it('loads no image: it becomes a link with the words', () => {
    const image = html('![the **plan** "x"](https://example.com/a.png "t")');
    assert.equal(
      image,
      '<p><a href="https://example.com/a.png" title="https://example.com/a.png">the plan &quot;x&quot;</a></p>',
    );
    assert.equal(
      html('[![badge](https://a.example/x.svg)](https://b.example/)'),
      '<p><a href="https://b.example/" title="https://b.example/">badge</a></p>',
    );
  });

  it('shows where a link goes, whatever its title says', () => {
    assert.match(html('[bank](https://evil.example "https://bank.example")'), /title="https:\/\/evil\.example\/"/);
  });

  it('keeps a task box in the line of its words', () => {
    assert.match(html('- [x] done\n- [ ] open'), /<li class="task"><p><span class="codicon codicon-pass-filled"/);
  });

  it('gives the exact code of fences', () => {
    assert.deepEqual(codes('```js\na\n```'), ['a']);
    assert.deepEqual(codes('```js\na\n\n```'), ['a\n']);
    assert.deepEqual(codes('```\n```'), ['']);
    assert.deepEqual(codes('```js\n\n  a  \n\t b\n```'), ['\n  a  \n\t b']);
    assert.deepEqual(codes('  ```\n    a\n  b\n ```'), ['  a\nb']);
  });

  it('keeps tabs in the code of list items', () => {
    assert.deepEqual(codes('- item\n  ```go\n  func a() {\n  \tb()\n  \t\tc()\n  }\n  ```'), [
      'func a() {\n\tb()\n\t\tc()\n}',
    ]);
    assert.deepEqual(codes('1. item\n\n\t```make\n\tall:\n\t\techo\n\t```'), ['all:\n\techo']);
    assert.deepEqual(codes('> ```go\n> \tb()\n> ```'), ['\tb()']);
  });

  it('gives back any code put in a fence, character for character', () => {
    const line = fc.string({
      unit: fc.constantFrom('a', ' ', '\t', '`', '~', '<', '&', '"', '-', '>', '#', '\\', 'é', '𝒳'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const code = lines.join('\n');
        assert.deepEqual(codes(`${'`'.repeat(20)}x\n${code}\n${'`'.repeat(20)}\n`), [code]);
      }),
    );
  });

  it('never throws and never lets markup through', () => {
    const part = fc.constantFrom(
      '<a href="x">', '<', '>', '[', ']', '(', ')', '!', '*', '_', '`', '```', '\n', '- ', '> ', '| ', 'text',
      'javascript:', '"', '&lt;', '\\', ':', '#', 'https://a.example',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const tags = html(parts.join('')).matchAll(/<\/?([a-z0-9]*)([^>]*)>/g);
        for (const [, name = '', attributes = ''] of tags) {
          assert.match(
            name,
            /^(?:p|a|em|strong|del|code|pre|br|hr|h[1-6]|ul|ol|li|blockquote|div|table|thead|tbody|tr|th|td|span)$/,
          );
          assert.doesNotMatch(attributes, /\bon\w+=|style=|\bid=|href="(?!https?:|mailto:)/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
