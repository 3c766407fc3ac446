/** Longest slice, in UTF-16 code units: some 5 ms of work for the tokenizer. */
const longestSlice = 32_768;

/**
 * Letters, marks or white space, as many as stay in one piece. The tokenizer takes such a run as one word,
 * and its time grows with the square of the word's length.
 */
const longRun = /[\p{L}\p{M}]{128}|[^\s\p{L}\p{N}]{128}|\s{128}/gu;

/** As in `longRun`. */
const longest = 128;

/** Numbers that tell apart what may make up a run: digits never do, and what is not ASCII may be letters. */
function runKind(code: number): number {
  if (code > 127) return 1;
  if (code <= 32) return 2;
  if (code >= 48 && code <= 57) return 0;
  return (code | 32) >= 97 && (code | 32) <= 122 ? 1 : 3;
}

/**
 * Whether there may be a run too long for the tokenizer: fifty times as quick as to look for it. Where ASCII and other
 * characters meet in a run, one of nearly twice the length may pass.
 */
function mayHoldRun(slice: string): boolean {
  let kind = 0;
  let length = 0;
  for (let index = 0; index < slice.length; index++) {
    const code = slice.charCodeAt(index);
    const next = runKind(code);
    // What is not ASCII may be of any kind: it never ends a run.
    length = next === 0 ? 0 : next === kind || code > 127 ? length + 1 : 1;
    if (code <= 127) kind = next;
    if (length >= longest) return true;
  }
  return false;
}

/** A line that the tokenizer never takes together with the one before: not blank, and not begun with a slash. */
const freshLine = /[^\s/]|[ \t]+\S/y;

/**
 * Cuts a text for the tokenizer. Slices begin where it begins a word anyway, with a fresh line, so together they
 * count as the whole; only a cut within a longer run or line may add a token.
 */
export function* cutText(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start);
    yield* cutRuns(text.slice(start, end));
    start = end;
  }
}

function sliceEnd(text: string, start: number): number {
  const most = start + longestSlice;
  if (most >= text.length) return text.length;
  for (let end = most; end > start; end--) {
    if (text.charCodeAt(end - 1) !== 10) continue;
    freshLine.lastIndex = end;
    if (freshLine.test(text)) return end;
  }
  return isHighSurrogate(text.charCodeAt(most - 1)) ? most - 1 : most;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

function* cutRuns(slice: string): Generator<string> {
  if (!mayHoldRun(slice)) {
    yield slice;
    return;
  }
  let start = 0;
  for (const { 0: run, index } of slice.matchAll(longRun)) {
    yield slice.slice(start, index + run.length);
    start = index + run.length;
  }
  yield slice.slice(start);
}
