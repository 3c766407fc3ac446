const quote = 34;
const backslash = 92;

/**
 * Follows a JSON object or list as it comes, by its brackets and strings alone. What it says depends on the text, never
 * on how the text was cut. Linear, constant memory.
 */
export class JsonTracker {
  private started = false;
  private isJson = false;
  private inside = false;
  private escaped = false;
  private depth = 0;

  /** Takes `text` up to where the value ends, behind its last bracket, and returns where; undefined: it goes on. */
  feed(text: string): number | undefined {
    const from = this.started ? 0 : text.search(/\S/);
    if (from < 0 || text === '') return undefined;
    if (!this.started) this.isJson = text[from] === '{' || text[from] === '[';
    this.started = true;
    if (!this.isJson) return undefined;
    for (let index = from; index < text.length; index++) {
      if (this.feedChar(text.charCodeAt(index))) return index + 1;
    }
    return undefined;
  }

  /** Whether the text began as an object or a list. */
  get readsJson(): boolean {
    return this.isJson;
  }

  get inString(): boolean {
    return this.inside;
  }

  /** Whether the object or list is not closed yet. */
  get isOpen(): boolean {
    return this.isJson && this.depth > 0;
  }

  /** Whether the character ended the value. */
  private feedChar(char: number): boolean {
    if (this.escaped) this.escaped = false;
    else if (this.inside && char === backslash) this.escaped = true;
    else if (char === quote) this.inside = !this.inside;
    else if (!this.inside && isOpening(char)) this.depth++;
    else if (!this.inside && isClosing(char)) return --this.depth === 0;
    return false;
  }
}

function isOpening(char: number): boolean {
  return char === 0x7b || char === 0x5b;
}

function isClosing(char: number): boolean {
  return char === 0x7d || char === 0x5d;
}
