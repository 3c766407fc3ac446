import { isTerminator, markerAt } from './markers.ts';
import type { Marker } from './markers.ts';

/**
 * What the text of a message is for. `unclear`: its head is broken, so that only what follows shows whether it is the
 * answer. `toolTurn`: said in the name of a tool. `skipped`: a turn of somebody else that the model made up.
 */
export type MessageKind = 'answer' | 'reasoning' | 'preamble' | 'toolCall' | 'toolTurn' | 'unclear' | 'skipped';

/** The head of a message: what its text is, and where in the looked-at text it begins. */
export interface Opening {
  readonly kind: MessageKind;
  /** The tool's name as written. Of an `unclear` message: the name in the channel's place, which may be a tool's. */
  readonly tool: string;
  readonly end: number;
  /** The head had no markers. */
  readonly stripped?: boolean;
}

/** The parts of a head as they were found, in whatever order. */
interface Header {
  role: string;
  channel: string;
  /** Behind `to=`; several words where the model put blanks into a name. */
  recipient: string[];
  /** A name where the channel's belongs. */
  named: string;
  hasFormat: boolean;
  /** Something stands in the head that belongs in none. */
  hasJunk: boolean;
}

/** `strict`: every word is one of a head. `tolerant`: junk and names in the wrong place pass, prose does not. */
export type Tolerance = 'strict' | 'tolerant';

const channels: ReadonlySet<string> = new Set(['analysis', 'commentary', 'final']);
const otherRoles: ReadonlySet<string> = new Set(['user', 'system', 'developer', 'tool']);
const people: ReadonlySet<string> = new Set(['user', 'assistant', 'all']);
const formats: ReadonlySet<string> = new Set(['json', 'code', 'text']);
const headerWord = /^[\w.:/=-]+$/;
const dottedName = /^[A-Za-z_][\w-]*(?:\.[\w-]+)+$/;
const plainName = /^[A-Za-z_][\w-]{1,63}$/;
const naturalWord = /^\p{Ll}[\p{L}'’]*[,.;:]?$/u;

/** Signs of a template (`<|start|>{role}<|channel|>…`) or of code, which no head has. */
const foreignSigns = /[{}[\]()<>`"“”]/;

/** Words that stand for others where the format is explained: `<|start|>role<|channel|>name<|message|>text`. */
const placeholders: ReadonlySet<string> = new Set(['role', 'name', 'channel', 'header', 'recipient']);
const mostWords = 4;

/** Markers of one head: four, some of them twice. */
const mostParts = 8;
const longestPart = 120;

/** Reads a head that ends in `<|message|>`, from the start of `text`. It may begin without its first marker. */
export function readHeader(text: string, tolerance: Tolerance = 'strict'): Opening | undefined {
  const header: Header = { role: '', channel: '', recipient: [], named: '', hasFormat: false, hasJunk: false };
  let at = text.indexOf('<|');
  if (at < 0 || (at > 0 && !takePart(header, 'lead', text.slice(0, at), 'strict'))) return undefined;
  for (let parts = 0; parts < mostParts; parts++) {
    const marker = markerAt(text, at);
    if (marker === undefined || isTerminator(marker)) return undefined;
    const from = at + marker.length;
    if (marker === '<|message|>') return openingOf(header, from);
    at = text.indexOf('<|', from);
    if (at < 0 || !takePart(header, marker, text.slice(from, at), tolerance)) return undefined;
  }
  return undefined;
}

/** A head in which nothing is missing: what mid-text is taken for harmony. */
export function readWholeHeader(text: string): Opening | undefined {
  const whole = /^(?:<\|start\|>[a-z]|<\|channel\|>(?:analysis|commentary|final)\b)/.test(text);
  return whole ? readHeader(text) : undefined;
}

/** A head in which something may be broken, as it is read where a head is expected. */
export function readTolerantHeader(text: string): Opening | undefined {
  return readHeader(text) ?? (/^<\|(?:start|channel)\|>/.test(text) ? readHeader(text, 'tolerant') : undefined);
}

/** The opening of a head that was recognised by its words alone. */
export function openingTo(channel: string, recipient: string, end: number): Opening {
  if (recipient !== '' && !people.has(recipient)) return { kind: 'toolCall', tool: recipient, end };
  return { kind: kindOfChannel(channel), tool: '', end };
}

function openingOf(header: Readonly<Header>, end: number): Opening {
  const tool = toolOf(header);
  if (otherRoles.has(header.role)) return { kind: 'skipped', tool: '', end };
  if (isToolRole(header)) return { kind: 'toolTurn', tool: header.role, end };
  if (tool !== '') return { kind: 'toolCall', tool, end };
  return { kind: kindOf(header), tool: header.named === '' ? header.recipient.slice(1).join(' ') : header.named, end };
}

function isToolRole({ role, hasFormat }: Readonly<Header>): boolean {
  return dottedName.test(role) || (role !== '' && role !== 'assistant' && hasFormat);
}

/** The name of the tool that is called, wherever in the head it stands. */
function toolOf({ recipient, named, hasFormat }: Readonly<Header>): string {
  if (dottedName.test(named) || (named !== '' && hasFormat)) return named;
  const [first = '', ...rest] = recipient;
  if (!people.has(first)) return recipient.join(' ');
  return hasFormat ? rest.join(' ') : '';
}

function kindOf({ channel, named, recipient, hasJunk }: Readonly<Header>): MessageKind {
  const isBroken = hasJunk || recipient[0] === 'assistant';
  if (channel === 'commentary') return isBroken ? 'unclear' : 'preamble';
  return channel === '' && (named !== '' || hasJunk) ? 'unclear' : kindOfChannel(channel);
}

function kindOfChannel(channel: string): MessageKind {
  if (channel === 'analysis') return 'reasoning';
  return channel === 'commentary' ? 'preamble' : 'answer';
}

type Place = Marker | 'lead';

/** Takes what stands between two markers into the header; false when it belongs in no head. */
function takePart(header: Header, place: Place, part: string, tolerance: Tolerance): boolean {
  const spaced = part.trim().replace(/([a-z])to=/g, '$1 to=').replace(/to=(functions\.)?\s+/g, 'to=$1');
  const words = spaced.split(/\s+/).filter((word) => word !== '');
  const isForeign = part.length > longestPart || foreignSigns.test(part) || isProse(part, words);
  if (tolerance === 'tolerant' && isForeign) return false;
  if (tolerance === 'strict' && words.length > mostWords) return false;
  return words.every((word, index) => {
    if (headerWord.test(word) && takeWord(header, place, word, index)) return true;
    return tolerance === 'tolerant' && takeBroken(header, place, word, index);
  });
}

/** `<|channel|> names the channel`, `<|channel|>final is the channel of`, `<|start|>, <|channel|> and …`. */
function isProse(part: string, words: readonly string[]): boolean {
  if (words.some((word) => placeholders.has(word.toLowerCase()))) return true;
  const prose = words.map((word) => naturalWord.test(word) && !isOfHead(word));
  if (/^\s/.test(part) && prose[0] === true) return true;
  if (words.length > 0 && words.every((word) => /^[,;/|+&→-]+$/.test(word) || word === 'and')) return true;
  return isOfHead(words[0] ?? '') && prose[1] === true && prose[2] === true;
}

function isOfHead(word: string): boolean {
  return channels.has(word) || formats.has(word) || people.has(word) || word.startsWith('to=');
}

function takeWord(header: Header, place: Place, word: string, index: number): boolean {
  if (word.startsWith('to=')) {
    header.recipient = [word.slice('to='.length)];
    return true;
  }
  if (place === '<|constrain|>' || (index > 0 && formats.has(word))) {
    header.hasFormat ||= word !== 'text';
    return true;
  }
  if (place === '<|channel|>') return takeChannel(header, word) || takeName(header, word, index);
  return takeRole(header, word) || (place === 'lead' && takeChannel(header, word));
}

function takeChannel(header: Header, word: string): boolean {
  if (!channels.has(word)) return false;
  header.channel = word;
  return true;
}

/** What stands in the channel's place: the name of a tool, or of an unknown channel, whose text is not to be lost. */
function takeName(header: Header, word: string, index: number): boolean {
  if (!dottedName.test(word) && (index > 0 || !/^[a-z_]{2,24}$/.test(word))) return false;
  if (word !== 'channel' && word !== 'assistant') header.named = word;
  return word !== 'channel';
}

function takeRole(header: Header, word: string): boolean {
  const [, role = word, channel = ''] = /^(assistant)(analysis|commentary|final)$/.exec(word) ?? [];
  if (role !== 'assistant' && !otherRoles.has(role) && !dottedName.test(role)) return false;
  header.role = role;
  return channel === '' || takeChannel(header, channel);
}

/** A word with junk around it (`——commentary`, `commentary?`), a part of a name with blanks, or nothing but junk. */
function takeBroken(header: Header, place: Place, word: string, index: number): boolean {
  const bare = word.replace(/^[^\w]+|[^\w]+$/g, '');
  header.hasJunk ||= bare !== word;
  if (bare !== word && headerWord.test(bare) && takeWord(header, place, bare, index)) return true;
  if (header.recipient.length > 0 && plainName.test(bare)) header.recipient.push(bare);
  else header.hasJunk = true;
  if (place === '<|start|>' && header.role === '' && plainName.test(bare)) header.role = bare;
  return true;
}
