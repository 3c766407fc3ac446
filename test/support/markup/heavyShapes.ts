/** Makes about `length` UTF-16 code units of one shape. */
type Shape = (length: number) => string;

const repeated = (part: string): Shape => (length) => part.repeat(Math.ceil(length / part.length)).slice(0, length);
const after = (start: string, shape: Shape): Shape => (length) => start + shape(length - start.length);

/** Lines made one after the other until they are long enough together. */
const lines = (line: (index: number) => string): Shape => (length) => {
  let text = '';
  for (let index = 0; text.length < length; index++) text += `${line(index)}\n`;
  return text.slice(0, length);
};

const words = 'one two three, four. ';
const prose = repeated(words);

/** A line of table cells, of half the length, and the line below that makes it a table's head. */
const wideTable: Shape = (length) => {
  const columns = Math.floor(length / 6);
  return `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${'|b'.repeat(columns)}|\n`;
};

/**
 * The deeper each line is indented, the fewer lines there are; so the deepest is about as deep as the root of the
 * length.
 */
const growing = (line: (index: number) => string): Shape => lines((index) => `${' '.repeat(2 * index)}${line(index)}`);

/**
 * Markdown that parsers tend to take more than linear time for: models write some of it by mistake or in a loop, and a
 * hostile file can have them write the rest.
 */
export const heavyShapes: Readonly<Record<string, Shape>> = {
  'backticks': repeated('`'),
  'backticks after a word': after('a ', repeated('`')),
  'backticks of growing length': lines((index) => '`'.repeat(index + 1) + 'a'),
  'code spans that never close': lines((index) => `${'`'.repeat((index % 40) + 1)} a`),
  'tildes': repeated('~'),
  'tildes after a word': after('a ', repeated('~')),
  'strikes that never close': repeated('~a '),
  'stars': repeated('*'),
  'stars after a word': after('a', repeated('*')),
  'emphasis that never closes': repeated('*a '),
  'strong text that never closes': repeated('**a '),
  'emphasis of both kinds': repeated('*a_ '),
  'emphasis that only closes': repeated('a* '),
  'emphasis inside words': repeated('_a'),
  'nested emphasis': (length) => '*a '.repeat(length / 6) + 'b* '.repeat(length / 6),
  'emphasis in threes': repeated('***a**b*'),
  'opening brackets': repeated('['),
  'closing brackets': repeated(']'),
  'nested brackets': (length) => '['.repeat(length / 2) + ']'.repeat(length / 2),
  'empty brackets': repeated('[]'),
  'links that never close': repeated('[a]('),
  'links that close at the end': (length) => `${'[a]('.repeat(length / 4 - 1)})`,
  'links with growing parentheses': repeated('[a](b(c'),
  'images that never close': repeated('![['),
  'references nobody defines': repeated('[a][b] '),
  'links': repeated('[a](https://example.com/b) '),
  'a label without an end': after('[', repeated('a')),
  'definitions': lines((index) => `[label ${index}]: https://example.com/${index}`),
  'definitions without an address': lines((index) => `[label ${index}]:`),
  'definitions and their uses': lines(
    (index) => `[label ${index}]: https://example.com/${index}\n\n[label ${index}] [label ${index + 1}]\n`,
  ),
  'uses before their definitions': (length) =>
    lines((index) => `[label ${index}]\n`)(length / 2) +
    lines((index) => `[label ${index}]: https://example.com/${index}`)(length / 2),
  'definitions with long titles': lines((index) => `[${index}]: a "`),
  'angle brackets': repeated('<'),
  'angle brackets and letters': repeated('<a '),
  'line breaks as tags': repeated('<br>'),
  'comments that never close': repeated('<!--'),
  'tags that never close': repeated('<div a="'),
  'lines of tags': lines(() => '<div>'),
  'ampersands': repeated('&'),
  'character references': repeated('&amp;'),
  'references that never end': repeated('&#x'),
  'backslashes': repeated('\\'),
  'escaped marks': repeated('\\*'),
  'addresses': repeated('https://example.com/a '),
  'addresses that never end': repeated('http://'),
  'one address': after('https://example.com/', repeated('a')),
  'an address with closing marks': after('https://example.com/', repeated(').')),
  'mail addresses': repeated('a@b.cd '),
  'signs of mail': repeated('a@'),
  'a long mail name': repeated('a.'),
  'www': repeated('www.'),
  'one word': repeated('a'),
  'one word with underscores': repeated('a_'),
  'one line of prose': prose,
  'prose over many lines': lines(() => words.trim()),
  'blank prose': repeated('a  \n'),
  'spaces': repeated(' '),
  'spaces before a word': (length) => `${' '.repeat(length - 1)}a`,
  'spaces inside a line': (length) => `a${' '.repeat(length - 2)}b`,
  'tabs': repeated('\t'),
  'empty lines': repeated('\n'),
  'lines of spaces': lines(() => '    '),
  'a word after empty lines': (length) => `a${'\n'.repeat(length - 2)}b`,
  'short lines': repeated('a\n'),
  'short paragraphs': repeated('a\n\n'),
  'headings': repeated('# a\n'),
  'hashes': repeated('#'),
  'a heading of hashes': after('# ', repeated('# ')),
  'underlined headings': repeated('a\n=\n'),
  'equals signs below a word': after('a\n', repeated('=')),
  'rules': repeated('---\n'),
  'dashes': repeated('-'),
  'dashes and spaces': repeated('- '),
  'one long list item': after('- ', prose),
  'a list item of many lines': after('- one\n', lines(() => `  ${words.trim()}`)),
  'a list item of many paragraphs': after('- one\n', lines(() => '\n  a')),
  'a list item with lazy lines': after('- one\n', repeated('a\n')),
  'a list item with a long fence': after('- one\n  ```js\n', lines((index) => `  const a${index} = 1;`)),
  'list items': lines(() => '- a'),
  'numbered items': lines((index) => `${index}. a`),
  'empty items': lines(() => '-'),
  'items of two kinds': lines((index) => (index % 2 === 0 ? '- a' : '* a')),
  'items with empty lines': repeated('- a\n\n'),
  'nested items': lines((index) => `${'  '.repeat(index % 30)}- a`),
  'growing indentation': growing(() => 'a'),
  'items of growing indentation': growing(() => '- a'),
  'quotes of growing indentation': growing(() => '> a'),
  'quotes in items in quotes': repeated('> - '),
  'nested quotes': repeated('> '),
  'nested quotes without spaces': repeated('>'),
  'deeply quoted lines': lines(() => `${'>'.repeat(38)} a`),
  'quotes of growing depth': lines((index) => `${'>'.repeat(index % 39)} a`),
  'one long quote': after('> ', prose),
  'quoted lines': lines(() => '> a'),
  'a quote with lazy lines': after('> one\n', repeated('a\n')),
  'quoted list items': lines(() => '> - a'),
  'quoted fences': repeated('> ```\n> a\n> ```\n'),
  'indented code': lines(() => '    a'),
  'one line of indented code': after('    ', repeated('a')),
  'fences': repeated('```js\na\n```\n'),
  'fences that never close': repeated('```a`\n'),
  'one open fence': after('```js\n', lines(() => 'const a = 1;')),
  'one line in a fence': after('```js\n', repeated('a b ')),
  'backticks in a fence': after('```js\n', repeated('`')),
  'backticks in lines of a fence': after('````js\n', repeated('```\n')),
  'a long info string': after('```', repeated('a')),
  'braces in a fence': after('```js\n', repeated('{')),
  'quotes in a fence': after('```js\n', repeated('"\'`')),
  'one table row': (length) => `|a|b|\n|-|-|\n|${'a'.repeat(length - 16)}|b|`,
  'table rows': after('|a|b|\n|-|-|\n', repeated('|c|d|\n')),
  'a table of many columns': wideTable,
  'rows wider than their table': after('|a|\n|-|\n', repeated('|b')),
  'bars': repeated('|'),
  'lines of bars': repeated('|\n'),
  'bars and dashes': repeated('|-'),
  'heads of tables': repeated('|a|\n|-|\n'),
  'a head without rows': after('a|b\n', repeated('-|')),
  'names of files': repeated('src/a.ts:1 '),
  'names without an end': repeated('a/'),
  'code spans': repeated('`a.ts` '),
  'paths in code spans': repeated('`src/a.ts` '),
  'letters of two units': repeated('𝒳'),
  'letters from right to left': repeated('אב '),
  'carriage returns': repeated('\r'),
  'zero characters': repeated('\0'),
};
