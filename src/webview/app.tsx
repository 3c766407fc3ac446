import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Turn } from '../core/chat/conversation.ts';
import { Composer } from './composer/composer.tsx';
import { EmptyState, KeyNotice } from './emptyState.tsx';
import { Log } from './log/log.tsx';
import type { ViewState } from './state.ts';
import { followTurnKeys } from './turns/turnKeys.ts';
import { announcement } from './words.ts';
import { post } from './vscode.ts';

interface AppProps {
  readonly state: ViewState;
  /** How often the host asked for the cursor to be in the composer. */
  readonly focusRequests: number;
}

export function App({ state, focusRequests }: AppProps): VNode {
  const { conversation, status } = state;
  const busy = status?.busy === true;
  useEscape(busy);
  useEffect(followTurnKeys, []);
  const turns = conversation?.turns ?? [];
  return (
    <main class="chat">
      {conversation !== undefined && turns.length > 0 && <h1 class="visuallyHidden">gpt-oss chat</h1>}
      {conversation !== undefined && turns.length === 0 && <EmptyState status={status} recent={state.recent ?? []} />}
      {conversation !== undefined && turns.length > 0 && <Log key={conversation.id} chat={conversation.id} turns={turns} branches={conversation.branches} busy={busy} />}
      {conversation === undefined && <div class="filler" />}
      {turns.length > 0 && status?.hasKey === false && <KeyNotice />}
      <Composer state={state} focusRequests={focusRequests} />
      <Announcer turn={turns.at(-1)} />
    </main>
  );
}

/** Escape stops a reply wherever in the view the focus is. */
function useEscape(busy: boolean): void {
  useEffect(() => {
    if (!busy) return undefined;
    const stop = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) post({ type: 'stop' });
    };
    addEventListener('keydown', stop);
    return () => removeEventListener('keydown', stop);
  }, [busy]);
}

/** Tells a screen reader how the reply goes, never its text piece by piece. */
function Announcer({ turn }: { readonly turn: Turn | undefined }): VNode {
  const element = useRef<HTMLDivElement>(null);
  const before = useRef(turn);
  useEffect(() => {
    const words = announcement(before.current, turn);
    before.current = turn;
    if (words !== undefined) element.current?.replaceChildren(words);
  }, [turn]);
  return <div ref={element} class="visuallyHidden" role="status" />;
}
