import { parseJson } from '../../../parseJson.ts';

/** The value a text in JSON stands for; line breaks within its strings may be real ones. Undefined where it is none. */
export function valueOf(text: string): unknown {
  return parseJson(text) ?? (/[\n\t]/.test(text) ? parseJson(withEscapes(text)) : undefined);
}

/** Line breaks and tabs within strings as their escapes. */
function withEscapes(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[^])*"/g, (literal) => {
    return literal.replace(/\r?\n/g, '\\n').replace(/\t/g, '\\t');
  });
}

/** The index behind the value in brackets that begins at `from`; -1 where it does not end before `limit`. */
export function valueEnd(text: string, from: number, limit: number): number {
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const char = text[at];
    if (char === '"') {
      at = literalEnd(text, at + 1, limit);
      if (at < 0) return -1;
    } else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1;
  }
  return -1;
}

/** Where a string literal ends: the first quote without a backslash before it. */
export function literalEnd(text: string, from: number, limit = text.length): number {
  for (let at = from; at < limit; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/**
 * The values of a text that is made of objects and lists in JSON, one or several in a row; none where anything else is
 * in it.
 */
export function valuesIn(text: string): unknown[] {
  const values: unknown[] = [];
  for (let at = skipped(text, 0); at < text.length; ) {
    const end = text[at] === '{' || text[at] === '[' ? valueEnd(text, at, text.length) : -1;
    const value = end < 0 ? undefined : valueOf(text.slice(at, end));
    if (value === undefined) return [];
    values.push(value);
    at = skipped(text, end);
  }
  return values;
}

/** The index of the next character that neither is white space nor parts values. */
function skipped(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s,;]/.test(text[at] ?? '')) at++;
  return at;
}
