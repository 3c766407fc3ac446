import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Turn } from '../../core/chat/conversation.ts';
import { Sum } from '../turns/figures.tsx';
import { Unanswered } from '../turns/replyState.tsx';
import { ScrollKeeper } from './scrollKeeper.ts';
import { TurnView } from '../turns/turn.tsx';
import { useGradually } from './useGradually.ts';

interface LogProps {
  /** The chat's id. */
  readonly chat: string;
  readonly turns: readonly Turn[];
  readonly branches: ReadonlyMap<string, readonly string[]>;
  readonly busy: boolean;
}

/** The conversation. Follows its end while the user is there, and stays where the user scrolled to otherwise. */
export function Log({ chat, turns, branches, busy }: LogProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper | undefined>(undefined);
  const [away, setAway] = useState(false);
  useLayoutEffect(() => {
    if (box.current === null) return undefined;
    keeper.current = new ScrollKeeper(box.current, chat, setAway);
    return () => keeper.current?.dispose();
  }, []);
  const shown = useGradually(chat, turns);
  const last = turns.at(-1);
  const asked = last?.role === 'assistant' && last.status === 'waiting' ? last.id : undefined;
  // Whoever just asked something wants to see it.
  const known = useRef(asked);
  useEffect(() => {
    if (asked !== undefined && asked !== known.current) keeper.current?.toEnd();
    known.current = asked;
  }, [asked]);
  return (
    <div class="logFrame">
      <div ref={box} class="log" role="log" aria-label="Conversation" aria-live={busy ? 'off' : 'polite'} tabIndex={0}>
        <div class="logContent">
          {shown.map((turn) => (
            <TurnView key={turn.id} turn={turn} branch={branches.get(turn.id)} />
          ))}
          {last?.role === 'user' && !busy && <Unanswered turn={last} />}
          <Sum turns={turns} />
        </div>
      </div>
      {away && (
        <button type="button" class="toLatest" onClick={() => keeper.current?.toEnd()}>
          <span class="codicon codicon-arrow-down" aria-hidden="true" />
          Jump to latest
        </button>
      )}
    </div>
  );
}
