import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type AssistantTurn, isPending } from '../../core/chat/conversation.ts';
import { reasoningTitle } from '../words.ts';

/** The model's reasoning, folded, with its time; its text is put into the page only once it is opened. */
export function Reasoning({ turn }: { readonly turn: AssistantTurn }): VNode {
  const [open, setOpen] = useState(false);
  const thinking = isPending(turn) && turn.text === '';
  const seen = useSeenMs(thinking);
  const known = turn.reasoningMs ?? (isPending(turn) ? seen : undefined);
  const title = thinking ? 'Reasoning so far' : reasoningTitle(known);
  return (
    <details class="reasoning" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="codicon codicon-chevron-right" aria-hidden="true" />
        {title}
      </summary>
      {open && <div class="reasoningText">{turn.reasoning}</div>}
    </details>
  );
}

/** How long it was seen to reason, for a reply that is still on its way; the host tells for one that has ended. */
function useSeenMs(thinking: boolean): number | undefined {
  const [start] = useState(() => (thinking ? Date.now() : undefined));
  const [seen, setSeen] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (!thinking && start !== undefined) setSeen(Date.now() - start);
  }, [thinking]);
  return seen;
}
