import { withoutComment } from '../text/comments.ts';

/** Longer lines are data or minified code: what their brackets mean is not worth the time. UTF-16 code units. */
const MAX_LINE = 2_000;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/** Brackets opened less those closed; texts in quotes and comments at line ends left out. */
export function bracketBalance(lines: readonly string[]): number {
  let open = 0;
  for (const line of lines) {
    const code = line.length > MAX_LINE ? '' : withoutComment(line.replace(QUOTED, ''));
    for (const char of code) {
      if ('([{'.includes(char)) open++;
      else if (')]}'.includes(char)) open--;
    }
  }
  return open;
}
