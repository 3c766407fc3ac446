import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { SuggestionView } from './suggestions.ts';

export const suggestionListId = 'suggestions';

export function suggestionId(index: number): string {
  return `suggestion-${index}`;
}

const titles = { '@': 'Add to the message', '/': 'Commands' } as const;

interface SuggestionListProps {
  readonly view: SuggestionView;
  readonly pick: (index: number) => void;
  /** Whether a key was meant for the list. */
  readonly press: (key: string) => boolean;
  /** The focus comes to the list or goes from it. */
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/**
 * What can be picked. The focus stays in the text field, which names the active entry, but it may go into a list that
 * scrolls.
 */
export function SuggestionList({ view, pick, press, onFocus, onBlur }: SuggestionListProps): VNode {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' && press(event.key)) event.preventDefault();
  };
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [view.active, view.entries]);
  if (view.entries.length === 0) {
    return <div class="suggestions suggestionsEmpty">{view.waiting ? 'Looking…' : 'Nothing fits.'}</div>;
  }
  return (
    <ul
      ref={list}
      id={suggestionListId}
      class={view.sign === '/' ? 'suggestions commands' : 'suggestions'}
      role="listbox"
      aria-label={titles[view.sign]}
      aria-activedescendant={suggestionId(view.active)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      {view.entries.map(({ id, icon, label, detail }, index) => (
        <li
          key={id}
          id={suggestionId(index)}
          class="suggestion"
          role="option"
          aria-selected={index === view.active}
          // The text field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(index)}
        >
          <span class={`codicon codicon-${icon}`} aria-hidden="true" />
          <span class="suggestionLabel">{label}</span>
          <span class="suggestionDetail">{detail}</span>
        </li>
      ))}
    </ul>
  );
}

/** What a screen reader is told when the list changes. */
export function suggestionWords(view: SuggestionView | undefined): string {
  if (view === undefined || view.waiting) return '';
  const count = view.entries.length;
  if (count === 0) return 'Nothing fits';
  return `${count} ${count === 1 ? 'entry' : 'entries'}. Up and down to move, Enter to take one.`;
}
