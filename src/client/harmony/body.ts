import { CodeTracker } from './codeTracker.ts';
import type { MessageKind, Opening } from './header.ts';
import { JsonTracker } from './jsonTracker.ts';
import { resolveTick } from './place.ts';
import type { Mode, Place } from './place.ts';

const jsonKinds: ReadonlySet<MessageKind> = new Set(['toolCall', 'toolTurn', 'skipped']);

/** The message being read: what has to be known of its text so far to judge what comes next. */
export class Body {
  readonly kind: MessageKind;
  readonly mode: Mode;
  /** The message stands in a tag (`<think>`), which ends it. */
  readonly inTag: boolean;
  readonly isStripped: boolean;
  private readonly code = new CodeTracker();
  private readonly json: JsonTracker | undefined;
  private quotesMarkers = false;
  private before = '';
  private lastInk = '';
  private lineIsBlank = true;
  /** The first four characters of the line. */
  private lineHead = '';
  /** Tags that code inside of reasoning in a tag opened. */
  private tagsInFence = 0;

  constructor({ kind, stripped }: Pick<Opening, 'kind' | 'stripped'>, mode: Mode, inTag = false) {
    this.kind = kind;
    this.mode = mode;
    this.inTag = inTag;
    this.isStripped = stripped === true;
    this.json = jsonKinds.has(kind) ? new JsonTracker() : undefined;
  }

  /**
   * Takes `text` up to where the arguments of a call are complete; returns how much that is, and undefined where they
   * are not complete in it.
   */
  feed(text: string): number | undefined {
    const end = this.json?.feed(text);
    const taken = text.slice(0, end);
    if (taken === '') return end;
    this.code.feed(taken);
    this.before = taken.slice(-1);
    this.lastInk = lastInkOf(taken) ?? this.lastInk;
    const line = taken.lastIndexOf('\n') + 1;
    this.lineHead = ((line > 0 ? '' : this.lineHead) + taken.slice(line, line + 4)).slice(0, 4);
    this.lineIsBlank = (line > 0 || this.lineIsBlank) && taken.slice(line).trim() === '';
    return end;
  }

  noteQuotedMarker(): void {
    this.quotesMarkers = true;
  }

  /** What a tag is that `window` begins with, in a message that stands in one: its end, or text. */
  judgeTag(window: string, [tag = '', ...slashes]: readonly string[], closed: boolean): 'close' | 'text' | 'more' {
    const blank = tag.length - tag.trimStart().length;
    const here = this.place();
    const openTick = here.openTick && !window.slice(0, blank).includes('\n');
    const place = resolveTick(window.slice(blank), closed, { ...here, openTick });
    if (place === undefined) return 'more';
    if (!slashes.includes('/')) {
      if (place.inFence) this.tagsInFence++;
      return 'text';
    }
    if (!place.inInlineCode && this.tagsInFence === 0) return 'close';
    if (!place.inInlineCode) this.tagsInFence--;
    return 'text';
  }

  place(): Place {
    const inJson = this.json?.readsJson ?? false;
    return {
      mode: this.mode,
      kind: this.kind,
      isStripped: this.isStripped,
      before: this.before,
      lastInk: this.lastInk,
      isCodeLine: /^(?: {4}|\t)/.test(this.lineHead),
      isIndented: this.lineIsBlank && /[ \t]/.test(this.before),
      inFence: !inJson && this.code.inFence,
      openTick: !inJson && this.code.inInlineCode,
      inJson,
      inJsonString: inJson && this.json?.inString === true,
      quotesMarkers: this.quotesMarkers,
    };
  }
}

function lastInkOf(text: string): string | undefined {
  for (let index = text.length - 1; index >= 0; index--) {
    const char = text.charAt(index);
    if (char.trim() !== '') return char;
  }
  return undefined;
}
