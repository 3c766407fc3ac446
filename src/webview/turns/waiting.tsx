import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { AssistantTurn } from '../../core/chat/conversation.ts';
import { useSeconds } from '../useSeconds.ts';
import { waitWords } from '../words.ts';
import { post } from '../vscode.ts';

/** From when on Stop is offered right here, in seconds. */
const longAfter = 20;

/** A clock that is further off than this is another machine's (milliseconds). */
const believable = 3_600_000;

/** Moving dots until the next text comes, how long it has been when it takes long, and when the next try is made. */
export function Waiting({ turn }: { readonly turn: AssistantTurn }): VNode {
  const [start] = useState(() => startOf(turn));
  const now = useSeconds();
  const seconds = Math.floor((now - start) / 1000);
  const { delay } = turn;
  return (
    <div class="waiting">
      {delay === undefined || delay.until <= now ? <Dots /> : <span class="codicon codicon-watch" aria-hidden="true" />}
      <span>{waitWords(seconds, delay, now)}</span>
      {(seconds >= longAfter || delay !== undefined) && (
        <button type="button" class="linkButton" onClick={() => post({ type: 'stop' })}>
          Stop
        </button>
      )}
    </div>
  );
}

/** When the wait began, in milliseconds since 1970: with the turn, or now where text came already. */
function startOf({ text, at }: AssistantTurn): number {
  const now = Date.now();
  return text === '' && Math.abs(now - at) < believable ? at : now;
}

function Dots(): VNode {
  return (
    <span class="dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
