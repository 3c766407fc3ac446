import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { UserTurn } from '../core/chat/conversation.ts';
import type { ViewStatus } from '../protocol/messages.ts';
import { ComposerBox } from './composerBox.ts';
import { onFillComposer } from './fillComposer.ts';
import { originLabels, placeOf, shortModel, shortPlaceOf } from './words.ts';
import { keep, post, recall } from './vscode.ts';

interface ComposerProps {
  readonly status: ViewStatus | undefined;
  /** Whether the host has told of the conversation. */
  readonly ready: boolean;
  readonly sent: readonly UserTurn[];
  readonly focusRequests: number;
}

export function Composer({ status, ready, sent, focusRequests }: ComposerProps): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<ComposerBox | undefined>(undefined);
  const [empty, setEmpty] = useState(recall().draft.trim() === '');
  const [attach, setAttach] = useState(recall().attach);
  const busy = status?.busy === true;
  // The box outlives renders, so what it needs to know is handed to it each time.
  const situation = { canSend: ready && !busy, attach: attach && status?.selection !== undefined, sent };
  useEffect(() => {
    if (field.current === null) return undefined;
    box.current = new ComposerBox(field.current, situation, setEmpty);
    const forget = onFillComposer((text) => box.current?.insert(text));
    return () => {
      forget();
      box.current?.dispose();
    };
  }, []);
  useEffect(() => box.current?.update(situation));
  useEffect(() => {
    if (focusRequests > 0) field.current?.focus();
  }, [focusRequests]);
  const toggle = () => {
    setAttach(!attach);
    keep({ attach: !attach });
  };
  return (
    <div class="composer">
      <div class="composerBox">
        {status?.selection !== undefined && <SelectionChip selection={status.selection} attach={attach} toggle={toggle} />}
        <textarea ref={field} rows={1} placeholder="Ask about your code" aria-label="Message to gpt-oss" spellcheck={false} />
        <div class="composerBar">
          <span class="composerModel" title={status?.model}>
            {shortModel(status?.model ?? '')}
          </span>
          {busy ? (
            <button type="button" class="iconButton codicon codicon-stop-circle" aria-label="Stop" title="Stop (Escape)" onClick={() => post({ type: 'stop' })} />
          ) : (
            <button
              type="button"
              class="iconButton send codicon codicon-send"
              aria-label="Send"
              title="Send (Enter)"
              disabled={empty || !ready}
              onClick={() => box.current?.send()}
            />
          )}
        </div>
      </div>
    </div>
  );
}

interface SelectionChipProps {
  readonly selection: NonNullable<ViewStatus['selection']>;
  readonly attach: boolean;
  readonly toggle: () => void;
}

/** The code that would go along, and the switch whether it does. */
function SelectionChip({ selection, attach, toggle }: SelectionChipProps): VNode {
  const what = `${placeOf(selection)} (${originLabels[selection.origin]})`;
  return (
    <div class="chips">
      <button
        type="button"
        class={attach ? 'chip' : 'chip off'}
        aria-pressed={attach}
        aria-label={`Attach ${what}`}
        title={attach ? `${what} goes along. Click to leave it out.` : `${what} stays out. Click to attach it.`}
        onClick={toggle}
      >
        <span class={`codicon codicon-${attach ? 'eye' : 'eye-closed'}`} aria-hidden="true" />
        <span class="chipText">{shortPlaceOf(selection)}</span>
      </button>
    </div>
  );
}
