import type { MessageKind, Opening } from './header.ts';
import { windowLength } from './markers.ts';

/**
 * `plain`: the reply did not begin like harmony. `maybe`: it began like stripped harmony or reasoning in a tag, and
 * something later has to prove it. `harmony`: proven.
 */
export type Mode = 'plain' | 'maybe' | 'harmony';

/** All that is known of the place where a possible marker stands. */
export interface Place {
  readonly mode: Mode;
  readonly kind: MessageKind;
  /** The message began with a head without markers. */
  readonly isStripped: boolean;
  /** The character in front, empty at the start of a message. */
  readonly before: string;
  /** The last character in front that is not blank, empty where there is none. */
  readonly lastInk: string;
  /** The line is indented like a block of code. */
  readonly isCodeLine: boolean;
  /** Nothing but blanks stands in front on the line. */
  readonly isIndented: boolean;
  readonly inFence: boolean;
  /** A backtick stands open on the line. Inline code it is only if another one follows. */
  readonly openTick: boolean;
  readonly inJson: boolean;
  readonly inJsonString: boolean;
  /** A marker was already kept as text here: the text talks about harmony. */
  readonly quotesMarkers: boolean;
}

export interface ResolvedPlace extends Place {
  readonly inInlineCode: boolean;
}

/** What stands at a place; lengths count from there. `more`: the next characters will tell. */
export type Verdict =
  | { readonly type: 'more' }
  | { readonly type: 'text'; readonly length: number; readonly quotes: boolean }
  | { readonly type: 'close'; readonly length: number }
  | { readonly type: 'open'; readonly opening: Opening };

export const more: Verdict = { type: 'more' };

/** Whether the place is in inline code; `undefined`: the next characters will tell. */
export function resolveTick(window: string, closed: boolean, place: Place): ResolvedPlace | undefined {
  if (!place.openTick) return { ...place, inInlineCode: false };
  const next = /[`\n]/.exec(window)?.[0];
  if (next === undefined && !closed && window.length < windowLength) return undefined;
  return { ...place, inInlineCode: next === '`' };
}

/** Whether a sentence or a line has ended in front of the place, perhaps with blanks behind it. */
export function followsSentence({ before, lastInk, isIndented }: Place): boolean {
  if (isIndented) return false;
  return before === '' || before === '\n' || lastInk === '' || endsSentence(lastInk);
}

export function endsSentence(char: string): boolean {
  return /[.!?…。！？)]/.test(char);
}

/** Text behind a head that is the subject of a sentence: `… <|message|> begins the text`, `…<|message|>, and so on`. */
export function goesOnAsProse(next: string): boolean {
  return /^(?:[ \t]+\p{Ll}|[,.;:)\]](?:\s|$))/u.test(next);
}
