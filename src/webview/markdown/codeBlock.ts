import { languageOf } from '../../core/edits/text/languages.ts';
import { isForTerminal } from '../../core/terminalText.ts';
import { element, iconButton, toolbar } from '../dom.ts';
import type { Block, ReplyActions } from './actions.ts';
import { pathOfCode } from './files/codePath.ts';
import { linkTo } from './files/fileLinks.ts';
import { whenIdle } from './rendering/idle.ts';
import { highlight, languageName } from './languages.ts';
import { sanitize } from './sanitize.ts';
import { watchOverflow } from './rendering/overflow.ts';

/** Longer code stays plain: highlighting it would take longer than a frame or two (UTF-16 code units). */
const maxHighlighted = 30_000;

/** Lines laid out together; a growing block then costs only its last lines. */
const linesPerChunk = 60;

/** A line longer than this (UTF-16 code units) is laid out anew only when a good part was added to it. */
const longLine = 2000;
const goodPart = 1 / 16;

/** A header with language and buttons above code that may still grow. */
export class CodeBlock {
  readonly element: HTMLElement;
  readonly #info: string;
  readonly #before: string;
  readonly #actions: ReplyActions;
  readonly #code: HTMLElement;
  readonly #pathLabel = element('span', 'codePath');
  /** Buttons that need the whole text. */
  #late: HTMLButtonElement[] = [];
  #path: string | undefined;
  #text = '';
  #chunk: Text | undefined;
  #chunkLines = 0;
  /** How much of the text is in the page. */
  #shown = 0;

  /** `before` is the text right before the block, which may name its file. */
  constructor(info: string, before: string, actions: ReplyActions) {
    this.#info = info;
    this.#before = before;
    this.#actions = actions;
    this.#code = element('code');
    const name = languageName(info);
    const box = element('pre', '', this.#code);
    box.setAttribute('aria-label', name === 'Code' ? 'Code' : `${name} code`);
    watchOverflow(box);
    this.element = element('div', 'codeBlock', this.#header(name), box);
    this.#showPath();
  }

  /** Shows `text`, of which what was shown before is the beginning. */
  setText(text: string): void {
    this.#text = text;
    const added = text.slice(this.#shown);
    const line = this.#chunk?.length ?? 0;
    if (line < longLine || added.length > line * goodPart) this.#show(added);
  }

  #show(text: string): void {
    this.#shown += text.length;
    let added = text;
    while (added !== '') {
      const chunk = this.#openChunk();
      const end = endOfLines(added, linesPerChunk - this.#chunkLines);
      chunk.appendData(added.slice(0, end.index));
      this.#chunkLines += end.lines;
      added = added.slice(end.index);
    }
  }

  /** The text is whole: its actions can be used now. It is coloured when there is time, if still `wanted` then. */
  finish(wanted: () => boolean): void {
    this.#show(this.#text.slice(this.#shown));
    for (const button of this.#late) button.disabled = false;
    this.#showPath();
    if (this.#path !== undefined) linkTo(this.#pathLabel, { path: this.#path }, this.#actions);
    if (this.#text.length > maxHighlighted) return;
    whenIdle(() => {
      if (!wanted()) return;
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

  #header(name: string): HTMLElement {
    const { copy, insert, apply, newFile, runInTerminal } = this.#actions;
    const copyButton = iconButton('copy', 'Copy', () => {
      copy(this.#text);
      confirmOn(copyButton);
    });
    this.#late = [
      iconButton('insert', 'Insert at Cursor', () => insert(this.#text)),
      iconButton('git-pull-request-go-to-changes', 'Apply as Reviewed Edit', () => apply(this.#block())),
      iconButton('new-file', 'New File', () => newFile(this.#block())),
    ];
    if (isForTerminal(languageOf(this.#info))) {
      const title = 'Put in Terminal (Runs Only When You Press Enter)';
      this.#late.push(iconButton('terminal', title, () => runInTerminal(this.#block())));
    }
    for (const button of this.#late) button.disabled = true;
    const label = element('span', 'codeLabel', element('span', 'codeLanguage', name), this.#pathLabel);
    const actionsLabel = `Actions for ${name === 'Code' ? 'this code' : `this ${name} code`}`;
    return element('div', 'codeHeader', label, toolbar(actionsLabel, [copyButton, ...this.#late]));
  }

  #block(): Block {
    const block = { code: this.#text, info: this.#info };
    return this.#path === undefined ? block : { ...block, path: this.#path };
  }

  #showPath(): void {
    this.#path = pathOfCode(this.#info, this.#before, this.#text);
    if (this.#path === undefined || this.#pathLabel.textContent === this.#path) return;
    this.#pathLabel.replaceChildren(element('bdi', '', this.#path));
    this.#pathLabel.title = this.#path;
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
