/** Whether a text opens more than `most` brackets within each other, those in strings left out. Linear. */
export function nestsDeeper(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = stringEnd(text, at + 1);
        break;
      case openBrace:
      case openBracket:
        depth++;
        if (depth > most) return true;
        break;
      case closeBrace:
      case closeBracket:
        depth--;
    }
  }
  return false;
}

const quote = 34;
const backslash = 92;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/** Where the string that `from` lies in ends: its closing quote, or the end of the text. */
function stringEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}
