/** Longest slice, in UTF-16 code units: some 5 ms of work for the tokenizer. */
const longestSlice = 32_768;

/**
 * Letters, marks or white space, as many as stay in one piece. The tokenizer takes such a run as one word,
 * and its time grows with the square of the word's length.
 */
const longRun = /[\p{L}\p{M}]{128}|[^\s\p{L}\p{N}]{128}|\s{128}/gu;

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
  let start = 0;
  for (const { 0: run, index } of slice.matchAll(longRun)) {
    yield slice.slice(start, index + run.length);
    start = index + run.length;
  }
  yield slice.slice(start);
}
