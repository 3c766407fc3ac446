import type { UserTurn } from '../core/chat/conversation.ts';
import { History } from './history.ts';
import { keep, post, recall } from './vscode.ts';

/** What the composer may do at the moment. */
export interface Situation {
  readonly canSend: boolean;
  readonly attach: boolean;
  readonly sent: readonly UserTurn[];
}

/** After this long without an answer from the host, the same message may be sent again (milliseconds). */
const sendAgainAfter = 2000;

/**
 * The text field: its draft lives in the page and in VS Code's keeping, never in a render.
 * A message stays in the field until it comes back as a turn, so that it cannot get lost on the way.
 */
export class ComposerBox {
  readonly #field: HTMLTextAreaElement;
  readonly #onEmpty: (empty: boolean) => void;
  readonly #history = new History();
  #situation: Situation;
  #sentAt = -Infinity;

  constructor(field: HTMLTextAreaElement, situation: Situation, onEmpty: (empty: boolean) => void) {
    this.#field = field;
    this.#situation = situation;
    this.#onEmpty = onEmpty;
    field.value = recall().draft;
    field.addEventListener('input', this.#onInput);
    field.addEventListener('keydown', this.#onKey);
    this.#grow();
  }

  dispose(): void {
    this.#field.removeEventListener('input', this.#onInput);
    this.#field.removeEventListener('keydown', this.#onKey);
  }

  update(situation: Situation): void {
    this.#situation = situation;
    this.#clearSent();
  }

  send(): void {
    const text = this.#field.value;
    const { canSend, attach, sent } = this.#situation;
    if (!canSend || text.trim() === '' || performance.now() - this.#sentAt < sendAgainAfter) return;
    this.#sentAt = performance.now();
    keep({ sent: { text, after: sent.at(-1)?.id ?? '' } });
    post({ type: 'send', text, attachSelection: attach });
    this.#field.focus();
  }

  /** Puts `text` behind what is there. */
  insert(text: string): void {
    const before = this.#field.value;
    this.#write(before.trim() === '' ? text : `${before.trimEnd()}\n${text}`);
    this.#field.focus();
  }

  /** Takes the message out of the field once it is a turn; what was typed since stays. */
  #clearSent(): void {
    const { sent } = recall();
    const last = this.#situation.sent.at(-1);
    if (sent === undefined || last === undefined || last.id === sent.after || last.text.trim() !== sent.text.trim()) return;
    const draft = this.#field.value;
    keep({ sent: undefined });
    this.#sentAt = -Infinity;
    this.#history.reset();
    if (draft.startsWith(sent.text)) this.#write(draft.slice(sent.text.length).trimStart());
  }

  readonly #onInput = (): void => {
    this.#history.reset();
    this.#sentAt = -Infinity;
    this.#changed();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (inComposition(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.send();
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const texts = this.#situation.sent.map(({ text }) => text);
      const recalled = this.#history.step(event.key === 'ArrowUp' ? -1 : 1, this.#field.value, texts);
      if (recalled === undefined) return;
      event.preventDefault();
      this.#write(recalled);
    }
  };

  #write(text: string): void {
    this.#field.value = text;
    this.#field.setSelectionRange(text.length, text.length);
    this.#changed();
  }

  #changed(): void {
    const draft = this.#field.value;
    keep({ draft });
    this.#onEmpty(draft.trim() === '');
    this.#grow();
  }

  /** Where the browser cannot size a field by its content, this does. */
  #grow(): void {
    if (CSS.supports('field-sizing', 'content')) return;
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}

/** Whether an input method takes the key. The key that ends a composition says so by code 229 alone in some browsers. */
function inComposition({ isComposing, keyCode }: { readonly isComposing: boolean; readonly keyCode: number }): boolean {
  return isComposing || keyCode === 229;
}
