import type { VNode } from 'preact';
import type { ContextChip } from '../../core/context/chips.ts';
import { formatTokens } from '../../core/chat/request/cost.ts';
import { placeOf, shortPlaceOf } from '../../core/chat/place.ts';
import type { ViewStatus } from '../../protocol/messages.ts';
import { iconOf } from '../composer/suggestions.ts';
import { post } from '../vscode.ts';
import { originLabels } from '../words.ts';

interface ContextChipsProps {
  readonly selection: ViewStatus['selection'];
  /** Whether the selection goes along. */
  readonly attach: boolean;
  readonly toggle: () => void;
  readonly chips: readonly ContextChip[];
  /** Puts the cursor into the text field. */
  readonly leave: () => void;
}

/** Everything that goes along with the next message. */
export function ContextChips({ selection, attach, toggle, chips, leave }: ContextChipsProps): VNode | null {
  if (selection === undefined && chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="Goes along with the message">
      {selection !== undefined && <SelectionChip selection={selection} attach={attach} toggle={toggle} />}
      {chips.map((chip) => (
        <Chip key={chip.id} chip={chip} leave={leave} />
      ))}
    </ul>
  );
}

interface SelectionChipProps {
  readonly selection: NonNullable<ViewStatus['selection']>;
  readonly attach: boolean;
  readonly toggle: () => void;
}

/** The code that is selected now: it follows the selection, can be left out, and can be kept. */
function SelectionChip({ selection, attach, toggle }: SelectionChipProps): VNode {
  const what = `${placeOf(selection)} (${originLabels[selection.origin]})`;
  const goesAlong = `${what} goes along, ${about(selection.tokens)}. Click to leave it out.`;
  const staysOut = `${what} stays out. Click to attach it.`;
  return (
    <li class={attach ? 'chip' : 'chip off'}>
      <button
        type="button"
        class="chipMain"
        aria-pressed={attach}
        aria-label={`Attach ${what}, ${about(selection.tokens)}`}
        title={attach ? goesAlong : staysOut}
        onClick={toggle}
      >
        <span class={`codicon codicon-${attach ? 'eye' : 'eye-closed'}`} aria-hidden="true" />
        <span class="chipText">{shortPlaceOf(selection)}</span>
        {attach && <Tokens count={selection.tokens} />}
      </button>
      <button
        type="button"
        class="chipEnd codicon codicon-pin"
        aria-label={`Pin ${placeOf(selection)}`}
        title="Keep this code for the next message, whatever is selected"
        onClick={() => post({ type: 'pinSelection' })}
      />
    </li>
  );
}

function Chip({ chip, leave }: { readonly chip: ContextChip; readonly leave: () => void }): VNode {
  const { id, kind, label, tokens, problem } = chip;
  // The name of the button holds what is seen on it.
  const detail = chip.detail.includes(label) ? chip.detail : `${label}, ${chip.detail}`;
  const remove = (button: HTMLElement) => {
    // The focus goes to the neighbour, or into the text field, since this button goes away.
    const item = button.closest('li');
    const next = (item?.nextElementSibling ?? item?.previousElementSibling)?.querySelector<HTMLElement>('.chipEnd');
    if (next) next.focus();
    else leave();
    post({ type: 'removeContext', chip: id });
  };
  return (
    <li class={problem === undefined ? 'chip' : 'chip broken'}>
      <button
        type="button"
        class="chipMain"
        aria-label={`Open ${detail}, ${problem ?? about(tokens)}`}
        title={problem ?? `${detail}, ${about(tokens)}`}
        onClick={() => post({ type: 'openContext', chip: id })}
      >
        <span class={`codicon codicon-${problem === undefined ? iconOf(kind) : 'error'}`} aria-hidden="true" />
        <span class="chipText">{label}</span>
        {problem === undefined && <Tokens count={tokens} />}
      </button>
      <button
        type="button"
        class="chipEnd codicon codicon-close"
        aria-label={`Remove ${detail}`}
        title="Remove"
        onClick={({ currentTarget }) => remove(currentTarget)}
      />
    </li>
  );
}

/** Drawn by the style sheet, since the button's name says it in words. */
function Tokens({ count }: { readonly count: number }): VNode {
  return <span class="chipTokens" data-count={shortCount(count)} />;
}

function about(tokens: number): string {
  return `about ${formatTokens(tokens)}`;
}

/** A count in little room: `87`, `1.2k`, `35k`. */
export function shortCount(count: number): string {
  if (count < 1000) return `${count}`;
  return count < 9950 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}
