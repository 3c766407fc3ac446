import { Component, type VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isPending, type AssistantTurn, type Turn, type UserTurn } from '../core/chat/conversation.ts';
import { Ending, Figures, Waiting } from './replyState.tsx';
import { MarkdownView } from './markdown/markdownView.ts';
import { originLabels, placeOf, shortPlaceOf } from './words.ts';
import { post } from './vscode.ts';

/** One turn, drawn again only when it changed: turns are never altered, only replaced. */
export class TurnView extends Component<{ readonly turn: Turn }> {
  override shouldComponentUpdate(next: { readonly turn: Turn }): boolean {
    return next.turn !== this.props.turn;
  }

  override render({ turn }: { readonly turn: Turn }): VNode {
    return turn.role === 'user' ? <UserTurnView turn={turn} /> : <ReplyView turn={turn} />;
  }
}

/** A message longer than this starts folded. */
const foldAbove = { characters: 1500, lines: 20 };

function UserTurnView({ turn }: { readonly turn: UserTurn }): VNode {
  const long = turn.text.length > foldAbove.characters || turn.text.split('\n', foldAbove.lines + 1).length > foldAbove.lines;
  const [folded, setFolded] = useState(long);
  return (
    <article class="turn user" data-turn={turn.id} aria-label="Your message">
      <h2 class="visuallyHidden">You</h2>
      <div class={folded ? 'userText folded' : 'userText'}>{turn.text}</div>
      {long && (
        <button type="button" class="linkButton" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
          {folded ? 'Show more' : 'Show less'}
        </button>
      )}
      {turn.attachments.length > 0 && <Attachments turn={turn} />}
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
            <span class="codicon codicon-file-code" aria-hidden="true" />
            <span class="chipText">{shortPlaceOf(attachment)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function ReplyView({ turn }: { readonly turn: AssistantTurn }): VNode {
  const pending = isPending(turn);
  return (
    <article class="turn reply" data-turn={turn.id} aria-label="Reply" aria-busy={pending}>
      <h2 class="visuallyHidden">gpt-oss</h2>
      {turn.reasoning !== '' && <Reasoning turn={turn} />}
      {turn.text !== '' && <Markdown text={turn.text} ended={!pending} />}
      {pending && turn.text === '' && <Waiting since={turn.at} />}
      {!pending && <Ending turn={turn} />}
      {!pending && <Figures turn={turn} />}
    </article>
  );
}

/** The model's reasoning, folded; its text is put into the page only once it is opened. */
function Reasoning({ turn }: { readonly turn: AssistantTurn }): VNode {
  const [open, setOpen] = useState(false);
  const thinking = isPending(turn) && turn.text === '';
  return (
    <details class="reasoning" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="codicon codicon-chevron-right" aria-hidden="true" />
        {thinking ? 'Thinking' : 'Reasoning'}
      </summary>
      {open && <div class="reasoningText">{turn.reasoning}</div>}
    </details>
  );
}

const codeActions = {
  copy: (code: string) => post({ type: 'copy', code }),
  insert: (code: string) => post({ type: 'insert', code }),
};

function Markdown({ text, ended }: { readonly text: string; readonly ended: boolean }): VNode {
  const root = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | undefined>(undefined);
  useLayoutEffect(() => {
    if (root.current !== null) view.current = new MarkdownView(root.current, codeActions);
    return () => view.current?.dispose();
  }, []);
  useLayoutEffect(() => view.current?.update(text, ended), [text, ended]);
  return <div ref={root} class="markdown" />;
}
