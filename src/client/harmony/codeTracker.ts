const newline = 10;
const backtick = 96;
const tilde = 126;

/** Where in a line the tracker is: before its first word, in a run of fence characters, or behind. */
type Phase = 'indent' | 'run' | 'rest';

/**
 * Knows whether the end of the text it was fed lies in a fenced block or in inline code.
 * What it says depends on the text alone, never on how the text was cut. Linear, constant memory.
 */
export class CodeTracker {
  private phase: Phase = 'indent';
  private indentIsBlank = true;
  private runChar = 0;
  private runLength = 0;
  private restIsBlank = true;
  private restHasBacktick = false;
  private fenceChar = 0;
  private fenceLength = 0;
  /** Length of the backtick run that opened inline code on this line, 0 outside of it. */
  private inline = 0;
  private ticks = 0;

  feed(text: string): void {
    for (let index = 0; index < text.length; index++) this.feedChar(text.charCodeAt(index));
  }

  get inFence(): boolean {
    if (this.fenceLength > 0) return !this.isClosingLine();
    return this.isOpeningLine();
  }

  get inInlineCode(): boolean {
    if (this.fenceLength > 0 || this.isOpeningLine()) return false;
    return this.inlineAfterTicks() > 0;
  }

  private feedChar(char: number): void {
    if (char === newline) { this.endLine(); return; }
    if (this.phase === 'indent') this.feedIndent(char);
    else if (this.phase === 'run') this.feedRun(char);
    else this.feedRest(char);
    if (char === backtick) this.ticks++;
    else if (this.ticks > 0) this.endTicks();
  }

  private feedIndent(char: number): void {
    if (char === backtick || char === tilde) {
      this.phase = 'run';
      this.runChar = char;
      this.runLength = 1;
    } else if (!isIndent(char)) {
      this.phase = 'rest';
    } else if (char !== 32 && char !== 9 && char !== 62) {
      this.indentIsBlank = false;
    }
  }

  private feedRun(char: number): void {
    if (char === this.runChar) this.runLength++;
    else {
      this.phase = 'rest';
      this.feedRest(char);
    }
  }

  private feedRest(char: number): void {
    if (char === backtick) this.restHasBacktick = true;
    if (char !== 32 && char !== 9 && char !== 13) this.restIsBlank = false;
  }

  private endTicks(): void {
    this.inline = this.inlineAfterTicks();
    this.ticks = 0;
  }

  private inlineAfterTicks(): number {
    if (this.ticks === 0) return this.inline;
    if (this.inline === 0) return this.ticks;
    return this.inline === this.ticks ? 0 : this.inline;
  }

  private isOpeningLine(): boolean {
    return this.runLength >= 3 && !(this.runChar === backtick && this.restHasBacktick);
  }

  private isClosingLine(): boolean {
    if (!this.indentIsBlank || !this.restIsBlank) return false;
    return this.runChar === this.fenceChar && this.runLength >= this.fenceLength;
  }

  private endLine(): void {
    if (this.fenceLength > 0) {
      if (this.isClosingLine()) this.fenceLength = 0;
    } else if (this.isOpeningLine()) {
      this.fenceChar = this.runChar;
      this.fenceLength = this.runLength;
    }
    this.phase = 'indent';
    this.indentIsBlank = this.restIsBlank = true;
    this.restHasBacktick = false;
    this.runChar = this.runLength = this.inline = this.ticks = 0;
  }
}

/** Blanks, quote marks and list marks: what may stand before a fence. */
function isIndent(char: number): boolean {
  return char === 32 || char === 9 || char === 62 || (char >= 40 && char <= 57 && char !== 44 && char !== 47);
}
