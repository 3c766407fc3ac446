import type { RefObject, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ViewStatus } from '../../protocol/messages.ts';
import { ComposerBox, type Situation } from './composerBox.ts';
import { ContextChips } from '../context/contextChips.tsx';
import { ContextMeter } from '../context/contextMeter.tsx';
import { onFillComposer } from './fillComposer.ts';
import { userTurns, type ViewState } from '../state.ts';
import { suggestionId, SuggestionList, suggestionListId, suggestionWords } from './suggestionList.tsx';
import { Suggestions, type SuggestionView } from './suggestions.ts';
import { shortModel } from '../words.ts';
import { keep, post, recall } from '../vscode.ts';

interface ComposerProps {
  readonly state: ViewState;
  /** How often the host asked for the cursor to be here. */
  readonly focusRequests: number;
}

/** The text field with its parts, made once: they outlive renders. */
interface Desk {
  readonly box: ComposerBox;
  readonly suggestions: Suggestions;
}

interface DeskEvents {
  readonly show: (list: SuggestionView | undefined) => void;
  readonly onLength: (length: number) => void;
}

type FieldRef = RefObject<HTMLTextAreaElement | null>;
type DeskRef = RefObject<Desk | undefined>;

function useDesk(field: FieldRef, situation: Situation, { show, onLength }: DeskEvents): DeskRef {
  const desk = useRef<Desk | undefined>(undefined);
  useEffect(() => {
    if (field.current === null) return undefined;
    const suggestions = new Suggestions({
      search: (search, words) => post({ type: 'search', search, words }),
      show,
      pick: (suggestion, trigger) => desk.current?.box.take(suggestion, trigger),
    });
    const box = new ComposerBox({ field: field.current, suggestions, onLength }, situation);
    desk.current = { box, suggestions };
    const forget = onFillComposer((text) => box.insert(text));
    return () => {
      forget();
      box.dispose();
    };
  }, []);
  useEffect(() => desk.current?.box.update(situation));
  return desk;
}

/** Hands on what the host says to the composer. */
function useAnswers(desk: DeskRef, { found, refused, requestsWanted = 0 }: ViewState): void {
  useEffect(() => {
    if (found !== undefined) desk.current?.suggestions.receive(found.search, found.choices);
  }, [found]);
  useEffect(() => {
    if (refused !== undefined) desk.current?.box.takeBack(refused.choice);
  }, [refused]);
  useEffect(() => {
    if (requestsWanted > 0) desk.current?.box.showRequest();
  }, [requestsWanted]);
}

export function Composer({ state, focusRequests }: ComposerProps): VNode {
  const { conversation, status, context } = state;
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(0);
  const [attach, setAttach] = useState(recall().attach);
  const [list, setList] = useState<SuggestionView | undefined>(undefined);
  const busy = status?.busy === true;
  const notice = context?.notice ?? '';
  // What lives longer than a render is handed what it needs to know each time.
  const situation = {
    conversation: conversation?.id ?? '',
    canSend: conversation !== undefined && !busy,
    attach: attach && status?.selection !== undefined,
    sent: userTurns(state),
    refused: notice !== '',
  };
  const desk = useDesk(field, situation, { show: setList, onLength: (length) => setDraft(roughTokens(length)) });
  useAnswers(desk, state);
  useEffect(() => {
    if (focusRequests > 0) field.current?.focus();
  }, [focusRequests]);
  const toggle = () => {
    setAttach(!attach);
    keep({ attach: !attach });
  };
  return (
    <div class="composer">
      {list !== undefined && (
        <SuggestionList
          view={list}
          pick={(index) => desk.current?.suggestions.pick(index)}
          press={(key) => desk.current?.box.press(key) === true}
          onFocus={() => desk.current?.box.stay()}
          onBlur={() => desk.current?.box.leave()}
        />
      )}
      <div class="composerBox">
        {notice !== '' && <Notice text={notice} />}
        <ContextChips
          selection={status?.selection}
          attach={attach}
          toggle={toggle}
          chips={context?.chips ?? []}
          leave={() => field.current?.focus()}
        />
        <Field field={field} list={list} />
        <Bar
          status={status}
          draft={draft}
          canSend={draft > 0 && conversation !== undefined}
          send={() => desk.current?.box.send()}
          mention={() => desk.current?.box.type('@')}
          showRequest={() => desk.current?.box.showRequest()}
        />
      </div>
      <div class="visuallyHidden" role="status">
        {suggestionWords(list)}
      </div>
    </div>
  );
}

interface FieldProps {
  readonly field: FieldRef;
  readonly list: SuggestionView | undefined;
}

/** A text box of several lines that owns a list: the role stays a text box, since a combo box has one line only. */
function Field({ field, list }: FieldProps): VNode {
  const open = list !== undefined && list.entries.length > 0 ? list : undefined;
  return (
    <textarea
      ref={field}
      rows={1}
      placeholder="Ask about your code: @ adds context, / gives commands"
      aria-label="Message to gpt-oss"
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-controls={open && suggestionListId}
      aria-activedescendant={open && suggestionId(open.active)}
      spellcheck={false}
    />
  );
}

/** Why something cannot go along. */
function Notice({ text }: { readonly text: string }): VNode {
  return (
    <div class="composerNotice" role="alert">
      <span class="codicon codicon-warning" aria-hidden="true" />
      <span>{text}</span>
      <button
        type="button"
        class="iconButton codicon codicon-close"
        aria-label="Dismiss"
        title="Dismiss"
        // Whatever changes the context takes the notice away; this changes nothing else.
        onClick={() => post({ type: 'removeContext', chip: '' })}
      />
    </div>
  );
}

interface BarProps {
  readonly status: ViewStatus | undefined;
  /** Tokens of what is being written. */
  readonly draft: number;
  readonly canSend: boolean;
  readonly send: () => void;
  readonly mention: () => void;
  readonly showRequest: () => void;
}

/** Tokens of a draft as far as a meter needs them: in steps, so that not every key draws it anew. */
function roughTokens(length: number): number {
  const step = 25;
  return Math.ceil(length / 4 / step) * step;
}

function Bar({ status, draft, canSend, send, mention, showRequest }: BarProps): VNode {
  return (
    <div class="composerBar">
      <BarButton icon="mention" label="Add context" keys="@" press={mention} />
      <span class="composerModel" title={status?.model}>
        {shortModel(status?.model ?? '')}
      </span>
      {status?.figures !== undefined && <ContextMeter figures={status.figures} draft={draft} show={showRequest} />}
      {status?.busy === true ? (
        <BarButton icon="stop-circle" label="Stop" keys="Escape" press={() => post({ type: 'stop' })} />
      ) : (
        <BarButton icon="send" label="Send" keys="Enter" disabled={!canSend} press={send} />
      )}
    </div>
  );
}

interface BarButtonProps {
  readonly icon: 'mention' | 'send' | 'stop-circle';
  readonly label: string;
  /** What to press for the same on the keyboard. */
  readonly keys: string;
  readonly disabled?: boolean;
  readonly press: () => void;
}

function BarButton({ icon, label, keys, disabled = false, press }: BarButtonProps): VNode {
  const style = icon === 'send' ? 'iconButton send' : 'iconButton';
  return (
    <button
      type="button"
      class={`${style} codicon codicon-${icon}`}
      aria-label={label}
      title={`${label} (${keys})`}
      disabled={disabled}
      onClick={press}
    />
  );
}
