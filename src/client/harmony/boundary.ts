import { isCutOffHeader, readBrokenHeader } from './brokenHeader.ts';
import { readTolerantHeader, readWholeHeader } from './header.ts';
import { isMarkerPrefix, isTerminator, markerAt, windowLength } from './markers.ts';
import type { Marker } from './markers.ts';
import { followsSentence, goesOnAsProse, more, resolveTick } from './place.ts';
import type { Place, ResolvedPlace, Verdict } from './place.ts';

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
  const isInner = marker === '<|message|>' || marker === '<|constrain|>';
  const found = isInner ? undefined : judge(marker, window, closed, place);
  return found ?? { type: 'text', length: marker.length, quotes: !place.inFence && !place.inInlineCode };
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
  const judgeKind = place.kind === 'answer' ? judgeAnswer : judgeHidden;
  return judgeKind(marker, window, closed, place);
}

function judgePlain(marker: Marker, window: string, closed: boolean, place: ResolvedPlace): Early {
  if (place.inFence || place.inInlineCode || place.quotesMarkers) return 'text';
  const glued = !/\s/.test(place.before) && place.before !== '' && !(place.openTick && place.before === '`');
  if (isTerminator(marker)) {
    const isLast = closed && onlyTerminators.test(window);
    if (isLast) return place.mode === 'plain' && glued ? { type: 'close', length: window.length } : 'text';
    if (readWholeHeader(window.slice(marker.length).trimStart()) === undefined) return undefined;
    return mayStart(place) ? { type: 'close', length: marker.length } : 'text';
  }
  const opening = readWholeHeader(window) ?? (followsSentence(place) ? readTolerantHeader(window) : undefined);
  if (opening === undefined) return undefined;
  const next = window.slice(opening.end);
  if (next.trim() === '' && !closed && window.length < windowLength) return more;
  return mayStart(place) && !goesOnAsProse(next) ? { type: 'open', opening } : 'text';
}

/** Whether a whole head may begin here in a reply that did not begin like harmony. */
function mayStart(place: ResolvedPlace): boolean {
  const isIntroduced = place.lastInk === ':';
  if (/\s/.test(place.before)) return !isIntroduced && followsSentence(place);
  return place.before !== '' && !/[`"'“‘([{<>=|/\\]/.test(place.before);
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
    if (!rest.startsWith('<|start|>assistant')) return rest.length < 18 && !closed ? undefined : 'text';
    return readWholeHeader(rest) === undefined ? undefined : { type: 'close', length: marker.length };
  }
  if (isTerminator(marker)) return judgeTerminator(marker, window, closed);
  const isGlued = !/[\s`"'“‘(]/.test(place.before);
  const opening = isGlued ? readTolerantHeader(window) : readWholeHeader(window);
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
