import type { ComponentChildren, VNode } from 'preact';
import { type AssistantTurn, canContinue, type Turn, type UserTurn } from '../../core/chat/conversation.ts';
import { cutOffWords } from '../../core/describe.ts';
import { type Remedy, remedyLabels } from '../../core/errors.ts';
import { useSeconds } from '../useSeconds.ts';
import { failureIcon, leftOutWords } from '../words.ts';
import { post } from '../vscode.ts';

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
        {cutOffWords(turn.cutOffBy)}
      </Note>
    );
  }
  return null;
}

/** A question whose reply was deleted. */
export function Unanswered({ turn }: { readonly turn: UserTurn }): VNode {
  return (
    <Note icon="comment" turn={turn} remedies={['retry']}>
      This message has no reply.
    </Note>
  );
}

interface NoteProps {
  readonly icon: string;
  readonly turn: Turn;
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
  const { reason, message = 'The reply failed.', detail = '', remedies = ['retry'], retryAt } = turn.failure ?? {};
  const possible = remedies.filter((remedy) => remedy !== 'continue' || canContinue(turn));
  return (
    <div class="failure" role="group" aria-label="Error">
      <span class={`codicon codicon-${failureIcon(reason)}`} aria-hidden="true" />
      <div class="failureBody">
        <p>{message}</p>
        {detail !== '' && <p class="failureDetail">{detail}</p>}
        <Remedies turnId={turn.id} remedies={possible} primary retryAt={retryAt} />
      </div>
    </div>
  );
}

interface RemediesProps {
  readonly turnId: string;
  readonly remedies: readonly Remedy[];
  /** Whether the first button stands out. */
  readonly primary: boolean;
  /** When the endpoint wants to be asked again; milliseconds since 1970. */
  readonly retryAt?: number | undefined;
}

function Remedies({ turnId, remedies, primary, retryAt = 0 }: RemediesProps): VNode | null {
  const left = Math.ceil((retryAt - useSeconds(retryAt)) / 1000);
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
          {remedy === 'retry' && left > 0 && <span class="countdown"> in {left} s</span>}
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
