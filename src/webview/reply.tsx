import type { VNode } from 'preact';
import { type AssistantTurn, isPending } from '../core/chat/conversation.ts';
import { Markdown } from './markdown.tsx';
import { Reasoning } from './reasoning.tsx';
import { TurnActions } from './turnActions.tsx';
import { Ending, Figures, LeftOut, Waiting } from './replyState.tsx';

interface ReplyProps {
  readonly turn: AssistantTurn;
  readonly branch: readonly string[] | undefined;
}

export function ReplyView({ turn, branch }: ReplyProps): VNode {
  const pending = isPending(turn);
  return (
    <article class="turn reply" data-turn={turn.id} aria-label="Reply" aria-busy={pending}>
      <h2 class="visuallyHidden">gpt-oss</h2>
      {turn.reasoning !== '' && <Reasoning turn={turn} />}
      {turn.text !== '' && <Markdown text={turn.text} ended={!pending} />}
      {pending && turn.text === '' && <Waiting since={turn.at} />}
      {!pending && <Ending turn={turn} />}
      <LeftOut turn={turn} />
      {!pending && <Figures turn={turn} />}
      <TurnActions turn={turn} branch={branch} />
    </article>
  );
}
