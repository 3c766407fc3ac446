import type { ClientLog } from '../wire/config.ts';
import { mostLogged } from '../exchange/limits.ts';

/** Takes a secret out of a text. */
export type Redact = (text: string) => string;

const inPlace = '…';

/**
 * Takes the key out of whatever a server sends back: as it is, and as JSON, a URL or HTML write it, each character in
 * a way of its own. Letters count in either case, since host names come in lower case. Must see a text before anything
 * is cut off it, or a part of the key may stay.
 */
export function redactor(key: string | undefined): Redact {
  if (key === undefined || key === '') return (text) => text;
  const pattern = new RegExp(Array.from(key, spellings).join(''), 'giu');
  return (text) => text.replace(pattern, inPlace);
}

/** A pattern of one character in each of its spellings: `a`, `\a`, `\u0061`, `%61`, `&#97;`, `&#x61;`. */
function spellings(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const literal = `\\u{${code.toString(16)}}`;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  // JSON within JSON doubles the backslashes.
  const json = units.map((unit) => `\\\\{1,4}u${unit.toString(16).padStart(4, '0')}`).join('');
  const bytes = Array.from(new TextEncoder().encode(character), (byte) => byte.toString(16).padStart(2, '0'));
  const url = bytes.map((byte) => `%(?:25)?${byte}`).join('');
  const html = `&#(?:0{0,4}${code}|x0{0,4}${code.toString(16)});`;
  return `(?:${json}|${url}|${html}|\\\\{0,4}${literal})`;
}

/** A log that never holds the key, and no answer longer than a person reads. */
export function redactedLog(log: ClientLog, redact: Redact): ClientLog {
  return {
    info: (line) => log.info(redact(line)),
    trace: (line) => log.trace(shortened(redact(line))),
  };
}

function shortened(line: string): string {
  if (line.length <= mostLogged) return line;
  return `${line.slice(0, mostLogged)} … and ${(line.length - mostLogged).toLocaleString('en-US')} more characters`;
}
