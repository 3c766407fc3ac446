import type { Verdict } from './boundary.ts';
import { isCutOffHeader, readBrokenHeader } from './brokenHeader.ts';
import { readHeader } from './header.ts';
import type { Opening } from './header.ts';
import { isMarkerPrefix, isTerminator, markerAt, markers, windowLength } from './markers.ts';
import { readJoint, readStrippedOpening } from './stripped.ts';

/** How a reply begins: as harmony, as harmony that later text has to prove, or as plain text. */
export type Beginning =
  | Exclude<Verdict, { readonly type: 'text' }>
  | { readonly type: 'maybe'; readonly opening: Opening }
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
  if (!couldBeHead(text)) return tornMarkers.some((torn) => text.startsWith(torn) || torn.startsWith(text)) ? beginsTorn(text, full) : plain;
  const opening = readHeader(text);
  if (opening !== undefined && isHead(text)) return { type: 'open', opening };
  if (!full) return { type: 'more' };
  const marker = markerAt(text, 0);
  if (marker === undefined) return beginsWithName(text, closed);
  if (closed && isCutOffHeader(text)) return { type: 'close', length: text.length };
  if (isTerminator(marker)) return saysSomething(text.slice(marker.length)) ? { type: 'close', length: marker.length } : plain;
  return beginsBroken(text);
}

/** Prose may begin with a marker or a name it is about to explain; then a blank follows. */
function isHead(text: string): boolean {
  return !/^(?:<\|message\|>\s*(?:[a-z ]|$)|(?:analysis|commentary|final|assistant)[ \t]+<\|)/.test(text) || /^<\|message\|>[^\s]/.test(text);
}

function saysSomething(rest: string): boolean {
  return !/^(?:[ \t]+[a-z]|[`"',.;:)\]])/.test(rest);
}

/** The first characters of the first marker are lost: `channel|>analysis<|message|>`. */
function beginsTorn(text: string, full: boolean): Beginning {
  const lost = text.startsWith('|') ? '<' : '<|';
  const opening = tornHead.test(text) ? readHeader(lost + text) : undefined;
  if (opening === undefined) return full ? plain : { type: 'more' };
  return { type: 'open', opening: { ...opening, end: opening.end - lost.length } };
}

function beginsBroken(text: string): Beginning {
  if (!/^<\|(?:start\|>assistant|channel\|>(?:analysis|commentary|final))/.test(text)) return plain;
  const opening = readBrokenHeader(text);
  if (opening === undefined || /^(?:\s*[a-z]|[`"',.;:)\]](?!``))/.test(text.slice(opening.end))) return plain;
  return { type: 'open', opening };
}

function beginsWithName(text: string, closed: boolean): Beginning {
  if (closed && isMarkerPrefix(text)) return plain;
  const opening = readStrippedOpening(text);
  if (opening === undefined) return plain;
  return { type: opening.maybe ? 'maybe' : 'open', opening };
}

function shift(found: Beginning, by: number): Beginning {
  if (found.type === 'close') return { type: 'close', length: found.length + by };
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
  const opening = readHeader(window);
  if (opening !== undefined) return { type: 'open', opening };
  const marker = markerAt(window, 0);
  if (marker !== undefined && isTerminator(marker)) return { type: 'close', length: marker.length };
  if (!full) return { type: 'more' };
  if (closed && isCutOffHeader(window)) return { type: 'close', length: window.length };
  const found = marker === undefined ? readJoint(window, '') : readBrokenHeader(window);
  if (found !== undefined) return { type: 'open', opening: found };
  return marker === undefined ? bareAnswer : { type: 'close', length: marker.length };
}
