import { readCallHead } from './callHead.ts';
import { openingTo } from './header.ts';
import type { Opening } from './header.ts';

/**
 * Harmony whose markers a host cut out: `analysis…assistantfinal…`. The names of role and channel are left, glued to
 * the text; what prose never looks like is what tells them apart.
 */

/** Several channels in a row are heads of empty messages: the last one counts. */
const names = '(?:final|commentary|analysis)*?(final|commentary|analysis)';
const joint = new RegExp(`^assistant${names}(?!final|commentary|analysis|i[sz]|ly\\b|ists?\\b|ed\\b|s\\b)`);

/** The same where a host put line breaks in place of markers. */
const jointOnLines = /^assistant\n+(final|commentary|analysis)\n+/;

/** A channel at the start of a line, glued to a sentence or on a line of its own: `\nfinalGood morning, all.` */
const firstWord = String.raw`\p{Lu}[\p{L}'’]*(?:,|[.!?:]?(?:\s(?![=:])|$))|[\p{Lo}*#"“]|\d+(?:[.,!]?(?:\s|$))`;
const jointOfLine = new RegExp(String.raw`^\n\s*${names}(?:\n+(?=\S)|(?=${firstWord}))`, 'u');

/** First words of gpt-oss's reasoning that, glued to `analysis`, are neither prose nor a name in code. */
const firstWords = [
  "We[ '’]", 'The (?:user|question|task|request|code)\\b',
  'User (?:asks|wants|says|is|needs|provides|requests|gave|sent)\\b',
  "I(?:[ ]|['’](?:ll|m|d|ve) )", "Let(?:['’]s| me| us) ", 'Need to ', 'They ', 'Okay[,.] ',
];
const analysis = '^(?:assistant)?(?:final|commentary|analysis)*?analysis';
const surelyReasoning = new RegExp(`${analysis}(?=${firstWords.join('|')})`);
const maybeReasoning = new RegExp(`${analysis}(?=[\\p{Lu}\\p{Lo}\\d\\n*#"“])`, 'u');
const openingFinal = /^assistantfinal(?=[\p{Lu}\p{Lo}\d*#`\n|>-])/u;
const openingPreamble = /^assistantcommentary(?=[\p{Lu}\p{Lo}])/u;

/** A stripped head at the very start of a reply. `maybe`: only if a joint follows later. */
export interface StrippedOpening extends Opening {
  readonly maybe: boolean;
}

const openings: readonly (readonly [RegExp, string, boolean])[] = [
  [surelyReasoning, 'analysis', false],
  [maybeReasoning, 'analysis', true],
  [openingFinal, 'final', false],
  [openingPreamble, 'commentary', false],
];

export function readStrippedOpening(text: string): StrippedOpening | undefined {
  const call = /to=\s?functions\.|(?:json|code)\s*[=:]?\s*[{[]/.test(text) ? readStrippedCall(text) : undefined;
  if (call !== undefined) return { ...call, maybe: false };
  for (const [pattern, channel, maybe] of openings) {
    const found = pattern.exec(text);
    if (found !== null) return { ...openingTo(channel, '', found[0].length), stripped: true, maybe };
  }
  return undefined;
}

const beginsCall = /^\s*(?:assistant|commentary|to=\s?functions\.|to=\S+(?:<\||\s+(?:json|code)\b))/;

/** `assistantcommentary to=functions.read_file json{…}`, at the start of `text`. */
function readStrippedCall(text: string): Opening | undefined {
  const call = beginsCall.test(text) ? readCallHead(text) : undefined;
  return call === undefined ? undefined : { ...call, stripped: true };
}

/**
 * A joint inside reasoning (`…done.assistantfinalHello`), at the start of `text`; `before` is the character in front
 * of it, empty at the start of a message.
 */
export function readJoint(text: string, before: string): Opening | undefined {
  const call = before === ' ' ? undefined : readStrippedCall(text);
  if (call !== undefined) return call;
  const lines = before === '\n' || before === '' ? jointOnLines.exec(text) : null;
  if (lines?.[1] !== undefined) return openingOf(lines[1], lines[0].length);
  const found = joint.exec(text);
  if (found?.[1] === undefined || !standsAsJoint(before, text.slice(found[0].length), found[1])) return undefined;
  return behindBreaks(text, openingOf(found[1], found[0].length));
}

/** A joint at a line's start, from its line break on; only stripped harmony has it. */
export function readLineJoint(text: string): Opening | undefined {
  const found = jointOfLine.exec(text);
  return found?.[1] === undefined ? undefined : openingOf(found[1], found[0].length);
}

/**
 * A joint in a text that did not begin like harmony (`Keep it short.assistantfinalGood morning.`): the beginning of
 * a sentence has to follow; that one ends in front is for the caller to know.
 */
export function readJointOfSentences(text: string): Opening | undefined {
  const found = joint.exec(text);
  const after = found === null ? '' : text.slice(found[0].length);
  const isSentence = /^ ?(?:\p{Lu}[\p{L}'’]*(?:,|[!?:]|\.?(?:\s(?!=)|$))|\d|\p{Lo}|\*\*|#|- |```|\n)/u.test(after);
  if (found?.[1] === undefined || !isSentence) return undefined;
  return behindBreaks(text, openingOf(found[1], found[0].length));
}

function openingOf(channel: string, end: number): Opening {
  return { ...openingTo(channel, '', end), stripped: true };
}

/** A host may have put line breaks in place of the markers behind the head. */
function behindBreaks(text: string, opening: Opening): Opening {
  const breaks = /^ ?\n*/.exec(text.slice(opening.end))?.[0].length ?? 0;
  return { ...opening, end: opening.end + breaks };
}

function standsAsJoint(before: string, after: string, channel: string): boolean {
  if (/[ \t_$./\\-]/.test(before) && before !== '.') return false;
  if (/["'`“‘]/.test(before) && after.startsWith(closingOf(before))) return false;
  const glued = /^[\p{Lu}\p{Lo}\d*#`\n|>"“(-]/u.test(after);
  if (before === '`' || /[\p{L}\d]/u.test(before) || channel !== 'final') return glued;
  return after === '' || glued || /^(?:\p{L}| (?!\p{Ll})| ?[<{[$\\/&~@!])/u.test(after);
}

function closingOf(quote: string): string {
  if (quote === '“') return '”';
  return quote === '‘' ? '’' : quote;
}
