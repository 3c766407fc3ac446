import { element, iconButton } from '../dom.ts';
import { whenIdle } from './idle.ts';
import { highlight, languageName } from './languages.ts';
import { sanitize } from './sanitize.ts';
import { watchOverflow } from './overflow.ts';

/** What the buttons of a code block do with its exact text. */
export interface CodeActions {
  copy(code: string): void;
  insert(code: string): void;
}

/** Longer code stays plain: highlighting it would take longer than a frame or two (UTF-16 code units). */
const maxHighlighted = 30_000;

/** Lines laid out together; a growing block then costs only its last lines. */
const linesPerChunk = 60;

/** A header with language and buttons above code that may still grow. */
export class CodeBlock {
  readonly element: HTMLElement;
  readonly #info: string;
  readonly #code: HTMLElement;
  #text = '';
  #chunk: Text | undefined;
  #chunkLines = 0;

  constructor(info: string, actions: CodeActions) {
    this.#info = info;
    this.#code = element('code');
    const name = languageName(info);
    const box = element('pre', '', this.#code);
    box.setAttribute('aria-label', name === 'Code' ? 'Code' : `${name} code`);
    watchOverflow(box);
    this.element = element('div', 'codeBlock', this.#header(name, actions), box);
  }

  /** Shows `text`, of which what was shown before is the beginning. */
  setText(text: string): void {
    let added = text.slice(this.#text.length);
    this.#text = text;
    while (added !== '') {
      const chunk = this.#openChunk();
      const end = endOfLines(added, linesPerChunk - this.#chunkLines);
      chunk.appendData(added.slice(0, end.index));
      this.#chunkLines += end.lines;
      added = added.slice(end.index);
    }
  }

  /** The text is whole: colours it when there is time. */
  finish(): void {
    if (this.#text.length > maxHighlighted) return;
    whenIdle(() => {
      const html = highlight(this.#text, this.#info);
      if (html !== undefined) this.#code.replaceChildren(sanitize(html));
    });
  }

  #openChunk(): Text {
    if (this.#chunk === undefined || this.#chunkLines >= linesPerChunk) {
      this.#chunk = new Text();
      this.#chunkLines = 0;
      this.#code.append(element('span', 'lines', this.#chunk));
    }
    return this.#chunk;
  }

  #header(name: string, actions: CodeActions): HTMLElement {
    const copy = iconButton('copy', 'Copy', () => {
      actions.copy(this.#text);
      confirmOn(copy);
    });
    const insert = iconButton('insert', 'Insert at Cursor', () => actions.insert(this.#text));
    const label = element('span', 'codeLanguage', name);
    return element('div', 'codeHeader', label, element('span', 'codeActions', copy, insert));
  }
}

/** Where the next `lines` lines of `text` end, or all of it when there are fewer. */
function endOfLines(text: string, lines: number): { index: number; lines: number } {
  let index = 0;
  for (let count = 0; count < lines; count++) {
    const lineBreak = text.indexOf('\n', index);
    if (lineBreak < 0) return { index: text.length, lines: count };
    index = lineBreak + 1;
  }
  return { index, lines };
}

/** Shows for a moment that the code was copied. */
function confirmOn(button: HTMLElement): void {
  button.classList.replace('codicon-copy', 'codicon-check');
  setTimeout(() => button.classList.replace('codicon-check', 'codicon-copy'), 1500);
}
