import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { UserTurn } from '../../core/chat/conversation.ts';
import { placeOf, shortPlaceOf } from '../../core/chat/place.ts';
import { originIcons, originLabels } from '../words.ts';
import { QuestionEditor } from './questionEditor.tsx';
import { column } from './column.ts';
import { TurnActions } from './turnActions.tsx';
import { questionHeight } from './turnHeight.ts';
import { post } from '../vscode.ts';

/** A message longer than this starts folded. */
const foldAbove = { characters: 1500, lines: 20 };

interface UserTurnProps {
  readonly turn: UserTurn;
  readonly branch: readonly string[] | undefined;
}

function isLong(text: string): boolean {
  return text.length > foldAbove.characters || text.split('\n', foldAbove.lines + 1).length > foldAbove.lines;
}

export function UserTurnView({ turn, branch }: UserTurnProps): VNode {
  const long = isLong(turn.text);
  const [folded, setFolded] = useState(long);
  const [editing, setEditing] = useState(false);
  const height = questionHeight(turn, folded, column());
  return (
    <article class="turn question" data-height={height} data-turn={turn.id} tabIndex={-1} aria-label="Your message">
      <h2 class="visuallyHidden">You</h2>
      <div class={editing ? 'user editing' : 'user'}>
        {editing ? (
          <QuestionEditor turnId={turn.id} text={turn.text} close={() => setEditing(false)} />
        ) : (
          <div class={folded ? 'userText folded' : 'userText'}>{turn.text}</div>
        )}
        {long && !editing && (
          <button type="button" class="linkButton" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            {folded ? 'Show more' : 'Show less'}
          </button>
        )}
        {turn.attachments.length > 0 && <Attachments turn={turn} />}
      </div>
      {!editing && <TurnActions turn={turn} branch={branch} onEdit={() => setEditing(true)} />}
    </article>
  );
}

function Attachments({ turn }: { readonly turn: UserTurn }): VNode {
  return (
    <ul class="chips" aria-label="Attached code">
      {turn.attachments.map((attachment, index) => (
        <li key={`${index}`}>
          <button
            type="button"
            class="chip"
            title={`Open ${placeOf(attachment)} (${originLabels[attachment.origin]})`}
            onClick={() => post({ type: 'openAttachment', turnId: turn.id, index })}
          >
            <span class={`codicon codicon-${originIcons[attachment.origin]}`} aria-hidden="true" />
            <span class="chipText">{shortPlaceOf(attachment)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
