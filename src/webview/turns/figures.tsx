import type { VNode } from 'preact';
import type { AssistantTurn, Turn } from '../../core/chat/conversation.ts';
import { figuresOf, sumOf, usageDetail } from '../words.ts';

/** Tokens, cost, time and model of a reply. */
export function Figures({ turn }: { readonly turn: AssistantTurn }): VNode | null {
  if (turn.usage === undefined && turn.durationMs === undefined) return null;
  return <FigureList figures={figuresOf(turn)} title={usageDetail(turn)} label="Tokens, cost, time, model" />;
}

/** What the whole chat took so far, once it is more than one reply. */
export function Sum({ turns }: { readonly turns: readonly Turn[] }): VNode | null {
  const figures = sumOf(turns);
  if (figures.length === 0) return null;
  const title = 'What the replies shown here took together';
  return (
    <div class="sum">
      <FigureList figures={figures} title={title} label="This chat: replies, tokens, cost" />
    </div>
  );
}

interface FigureListProps {
  readonly figures: readonly string[];
  readonly title: string;
  readonly label: string;
}

function FigureList({ figures, title, label }: FigureListProps): VNode {
  return (
    <ul class="figures" title={title} aria-label={label}>
      {figures.map((figure) => (
        <li key={figure}>{figure}</li>
      ))}
    </ul>
  );
}
