import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { inComposition } from '../composer/composerBox.ts';
import { post } from '../vscode.ts';

interface EditorProps {
  readonly turnId: string;
  readonly text: string;
  readonly close: () => void;
}

/** A question to be asked anew with other words. Enter sends, Escape leaves it as it was. */
export function QuestionEditor({ turnId, text, close }: EditorProps): VNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const [empty, setEmpty] = useState(false);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);
  const send = () => {
    const words = field.current?.value ?? '';
    if (words.trim() === '') return;
    post({ type: 'editTurn', turnId, text: words });
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (inComposition(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) send();
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  return (
    <div class="questionEditor">
      <textarea
        ref={field}
        rows={Math.min(12, text.split('\n').length)}
        aria-label="Edit your message"
        spellcheck={false}
        defaultValue={text}
        onInput={({ currentTarget }) => setEmpty(currentTarget.value.trim() === '')}
        onKeyDown={onKeyDown}
      />
      <div class="remedies">
        <button type="button" class="button" disabled={empty} onClick={send}>
          Send
        </button>
        <button type="button" class="button secondary" onClick={close}>
          Cancel
        </button>
      </div>
    </div>
  );
}
