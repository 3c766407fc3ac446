import { element } from '../../dom.ts';
import type { ReplyActions } from '../actions.ts';
import { openOnPress } from '../files/fileLinks.ts';
import { MarkdownView } from './markdownView.ts';
import { isAtEnd, renewBox, watchNearness } from './nearView.ts';

/** Longer texts (UTF-16 code units) come bit by bit: laid out in one go, they would hold up the page. */
const mostApart = 30_000;

/**
 * Markdown in the page, built while it is near what can be seen, and plain text otherwise. So a chat of any length
 * opens at once and takes little memory, and what is far can still be read by a screen reader. Text that changed
 * otherwise than by growing, or goes on after its end, is built anew.
 */
export class LazyMarkdown {
  readonly #root: HTMLElement;
  readonly #actions: ReplyActions;
  readonly #unwatch: () => void;
  #view: MarkdownView | undefined;
  #text = '';
  #ended = false;
  #near: boolean | undefined;

  constructor(root: HTMLElement, actions: ReplyActions) {
    this.#root = root;
    this.#actions = actions;
    openOnPress(root, actions);
    this.#unwatch = watchNearness(root, (near) => this.#moved(near));
  }

  /** Shows `text`; `ended` when no more will come. */
  update(text: string, ended: boolean): void {
    this.#text = text;
    this.#ended = ended;
    // What grows is being read, or was a moment ago.
    if (!ended || this.#view !== undefined || (this.#near ?? isAtEnd(this.#root))) this.#build();
    else this.#showPlain();
  }

  dispose(): void {
    this.#unwatch();
    this.#view?.dispose();
  }

  #moved(near: boolean): void {
    this.#near = near;
    if (near) this.#build();
    else if (this.#view !== undefined && this.#ended && !this.#root.contains(document.activeElement)) {
      this.#showPlain();
      renewBox(this.#root);
    }
  }

  #build(): void {
    if (this.#view?.canShow(this.#text) !== true) {
      this.#view?.dispose();
      this.#view = this.#ended && this.#text.length <= mostApart ? this.#apart() : this.#inPlace();
    }
    this.#view.update(this.#text, this.#ended);
  }

  #inPlace(): MarkdownView {
    this.#put();
    return new MarkdownView(this.#root, this.#actions);
  }

  /** A view that is put in place once it is whole: growing bit by bit, it would move what is read beside it. */
  #apart(): MarkdownView {
    const parts = element('div');
    return new MarkdownView(parts, this.#actions, () => this.#put(...parts.childNodes));
  }

  #put(...nodes: Node[]): void {
    this.#root.classList.remove('plain');
    this.#root.replaceChildren(...nodes);
  }

  #showPlain(): void {
    this.#view?.dispose();
    this.#view = undefined;
    this.#root.classList.add('plain');
    this.#root.textContent = this.#text;
  }
}
