import { withEntry } from '../perChat.ts';
import { keep, type Place, recall } from '../vscode.ts';

/** How near the end counts as being there, in pixels. */
const nearEnd = 24;

/**
 * Keeps a scrolling box at its end while the user is there. Once the user scrolls up it never moves
 * the box again until the user comes back. The place in each chat outlives the page.
 */
export class ScrollKeeper {
  readonly #box: HTMLElement;
  readonly #chat: string;
  readonly #onAway: (away: boolean) => void;
  readonly #observer: ResizeObserver;
  #following = true;
  #lastTop = 0;
  /** The place to go back to, while blocks above it are still being built. */
  #returning: Place | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(box: HTMLElement, chat: string, onAway: (away: boolean) => void) {
    this.#box = box;
    this.#chat = chat;
    this.#returning = recall().places[chat];
    this.#onAway = onAway;
    this.#observer = new ResizeObserver(() => this.#settle());
    this.#observer.observe(box);
    if (box.firstElementChild !== null) this.#observer.observe(box.firstElementChild);
    box.addEventListener('scroll', this.#onScroll, { passive: true });
    for (const type of ['wheel', 'pointerdown', 'keydown']) {
      box.addEventListener(type, this.#onTouch, { passive: true });
    }
    if (this.#returning !== undefined) this.#follow(false);
    this.#settle();
  }

  toEnd(): void {
    this.#returning = undefined;
    this.#follow(true);
    this.#settle();
    this.#keep(undefined);
  }

  dispose(): void {
    this.#observer.disconnect();
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#remember();
  }

  #settle(): void {
    if (this.#returning !== undefined) this.#goBack(this.#returning);
    else if (this.#following) this.#box.scrollTop = this.#box.scrollHeight;
    this.#lastTop = this.#box.scrollTop;
  }

  #goBack({ turnId, offset }: Place): void {
    const turn = this.#turns().find(({ dataset }) => dataset['turn'] === turnId);
    if (turn === undefined) {
      this.#returning = undefined;
      this.#follow(true);
      return;
    }
    this.#box.scrollTop += turn.getBoundingClientRect().top - this.#box.getBoundingClientRect().top + offset;
  }

  /** The user takes over. */
  readonly #onTouch = (): void => {
    this.#returning = undefined;
  };

  readonly #onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    if (this.#returning !== undefined) return;
    // Content that grows moves the end away without anyone scrolling; only a move up lets go.
    if (scrollHeight - scrollTop - clientHeight <= nearEnd) this.#follow(true);
    else if (scrollTop < this.#lastTop) this.#follow(false);
    this.#lastTop = scrollTop;
    this.#timer ??= setTimeout(() => this.#remember(), 200);
  };

  #follow(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    this.#onAway(!following);
  }

  #remember(): void {
    this.#timer = undefined;
    this.#keep(this.#following ? undefined : this.#firstInView());
  }

  /** The first turn that is in view, and how far it is scrolled out. */
  #firstInView(): Place | undefined {
    const edge = this.#box.getBoundingClientRect().top;
    const first = this.#turns().find((turn) => turn.getBoundingClientRect().bottom > edge);
    const turnId = first?.dataset['turn'];
    if (first === undefined || turnId === undefined) return undefined;
    return { turnId, offset: edge - first.getBoundingClientRect().top };
  }

  #keep(place: Place | undefined): void {
    keep({ places: withEntry(recall().places, this.#chat, place) });
  }

  #turns(): HTMLElement[] {
    return [...this.#box.querySelectorAll<HTMLElement>('[data-turn]')];
  }
}
