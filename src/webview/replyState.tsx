import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type AssistantTurn, canContinue } from '../core/chat/conversation.ts';
import { type Remedy, remedyLabels } from '../core/errors.ts';
import { figuresOf, leftOutWords, usageDetail } from './words.ts';
import { post } from './vscode.ts';

/** From when on the wait is counted, in seconds. */
const slowAfter = 5;

/** A clock that is further off than this is another machine's (milliseconds). */
const believable = 3_600_000;

/** Moving dots until the first text comes, and how long it has been when it takes long. */
export function Waiting({ since }: { readonly since: number }): VNode {
  const [start] = useState(() => (Math.abs(Date.now() - since) < believable ? since : Date.now()));
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.floor((now - start) / 1000);
  return (
    <div class="waiting">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{seconds < slowAfter ? 'Thinking' : `Still thinking, ${seconds} s`}</span>
    </div>
  );
}

/** How a reply ended, where there is more to say than that it did. */
export function Ending({ turn }: { readonly turn: AssistantTurn }): VNode | null {
  if (turn.status === 'failed') return <Failed turn={turn} />;
  if (turn.status === 'stopped') {
    return (
      <Note icon="debug-stop" turn={turn} remedies={canContinue(turn) ? ['continue', 'retry'] : ['retry']}>
        Stopped
      </Note>
    );
  }
  if (turn.finish === 'length') {
    return (
      <Note icon="warning" turn={turn} remedies={['continue', 'raiseMaxTokens', 'lessReasoning']}>
        Cut off: the reply reached the token limit.
      </Note>
    );
  }
  if (turn.finish === 'cutOff') {
    return (
      <Note icon="warning" turn={turn} remedies={['continue', 'retry']}>
        The connection ended before the reply was complete.
      </Note>
    );
  }
  return null;
}

interface NoteProps {
  readonly icon: string;
  readonly turn: AssistantTurn;
  readonly remedies: readonly Remedy[];
  readonly children: ComponentChildren;
}

function Note({ icon, turn, remedies, children }: NoteProps): VNode {
  return (
    <div class="note">
      <span class={`codicon codicon-${icon}`} aria-hidden="true" />
      <div class="noteBody">
        <span>{children}</span>
        <Remedies turnId={turn.id} remedies={remedies} primary={false} />
      </div>
    </div>
  );
}

function Failed({ turn }: { readonly turn: AssistantTurn }): VNode {
  const message = turn.failure?.message ?? 'The reply failed.';
  const detail = turn.failure?.detail ?? '';
  const remedies = turn.failure?.remedies ?? ['retry'];
  return (
    <div class="failure" role="group" aria-label="Error">
      <span class="codicon codicon-error" aria-hidden="true" />
      <div class="failureBody">
        <p>{message}</p>
        {detail !== '' && <p class="failureDetail">{detail}</p>}
        <Remedies turnId={turn.id} remedies={remedies.filter((remedy) => remedy !== 'continue' || canContinue(turn))} primary />
      </div>
    </div>
  );
}

interface RemediesProps {
  readonly turnId: string;
  readonly remedies: readonly Remedy[];
  /** Whether the first button stands out. */
  readonly primary: boolean;
}

function Remedies({ turnId, remedies, primary }: RemediesProps): VNode | null {
  if (remedies.length === 0) return null;
  return (
    <div class="remedies">
      {remedies.map((remedy, index) => (
        <button
          key={remedy}
          type="button"
          class={primary && index === 0 ? 'button' : 'button secondary'}
          onClick={() => post({ type: 'remedy', turnId, remedy })}
        >
          {remedyLabels[remedy]}
        </button>
      ))}
    </div>
  );
}

/** What of the conversation did not go along with the question. */
export function LeftOut({ turn }: { readonly turn: AssistantTurn }): VNode | null {
  if (turn.trimmed === undefined) return null;
  return (
    <p class="leftOut">
      <span class="codicon codicon-fold" aria-hidden="true" />
      <span>{leftOutWords(turn.trimmed)}</span>
    </p>
  );
}

/** Tokens, cost, time and model of a reply. */
export function Figures({ turn }: { readonly turn: AssistantTurn }): VNode | null {
  if (turn.usage === undefined && turn.durationMs === undefined) return null;
  return (
    <ul class="figures" title={usageDetail(turn)} aria-label="Tokens, cost, time, model">
      {figuresOf(turn).map((figure) => (
        <li key={figure}>{figure}</li>
      ))}
    </ul>
  );
}
