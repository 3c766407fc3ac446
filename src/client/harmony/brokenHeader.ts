import { opening } from './header.ts';
import type { Opening } from './header.ts';
import { isMarkerPrefix } from './markers.ts';

const channelNames = ['analysis', 'commentary', 'final'];

const toolHead =
  /^(?:<\|start\|>|<\|channel\|>)[^{[]{0,80}?to=([\w.-]+?)(?:commentary)?(?:<\|channel\|>\s*[a-z]*)?(?:\s*(?:<\|constrain\|>)?\s*json|\s*code)?\s*(?=[{[]|\*\*\* Begin Patch)/;
const textHead =
  /^(?=<\|start\|>|<\|channel\|>)(?:<\|start\|>\s*(?:assistant)?\s*)?(?:<\|channel\|>\s*)?(analysis|commentary|final)?(?:<\|constrain\|>[a-z]*)? ?/;
const cutOff =
  /^(?:<\|start\|>([a-z]*)(?: (?:to?|to=[\w.-]*)?)?)?(?:<\|channel\|>([a-z]*)(?: (?:to?|to=[\w.-]*)?)?)?(?: ?<\|constrain\|>[a-z]*)?(?:<\|?[a-z]*\|?)?$/;

/**
 * Reads a head that lost its `<|message|>` (`<|channel|>final Hello`, `<|start|>assistantHello`),
 * from the start of `text`; it must begin with a marker.
 */
export function readBrokenHeader(text: string): Opening | undefined {
  const call = toolHead.exec(text);
  if (call?.[1] !== undefined) return opening({ role: '', channel: '', recipient: call[1] }, call[0].length);
  const head = textHead.exec(text);
  return head === null ? undefined : opening({ role: '', channel: head[1] ?? '', recipient: '' }, head[0].length);
}

/** Whether `text`, the end of a reply, is a head that was cut off: nothing in it is for the user. */
export function isCutOffHeader(text: string): boolean {
  if (text.length < 3 || !text.startsWith('<|')) return false;
  if (isMarkerPrefix(text)) return true;
  const [matched, role = '', channel = ''] = cutOff.exec(text) ?? [];
  return matched !== undefined && 'assistant'.startsWith(role) && channelNames.some((name) => name.startsWith(channel));
}
