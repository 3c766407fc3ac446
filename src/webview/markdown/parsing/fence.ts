/** The first line of a fenced code block (CommonMark 0.31, section 4.5). */
const opener = /^( {0,3})(?:(`{3,})([^`\n]*)|(~{3,})(?!~)([^\n]*))\n/;

/** A longer line (UTF-16 code units) closes no fence, so that a line that keeps growing is not searched each time. */
const longestCloser = 1000;

/** Reads fenced code line by line as it arrives: a growing block costs only what is new, and its text is exact. */
export class FenceReader {
  /** What stands behind the opening fence, trimmed. */
  readonly info: string;
  closed = false;
  readonly #indent: number;
  readonly #closer: RegExp;
  readonly #closerStart: RegExp;
  #lines: string | undefined;
  #partial = '';
  /** The last of `#lines` is not complete: what comes next belongs to it. */
  #midLine = false;

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
    if (!this.closed && (this.#midLine || rest.length > longestCloser)) {
      this.#add(rest);
      this.#midLine = true;
      this.#partial = '';
      return '';
    }
    // A line that may yet turn out to be the closing fence is not shown as code.
    this.#partial = this.closed || this.#closerStart.test(rest) ? '' : this.#dedent(rest);
    return rest;
  }

  #take(line: string): void {
    if (!this.#midLine && line.length <= longestCloser && this.#closer.test(line)) this.closed = true;
    else this.#add(line);
    this.#midLine = false;
  }

  #add(line: string): void {
    if (this.#midLine) this.#lines = `${this.#lines ?? ''}${line}`;
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
  const [whole, indent = '', backticks, backtickInfo, tildes, tildeInfo] = match;
  const fence = backticks ?? tildes ?? '';
  const info = backtickInfo ?? tildeInfo ?? '';
  return { reader: new FenceReader(indent.length, fence, info), bodyStart: whole.length };
}

/** The exact code of a fenced block given as markdown; `undefined` when it is not one. */
export function fencedCode(raw: string): string | undefined {
  const opened = openFence(raw.includes('\n') ? raw : `${raw}\n`);
  if (opened === undefined) return undefined;
  opened.reader.read(raw.slice(opened.bodyStart), true);
  return opened.reader.text;
}
