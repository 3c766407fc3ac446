import type { Mode, Place } from './boundary.ts';
import { CodeTracker } from './codeTracker.ts';
import type { MessageKind } from './header.ts';
import { JsonTracker } from './jsonTracker.ts';

/** The message being read: what has to be known of its text so far to judge what comes next. */
export class Body {
  readonly kind: MessageKind;
  readonly mode: Mode;
  private readonly code = new CodeTracker();
  private readonly json: JsonTracker | undefined;
  private quotesMarkers = false;
  private before = '';
  private lastInk = '';

  constructor(kind: MessageKind, mode: Mode) {
    this.kind = kind;
    this.mode = mode;
    this.json = kind === 'toolCall' ? new JsonTracker() : undefined;
  }

  /** Stripped harmony glues the name of the next message to the text; in an answer it never does. */
  get mayHoldJoint(): boolean {
    return this.mode !== 'plain' && this.kind !== 'answer';
  }

  feed(text: string): void {
    if (text === '') return;
    this.code.feed(text);
    this.json?.feed(text);
    this.before = text.slice(-1);
    this.lastInk = lastInkOf(text) ?? this.lastInk;
  }

  noteQuotedMarker(): void {
    this.quotesMarkers = true;
  }

  place(): Place {
    const inJson = this.json?.readsJson ?? false;
    return {
      mode: this.mode,
      kind: this.kind,
      before: this.before,
      inFence: !inJson && this.code.inFence,
      openTick: !inJson && this.code.inInlineCode,
      inJson,
      inJsonString: inJson && this.json?.inString === true,
      quotesMarkers: this.quotesMarkers,
      introduced: this.lastInk === ':',
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
