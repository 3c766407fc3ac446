import type { VNode } from 'preact';
import { formatTokens } from '../../core/chat/request/cost.ts';
import type { ContextFigures } from '../../core/chat/request/contextFigures.ts';
import { shortCount } from './contextChips.tsx';

interface ContextMeterProps {
  readonly figures: ContextFigures;
  /** Tokens of what is being written, which only the view knows of. */
  readonly draft: number;
  readonly show: () => void;
}

/** How much of the context window the next request takes; shows the request when pressed. */
export function ContextMeter({ figures, draft, show }: ContextMeterProps): VNode {
  const used = figures.used + draft;
  const full = figures.tooLarge || figures.trimmed !== undefined;
  const words = meterWords({ ...figures, used });
  return (
    <button
      type="button"
      class={full ? 'meter full' : 'meter'}
      aria-label={`Show request. ${words}`}
      title={`${words}\nShow request`}
      onClick={show}
    >
      <progress max={figures.window} value={Math.min(used, figures.window)} aria-hidden="true" />
      <span class="meterText" data-count={shortCount(used)} />
    </button>
  );
}

/** What the meter says in words. */
function meterWords({ used, window, trimmed, tooLarge }: ContextFigures): string {
  const words = `About ${formatTokens(used)} of ${formatTokens(window)}.`;
  if (tooLarge) return `${words} The message is too large to be sent: take something out.`;
  if (trimmed === undefined) return words;
  const oldest = trimmed.exchanges === 1 ? 'The oldest exchange' : `The ${trimmed.exchanges} oldest exchanges`;
  return `${words} ${oldest} will be left out.`;
}
