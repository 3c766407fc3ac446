import { openingTo } from './header.ts';
import type { Opening } from './header.ts';

/**
 * The head of a call in front of its arguments, with markers, without, or with some of them:
 * `<|channel|>commentary to=functions.find <|constrain|>json{…}`, `assistantcommentary to=functions.find code={…}`.
 * Each optional part takes the blanks in front of it, so that a failed match stays linear.
 */
const gap = String.raw`(?:\s|<\|(?:start|channel|constrain|message)\|>)*`;
const channel = '(?:analysis|commentary|final)';
const recipient = String.raw`to=\s?([\w.-]{1,64}?(?: [A-Za-z]\w{0,30}){0,2}?)`;
const format = String.raw`(?<!_)(?:json|code)`;
const payload = String.raw`(?=[{[]|\*\*\* Begin Patch)`;
const callHead = new RegExp(
  `^(?:${gap}assistant)?(?:${gap}${channel})*${gap}${recipient}(?:${gap}${channel})?` +
    `(${gap}${format}(?:${gap}[=:])?)?${gap}${payload}`,
);

/** The head of what a tool is said to have answered: `functions.find to=assistantcommentary{…}`. */
const resultHead = new RegExp(
  String.raw`^(?:<\|start\|>)?(functions\.[\w.-]{1,64}?)\s*to=assistant(?:${gap}${channel})?(?:${gap}${format})?${gap}`,
);

/** What the arguments of a call begin with when they are JSON, or a patch. */
const surePayload = /^(?:\{\s*(?:["}]|$)|\[\s*(?:[{"\]]|$)|\*\*\* Begin Patch)/;

export function readCallHead(text: string): Opening | undefined {
  const found = callHead.exec(text);
  return found?.[1] === undefined ? undefined : openingTo('', found[1], found[0].length);
}

/** The same where it has to stand out from prose: a tool of the usual namespace or a format, and JSON. */
export function readSureCallHead(text: string): Opening | undefined {
  const found = callHead.exec(text);
  const isSure = found?.[2] !== undefined || /^functions\.\S+$/.test(found?.[1] ?? '');
  if (found?.[1] === undefined || !isSure) return undefined;
  return surePayload.test(text.slice(found[0].length)) ? openingTo('', found[1], found[0].length) : undefined;
}

export function readResultHead(text: string): Opening | undefined {
  const found = resultHead.exec(text);
  return found?.[1] === undefined ? undefined : { kind: 'toolTurn', tool: found[1], end: found[0].length };
}
