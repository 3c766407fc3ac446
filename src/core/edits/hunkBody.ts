import type { Reading } from './proposal.ts';

/** Collects the marked lines of one hunk of V4A or a unified diff. */
export class HunkBody {
  readonly #ops: string[] = [];
  readonly #texts: string[] = [];
  /** Lines as they stood in the reply, for the other reading of context. */
  readonly #raws: string[] = [];
  oldCount = 0;
  newCount = 0;

  add(line: string): void {
    const first = line.charAt(0);
    if (first === '+' || first === '-') this.#push(first, line.slice(1), line);
    else if (first === ' ') this.#push(' ', line.slice(1), line);
    // Blank lines lose their marker first; other lines without one are context that lost it.
    else this.#push(' ', line, line);
  }

  #push(op: string, text: string, raw: string): void {
    this.#ops.push(op);
    this.#texts.push(text);
    this.#raws.push(raw);
    if (op !== '+') this.oldCount++;
    if (op !== '-') this.newCount++;
  }

  /** Blank lines without marker at the end are spacing between hunks, not context. */
  trimEnd(): void {
    while (this.#raws.at(-1) === '') {
      this.#ops.pop();
      this.#texts.pop();
      this.#raws.pop();
      this.oldCount--;
      this.newCount--;
    }
  }

  get isEmpty(): boolean {
    return this.#ops.length === 0;
  }

  get lastOp(): string {
    return this.#ops.at(-1) ?? ' ';
  }

  get hasChanges(): boolean {
    return this.#ops.some((op) => op !== ' ');
  }

  get onlyAdds(): boolean {
    return this.#ops.every((op) => op === '+');
  }

  #side(drop: string, texts: readonly string[]): string[] {
    return texts.filter((_, i) => this.#ops[i] !== drop);
  }

  reading(): Reading {
    return { old: this.#side('+', this.#texts), new: this.#side('-', this.#texts) };
  }

  alternative(): Reading | undefined {
    const isSpaced = (i: number): boolean => this.#ops[i] === ' ' && this.#raws[i] !== this.#texts[i];
    if (!this.#ops.some((_, i) => isSpaced(i))) return undefined;
    const texts = this.#texts.map((text, i) => (isSpaced(i) ? (this.#raws[i] ?? text) : text));
    return { old: this.#side('+', texts), new: this.#side('-', texts) };
  }
}
