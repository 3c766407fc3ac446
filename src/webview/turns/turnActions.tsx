import type { VNode } from 'preact';
import { isPending, type Turn } from '../../core/chat/conversation.ts';
import { post } from '../vscode.ts';

interface ActionsProps {
  readonly turn: Turn;
  /** The turns beside this one, itself included; absent where there are none. */
  readonly branch: readonly string[] | undefined;
  /** Begins to edit a question. */
  readonly onEdit?: () => void;
}

/** What can be done with a turn. Always in the page, so that it is reached by keyboard; shown when pointed at. */
export function TurnActions({ turn, branch, onEdit }: ActionsProps): VNode {
  const what = turn.role === 'user' ? 'message' : 'reply';
  const settled = !isPending(turn);
  const retry = () => post({ type: 'remedy', turnId: turn.id, remedy: 'retry' });
  const copy = () => post({ type: 'copyTurn', turnId: turn.id });
  const remove = () => post({ type: 'removeTurn', turnId: turn.id });
  return (
    <div class="turnActions">
      {branch !== undefined && <Branches id={turn.id} branch={branch} />}
      <div class="turnButtons" role="group" aria-label={`Actions for this ${what}`}>
        {onEdit !== undefined && <Action icon="edit" label="Edit and ask again" press={onEdit} />}
        {turn.role === 'assistant' && settled && <Action icon="refresh" label="Ask again" press={retry} />}
        {settled && turn.text !== '' && <Action icon="copy" label={`Copy ${what} as Markdown`} press={copy} />}
        <Action icon="trash" label={`Delete ${what} and what follows`} press={remove} />
      </div>
    </div>
  );
}

interface ActionProps {
  readonly icon: string;
  readonly label: string;
  readonly press: () => void;
  readonly disabled?: boolean;
}

function Action({ icon, label, press, disabled = false }: ActionProps): VNode {
  const style = `iconButton codicon codicon-${icon}`;
  return <button type="button" class={style} aria-label={label} title={label} disabled={disabled} onClick={press} />;
}

function Branches({ id, branch }: { readonly id: string; readonly branch: readonly string[] }): VNode {
  const index = branch.indexOf(id);
  const isLast = index === branch.length - 1;
  const choose = (other: string | undefined) => () => {
    if (other !== undefined) post({ type: 'chooseBranch', turnId: other });
  };
  return (
    <span class="branches">
      <Action icon="chevron-left" label="Previous version" disabled={index === 0} press={choose(branch[index - 1])} />
      <span>
        {index + 1} of {branch.length}
      </span>
      <Action icon="chevron-right" label="Next version" disabled={isLast} press={choose(branch[index + 1])} />
    </span>
  );
}
