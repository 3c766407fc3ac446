import { readCallHead } from './callHead.ts';
import { openingTo } from './header.ts';
import type { Opening } from './header.ts';
import { isMarkerPrefix } from './markers.ts';

const channelNames = ['analysis', 'commentary', 'final'];

const role = String.raw`(?:<\|start\|>\s*(?:assistant)?\s*)?`;
const textHead = new RegExp(
  String.raw`^(?=<\|start\|>|<\|channel\|>)${role}(<\|channel\|>)?(?:[^\w<]{0,8}?(analysis|commentary|final))?` +
    String.raw`(?:<\|constrain\|>[a-z]*)? ?`,
);

/** What is left of a head, without a letter, in front of the next mark. */
const junkBeforeHead = /^[^\p{L}<\n]{0,16}(?=<\|(?:end|return|start|channel)\|>)/u;

const cutRecipient = String.raw`(?: (?:to?|to=[\w.-]*)?)?`;
const cutOff = new RegExp(
  String.raw`^(?:<\|start\|>([a-z]*)${cutRecipient})?(?:<\|channel\|>([a-z]*)${cutRecipient})?` +
    String.raw`(?: ?<\|constrain\|>[a-z]*)?(?:<\|?[a-z]*\|?)?$`,
);

/**
 * Reads a head that lost its `<|message|>` (`<|channel|>final Hello`, `<|start|>assistantHello`), from the start of
 * `text`; it must begin with a marker.
 */
export function readBrokenHeader(text: string): Opening | undefined {
  const call = readCallHead(text);
  if (call !== undefined) return call;
  const found = textHead.exec(text);
  if (found === null) return undefined;
  const [, channelMarker, channel = ''] = found;
  let [head] = found;
  if (channel !== 'final') head += junkBeforeHead.exec(text.slice(head.length))?.[0] ?? '';
  const isUnclear = channel === 'commentary' || (channelMarker !== undefined && channel === '');
  return isUnclear ? { kind: 'unclear', tool: '', end: head.length } : openingTo(channel, '', head.length);
}

/** Whether `text`, the end of a reply, is a head that was cut off: nothing in it is for the user. */
export function isCutOffHeader(text: string): boolean {
  if (text.length < 3 || !text.startsWith('<|')) return false;
  if (isMarkerPrefix(text)) return true;
  const [matched, roleWord = '', channel = ''] = cutOff.exec(text) ?? [];
  if (matched === undefined || !'assistant'.startsWith(roleWord)) return false;
  return channelNames.some((name) => name.startsWith(channel));
}
