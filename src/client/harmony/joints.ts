import { readResultHead, readSureCallHead } from './callHead.ts';
import { openingTo, readHeader } from './header.ts';
import type { Opening } from './header.ts';
import { JsonTracker } from './jsonTracker.ts';
import { isTerminator, markerAt, windowLength } from './markers.ts';
import { endsSentence, followsSentence, more, resolveTick } from './place.ts';
import type { Place, ResolvedPlace, Verdict } from './place.ts';
import { readJoint, readJointOfSentences, readLineJoint } from './stripped.ts';

/** Words of a stripped head that may stand behind `assistant`, and those behind a channel. */
const behindRole = ['final', 'commentary', 'analysis', 'to=', ' to=', '\n', '<|'];
const behindChannel = ['to=', ' to='];
const channels = ['commentary', 'analysis', 'final'];

/**
 * Judges `window`, the text from the first word of a possible head without markers on: `assistant`, `to=`, a channel's
 * name, or a line break.
 */
export function judgeJoint(window: string, closed: boolean, at: Place): Verdict {
  const length = /^(?: ?to=|assistant|commentary|analysis)/.exec(window)?.[0].length ?? 1;
  const text: Verdict = { type: 'text', length, quotes: false };
  const place = resolveTick(window, closed, at);
  if (place === undefined) return more;
  if (place.inJsonString || place.inFence || place.inInlineCode || !mayBeJoint(window, closed, place)) return text;
  if (!closed && window.length < windowLength) return more;
  const opening = place.kind === 'answer' ? readInAnswer(window, place) : readInHidden(window, closed, place);
  return opening === undefined ? text : { type: 'open', opening };
}

function mayBeJoint(window: string, closed: boolean, place: ResolvedPlace): boolean {
  const goesOn = (from: number, words: readonly string[]): boolean => {
    const rest = window.slice(from, from + 'commentary'.length);
    return words.some((word) => rest.startsWith(word) || (!closed && word.startsWith(rest)));
  };
  if (window.startsWith('assistant')) return goesOn('assistant'.length, behindRole);
  const channel = channels.find((name) => window.startsWith(name));
  if (channel !== undefined) return place.kind !== 'answer' && goesOn(channel.length, behindChannel);
  const blank = window.length - window.trimStart().length;
  if (blank === window.length) return !closed;
  if (!window.startsWith('to=', blank)) return goesOn(blank, channels);
  const isWord = blank > 0 || !/\w/.test(place.before);
  return isWord && (place.kind !== 'answer' || followsSentence(place));
}

/** In an answer joints are rare, and the text may speak of them: they have to stand between two sentences. */
function readInAnswer(window: string, place: ResolvedPlace): Opening | undefined {
  if (place.quotesMarkers || place.isCodeLine || place.lastInk === ':') return undefined;
  if (/^ ?to=/.test(window)) return readSureCallHead(window);
  const isGlued = place.before === '\n' || place.before === place.lastInk;
  if (!isGlued || !endsSentence(place.lastInk)) return undefined;
  return readSureCallHead(window) ?? readJointOfSentences(window);
}

function readInHidden(window: string, closed: boolean, place: ResolvedPlace): Opening | undefined {
  if (window.startsWith('\n')) return readLineJoint(window);
  const isGlued = place.before === '\n' || !/[\s`"'“‘(]/.test(place.before);
  if (window.startsWith('assistant')) {
    return readJoint(window, place.before) ?? (isGlued ? readHeader(window) : undefined);
  }
  const call = readSureCallHead(window);
  if (call === undefined || followsSentence(place)) return call;
  return closed && isAllArguments(window.slice(call.end)) ? call : undefined;
}

/** Whether the text is the arguments of a call and nothing else: in the middle of a sentence that is what proves it. */
function isAllArguments(text: string): boolean {
  const end = new JsonTracker().feed(text);
  return end !== undefined && /^\s*(?:<\|(?:call|end|return)\|>\s*)?$/.test(text.slice(end));
}

/** A channel's name in front of a sentence, where a head is expected: `final Done.` */
const nameAndSentence = /^(final|commentary|analysis)[\s:]*(?=[\p{Lu}\p{Lo}])/u;
const unchanged: Verdict = { type: 'text', length: 0, quotes: false };
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
  // A second value is what the model made up as the answer.
  if (/^[{[]/.test(rest)) return { type: 'open', opening: { kind: 'skipped', tool: '', end: blank } };
  if (rest.startsWith('<')) return markerAt(rest, 0) === undefined && !isFull ? more : afterMarker(rest, blank);
  if (!names.some((name) => rest.startsWith(name) || (!closed && name.startsWith(rest)))) return unchanged;
  if (!isFull) return more;
  const opening = readHeadWithoutMarker(rest);
  if (opening === undefined) return unchanged;
  return { type: 'open', opening: { ...opening, end: opening.end + blank } };
}

function readHeadWithoutMarker(rest: string): Opening | undefined {
  const read = readResultHead(rest) ?? readHeader(rest) ?? readJoint(rest, '') ?? readSureCallHead(rest);
  const named = read === undefined ? nameAndSentence.exec(rest) : null;
  return named?.[1] === undefined ? read : openingTo(named[1], '', named[0].length);
}

function afterMarker(rest: string, blank: number): Verdict {
  const marker = markerAt(rest, 0);
  if (marker === undefined) return unchanged;
  return { type: 'close', length: isTerminator(marker) ? blank + marker.length : blank };
}
