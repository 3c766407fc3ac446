import { readResultHead, readSureCallHead } from './callHead.ts';
import { readHeader } from './header.ts';
import type { Opening } from './header.ts';
import { isTerminator, markerAt, windowLength } from './markers.ts';
import { followsSentence, more, resolveTick } from './place.ts';
import type { Place, ResolvedPlace, Verdict } from './place.ts';
import { readJoint, readJointOfSentences, readLineJoint } from './stripped.ts';

/** What a joint may begin with: the heads of stripped harmony. A line break counts only in stripped reasoning. */
const starts = ['assistant', 'to='];
const behindRole = ['final', 'commentary', 'analysis', 'to=', ' to=', '\n', '<|'];

/** Judges `window`, the text from an `assistant`, a `to=` or a line break on. */
export function judgeJoint(window: string, closed: boolean, at: Place): Verdict {
  const text: Verdict = { type: 'text', length: starts.find((start) => window.startsWith(start))?.length ?? 1, quotes: false };
  const place = resolveTick(window, closed, at);
  if (place === undefined) return more;
  if (place.inJsonString || place.inFence || place.inInlineCode || !mayBeJoint(window, closed, place)) return text;
  if (!closed && window.length < windowLength) return more;
  const opening = place.kind === 'answer' ? readInAnswer(window, place) : readInHidden(window, place);
  return opening === undefined ? text : { type: 'open', opening };
}

function mayBeJoint(window: string, closed: boolean, place: ResolvedPlace): boolean {
  const startsLike = (word: string, rest: string): boolean => rest.startsWith(word) || (!closed && word.startsWith(rest));
  if (window.startsWith('assistant')) {
    const rest = window.slice('assistant'.length, 'assistantcommentary'.length);
    return behindRole.some((word) => startsLike(word, rest));
  }
  if (window.startsWith('to=')) return followsSentence(place) && !/[\p{L}\d]/u.test(place.before);
  const rest = window.trimStart().slice(0, 'commentary'.length);
  return (rest === '' && !closed) || ['final', 'commentary', 'analysis'].some((word) => startsLike(word, rest));
}

/** In an answer joints are rare, and the text may speak of them: they have to stand between two sentences. */
function readInAnswer(window: string, place: ResolvedPlace): Opening | undefined {
  if (place.quotesMarkers || place.lastInk === ':') return undefined;
  if (window.startsWith('to=')) return readSureCallHead(window);
  if (!/^[.!?…。！？)\n]?$/.test(place.before)) return undefined;
  return readSureCallHead(window) ?? readJointOfSentences(window, place.before);
}

function readInHidden(window: string, place: ResolvedPlace): Opening | undefined {
  if (window.startsWith('\n')) return readLineJoint(window);
  if (window.startsWith('to=')) return readSureCallHead(window);
  const isGlued = !/[\s`"'“‘(]/.test(place.before) || place.before === '\n';
  return readJoint(window, place.before) ?? (isGlued ? readHeader(window) : undefined);
}

const litter = /^[\s\]},;"]*/;
const names = ['assistant', 'analysis', 'commentary', 'final', 'functions.', 'to='];

/**
 * Judges `window`, the text behind arguments whose JSON is complete. Brackets too many are no part of anything; what
 * begins like a head, or like the result that a tool did not give yet, ends the call.
 */
export function judgeAfterJson(window: string, closed: boolean): Verdict {
  const blank = litter.exec(window)?.[0].length ?? 0;
  const rest = window.slice(blank);
  const isFull = closed || window.length >= windowLength;
  if (rest === '') return isFull ? { type: 'close', length: blank } : more;
  if (rest.startsWith('{') || rest.startsWith('[')) return { type: 'open', opening: { kind: 'skipped', tool: '', end: blank } };
  if (rest.startsWith('<')) return markerAt(rest, 0) === undefined && !isFull ? more : afterMarker(rest, blank);
  if (!names.some((name) => rest.startsWith(name) || (!closed && name.startsWith(rest)))) return { type: 'text', length: 0, quotes: false };
  if (!isFull) return more;
  const opening = readResultHead(rest) ?? readHeader(rest) ?? readJoint(rest, '') ?? readSureCallHead(rest);
  if (opening === undefined) return { type: 'text', length: 0, quotes: false };
  return { type: 'open', opening: { ...opening, end: opening.end + blank } };
}

function afterMarker(rest: string, blank: number): Verdict {
  const marker = markerAt(rest, 0);
  if (marker === undefined) return { type: 'text', length: 0, quotes: false };
  return { type: 'close', length: isTerminator(marker) ? blank + marker.length : blank };
}
