import { isCutOffHeader, readBrokenHeader } from './brokenHeader.ts';
import { readResultHead } from './callHead.ts';
import { readHeader, readTolerantHeader, readWholeHeader } from './header.ts';
import type { Opening } from './header.ts';
import { isMarkerPrefix, isTerminator, markerAt, markers, windowLength } from './markers.ts';
import { goesOnAsProse } from './place.ts';
import type { Verdict } from './place.ts';
import { readJoint, readStrippedOpening } from './stripped.ts';
import { mayBeTag, readTag } from './tags.ts';

/** How a reply begins: as harmony, as harmony that later text has to prove, or as plain text. */
export type Beginning =
  | Exclude<Verdict, { readonly type: 'text' }>
  | { readonly type: 'maybe'; readonly opening: Opening }
  | { readonly type: 'tag'; readonly length: number; readonly maybe: boolean }
  | { readonly type: 'plain' };

const heads = ['assistant', 'analysis', 'commentary', 'final', 'to=', 'functions.'];
const tornHead = /^\|?(?:start\|>[a-z]|channel\|>[a-z]|message\|>)/;
const tornMarkers = ['|start|>', '|channel|>', '|message|>', 'start|>', 'channel|>', 'message|>'];
const plain: Beginning = { type: 'plain' };
const longestBlank = 64;
const indentedCode = /^\s*(?:\t| {4})/;

/** Judges `window`, the first characters of a reply; `closed`: there are no others. */
export function readBeginning(window: string, closed: boolean): Beginning {
  const text = window.trimStart();
  const blank = window.length - text.length;
  if (blank > longestBlank || indentedCode.test(window) || (text === '' && closed)) return plain;
  if (text === '') return { type: 'more' };
  return shift(beginning(text, closed || window.length >= windowLength, closed), blank);
}

function beginning(text: string, full: boolean, closed: boolean): Beginning {
  const tag = readTag(text);
  if (!full && mayBeTag(text)) return { type: 'more' };
  if (tag !== undefined) return { type: 'tag', ...tag };
  if (!couldBeHead(text)) return mayBeTorn(text) ? beginsTorn(text, full) : plain;
  const opening = readTolerantHeader(text);
  if (opening !== undefined && !full && /^[ \t]*$/.test(text.slice(opening.end))) return { type: 'more' };
  if (opening !== undefined && isHead(text, opening)) return { type: 'open', opening };
  if (!full) return { type: 'more' };
  if (opening !== undefined) return plain;
  const marker = markerAt(text, 0);
  if (marker === undefined) return beginsWithName(text, closed);
  if (closed && isCutOffHeader(text)) return { type: 'close', length: text.length };
  if (!isTerminator(marker)) return beginsBroken(text);
  return saysSomething(text.slice(marker.length)) ? { type: 'close', length: marker.length } : plain;
}

const namedBeforeMarker = /^(?:analysis|commentary|final|assistant)[ \t]+<\|/;

/** Prose may begin with a marker, a name or a head it is about to explain; then a blank follows. */
function isHead(text: string, { end }: Opening): boolean {
  const next = text.slice(end);
  if (text.startsWith('<|message|>')) return /^\S/.test(next) || !/^\s*(?:[a-z ]|$)/.test(next);
  return !namedBeforeMarker.test(text) && !goesOnAsProse(next);
}

function saysSomething(rest: string): boolean {
  return !/^(?:[ \t]+[a-z]|[`"',.;:)\]])/.test(rest);
}

function mayBeTorn(text: string): boolean {
  return tornMarkers.some((torn) => text.startsWith(torn) || torn.startsWith(text));
}

/** The first characters of the first marker are lost: `channel|>analysis<|message|>`. */
function beginsTorn(text: string, full: boolean): Beginning {
  const lost = text.startsWith('|') ? '<' : '<|';
  const opening = tornHead.test(text) ? readHeader(lost + text) : undefined;
  if (opening === undefined) return full ? plain : { type: 'more' };
  return { type: 'open', opening: { ...opening, end: opening.end - lost.length } };
}

function beginsBroken(text: string): Beginning {
  const opening = readBrokenHeader(text);
  if (opening === undefined) return plain;
  if (endsBeforeHead(text)) return { type: 'open', opening };
  if (!/^<\|(?:start\|>assistant|channel\|>\W{0,8}(?:analysis|commentary|final))/.test(text)) return plain;
  return /^(?:\s*[a-z]|[`"',.;:)\]](?!``))/.test(text.slice(opening.end)) ? plain : { type: 'open', opening };
}

/** Whether the first thing after the first marker is the end of a message, and a whole head behind it. */
function endsBeforeHead(text: string): boolean {
  const [lead] = /^<\|\w+\|>(?![ \t]+[a-z]|[`{])[^\n`]{0,160}?(?=<\|)/.exec(text) ?? [];
  const marker = lead === undefined ? undefined : markerAt(text, lead.length);
  if (lead === undefined || marker === undefined || !isTerminator(marker)) return false;
  return readWholeHeader(text.slice(lead.length + marker.length).trimStart()) !== undefined;
}

function beginsWithName(text: string, closed: boolean): Beginning {
  if (closed && isMarkerPrefix(text)) return plain;
  const opening = readStrippedOpening(text);
  if (opening === undefined) return plain;
  return { type: opening.maybe ? 'maybe' : 'open', opening };
}

function shift(found: Beginning, by: number): Beginning {
  if (found.type === 'close' || found.type === 'tag') return { ...found, length: found.length + by };
  if (found.type === 'open' || found.type === 'maybe') {
    return { type: found.type, opening: { ...found.opening, end: found.opening.end + by } };
  }
  return found;
}

function couldBeHead(text: string): boolean {
  return [...heads, ...markers].some((head) => text.startsWith(head) || head.startsWith(text));
}

const bareAnswer: Verdict = { type: 'open', opening: { kind: 'answer', tool: '', end: 0 } };

/** Judges `window`, not blank in front, where a message of a harmony reply has ended. */
export function readNext(window: string, closed: boolean): Verdict {
  const full = closed || window.length >= windowLength;
  if (!couldBeHead(window)) return bareAnswer;
  const opening = readTolerantHeader(window);
  if (opening !== undefined) return { type: 'open', opening };
  const marker = markerAt(window, 0);
  if (marker !== undefined && isTerminator(marker)) return { type: 'close', length: marker.length };
  if (!full) return { type: 'more' };
  if (closed && isCutOffHeader(window)) return { type: 'close', length: window.length };
  const found = marker === undefined ? readResultHead(window) ?? readJoint(window, '') : readBrokenHeader(window);
  if (found !== undefined) return { type: 'open', opening: found };
  return marker === undefined ? bareAnswer : { type: 'close', length: marker.length };
}
