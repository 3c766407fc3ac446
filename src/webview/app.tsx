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
      <Content state={state} busy={busy} />
      {turns.length > 0 && status?.hasKey === false && <KeyNotice />}
      <Composer state={state} focusRequests={focusRequests} />
      <Announcer turn={turns.at(-1)} />
    </main>
  );
}

/** What is above the composer: the chat, or what can be done while it is empty. */
function Content({ state, busy }: { readonly state: ViewState; readonly busy: boolean }): VNode {
  const { conversation, status, recent = [] } = state;
  if (conversation === undefined) return <div class="filler" />;
  const { id, turns, branches } = conversation;
  if (turns.length === 0) return <EmptyState status={status} recent={recent} />;
  return (
    <>
      <h1 class="visuallyHidden">gpt-oss chat</h1>
      <Log key={id} chat={id} turns={turns} branches={branches} busy={busy} />
    </>
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
