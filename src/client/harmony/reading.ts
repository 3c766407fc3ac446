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
 * A piece of text that can be shown at once. The pieces of one kind, joined, are `answer`, `reasoning`, and the
 * `preambles` joined by a blank line. One exception: where a plain beginning turns out to be reasoning
 * (`Keep it short.assistantfinalGood morning.`), it was given out as answer already.
 */
export interface HarmonyDelta {
  readonly kind: 'answer' | 'reasoning' | 'preamble';
  readonly text: string;
}

const blankLine = '\n\n';

/** Most characters of a message of unclear kind that wait for what follows; a longer one is the answer. */
const longestUnclear = 65_536;

interface Call {
  readonly name: string;
  readonly parts: TextParts;
  /** Written in the name of a tool: a result that the model made up, unless it turns out to be a call. */
  isResult: boolean;
}

/** Collects the messages of a reply, as pieces for the caller and as the whole. */
export class ReadingRecorder {
  leaked = false;
  private readonly texts = { answer: new TextParts(), reasoning: new TextParts() };
  private readonly preambles: TextParts[] = [];
  private readonly calls: Call[] = [];
  private deltas: { kind: HarmonyDelta['kind']; parts: TextParts }[] = [];
  private kind: MessageKind = 'answer';
  private fresh = false;
  private shownAnswer = false;
  /** Calls that no made-up result answered yet. */
  private unanswered = 0;
  private unclear: string[] = [];
  private unclearLength = 0;
  private unclearName = '';

  begin(kind: MessageKind, tool: string): void {
    if (kind !== 'unclear' && kind !== 'skipped') this.settleUnclear('reasoning');
    this.kind = this.kindFor(kind, tool);
    this.unclearName = kind === 'unclear' ? tool : '';
    this.fresh = true;
  }

  /** A mark has ended the message. `<|call|>` makes a call of what else would be a tool's result, or unclear. */
  end(isCall: boolean): void {
    if (!isCall) return;
    const last = this.calls.at(-1);
    if (this.kind === 'toolTurn' && last !== undefined) last.isResult = false;
    if (this.kind === 'unclear' && this.unclearName !== '') this.takeUnclearAsCall();
  }

  /** Nothing follows any more. */
  close(): void {
    const last = this.calls.at(-1);
    if (this.kind === 'toolTurn' && last !== undefined) last.isResult = false;
    this.settleUnclear('answer');
  }

  /** The answer so far was reasoning, as a joint behind it shows. */
  answerWasReasoning(): void {
    const text = this.texts.answer.toString();
    if (text === '') return;
    if (!this.texts.reasoning.isEmpty) this.texts.reasoning.push(blankLine);
    this.texts.reasoning.push(text);
    this.texts.answer = new TextParts();
  }

  add(text: string): void {
    if (text === '' || this.kind === 'skipped') return;
    if (this.kind === 'toolCall' || this.kind === 'toolTurn') this.calls.at(-1)?.parts.push(text);
    else if (this.kind === 'preamble') this.addPreamble(text);
    else if (this.kind === 'unclear') this.addUnclear(text);
    else this.addText(this.kind, text);
    this.fresh = false;
  }

  private kindFor(kind: MessageKind, tool: string): MessageKind {
    if (kind === 'toolTurn' && this.unanswered > 0) {
      this.unanswered--;
      return 'skipped';
    }
    if (kind === 'toolCall' || kind === 'toolTurn') {
      this.calls.push({ name: tool, parts: new TextParts(), isResult: kind === 'toolTurn' });
      if (kind === 'toolCall') this.unanswered++;
    }
    // What the model says after its answer stays behind it.
    return kind === 'preamble' && !this.texts.answer.isEmpty ? 'answer' : kind;
  }

  private addUnclear(text: string): void {
    if (this.fresh && this.unclear.length > 0) this.unclear.push(blankLine);
    this.unclear.push(text);
    this.unclearLength += text.length;
    if (this.unclearLength < longestUnclear) return;
    this.settleUnclear('answer');
    this.kind = 'answer';
  }

  private takeUnclearAsCall(): void {
    const parts = new TextParts();
    parts.push(this.unclear.join(''));
    this.calls.push({ name: this.unclearName, parts, isResult: false });
    this.unanswered++;
    this.unclear = [];
    this.unclearLength = 0;
  }

  private settleUnclear(kind: 'answer' | 'reasoning'): void {
    const text = this.unclear.join('');
    this.unclear = [];
    this.unclearLength = 0;
    if (text === '') return;
    this.fresh = true;
    this.addText(kind, text);
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
      toolCalls: this.calls
        .filter(({ isResult }) => !isResult)
        .map(({ name, parts }) => ({ name, rawArguments: parts.toString() })),
      leaked: this.leaked,
    };
  }

  private addText(kind: 'answer' | 'reasoning', text: string): void {
    const parts = this.texts[kind];
    const follows = this.fresh && !parts.isEmpty;
    if (follows) parts.push(blankLine);
    if (follows || (this.fresh && kind === 'answer' && this.shownAnswer)) this.emit(kind, blankLine);
    this.shownAnswer ||= kind === 'answer';
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
