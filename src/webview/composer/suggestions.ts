import type { ContextChoice } from '../../core/context/chips.ts';
import { slashCommands } from '../../protocol/slashCommands.ts';
import { type Trigger, triggerAt } from './trigger.ts';

export interface Suggestion {
  readonly id: string;
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  /** What takes the place of the sign and the words when it is picked. */
  readonly text: string;
}

/** The list as it is shown. */
export interface SuggestionView {
  readonly sign: Trigger['sign'];
  readonly entries: readonly Suggestion[];
  readonly active: number;
  /** The host has not answered yet. */
  readonly waiting: boolean;
}

interface SuggestionParts {
  /** Asks the host for what fits. */
  readonly search: (search: number, words: string) => void;
  readonly show: (view: SuggestionView | undefined) => void;
  readonly pick: (suggestion: Suggestion, trigger: Trigger) => void;
}

const icons: Readonly<Record<ContextChoice['kind'], string>> = {
  code: 'pinned',
  file: 'file',
  folder: 'folder',
  symbol: 'symbol-method',
  problems: 'warning',
  changes: 'git-compare',
  terminal: 'terminal',
};

export function iconOf(kind: ContextChoice['kind']): string {
  return icons[kind];
}

/** The list under `@` and `/`: what is in it, which entry is meant, and when it is open. */
export class Suggestions {
  readonly #parts: SuggestionParts;
  #trigger: Trigger | undefined;
  #view: SuggestionView | undefined;
  #search = 0;
  /** Where the sign stood whose list was closed by the user. */
  #dismissed = -1;

  constructor(parts: SuggestionParts) {
    this.#parts = parts;
  }

  /** Follows what is typed; the list opens, changes and closes with it. */
  follow(text: string, cursor: number): void {
    let trigger = triggerAt(text, cursor);
    if (trigger?.start !== this.#dismissed) this.#dismissed = -1;
    else trigger = undefined;
    if (trigger === undefined) this.close();
    else this.#open(trigger);
  }

  #open(trigger: Trigger): void {
    const { sign, words } = trigger;
    if (this.#trigger?.sign === sign && this.#trigger.words === words && this.#view !== undefined) {
      this.#trigger = trigger;
      return;
    }
    const before = this.#trigger?.sign === sign ? this.#view : undefined;
    this.#trigger = trigger;
    if (sign === '/') {
      this.#showCommands(words);
    } else {
      this.#set({ sign, entries: before?.entries ?? [], active: 0, waiting: true });
      this.#parts.search(++this.#search, words);
    }
  }

  /** Takes what the host found, unless something else is looked for by now. */
  receive(search: number, choices: readonly ContextChoice[]): void {
    if (search !== this.#search || this.#view?.sign !== '@') return;
    const entries = choices.map(suggestionOf);
    const kept = entries.findIndex(({ label, detail }) => this.#isActive(label, detail));
    this.#set({ sign: '@', entries, active: Math.max(0, kept), waiting: false });
  }

  /** Whether a key was meant for the list. */
  key(key: string): boolean {
    const view = this.#view;
    if (view === undefined) return false;
    if (key === 'Escape') {
      this.#dismissed = this.#trigger?.start ?? -1;
      this.close();
      return true;
    }
    if (view.entries.length === 0) return false;
    if (key === 'Enter' || key === 'Tab') return this.pick(view.active);
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step === undefined) return false;
    this.#set({ ...view, active: (view.active + step + view.entries.length) % view.entries.length });
    return true;
  }

  /** Takes an entry; true when there was one. */
  pick(index: number): boolean {
    const suggestion = this.#view?.entries[index];
    const trigger = this.#trigger;
    if (suggestion === undefined || trigger === undefined) return false;
    this.close();
    this.#parts.pick(suggestion, trigger);
    return true;
  }

  close(): void {
    this.#trigger = undefined;
    if (this.#view !== undefined) this.#set(undefined);
  }

  #isActive(label: string, detail: string): boolean {
    // Until the user has moved, the best entry is the one meant.
    if (this.#view === undefined || this.#view.active === 0) return false;
    const active = this.#view.entries[this.#view.active];
    return active?.label === label && active.detail === detail;
  }

  #showCommands(words: string): void {
    const fitting = slashCommands.filter(({ name }) => name.startsWith(words));
    const entries = fitting.map(({ name, says, takesWords }) => {
      const label = `/${name}`;
      return { id: name, icon: 'terminal-cmd', label, detail: says, text: takesWords ? `${label} ` : '' };
    });
    if (entries.length === 0) this.close();
    else this.#set({ sign: '/', entries, active: 0, waiting: false });
  }

  #set(view: SuggestionView | undefined): void {
    this.#view = view;
    this.#parts.show(view);
  }
}

function suggestionOf({ id, kind, label, detail }: ContextChoice): Suggestion {
  const named = kind === 'file' || kind === 'folder' || kind === 'symbol';
  return { id, icon: icons[kind], label, detail, text: named ? `@${label} ` : '' };
}
