import { isCutOffHeader, readBrokenHeader } from './brokenHeader.ts';
import { readWholeHeader } from './header.ts';
import type { MessageKind, Opening } from './header.ts';
import { isMarkerPrefix, isTerminator, markerAt, windowLength } from './markers.ts';
import type { Marker } from './markers.ts';
import { readJoint } from './stripped.ts';

/**
 * `plain`: the reply did not begin like harmony. `maybe`: it began like stripped harmony, and a
 * later message has to prove it. `harmony`: proven.
 */
export type Mode = 'plain' | 'maybe' | 'harmony';

/** All that is known of the place where a possible marker stands. */
export interface Place {
  readonly mode: Mode;
  readonly kind: MessageKind;
  /** The character in front, empty at the start of a message. */
  readonly before: string;
  readonly inFence: boolean;
  /** A backtick stands open on the line. Inline code it is only if another one follows. */
  readonly openTick: boolean;
  readonly inJson: boolean;
  readonly inJsonString: boolean;
  /** A marker was already kept as text here: the text talks about harmony. */
  readonly quotesMarkers: boolean;
  /** The last word before the place ends in a colon: what follows is an example. */
  readonly introduced: boolean;
}

interface ResolvedPlace extends Place {
  readonly inInlineCode: boolean;
}

/** What stands at a place; lengths count from there. `more`: the next characters will tell. */
export type Verdict =
  | { readonly type: 'more' }
  | { readonly type: 'text'; readonly length: number; readonly quotes: boolean }
  | { readonly type: 'close'; readonly length: number }
  | { readonly type: 'open'; readonly opening: Opening };

const more: Verdict = { type: 'more' };
const onlyTerminators = /^(?:\s*<\|(?:end|return|call|endoftext)\|>)+\s*$/;
const maybeOnlyTerminators = /^(?:\s*<\|(?:end|return|call|endoftext)\|>)+\s*(?:<[|a-z]*)?$/;
const anotherHead = /^<\|(?:start|channel|end|return|call|endoftext)\|>/;

/** Judges `window`, the text from a `<|` on; `closed`: the text ends with it. */
export function judgeMarker(window: string, closed: boolean, at: Place): Verdict {
  const marker = markerAt(window, 0);
  if (marker === undefined && !isMarkerPrefix(window)) return { type: 'text', length: 2, quotes: false };
  const place = resolveTick(window, closed, at);
  if (place === undefined) return more;
  if (marker === undefined) return judgeFragment(window, closed, place);
  const found = marker === '<|message|>' || marker === '<|constrain|>' ? undefined : judge(marker, window, closed, place);
  return found ?? { type: 'text', length: marker.length, quotes: !place.inFence && !place.inInlineCode };
}

/** Whether the place is in inline code; `undefined`: the next characters will tell. */
function resolveTick(window: string, closed: boolean, place: Place): ResolvedPlace | undefined {
  if (!place.openTick) return { ...place, inInlineCode: false };
  const next = /[`\n]/.exec(window)?.[0];
  if (next === undefined && !closed && window.length < windowLength) return undefined;
  return { ...place, inInlineCode: next === '`' };
}

function judgeFragment(window: string, closed: boolean, place: ResolvedPlace): Verdict {
  if (!closed) return more;
  const dropped = place.mode === 'harmony' && window.length > 2 && !place.inFence && !place.inInlineCode;
  return dropped ? { type: 'close', length: window.length } : { type: 'text', length: window.length, quotes: false };
}

/** `undefined`: the marker is text. */
function judge(marker: Marker, window: string, closed: boolean, place: ResolvedPlace): Verdict | undefined {
  const found = judgeByMode(marker, window, closed, place);
  if (found === 'text') return undefined;
  return found ?? (closed || window.length >= windowLength ? judgeAlone(marker, window, place) : more);
}

type Early = Verdict | 'text' | undefined;

function judgeByMode(marker: Marker, window: string, closed: boolean, place: ResolvedPlace): Early {
  if (place.mode !== 'harmony') return judgePlain(marker, window, closed, place);
  if (closed && onlyTerminators.test(window)) return { type: 'close', length: window.length };
  if (!closed && maybeOnlyTerminators.test(window)) return undefined;
  if (place.inJson) return judgeJson(marker, window, place);
  return place.kind === 'answer' ? judgeAnswer(marker, window, closed, place) : judgeHidden(marker, window, closed, place);
}

function judgePlain(marker: Marker, window: string, closed: boolean, place: ResolvedPlace): Early {
  if (place.inFence || place.inInlineCode || place.quotesMarkers) return 'text';
  const glued = !/\s/.test(place.before) && place.before !== '' && !(place.openTick && place.before === '`');
  if (isTerminator(marker)) {
    if (closed && onlyTerminators.test(window)) return place.mode === 'plain' && glued ? { type: 'close', length: window.length } : 'text';
    const follows = readWholeHeader(window.slice(marker.length).trimStart()) !== undefined;
    return follows ? (mayStart(place) ? { type: 'close', length: marker.length } : 'text') : undefined;
  }
  const opening = readWholeHeader(window);
  if (opening === undefined) return undefined;
  return mayStart(place) ? { type: 'open', opening } : 'text';
}

/** Whether a whole head may begin here in a reply that did not begin like harmony. */
function mayStart(place: ResolvedPlace): boolean {
  if (place.before === '\n' || place.before === '\r') return !place.introduced;
  return place.before !== '' && !/[\s`"'“‘([{<>=|/\\]/.test(place.before);
}

function judgeJson(marker: Marker, window: string, place: ResolvedPlace): Early {
  if (place.inJsonString) return 'text';
  if (isTerminator(marker)) return { type: 'close', length: marker.length };
  const opening = readWholeHeader(window);
  return opening === undefined ? undefined : { type: 'open', opening };
}

function judgeAnswer(marker: Marker, window: string, closed: boolean, place: ResolvedPlace): Early {
  if (place.inFence || place.inInlineCode || place.quotesMarkers) return 'text';
  if (isTerminator(marker)) return judgeTerminator(marker, window, closed);
  const opening = readWholeHeader(window);
  if (opening !== undefined) return /[ \t`"'“‘(]/.test(place.before) ? 'text' : { type: 'open', opening };
  return judgeCutOff(window, closed);
}

/** Reasoning and the like: here a missed head would swallow the answer, so heads are believed more easily. */
function judgeHidden(marker: Marker, window: string, closed: boolean, place: ResolvedPlace): Early {
  const rest = window.slice(marker.length);
  if (place.inFence || place.inInlineCode) {
    if (!isTerminator(marker)) return 'text';
    if (!rest.startsWith("<|start|>assistant")) return rest.length < 18 && !closed ? undefined : 'text';
    return readWholeHeader(rest) === undefined ? undefined : { type: 'close', length: marker.length };
  }
  if (isTerminator(marker)) return judgeTerminator(marker, window, closed);
  const opening = readWholeHeader(window);
  return opening === undefined ? judgeCutOff(window, closed) : { type: 'open', opening };
}

function judgeTerminator(marker: Marker, window: string, closed: boolean): Early {
  const next = window.slice(marker.length).trimStart();
  const follows = anotherHead.test(next) || (closed && isCutOffHeader(next));
  return follows ? { type: 'close', length: marker.length } : undefined;
}

function judgeCutOff(window: string, closed: boolean): Early {
  return closed && isCutOffHeader(window) ? { type: 'close', length: window.length } : undefined;
}

/** A marker that nothing of harmony follows. */
function judgeAlone(marker: Marker, window: string, place: ResolvedPlace): Verdict | undefined {
  if (place.mode !== 'harmony' || place.inFence || place.inInlineCode) return undefined;
  const rest = window.slice(marker.length);
  if (isTerminator(marker)) return endsWell(place.before, rest) ? { type: 'close', length: marker.length } : undefined;
  if (place.inJson) return { type: 'close', length: 0 };
  if (place.kind === 'answer' || /[ \t`"']/.test(place.before)) return undefined;
  const known = /^<\|(?:start\|>assistant|channel\|>(?:analysis|commentary|final))(?![`"'.,;:)]| [a-z])/.test(window);
  const opening = known ? readBrokenHeader(window) : undefined;
  return opening === undefined ? undefined : { type: 'open', opening };
}

/** Whether a lone terminator between these texts ends a message rather than being named in it. */
function endsWell(before: string, rest: string): boolean {
  if (/[ \t([]/.test(before)) return false;
  if (/["'`]/.test(before) && rest.startsWith(before)) return false;
  if (/^[ \t]/.test(rest)) return /[.!?\n]/.test(before) && /^[ \t]+[^a-z\s]/.test(rest);
  return !/^['",.;:)\]](?![A-Za-z])/.test(rest);
}

const joints = ['final', 'commentary', 'analysis', 'to=', ' to=', '\n'];

/** Judges `window`, the text from an `assistant` on. */
export function judgeJoint(window: string, closed: boolean, at: Place): Verdict {
  const word = 'assistant'.length;
  const text: Verdict = { type: 'text', length: word, quotes: false };
  const place = resolveTick(window, closed, at);
  if (place === undefined) return more;
  if (place.inJsonString || place.inFence || place.inInlineCode) return text;
  const rest = window.slice(word, word + 'commentary'.length);
  const possible = joints.some((joint) => rest.startsWith(joint) || (!closed && joint.startsWith(rest)));
  if (!possible) return text;
  if (!closed && window.length < windowLength) return more;
  const opening = readJoint(window, place.before);
  return opening === undefined ? text : { type: 'open', opening };
}
