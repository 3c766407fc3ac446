import type { TextHunk } from '../text/hunks.ts';
import { extensionOf, isProse } from '../text/languages.ts';

const CURLY = /[\u2018-\u201F]/;
const OPENING = '\u2018\u201A\u201B\u201C\u201E\u201F';
const SINGLE = '\u2018\u2019\u201A\u201B';
const DOUBLE = '\u201C\u201D\u201E\u201F';

/** In these text stands between tags, where quotes are the author's: only what plainly is code counts. */
const MARKUP = /^(?:html?|xhtml|xml|svg|vue|svelte|astro|jsx|tsx|hbs|ejs|erb|php|cshtml|razor)$/;
/** Comments begin with these in the languages that are not listed. */
const HASH = new RegExp(
  [
    '^(?:py|pyi|rb|sh|bash|zsh|fish|pl|pm|r|ya?ml|toml|ex|exs|jl|nim|ps1|psm1|tf|cmake|mk|gemfile|rakefile|',
    'dockerfile|makefile)$',
  ].join(''),
);
const DASHES = /^(?:sql|lua|hs|elm|adb|ads|vhd|vhdl)$/;

/** Where code stands: in text between these signs, or behind those, up to the end of the line. */
type State = '' | '"' | "'" | '`' | '"""' | "'''" | '/*' | 'line';

interface Syntax {
  readonly comment: string;
  readonly hasBlocks: boolean;
  readonly isMarkup: boolean;
}

function syntaxOf(path: string): Syntax {
  const extension = extensionOf(path);
  const comment = HASH.test(extension) ? '#' : DASHES.test(extension) ? '--' : '//';
  return { comment, hasBlocks: comment === '//', isMarkup: MARKUP.test(extension) };
}

/**
 * The hunks with straight quotes around strings of code, where the reply has curly ones, as no language writes them.
 */
export function straightQuotes<T extends TextHunk>(path: string, before: string, hunks: readonly T[]): readonly T[] {
  if (isProse(path) || !hunks.some(({ text }) => CURLY.test(text))) return hunks;
  const syntax = syntaxOf(path);
  return hunks.map((hunk) =>
    CURLY.test(hunk.text) ? { ...hunk, text: straight(syntax, before.slice(0, hunk.start), hunk.text) } : hunk,
  );
}

function straight(syntax: Syntax, before: string, text: string): string {
  const whole = before + text;
  let state: State = '';
  let result = '';
  let at = 0;
  while (at < whole.length) {
    const closing = state === '' && at >= before.length ? closingQuote(syntax, whole, at) : undefined;
    if (closing !== undefined) {
      const quote = SINGLE.includes(whole[at] ?? '') ? "'" : '"';
      result += quote + whole.slice(at + 1, closing) + quote;
      at = closing + 1;
      continue;
    }
    const [next, length] = step(syntax, whole, at, state);
    if (at >= before.length) result += whole.slice(at, at + length);
    else if (at + length > before.length) result += whole.slice(before.length, at + length);
    state = next;
    at += length;
  }
  return result;
}

/** What stands before a string in code: nothing, a sign, or a word that takes a value. */
const VALUE_WORDS = 'return|in|case|throw|print|echo|import|from|require|yield|and|or|not|raise|puts|else|await|new';
const BEFORE_STRING = new RegExp(String.raw`(?:^|[([{,=:+!?&|<>;]|\b(?:${VALUE_WORDS}))\s*$`);

/** Where the string ends that a curly quote at `at` opens as code; undefined where it opens none. */
function closingQuote({ isMarkup }: Syntax, text: string, at: number): number | undefined {
  const open = text[at] ?? '';
  if (!OPENING.includes(open) && !/[\u2019\u201D]/.test(open)) return undefined;
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const isCode = isMarkup ? /[([=]$/.test(line) : BEFORE_STRING.test(line);
  if (!isCode) return undefined;
  const kind = SINGLE.includes(open) ? SINGLE : DOUBLE;
  const plain = kind === SINGLE ? "'" : '"';
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
    if (text[end] === plain || text[end] === '\\') return undefined;
    if (!kind.includes(text[end] ?? '')) continue;
    // An apostrophe within a word does not end it.
    if (/[\p{L}\p{N}]/u.test(text[end + 1] ?? '')) continue;
    return /^\s*(?:[)\]},;:.+=!?&|<>*/%-]|\n|$|(?:if|else|in|and|or|as|from|do|then|is)\b)/.test(
      text.slice(end + 1, end + 40),
    )
      ? end
      : undefined;
  }
  return undefined;
}

/** The state behind what begins at `at`, and how long that is. */
function step(
  { comment, hasBlocks, isMarkup }: Syntax,
  text: string,
  at: number,
  state: State,
): readonly [State, number] {
  const char = text[at] ?? '';
  if (state === 'line') return [char === '\n' ? '' : 'line', 1];
  if (state === '/*') return text.startsWith('*/', at) ? ['', 2] : ['/*', 1];
  if (state === '') return opened({ comment, hasBlocks, isMarkup }, text, at);
  if (char === '\\') return [state, 2];
  if (text.startsWith(state, at)) return ['', state.length];
  return [char === '\n' && (state === '"' || state === "'") ? '' : state, 1];
}

function opened({ comment, hasBlocks, isMarkup }: Syntax, text: string, at: number): readonly [State, number] {
  if (text.startsWith(comment, at)) return ['line', comment.length];
  if (hasBlocks && text.startsWith('/*', at)) return ['/*', 2];
  if (text.startsWith('"""', at)) return ['"""', 3];
  if (text.startsWith("'''", at)) return ["'''", 3];
  const char = text[at] ?? '';
  // An apostrophe in the text of a page, or the life of a reference in Rust, opens nothing.
  if (char === "'" && (isMarkup || !/^'(?:[^'\\\n]|\\.)*'/.test(text.slice(at, at + 500)))) return ['', 1];
  return char === '"' || char === "'" || char === '`' ? [char, 1] : ['', 1];
}
