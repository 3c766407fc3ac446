import { Body } from './harmony/body.ts';
import { judgeJoint, judgeMarker } from './harmony/boundary.ts';
import type { Opening } from './harmony/header.ts';
import { cutAtMarker, windowLength } from './harmony/markers.ts';
import { readBeginning, readNext } from './harmony/opening.ts';
import { ReadingRecorder } from './harmony/reading.ts';
import type { HarmonyDelta, HarmonyReading } from './harmony/reading.ts';

export type { HarmonyDelta, HarmonyReading, HarmonyToolCall } from './harmony/reading.ts';

/** Most characters of a reply that begins like stripped harmony which are held until a later message proves it. */
const longestUnproven = 65_536;

const joint = 'assistant';

/** Takes apart a whole reply. Same result as a `HarmonyStream` fed with it in any pieces. */
export function parseHarmony(text: string): HarmonyReading {
  const stream = new HarmonyStream();
  stream.push(text);
  return stream.end();
}

/**
 * Takes apart a reply as it comes. Text in a delta is never taken back; held back is only what may
 * be markup: at most 256 characters, or 65,536 where a reply begins like `analysisResult`, which
 * is either code or stripped harmony. Linear in the length of the text.
 */
export class HarmonyStream {
  private pending = '';
  private at = 0;
  private closed = false;
  private state: 'beginning' | 'body' | 'next' = 'beginning';
  private body = new Body('answer', 'plain');
  /** Length `pending` has to reach, unless a telling character comes first, before a held marker is looked at again. */
  private wanted = 0;
  /** Text of a body in mode `maybe`, with the head in front of it. */
  private unproven: string[] = [];
  private unprovenLength = 0;
  private readonly recorder = new ReadingRecorder();

  push(chunk: string): HarmonyDelta[] {
    if (this.closed) return [];
    this.pending += chunk;
    if (this.pending.length < this.wanted && !telling.test(chunk)) return [];
    this.advance();
    return this.recorder.takeDeltas();
  }

  /** Ends the text; returns the deltas of what was still held back. */
  flush(): HarmonyDelta[] {
    this.close();
    return this.recorder.takeDeltas();
  }

  /** Ends the text; returns the reading of the whole. */
  end(): HarmonyReading {
    this.close();
    return this.recorder.reading();
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    this.advance();
  }

  private advance(): void {
    this.wanted = 0;
    while (this.step());
    this.pending = this.pending.slice(this.at);
    this.at = 0;
  }

  /** Takes one step; false when there is no more to do with the text so far. */
  private step(): boolean {
    switch (this.state) {
      case 'beginning': return this.stepBeginning();
      case 'body': return this.stepBody();
      case 'next': return this.stepNext();
    }
  }

  private window(): string {
    return this.pending.slice(this.at, this.at + windowLength);
  }

  private windowIsLast(): boolean {
    return this.closed && this.pending.length - this.at <= windowLength;
  }

  private stepBeginning(): boolean {
    const found = readBeginning(this.window(), this.windowIsLast());
    switch (found.type) {
      case 'more': return false;
      case 'plain': return this.beginPlain();
      case 'close': return this.closeMessage(found.length);
      case 'open': return this.open(found.opening);
      case 'maybe': return this.beginUnproven(found.opening);
    }
  }

  private stepNext(): boolean {
    const blank = /^\s*/.exec(this.window())?.[0].length ?? 0;
    this.at += blank;
    if (blank > 0) return true;
    if (this.at >= this.pending.length) return false;
    const found = readNext(this.window(), this.windowIsLast());
    if (found.type === 'close') return this.closeMessage(found.length);
    return found.type === 'open' && this.open(found.opening);
  }

  private stepBody(): boolean {
    const candidate = this.nextCandidate();
    const isUnproven = this.body.mode === 'maybe';
    if (isUnproven && this.unprovenLength + candidate - this.at >= longestUnproven) return this.beginAgain();
    this.take(candidate);
    if (this.at >= this.pending.length) return this.closed && isUnproven && this.beginAgain();
    return !isPartial(this.window()) && this.judgeCandidate();
  }

  private judgeCandidate(): boolean {
    const window = this.window();
    const judge = window.startsWith('<') ? judgeMarker : judgeJoint;
    const verdict = judge(window, this.windowIsLast(), this.body.place());
    switch (verdict.type) {
      case 'more':
        this.wanted = windowLength;
        return false;
      case 'text':
        if (verdict.quotes) this.body.noteQuotedMarker();
        return this.take(this.at + verdict.length);
      case 'close': return this.closeMessage(verdict.length);
      case 'open': return this.open(verdict.opening);
    }
  }

  /** Where the next possible marker or joint begins, or where what may become one is held back. */
  private nextCandidate(): number {
    const pattern = this.body.mayHoldJoint ? markerOrJoint : marker;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.pending);
    if (found !== null) return found.index;
    if (this.closed) return this.pending.length;
    const tail = this.pending.slice(Math.max(this.at, this.pending.length - joint.length + 1));
    const partial = (this.body.mayHoldJoint ? partialMarkerOrJoint : partialMarker).exec(tail);
    return this.pending.length - (partial?.[0].length ?? 0);
  }

  /** Takes the text up to `to` into the message; always true. */
  private take(to: number): boolean {
    const text = this.pending.slice(this.at, to);
    this.at = to;
    this.body.feed(text);
    if (this.body.mode === 'maybe') {
      this.unproven.push(text);
      this.unprovenLength += text.length;
    } else {
      this.recorder.add(text);
    }
    return true;
  }

  private beginPlain(): boolean {
    this.body = new Body('answer', 'plain');
    this.state = 'body';
    return true;
  }

  private beginUnproven(opening: Opening): boolean {
    this.unproven = [this.pending.slice(this.at, this.at + opening.end)];
    this.at += opening.end;
    this.body = new Body(opening.kind, 'maybe');
    this.state = 'body';
    return true;
  }

  /** Nothing proved that the reply is stripped harmony: all of it is plain text. */
  private beginAgain(): boolean {
    this.pending = this.unproven.join('') + this.pending.slice(this.at);
    this.at = 0;
    this.unproven = [];
    return this.beginPlain();
  }

  private closeMessage(length: number): boolean {
    this.prove();
    this.at += length;
    this.state = 'next';
    return true;
  }

  private open(opening: Opening): boolean {
    this.prove();
    this.at += opening.end;
    this.body = new Body(opening.kind, 'harmony');
    this.recorder.begin(opening.kind, cutAtMarker(opening.tool));
    this.state = 'body';
    return true;
  }

  private prove(): void {
    this.recorder.leaked = true;
    if (this.unproven.length === 0) return;
    this.recorder.begin(this.body.kind, '');
    for (const text of this.unproven.slice(1)) this.recorder.add(text);
    this.unproven = [];
  }
}

/** What a held marker may be judged by before its window is full. */
const telling = /[>`\n]/;
const marker = /<\|/g;
const markerOrJoint = /<\||assistant/g;
const partialMarker = /<$/;
const partialMarkerOrJoint = /(?:<|a|as|ass|assi|assis|assist|assista|assistan)$/;

function isPartial(window: string): boolean {
  return window === '<' || (window.length < joint.length && joint.startsWith(window));
}
