/** Brackets opened less those closed; texts in quotes and comments at line ends left out. */
export function bracketBalance(lines: readonly string[]): number {
  let open = 0;
  for (const line of lines) {
    const code = line.length > 2_000 ? '' : withoutTexts(line);
    for (const char of code) {
      if ('([{'.includes(char)) open++;
      else if (')]}'.includes(char)) open--;
    }
  }
  return open;
}

function withoutTexts(line: string): string {
  const code = line.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, '');
  return code.replace(/^\s*\*.*$|(?:^|\s)(?:\/\/|#|--|\/\*)\s.*$/, '');
}
