import type { ReplyDelta } from '../../app/ports.ts';
import type { StreamDelta, StreamEnd } from './eventStream.ts';
import { EventStreamReader } from './eventStream.ts';
import { HarmonyStream } from '../harmony.ts';
import type { HarmonyDelta } from '../harmony.ts';

const blankLine = '\n\n';

/**
 * Reads a stream as it comes: its events, and the harmony that may be in their text. What it gives out piece by piece
 * is never taken back; where the whole reply reads otherwise (tool calls in the text, say), the reply counts.
 */
export class ReplyStream {
  readonly #events = new EventStreamReader();
  readonly #harmony = new HarmonyStream();
  #preamble = false;

  /** See `EventStreamReader`. */
  get progress(): number {
    return this.#events.progress;
  }

  push(text: string): ReplyDelta | undefined {
    return this.#read(this.#events.push(text));
  }

  /** What was still held back at the end. */
  flush(): ReplyDelta | undefined {
    const last = this.#read(this.#events.flush());
    return joined([last, this.#shown(this.#harmony.flush())]);
  }

  end(): StreamEnd {
    return this.#events.end();
  }

  #read(deltas: readonly StreamDelta[]): ReplyDelta | undefined {
    return joined(deltas.map((delta) => this.#readOne(delta)));
  }

  #readOne({ kind, text }: StreamDelta): ReplyDelta {
    return kind === 'reasoning' ? { answer: '', reasoning: text } : this.#shown(this.#harmony.push(text));
  }

  #shown(deltas: readonly HarmonyDelta[]): ReplyDelta {
    let answer = '';
    let reasoning = '';
    for (const { kind, text } of deltas) {
      if (kind === 'reasoning') reasoning += text;
      else answer += this.#afterPreamble(kind) + text;
    }
    return { answer, reasoning };
  }

  /** A preamble and the answer behind it are paragraphs of one reply. */
  #afterPreamble(kind: 'answer' | 'preamble'): string {
    const gap = this.#preamble && kind === 'answer' ? blankLine : '';
    this.#preamble = kind === 'preamble';
    return gap;
  }
}

function joined(deltas: readonly (ReplyDelta | undefined)[]): ReplyDelta | undefined {
  const answer = deltas.map((delta) => delta?.answer ?? '').join('');
  const reasoning = deltas.map((delta) => delta?.reasoning ?? '').join('');
  return answer === '' && reasoning === '' ? undefined : { answer, reasoning };
}
