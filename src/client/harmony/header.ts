import { isTerminator, markerAt } from './markers.ts';
import type { Marker } from './markers.ts';

/** What the text of a message is for. `skipped`: a turn of somebody else that the model made up. */
export type MessageKind = 'answer' | 'reasoning' | 'preamble' | 'toolCall' | 'skipped';

/** The head of a message: what its text is, and where in the looked-at text it begins. */
export interface Opening {
  readonly kind: MessageKind;
  /** The recipient as written, empty unless `kind` is `toolCall`. */
  readonly tool: string;
  readonly end: number;
}

interface Header {
  role: string;
  channel: string;
  recipient: string;
}

const ownRoles: ReadonlySet<string> = new Set(['', 'assistant']);
const otherRole = /^(?:user|system|developer|tool|functions\.[\w.-]+)$/;
const channels: ReadonlySet<string> = new Set(['analysis', 'commentary', 'final']);
const people: ReadonlySet<string> = new Set(['', 'user', 'assistant', 'all']);
const contentTypes: ReadonlySet<string> = new Set(['json', 'code', 'text']);
const headerWord = /^[\w.:/=-]+$/;
const mostWords = 4;

/**
 * Reads a head that ends in `<|message|>`, from the start of `text`. It may begin without its
 * first marker (`final<|message|>`, `assistant<|channel|>final<|message|>`).
 */
export function readHeader(text: string): Opening | undefined {
  const header: Header = { role: '', channel: '', recipient: '' };
  let at = text.indexOf('<|');
  if (at < 0 || (at > 0 && !takeWords(header, 'lead', text.slice(0, at)))) return undefined;
  for (;;) {
    const marker = markerAt(text, at);
    if (marker === undefined || isTerminator(marker)) return undefined;
    const from = at + marker.length;
    if (marker === '<|message|>') return opening(header, from);
    at = text.indexOf('<|', from);
    if (at < 0 || !takeWords(header, marker, text.slice(from, at))) return undefined;
  }
}

/** A head in which nothing is missing: what mid-text is taken for harmony. */
export function readWholeHeader(text: string): Opening | undefined {
  const whole = /^(?:<\|start\|>[a-z]|<\|channel\|>(?:analysis|commentary|final)\b)/.test(text);
  return whole ? readHeader(text) : undefined;
}

export function opening(header: Readonly<Header>, end: number): Opening {
  const toTool = !people.has(header.recipient);
  if (!ownRoles.has(header.role)) return { kind: 'skipped', tool: '', end };
  if (toTool) return { kind: 'toolCall', tool: header.recipient, end };
  return { kind: kindOfChannel(header.channel), tool: '', end };
}

function kindOfChannel(channel: string): MessageKind {
  if (channel === 'analysis') return 'reasoning';
  return channel === 'commentary' ? 'preamble' : 'answer';
}

/** Takes the words between two markers into the header; false when they are prose, not a header. */
function takeWords(header: Header, marker: Marker | 'lead', part: string): boolean {
  const words = part.trim().replace(/([a-z])to=/g, '$1 to=').split(/\s+/).filter((word) => word !== '');
  return words.length <= mostWords && words.every((word, index) => takeWord(header, marker, word, index === 0));
}

function takeWord(header: Header, marker: Marker | 'lead', word: string, first: boolean): boolean {
  if (!headerWord.test(word)) return false;
  if (word.startsWith('to=')) {
    header.recipient = word.slice('to='.length);
    return true;
  }
  if (marker === '<|constrain|>' || (!first && contentTypes.has(word))) return true;
  if (marker === '<|channel|>') return takeChannel(header, word, first);
  if (marker === 'lead' && otherRole.test(word) && word.includes('.')) {
    header.recipient = word;
    return true;
  }
  return takeRole(header, word) || (marker === 'lead' && takeKnownChannel(header, word));
}

function takeChannel(header: Header, word: string, first: boolean): boolean {
  if (takeKnownChannel(header, word)) return true;
  // An unknown channel is still somebody's text; it is shown rather than lost.
  return first && /^[a-z_]{2,24}$/.test(word) && word !== 'channel';
}

function takeKnownChannel(header: Header, word: string): boolean {
  if (!channels.has(word)) return false;
  header.channel = word;
  return true;
}

function takeRole(header: Header, word: string): boolean {
  const joined = /^assistant(analysis|commentary|final)$/.exec(word);
  if (joined?.[1] !== undefined) {
    header.role = 'assistant';
    return takeKnownChannel(header, joined[1]);
  }
  if (!ownRoles.has(word) && !otherRole.test(word)) return false;
  header.role = word;
  return true;
}
