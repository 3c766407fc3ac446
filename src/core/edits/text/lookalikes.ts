import { isProse } from './languages.ts';

/** Spaces that look like the plain one: no-break, narrow no-break, figure, thin and kin. */
const SPACES = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g;
/** Hyphens that look like the plain one: hyphen, no-break hyphen, figure dash, minus. */
const HYPHENS = /[\u2010-\u2012\u2212]/g;
/** En dash, em dash, horizontal bar: look-alikes in code, punctuation in prose. */
const DASHES = /[\u2013-\u2015]/g;
const SINGLE_QUOTES = /[\u2018\u2019\u201A\u201B\u2032]/g;
const DOUBLE_QUOTES = /[\u201C-\u201F\u2033]/g;
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;
const ANY = /[\u00A0\u00AD\u2000-\u200D\u2010-\u2015\u2018-\u201F\u202F\u2032\u2033\u205F\u2060\u2212\u3000\uFEFF]/;

/** Text as it is compared: every look-alike in its plain form, invisible characters gone. */
export function fold(text: string): string {
  if (!ANY.test(text)) return text;
  return text
    .replace(INVISIBLE, '').replace(SPACES, ' ').replace(HYPHENS, '-').replace(DASHES, '-')
    .replace(SINGLE_QUOTES, "'").replace(DOUBLE_QUOTES, '"');
}

/** Which look-alikes new text may keep, and which the model is known to write for plain characters. */
export interface Manners {
  /** The file's text: what it uses, it may get. */
  readonly file: string;
  readonly path: string;
  /** Look-alikes seen in the reply's old text where the file has plain characters. */
  readonly substituted: ReadonlySet<string>;
}

/** A dash set off by spaces in a comment or a string is punctuation. */
function isPunctuation(line: string, at: number): boolean {
  const spaced = line[at - 1] === ' ' && line[at + 1] === ' ';
  return spaced && /\/\/|#|\/\*|^\s*\*|--|<!--|["'`]/.test(line.slice(0, at));
}

/** New text with plain spaces and hyphens, except where the file itself uses the exotic ones. */
export function plainText(line: string, manners: Manners): string {
  if (!ANY.test(line)) return line;
  const keeps = (char: string): boolean => !manners.substituted.has(char) && manners.file.includes(char);
  const prose = isProse(manners.path);
  return line
    .replace(/[\u200B\u2060\uFEFF]/g, (char) => (keeps(char) ? char : ''))
    .replace(SPACES, (char) => (keeps(char) ? char : ' '))
    .replace(HYPHENS, (char) => (keeps(char) ? char : '-'))
    .replace(DASHES, (char, at: number, whole: string) => {
      const kept = keeps(char) || (!manners.substituted.has(char) && (prose || isPunctuation(whole, at)));
      return kept ? char : '-';
    })
    .replace(SINGLE_QUOTES, (char) => (manners.substituted.has(char) ? "'" : char))
    .replace(DOUBLE_QUOTES, (char) => (manners.substituted.has(char) ? '"' : char));
}

/** Look-alikes in `reply` that stand for plain characters in `file`, the two being equal once folded. */
export function substitutions(reply: string, file: string, into: Set<string>): void {
  if (reply === file || !ANY.test(reply)) return;
  for (const char of reply) if (ANY.test(char) && !file.includes(char)) into.add(char);
}

/**
 * A changed line keeps the file's own characters at both ends where the reply did not change them: `was` is the old
 * line as the reply has it, `own` as the file has it (equal once folded), `now` the new line.
 */
export function keepOwnCharacters(was: string, own: string, now: string, manners: Manners): string {
  if (was === own || was.length !== own.length) return plainText(now, manners);
  const most = Math.min(was.length, now.length);
  let head = 0;
  while (head < most && was[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return own.slice(0, head) + plainText(now.slice(head, now.length - tail), manners) + own.slice(own.length - tail);
}
