import { opening } from './header.ts';
import type { Opening } from './header.ts';

/**
 * Harmony whose markers a host cut out: `analysis…assistantfinal…`. The names of role and channel
 * are left, glued to the text; what prose never looks like is what tells them apart.
 */

const toolCall =
  /^(?:assistant)?(?:commentary)?(?:\s*to=([\w.-]+?))(?:commentary|analysis)?(?:\s*(?:json|code))?\s*(?=[{[]|\*\*\* Begin Patch)/;
const joint = /^assistant(final|commentary|analysis)(?!i[sz]|ly\b|ists?\b|ed\b|s\b)/;

/** The same where a host put line breaks in place of markers. */
const jointOnLines = /^assistant\n+(final|commentary|analysis)\n+/;

/** First words of gpt-oss's reasoning that, glued to `analysis`, are neither prose nor a name in code. */
const surelyReasoning =
  /^(?:assistant)?analysis(?=We[ '’]|The (?:user|question|task|request|code)\b|User (?:asks|wants|says|is|needs|provides|requests|gave|sent)\b|I(?:[ ]|['’](?:ll|m|d|ve) )|Let(?:['’]s| me| us) |Need to |They |Okay[,.] )/;
const maybeReasoning = /^(?:assistant)?analysis(?=[\p{Lu}\p{Lo}\d\n*#"“])/u;
const openingFinal = /^assistantfinal(?=[\p{Lu}\p{Lo}\d*#`\n|>-])/u;
const openingPreamble = /^assistantcommentary(?=[\p{Lu}\p{Lo}])/u;

/** A stripped head at the very start of a reply. `maybe`: only if a joint follows later. */
export interface StrippedOpening extends Opening {
  readonly maybe: boolean;
}

export function readStrippedOpening(text: string): StrippedOpening | undefined {
  const call = /to=functions\.|json\s*[{[]/.test(text) ? readStrippedCall(text) : undefined;
  if (call !== undefined) return { ...call, maybe: false };
  for (const [pattern, channel, maybe] of openings) {
    const found = pattern.exec(text);
    if (found !== null) return { ...opening({ role: '', channel, recipient: '' }, found[0].length), maybe };
  }
  return undefined;
}

const openings: readonly (readonly [RegExp, string, boolean])[] = [
  [surelyReasoning, 'analysis', false],
  [maybeReasoning, 'analysis', true],
  [openingFinal, 'final', false],
  [openingPreamble, 'commentary', false],
];

/** `assistantcommentary to=functions.read_file json{…}`, at the start of `text`. */
export function readStrippedCall(text: string): Opening | undefined {
  const found = toolCall.exec(text);
  if (found?.[1] === undefined || !/^\s*(?:assistant|commentary|to=functions\.)/.test(text)) return undefined;
  return opening({ role: '', channel: '', recipient: found[1] }, found[0].length);
}

/**
 * A joint inside reasoning (`…done.assistantfinalHello`), at the start of `text`; `before` is the
 * character in front of it, empty at the start of a message.
 */
export function readJoint(text: string, before: string): Opening | undefined {
  const call = before === ' ' ? undefined : readStrippedCall(text);
  if (call !== undefined) return call;
  const lines = before === '\n' || before === '' ? jointOnLines.exec(text) : null;
  if (lines?.[1] !== undefined) return opening({ role: '', channel: lines[1], recipient: '' }, lines[0].length);
  const found = joint.exec(text);
  if (found?.[1] === undefined || !standsAsJoint(before, text.slice(found[0].length), found[1])) return undefined;
  return opening({ role: '', channel: found[1], recipient: '' }, found[0].length);
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
