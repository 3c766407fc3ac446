import { parseJson } from '../../../parseJson.ts';
import { literalEnd, valueEnd, valueOf, valuesIn } from '../calls/json.ts';
import { proposalsIn } from '../calls/jsonEdits.ts';
import { withoutReasoning } from './reasoning.ts';
import type { Proposal } from '../proposal.ts';
import type { Format } from '../reader.ts';

const MAX_DEPTH = 4;

export interface Unwrapped {
  readonly text: string;
  readonly edits: readonly Proposal[];
}

/**
 * Decodes a patch that stands inside a string of broken JSON somewhere in the text, as often as it was encoded. JSON
 * that can be read stays: what it says beside the patch counts too.
 */
function decodeLiterals(reply: string): string {
  let text = reply;
  let from = 0;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const found = text.slice(from).search(/\*\*\* Begin Patch\\+n/);
    if (found < 0) return text;
    const at = from + found;
    const end = readableEnd(text, at);
    if (end !== undefined) {
      text = withoutTail(text, end);
      from = end;
      continue;
    }
    const lead = /\\*"[^"]{0,200}$/.exec(text.slice(Math.max(0, at - 220), at))?.[0] ?? '';
    const open = at - lead.length;
    const escapes = lead.indexOf('"');
    if (escapes < 0) return text;
    const start = open + escapes + 1;
    const stop = escapes === 0 ? literalEnd(text, start) : literalStop(text, start, escapes);
    if (stop < 0) return text;
    const decoded = parseJson(`"${unescapeLevels(text.slice(start, stop), escapes)}"`);
    if (typeof decoded !== 'string') return text;
    text = `${text.slice(0, open)}\n${decoded}\n${text.slice(stop + 1)}`;
  }
  return text;
}

/**
 * The text without what follows JSON on its last line, such as the beginning of another call; unless that is JSON too.
 */
function withoutTail(text: string, end: number): string {
  const tail = /^[^\n]*/.exec(text.slice(end))?.[0] ?? '';
  return /Begin Patch|^\s*[,\]}]/.test(tail) && !/^\s*[\]}]+[^\s\]},]/.test(tail)
    ? text
    : text.slice(0, end) + text.slice(end + tail.length);
}

/** How far above a patch the JSON that it stands in may begin, in UTF-16 units. */
const MAX_ABOVE = 2_000;

/** The index behind the JSON around `at`, where it begins a line and can be read. */
function readableEnd(text: string, at: number): number | undefined {
  const top = Math.max(0, at - MAX_ABOVE);
  for (const { index, 0: lead } of text.slice(top, at).matchAll(/^[ \t]{0,8}(?=[[{])/gm)) {
    const start = top + index + lead.length;
    const end = valueEnd(text, start, text.length);
    if (end > at && valueOf(text.slice(start, end)) !== undefined) return end;
  }
  return undefined;
}

/** End of a literal inside another: a quote behind as many backslashes as the opening one had. */
function literalStop(text: string, from: number, escapes: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes++;
    if (slashes <= escapes) return at - slashes;
  }
  return -1;
}

/** A quote behind 1, 3 or 7 backslashes stands one, two or three strings deep. */
function unescapeLevels(text: string, escapes: number): string {
  let inner = text;
  for (let left = escapes; left > 0; left >>= 1) {
    const outer = parseJson(`"${inner}"`);
    if (typeof outer !== 'string') return text;
    inner = outer;
  }
  return inner;
}

/** Takes patches and edits out of a reply that is JSON throughout, fenced or not; any other comes back as it is. */
export function unwrap(whole: string, formats: readonly Format[]): Unwrapped {
  const reply = withoutReasoning(whole);
  const values = valuesIn(withoutFence(reply));
  if (values.length > 0) {
    const { edits } = proposalsIn(values, formats);
    if (edits.length > 0) return { text: '', edits };
  }
  return { text: /Begin Patch\\+n/.test(reply) ? decodeLiterals(reply) : reply, edits: [] };
}

function withoutFence(reply: string): string {
  const text = reply.trim();
  const fenced = /^```(?:json)?[^\S\n]*\n/.exec(text);
  return fenced && text.endsWith('```') ? text.slice(fenced[0].length, -3).trim() : text;
}
