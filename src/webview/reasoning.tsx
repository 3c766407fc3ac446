import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { type AssistantTurn, isPending } from '../core/chat/conversation.ts';

/** The model's reasoning, folded; its text is put into the page only once it is opened. */
export function Reasoning({ turn }: { readonly turn: AssistantTurn }): VNode {
  const [open, setOpen] = useState(false);
  const thinking = isPending(turn) && turn.text === '';
  return (
    <details class="reasoning" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="codicon codicon-chevron-right" aria-hidden="true" />
        {thinking ? 'Thinking' : 'Reasoning'}
      </summary>
      {open && <div class="reasoningText">{turn.reasoning}</div>}
    </details>
  );
}
