import type { UserTurn } from '../../core/chat/conversation.ts';
import { readSlash } from '../../protocol/slashCommands.ts';
import { withDraft } from './drafts.ts';
import { History } from './history.ts';
import type { Suggestion, Suggestions } from './suggestions.ts';
import type { Trigger } from './trigger.ts';
import { keep, post, recall } from '../vscode.ts';

/** What the composer may do at the moment. */
export interface Situation {
  /** The conversation in front; empty until the host has told of one. */
  readonly conversation: string;
  readonly canSend: boolean;
  readonly attach: boolean;
  readonly sent: readonly UserTurn[];
  /** Something cannot go along: the message was not sent, and can be sent again. */
  readonly refused: boolean;
}

interface BoxParts {
  readonly field: HTMLTextAreaElement;
  readonly suggestions: Suggestions;
  /** Told of the draft's length, in characters. */
  readonly onLength: (length: number) => void;
}

/** After this long without an answer from the host, the same message may be sent again (milliseconds). */
const sendAgainAfter = 2000;

/** VS Code takes the focus away and gives it back when it moves it into a view: that is no leaving (milliseconds). */
const leavingMs = 200;

/**
 * The text field: its draft lives in the page and in VS Code's keeping, never in a render.
 * A message stays in the field until it comes back as a turn, so that it cannot get lost on the way.
 */
export class ComposerBox {
  readonly #parts: BoxParts;
  readonly #field: HTMLTextAreaElement;
  readonly #history = new History();
  #situation: Situation;
  #sentAt = -Infinity;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  /** What stands in the text for each thing picked from the list, by its id. */
  readonly #mentions = new Map<string, string>();
  /** `/` commands given in this page: they are no turns, but can be recalled as well. */
  readonly #ran: string[] = [];

  constructor(parts: BoxParts, situation: Situation) {
    this.#parts = parts;
    this.#field = parts.field;
    this.#situation = situation;
    this.#field.value = recall().drafts[situation.conversation] ?? '';
    this.#field.addEventListener('input', this.#onInput);
    this.#field.addEventListener('keydown', this.#onKey);
    this.#field.addEventListener('compositionend', this.#onMove);
    this.#field.addEventListener('blur', this.leave);
    this.#field.addEventListener('focus', this.#onFocus);
    this.#field.addEventListener('click', this.#onMove);
    this.#field.addEventListener('keyup', this.#onMove);
    this.#grow();
  }

  dispose(): void {
    this.#field.removeEventListener('input', this.#onInput);
    this.#field.removeEventListener('keydown', this.#onKey);
    this.#field.removeEventListener('compositionend', this.#onMove);
    this.#field.removeEventListener('blur', this.leave);
    this.#field.removeEventListener('focus', this.#onFocus);
    clearTimeout(this.#leaving);
    this.#field.removeEventListener('click', this.#onMove);
    this.#field.removeEventListener('keyup', this.#onMove);
  }

  update(situation: Situation): void {
    const { conversation, refused } = this.#situation;
    this.#situation = situation;
    if (situation.conversation !== conversation) this.#changeTo(situation.conversation, conversation);
    if (situation.refused && !refused) this.#sentAt = -Infinity;
    this.#clearSent();
  }

  send(): void {
    const text = this.#field.value;
    const { canSend, attach, sent } = this.#situation;
    if (this.#run(text)) return;
    if (!canSend || text.trim() === '' || performance.now() - this.#sentAt < sendAgainAfter) return;
    this.#sentAt = performance.now();
    this.#parts.suggestions.close();
    keep({ sent: { text, after: sent.at(-1)?.id ?? '' } });
    post({ type: 'send', text, attachSelection: attach });
    this.#field.focus();
  }

  /** Shows what would be sent, without sending it. */
  showRequest(): void {
    post({ type: 'showRequest', text: this.#field.value, attachSelection: this.#situation.attach });
  }

  /** Puts `text` behind what is there. */
  insert(text: string): void {
    const before = this.#field.value;
    this.#write(before.trim() === '' ? text : `${before.trimEnd()}\n${text}`);
    this.#field.focus();
  }

  /** Puts a sign at the cursor, as if typed, so that its list opens. */
  type(sign: string): void {
    const { value, selectionStart, selectionEnd } = this.#field;
    const apart = selectionStart > 0 && !/\s$/.test(value.slice(0, selectionStart)) ? ` ${sign}` : sign;
    this.#field.focus();
    this.#field.setRangeText(apart, selectionStart, selectionEnd, 'end');
    this.#edited(false);
  }

  /** Takes what was picked from the list. */
  take({ id, text }: Suggestion, { sign, start, end }: Trigger): void {
    this.#field.setRangeText(text, start, end, 'end');
    this.#field.focus();
    this.#changed();
    if (sign === '@') this.#add(id, text);
    else if (text === '') this.#run(`/${id}`);
  }

  #add(choice: string, text: string): void {
    this.#mentions.set(choice, text);
    post({ type: 'addContext', choice });
  }

  /** What was picked cannot go along, so its name does not stay in the text either. */
  takeBack(choice: string): void {
    const text = this.#mentions.get(choice) ?? '';
    this.#mentions.delete(choice);
    const start = text === '' ? -1 : this.#field.value.lastIndexOf(text);
    if (start < 0) return;
    this.#field.setRangeText('', start, start + text.length, 'preserve');
    this.#changed();
  }

  /** Carries out a `/` command; a reply on its way is no reason to wait. */
  #run(text: string): boolean {
    const slash = readSlash(text);
    if (slash === undefined) return false;
    this.#parts.suggestions.close();
    this.#ran.push(text.trim());
    this.#write('');
    post({ type: 'run', name: slash.command.name, words: slash.words });
    return true;
  }

  /** Each conversation has its own draft; what was typed before the first one was known goes to it. */
  #changeTo(conversation: string, before: string): void {
    const kept = recall().drafts[conversation] ?? '';
    const typed = before === '' ? this.#field.value : '';
    if (before === '') keep({ drafts: withDraft(recall().drafts, '', '') });
    this.#parts.suggestions.close();
    this.#history.reset();
    this.#sentAt = -Infinity;
    this.#write(kept === '' || typed === '' ? kept + typed : `${kept}\n${typed}`);
  }

  /** Takes the message out of the field once it is a turn; what was typed since stays. */
  #clearSent(): void {
    const { sent } = recall();
    const last = this.#situation.sent.at(-1);
    if (sent === undefined || last === undefined || last.id === sent.after) return;
    if (last.text.trim() !== sent.text.trim()) return;
    const draft = this.#field.value;
    keep({ sent: undefined });
    this.#sentAt = -Infinity;
    this.#history.reset();
    if (draft.startsWith(sent.text)) this.#write(draft.slice(sent.text.length).trimStart());
  }

  readonly #onInput = (event: Event): void => {
    // While an input method composes, what stands in the field is not yet what is meant.
    this.#edited(event instanceof InputEvent && event.isComposing);
  };

  readonly #onMove = (event: Event): void => {
    const moves = event instanceof KeyboardEvent ? /^(Arrow(Left|Right)|Home|End)$/.test(event.key) : true;
    if (moves) this.#follow();
  };

  /** The focus is neither in the field nor in its list: the list closes, unless it comes back at once. */
  readonly leave = (): void => {
    clearTimeout(this.#leaving);
    this.#leaving = setTimeout(() => this.#parts.suggestions.close(), leavingMs);
  };

  stay(): void {
    clearTimeout(this.#leaving);
  }

  /** A key pressed in the list: whether it was meant for it. What closes the list brings the cursor back. */
  press(key: string): boolean {
    const taken = this.#parts.suggestions.key(key);
    if (taken && (key === 'Escape' || key === 'Enter')) this.#field.focus();
    return taken;
  }

  readonly #onFocus = (): void => {
    this.stay();
    this.#follow();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (inComposition(event)) return;
    if (!event.shiftKey && !hasModifier(event) && this.#parts.suggestions.key(event.key)) {
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.send();
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !event.shiftKey && !hasModifier(event)) {
      const texts = [...this.#situation.sent.map(({ text }) => text), ...this.#ran];
      const recalled = this.#history.step(event.key === 'ArrowUp' ? -1 : 1, this.#field.value, texts);
      if (recalled === undefined) return;
      event.preventDefault();
      this.#write(recalled);
    }
  };

  #edited(composing: boolean): void {
    this.#history.reset();
    this.#sentAt = -Infinity;
    this.#changed();
    if (!composing) this.#follow();
  }

  #follow(): void {
    const { value, selectionStart, selectionEnd } = this.#field;
    if (selectionStart === selectionEnd) this.#parts.suggestions.follow(value, selectionStart);
    else this.#parts.suggestions.close();
  }

  #write(text: string): void {
    this.#field.value = text;
    this.#field.setSelectionRange(text.length, text.length);
    this.#changed();
  }

  #changed(): void {
    const draft = this.#field.value;
    keep({ drafts: withDraft(recall().drafts, this.#situation.conversation, draft) });
    this.#parts.onLength(draft.trim().length);
    this.#grow();
  }

  /** Where the browser cannot size a field by its content, this does. */
  #grow(): void {
    if (CSS.supports('field-sizing', 'content')) return;
    this.#field.style.height = 'auto';
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}

function hasModifier({ altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey;
}

/** What a key says of an input method. The type is our own, since that of the DOM calls `keyCode` deprecated. */
interface ComposedKey {
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/** Whether an input method takes the key. Some browsers mark the key that ends a composition by code 229 alone. */
export function inComposition({ isComposing, keyCode }: ComposedKey): boolean {
  return isComposing || keyCode === 229;
}
