/**
 * Reads a fenced code block line by line as it arrives (CommonMark 0.31, section 4.5),
 * so that a growing block costs only what is new and its text is exact.
 */
const opener = /^( {0,3})(`{3,}|~{3,})([^\n]*)\n/;

export class FenceReader {
  /** What stands behind the opening fence, trimmed. */
  readonly info: string;
  closed = false;
  readonly #indent: number;
  readonly #closer: RegExp;
  readonly #closerStart: RegExp;
  #lines: string | undefined;
  #partial = '';

  constructor(indent: number, fence: string, info: string) {
    const mark = fence.charAt(0);
    this.info = info.trim();
    this.#indent = indent;
    this.#closer = new RegExp(`^ {0,3}${mark}{${fence.length},}[ \\t]*$`);
    this.#closerStart = new RegExp(`^ {0,3}${mark}*[ \\t]*$`);
  }

  /** The code so far, without the line break before the closing fence. Only ever grows. */
  get text(): string {
    if (this.#partial === '') return this.#lines ?? '';
    return this.#lines === undefined ? this.#partial : `${this.#lines}\n${this.#partial}`;
  }

  /** Takes the lines that are complete (all of them at the end) and returns what is left of `source`. */
  read(source: string, ended: boolean): string {
    let at = 0;
    while (!this.closed && at < source.length) {
      const end = source.indexOf('\n', at);
      if (end < 0 && !ended) break;
      this.#take(source.slice(at, end < 0 ? source.length : end));
      at = end < 0 ? source.length : end + 1;
    }
    const rest = at === 0 ? source : source.slice(at);
    // A line that may yet turn out to be the closing fence is not shown as code.
    this.#partial = this.closed || this.#closerStart.test(rest) ? '' : this.#dedent(rest);
    return rest;
  }

  #take(line: string): void {
    if (this.#closer.test(line)) this.closed = true;
    else this.#lines = this.#lines === undefined ? this.#dedent(line) : `${this.#lines}\n${this.#dedent(line)}`;
  }

  #dedent(line: string): string {
    let spaces = 0;
    while (spaces < this.#indent && line.charAt(spaces) === ' ') spaces++;
    return spaces === 0 ? line : line.slice(spaces);
  }
}

/** The reader for the fence that `source` begins with, and where its code begins; needs the whole first line. */
export function openFence(source: string): { reader: FenceReader; bodyStart: number } | undefined {
  const match = opener.exec(source);
  if (match === null) return undefined;
  const [whole, indent = '', fence = '', info = ''] = match;
  if (fence.startsWith('`') && info.includes('`')) return undefined;
  return { reader: new FenceReader(indent.length, fence, info), bodyStart: whole.length };
}

/** The exact code of a fenced block given as markdown; `undefined` when it is not one. */
export function fencedCode(raw: string): string | undefined {
  const opened = openFence(raw.includes('\n') ? raw : `${raw}\n`);
  if (opened === undefined) return undefined;
  opened.reader.read(raw.slice(opened.bodyStart), true);
  return opened.reader.text;
}
