import { FileIndex } from '../text/fileIndex.ts';
import type { TextHunk } from '../text/hunks.ts';
import type { RefusalReason } from '../refusals.ts';

/** What an edit of the reply would write into a file. */
export interface WrittenChange {
  readonly hunks: readonly TextHunk[];
  /** It was given as a block of code rather than as marked changes. */
  readonly isBlock: boolean;
}

/** Looks at what would be written, once its place is known, for text that was never meant for the file. */
export interface Guard {
  readonly reason: RefusalReason;
  readonly objects: (file: GuardedFile, change: WrittenChange) => boolean;
}

/** A hunk as the whole lines it takes away and leaves. */
export interface LineChange {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** How much of a line around a hunk is looked at, in UTF-16 units. */
const REACH = 500;

/** The file that guards compare new text with: what it has already, it may get more of. */
export class GuardedFile {
  readonly path: string;
  readonly index: FileIndex;
  /** The file is to be made: it has no manners of its own to compare with. */
  readonly isNew: boolean;
  readonly #known = new Map<(line: string) => boolean, boolean>();

  constructor(path: string, index: FileIndex | undefined) {
    this.path = path;
    this.index = index ?? new FileIndex('');
    this.isNew = index === undefined;
  }

  /** Whether any line of the file passes a test. Each test function is tried on the file once. */
  has(test: (line: string) => boolean): boolean {
    const known = this.#known.get(test) ?? this.index.lines.some(test);
    this.#known.set(test, known);
    return known;
  }

  /** The lines of a hunk; where it begins or ends within a line, with the rest of that line. */
  linesOf({ start, end, text }: TextHunk): LineChange {
    const whole = this.index.split.text;
    const before = whole.slice(Math.max(0, start - REACH), start).split(/\r\n|[\r\n]/).at(-1) ?? '';
    const endsLine = end === start ? before === '' : /[\r\n]/.test(whole[end - 1] ?? '');
    const behind = endsLine ? '' : (/^[^\r\n]*/.exec(whole.slice(end, end + REACH))?.[0] ?? '');
    const lines = (middle: string): string[] => `${before}${middle}${behind}`.split(/\r\n|[\r\n]/);
    return { removed: lines(whole.slice(start, end)), added: lines(text) };
  }
}
