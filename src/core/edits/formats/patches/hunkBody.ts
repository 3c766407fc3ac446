import type { Reading } from '../proposal.ts';
import type { Difference } from '../../text/sequenceDiff.ts';

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

  #side(drop: string, texts: readonly string[]): string[] {
    return texts.filter((_, i) => this.#ops[i] !== drop);
  }

  #reading(texts: readonly string[]): Reading {
    return { old: this.#side('+', texts), new: this.#side('-', texts), changes: this.#changes() };
  }

  /** Which old lines give way to which new ones, as the marks say. */
  #changes(): Difference[] {
    const changes: Difference[] = [];
    let [a, b] = [0, 0];
    for (let i = 0; i < this.#ops.length; ) {
      const [a0, b0] = [a, b];
      for (; i < this.#ops.length && this.#ops[i] !== ' '; i++) {
        if (this.#ops[i] === '-') a++;
        else b++;
      }
      if (a > a0 || b > b0) changes.push({ a0, a1: a, b0, b1: b });
      for (; this.#ops[i] === ' '; i++) [a, b] = [a + 1, b + 1];
    }
    return changes;
  }

  reading(): Reading {
    return this.#reading(this.#texts);
  }

  /**
   * Other ways to read the marks, none of which is the plain one: context without a marker column, and changed lines
   * with a space between the mark and the text.
   */
  alternatives(): Reading[] {
    const context = this.#with(' ', (i) => this.#raws[i]);
    const changed = this.#isSpaced() ? this.#with('+-', (i) => this.#texts[i]?.slice(1)) : undefined;
    const both =
      context && changed ? changed.map((text, i) => (this.#ops[i] === ' ' ? (context[i] ?? text) : text)) : undefined;
    const plain = this.#side('+', this.#texts);
    const readings = [context, changed, both]
      .filter((texts) => texts !== undefined)
      .map((texts) => this.#reading(texts));
    // Blank lines do not tell how the marks are meant.
    return readings.filter(({ old }) => old.some((line, i) => line.trimEnd() !== plain[i]?.trimEnd()));
  }

  /** The reading with a space taken off behind each mark, where every one has one. */
  spaced(): Reading | undefined {
    const texts = this.#isSpaced() ? this.#with('+-', (i) => this.#texts[i]?.slice(1)) : undefined;
    return texts && this.#reading(texts);
  }

  /** Whether a space stands behind every mark that has text behind it. */
  #isSpaced(): boolean {
    const changed = this.#texts.filter((text, i) => this.#ops[i] !== ' ' && text !== '');
    return changed.length > 0 && changed.every((text) => text.startsWith(' '));
  }

  /** The texts with those of certain marks read otherwise; undefined where that makes no difference. */
  #with(ops: string, read: (i: number) => string | undefined): string[] | undefined {
    const texts = this.#texts.map((text, i) => (ops.includes(this.#ops[i] ?? '') ? (read(i) ?? text) : text));
    return texts.some((text, i) => text !== this.#texts[i]) ? texts : undefined;
  }
}
