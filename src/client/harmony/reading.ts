import { TextParts } from '../answer/textParts.ts';
import type { MessageKind } from './header.ts';

export interface HarmonyToolCall {
  /** The recipient as the model wrote it, up to the first control token: may carry `functions.`. */
  readonly name: string;
  /** The text of the call, as written: usually JSON, perhaps cut off. */
  readonly rawArguments: string;
}

/** What a reply says, its markup taken apart. */
export interface HarmonyReading {
  readonly answer: string;
  readonly reasoning: string;
  /** What the model says to the user before it calls a tool. */
  readonly preambles: readonly string[];
  readonly toolCalls: readonly HarmonyToolCall[];
  /** Whether harmony was found. If not, `answer` is the text as it came. */
  readonly leaked: boolean;
}

/**
 * A piece of text that can be shown at once. The pieces of one kind, joined, are `answer`,
 * `reasoning`, and the `preambles` joined by a blank line.
 */
export interface HarmonyDelta {
  readonly kind: 'answer' | 'reasoning' | 'preamble';
  readonly text: string;
}

const blankLine = '\n\n';

/** Collects the messages of a reply, as pieces for the caller and as the whole. */
export class ReadingRecorder {
  leaked = false;
  private readonly texts = { answer: new TextParts(), reasoning: new TextParts() };
  private readonly preambles: TextParts[] = [];
  private readonly calls: { name: string; parts: TextParts }[] = [];
  private deltas: { kind: HarmonyDelta['kind']; parts: TextParts }[] = [];
  private kind: MessageKind = 'answer';
  private fresh = false;

  begin(kind: MessageKind, tool: string): void {
    this.kind = kind;
    this.fresh = true;
    if (kind === 'toolCall') this.calls.push({ name: tool, parts: new TextParts() });
  }

  add(text: string): void {
    if (text === '' || this.kind === 'skipped') return;
    if (this.kind === 'toolCall') this.calls.at(-1)?.parts.push(text);
    else if (this.kind === 'preamble') this.addPreamble(text);
    else this.addText(this.kind, text);
    this.fresh = false;
  }

  takeDeltas(): HarmonyDelta[] {
    const taken = this.deltas.map(({ kind, parts }) => ({ kind, text: parts.toString() }));
    this.deltas = [];
    return taken;
  }

  reading(): HarmonyReading {
    return {
      answer: this.texts.answer.toString(),
      reasoning: this.texts.reasoning.toString(),
      preambles: this.preambles.map((parts) => parts.toString()),
      toolCalls: this.calls.map(({ name, parts }) => ({ name, rawArguments: parts.toString() })),
      leaked: this.leaked,
    };
  }

  private addText(kind: 'answer' | 'reasoning', text: string): void {
    const parts = this.texts[kind];
    if (this.fresh && !parts.isEmpty) {
      parts.push(blankLine);
      this.emit(kind, blankLine);
    }
    parts.push(text);
    this.emit(kind, text);
  }

  private addPreamble(text: string): void {
    if (this.fresh) {
      if (this.preambles.length > 0) this.emit('preamble', blankLine);
      this.preambles.push(new TextParts());
    }
    this.preambles.at(-1)?.push(text);
    this.emit('preamble', text);
  }

  private emit(kind: HarmonyDelta['kind'], text: string): void {
    const last = this.deltas.at(-1);
    if (last?.kind === kind) last.parts.push(text);
    else {
      const parts = new TextParts();
      parts.push(text);
      this.deltas.push({ kind, parts });
    }
  }
}
