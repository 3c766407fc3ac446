import type { VNode } from 'preact';
import { type AssistantTurn, isPending } from '../../core/chat/conversation.ts';
import { Figures } from './figures.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { Reasoning } from './reasoning.tsx';
import { Ending, LeftOut } from './replyState.tsx';
import { column } from './column.ts';
import { TurnActions } from './turnActions.tsx';
import { replyHeight } from './turnHeight.ts';
import { Waiting } from './waiting.tsx';

interface ReplyProps {
  readonly turn: AssistantTurn;
  readonly branch: readonly string[] | undefined;
}

export function ReplyView({ turn, branch }: ReplyProps): VNode {
  const pending = isPending(turn);
  // One that grows is in view, and remembered by the height it has there.
  const height = pending ? undefined : replyHeight(turn, column());
  return (
    <article
      class="turn reply"
      data-height={height}
      data-turn={turn.id}
      tabIndex={-1}
      aria-label="Reply"
      aria-busy={pending}
    >
      <h2 class="visuallyHidden">gpt-oss</h2>
      {turn.reasoning !== '' && <Reasoning turn={turn} />}
      {turn.text !== '' && <Markdown text={turn.text} ended={!pending} />}
      {(turn.status === 'waiting' || (pending && turn.text === '')) && <Waiting turn={turn} />}
      {!pending && <Ending turn={turn} />}
      <LeftOut turn={turn} />
      {!pending && <Figures turn={turn} />}
      <TurnActions turn={turn} branch={branch} />
    </article>
  );
}
