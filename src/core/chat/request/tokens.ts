/** What a text may cost in tokens, known without a tokenizer. */
export interface TokenEstimate {
  /** What it most likely is: within a quarter for code, prose and markup, further off for random characters. */
  readonly likely: number;
  /** What no text but random letters exceeds: twice the likely count for ASCII, a token for each byte of the rest. */
  readonly most: number;
}

/** Characters that tend to share tokens. `alphabet`: two bytes in UTF-8; `symbol`: three or four. */
type Kind = 'space' | 'digit' | 'upper' | 'lower' | 'mark' | 'alphabet' | 'symbol';

function asciiKind(code: number): Kind {
  if (code === 32 || (code >= 9 && code <= 13)) return 'space';
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  return code >= 48 && code <= 57 ? 'digit' : 'mark';
}

const asciiKinds: readonly Kind[] = Array.from({ length: 128 }, (_, code) => asciiKind(code));

function kindAt(text: string, index: number): Kind {
  const code = text.charCodeAt(index);
  return asciiKinds[code] ?? (code < 0x800 ? 'alphabet' : 'symbol');
}

/**
 * Tokens of a run of one kind, fitted to `o200k_harmony` on TypeScript, Python, JSON, style sheets, minified code,
 * documentation, and texts in German, Russian, Chinese, Japanese and Korean.
 */
function likelyOf(kind: Kind, length: number, next: Kind | undefined): number {
  switch (kind) {
    case 'space':
      // One space belongs to the word behind it.
      return length === 1 ? 0.05 : 0.6 + length / 20;
    case 'digit':
      return Math.ceil(length / 3);
    case 'lower':
      return ofLetters(length);
    case 'upper':
      // The capital a word begins with counts with its small letters.
      return next === 'lower' ? (length - 1) / 2 : 0.5 + length / 3;
    case 'mark':
      return 0.4 + length * 0.35;
    case 'alphabet':
      return length * 0.27;
    case 'symbol':
      return length * 0.65;
  }
}

/** Up to 7 letters are mostly one token, and what is longer than any word is no word. */
function ofLetters(length: number): number {
  if (length > 20) return length / 2.5;
  return length <= 7 ? 1 : 1 + (length - 7) / 4;
}

function mostOf(kind: Kind, length: number, likely: number): number {
  if (kind === 'alphabet') return length * 2;
  return kind === 'symbol' ? length * 3 : likely * 2;
}

/** A handful of characters may be odd ones. */
const smallPrint = 8;

/** Reads a text once, at some 100 MB a second. */
export function estimateTokens(text: string): TokenEstimate {
  let likely = 0;
  let most = text === '' ? 0 : smallPrint;
  let kind = text === '' ? undefined : kindAt(text, 0);
  for (let start = 0; kind !== undefined;) {
    let end = start + 1;
    while (end < text.length && kindAt(text, end) === kind) end++;
    const next: Kind | undefined = end < text.length ? kindAt(text, end) : undefined;
    const tokens = likelyOf(kind, end - start, next);
    likely += tokens;
    most += mostOf(kind, end - start, tokens);
    start = end;
    kind = next;
  }
  return { likely: Math.ceil(likely), most: Math.ceil(most) };
}

/** Tokens the harmony format puts around a message, e.g. `<|start|>assistant<|channel|>final<|message|>…<|end|>`. */
export const messageFraming = 6;

/** Tokens the harmony format puts before the first message: who the model is, its knowledge, its channels. */
export const requestFraming = 100;
