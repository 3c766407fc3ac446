const NAMES = '(think|thinking|thought|thoughts|reasoning|analysis|scratchpad)';
const OPEN = new RegExp(`^\\s*<${NAMES}>`, 'i');
const LONE_CLOSE = new RegExp(`^[^\\S\\n]*</${NAMES}>[^\\S\\n]*$`, 'im');
const CHANNEL = /<\|channel\|>analysis\b/;
const CHANNEL_END = /<\|(?:end|return|call|start|channel)\|>/;

/** More thoughts than this are no reply. */
const MAX_THOUGHTS = 20;

/**
 * A reply without what the model said to itself before it answered: edits it only thought about are not meant. Where
 * the thinking never ends, nothing is left.
 */
export function withoutReasoning(reply: string): string {
  let text = withoutChannels(reply);
  for (let i = 0; i < MAX_THOUGHTS; i++) {
    const open = OPEN.exec(text);
    if (!open) break;
    const close = new RegExp(`</${open[1] ?? ''}>`, 'i').exec(text);
    text = close ? text.slice(close.index + close[0].length) : '';
  }
  const lone = text.includes('</') ? LONE_CLOSE.exec(text) : null;
  if (!lone || new RegExp(`<${lone[1] ?? ''}>`, 'i').test(text)) return text;
  return text.slice(lone.index + lone[0].length);
}

/** Leaked control tokens of the model's own format, where the reply begins with them. */
function withoutChannels(reply: string): string {
  let text = reply;
  for (let i = 0; i < MAX_THOUGHTS && /^\s*<\|/.test(text); i++) {
    const open = CHANNEL.exec(text);
    if (!open) break;
    const rest = text.slice(open.index + open[0].length);
    const close = CHANNEL_END.exec(rest);
    text = text.slice(0, open.index) + (close ? rest.slice(close.index) : '');
  }
  return text;
}
